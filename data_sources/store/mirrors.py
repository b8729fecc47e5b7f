"""Mirrored plans: their spreadsheet, how it went, and what both sides last had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from data_sources.mirroring.state import Mirror, TabState
from data_sources.store.tables import mirror_tabs, mirrors

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def every(connection: Connection) -> tuple[Mirror, ...]:
    """Return the mirrors by their plan's id."""
    found = connection.execute(sa.select(mirrors.c.value).order_by(mirrors.c.scenario)).scalars()
    return tuple(Mirror.model_validate(value) for value in found)


def of_plan(connection: Connection, scenario: str) -> Mirror | None:
    """Return a plan's mirror, or None."""
    wanted = sa.select(mirrors.c.value).where(mirrors.c.scenario == scenario)
    value = connection.execute(wanted).scalar_one_or_none()
    return None if value is None else Mirror.model_validate(value)


def keep(connection: Connection, mirror: Mirror) -> None:
    """Put a mirror in the place of the plan's earlier one; its tabs stay."""
    connection.execute(sa.delete(mirrors).where(mirrors.c.scenario == mirror.scenario))
    row = {"scenario": mirror.scenario, "spreadsheet": mirror.spreadsheet}
    connection.execute(sa.insert(mirrors).values(**row, value=mirror.model_dump(mode="json")))


def drop(connection: Connection, scenario: str) -> None:
    """Forget a plan's mirror with its tabs."""
    connection.execute(sa.delete(mirror_tabs).where(mirror_tabs.c.scenario == scenario))
    connection.execute(sa.delete(mirrors).where(mirrors.c.scenario == scenario))


def tabs(connection: Connection, scenario: str) -> dict[str, TabState]:
    """Return what is kept of a mirror's tabs, by key of the tab."""
    wanted = sa.select(mirror_tabs.c.tab, mirror_tabs.c.value)
    found = connection.execute(wanted.where(mirror_tabs.c.scenario == scenario))
    return {row.tab: TabState.model_validate(row.value) for row in found}


def tab(connection: Connection, scenario: str, key: str) -> TabState | None:
    """Return what is kept of one tab, or None."""
    its = (mirror_tabs.c.scenario == scenario) & (mirror_tabs.c.tab == key)
    value = connection.execute(sa.select(mirror_tabs.c.value).where(its)).scalar_one_or_none()
    return None if value is None else TabState.model_validate(value)


def keep_tab(connection: Connection, scenario: str, key: str, state: TabState) -> None:
    """Put what is kept of a tab in the place of what was."""
    its = (mirror_tabs.c.scenario == scenario) & (mirror_tabs.c.tab == key)
    connection.execute(sa.delete(mirror_tabs).where(its))
    value = state.model_dump(mode="json")
    connection.execute(sa.insert(mirror_tabs).values(scenario=scenario, tab=key, value=value))
