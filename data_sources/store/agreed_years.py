"""Which plan is agreed for which fiscal year: the table's key lets no year have two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from data_sources.store.tables import agreed_years
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def agreed(connection: Connection, origin: str, fiscal_year: int) -> str | None:
    """Return the id of the plan agreed for a fiscal year, or None."""
    return connection.execute(
        sa.select(agreed_years.c.scenario).where(_is(origin, fiscal_year))
    ).scalar_one_or_none()


def claim(
    connection: Connection, origin: str, fiscal_year: int, scenario: str, former: str | None
) -> None:
    """Make a plan the agreed one of a fiscal year in the place of the former one.

    Args:
        connection: A write transaction.
        origin: “real” or “demo”.
        fiscal_year: The year.
        scenario: The plan's id.
        former: The plan that is agreed for the year now; None if there is none.

    Raises:
        NotPossible: Another plan than the former one is agreed; nothing is written.
    """
    taken = NotPossible(
        f"Another plan was agreed for {fiscal_year} meanwhile.", "Compare yours with it first."
    )
    if former is None:
        row = {"origin": origin, "fiscal_year": fiscal_year, "scenario": scenario}
        try:
            connection.execute(sa.insert(agreed_years).values(row))
        except sa.exc.IntegrityError as error:
            raise taken from error
        return
    swapped = connection.execute(
        sa.update(agreed_years)
        .where(_is(origin, fiscal_year) & (agreed_years.c.scenario == former))
        .values(scenario=scenario)
    )
    if swapped.rowcount != 1:
        raise taken


def release(connection: Connection, scenario: str) -> None:
    """Let a plan be agreed no more; its year is free for another."""
    connection.execute(sa.delete(agreed_years).where(agreed_years.c.scenario == scenario))


def _is(origin: str, fiscal_year: int) -> sa.ColumnElement[bool]:
    return (agreed_years.c.origin == origin) & (agreed_years.c.fiscal_year == fiscal_year)
