"""Telling what happened to the plan, in sentences, newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data_sources.actors import LOCAL, from_the_sheet
from data_sources.planning.arranging import ARRANGED
from data_sources.planning.naming import Ask, names_of, nobody, with_names
from data_sources.planning.summing_up import whole
from data_sources.planning.told import RowTold
from data_sources.store import plan_rows, users
from data_sources.store.plan_rows import Changed, Kept
from data_sources.store.tables import history, plan_changes
from planning.agreed.changes import difference, sentence
from planning.agreed.kinds import title
from planning.agreed.rows import Kind
from planning.agreed.scenarios import Scenario
from planning.agreed.stories import story
from planning.teams import TEAMS

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_ANSWERS: Final = {"taken": "took", "declined": "declined", "withdrawn": "withdrew"}


@dataclass(frozen=True)
class Entry:
    """One change of the plan, told.

    Attributes:
        revision: Its number; `undo` takes it back.
        at: When.
        who: E-mail address of whoever did it, or `local`.
        name: Their shown name.
        thing: What was changed, as recorded.
        sentence: The whole change in one sentence.
        rows: What it did to each row.
    """

    revision: int
    at: datetime
    who: str
    name: str
    thing: str
    sentence: str
    rows: tuple[RowTold, ...]


@dataclass(frozen=True)
class ChangedRows:
    """Rows of one kind that one change touched.

    Attributes:
        who: E-mail address of whoever changed them, or `local`.
        rows: Their ids.
        kind: What they are.
        revision: The change's number.
        at: When.
    """

    who: str
    rows: tuple[str, ...]
    kind: Kind
    revision: int
    at: datetime


@dataclass(frozen=True)
class Asked:
    """Which changes are asked for; None means any.

    Attributes:
        person: E-mail address.
        row: A row's id.
        begins, ends: Half-open moments.
        scenario: A scenario's id.
        limit: Largest number of changes.
    """

    person: str | None
    row: str | None
    begins: datetime | None
    ends: datetime | None
    scenario: str | None
    limit: int


def since(connection: Connection, revision: int, scenario: str) -> tuple[ChangedRows, ...]:
    """Return which rows of a scenario were changed after a revision, oldest first."""
    found: dict[tuple[int, Kind], list[Changed]] = {}
    for change in plan_rows.since(connection, revision, scenario):
        if change.before != change.after:
            found.setdefault((change.revision, change.kind), []).append(change)
    return tuple(
        ChangedRows(
            who=changes[0].actor,
            rows=tuple(change.row for change in changes),
            kind=kind,
            revision=number,
            at=changes[0].at,
        )
        for (number, kind), changes in found.items()
    )


def told(
    connection: Connection, asked: Asked, to: str = LOCAL.email, ask: Ask = nobody
) -> tuple[Entry, ...]:
    """Return the latest changes that are asked for, newest first.

    Args:
        connection: A transaction.
        asked: Which ones.
        to: E-mail address of whoever reads it, or `local`.
        ask: Asks the facts what accounts and people are called.
    """
    return of_revisions(connection, _revisions(connection, asked), to, ask)


def of_revisions(
    connection: Connection,
    revisions: Collection[int],
    to: str = LOCAL.email,
    ask: Ask = nobody,
) -> tuple[Entry, ...]:
    """Return some changes told, newest first; revisions that changed no plan are left out."""
    found = plan_rows.of_revisions(connection, revisions)
    kept = _about(connection, found)
    held = [(one.kind, cells) for one in found for cells in (one.before, one.after)]
    called = names_of(connection, held + [(it.kind, it.cells) for it in kept.values()], ask)
    changes = with_names(found, called)
    about = {row: replace(it, cells=called.named(it.kind, it.cells)) for row, it in kept.items()}
    names = names_for(connection, to)
    by_revision: dict[int, list[Changed]] = {}
    for as_kept, change in zip(found, changes, strict=True):
        if as_kept.before != as_kept.after or _is_arranged(as_kept):
            by_revision.setdefault(change.revision, []).append(change)
    return tuple(
        _entry(by_revision[number], names, about) for number in sorted(by_revision, reverse=True)
    )


def _is_arranged(change: Changed) -> bool:
    return change.before == change.after and change.operation.startswith(ARRANGED)


def names_for(connection: Connection, to: str) -> dict[str, str]:
    """Return the shown names of people by address, as one of them reads them."""
    names = {person.email: person.name for person in users.everybody(connection)}
    names[LOCAL.email] = "You" if to == LOCAL.email else "The local user"
    names |= {one.email: one.name for one in map(from_the_sheet, TEAMS)}
    return names


def _revisions(connection: Connection, asked: Asked) -> Sequence[int]:
    wanted = [history.c.revision == plan_changes.c.revision]
    if asked.person is not None:
        wanted.append(history.c.actor == asked.person)
    if asked.begins is not None:
        wanted.append(history.c.at >= asked.begins)
    if asked.ends is not None:
        wanted.append(history.c.at < asked.ends)
    if asked.row is not None:
        wanted.append(plan_changes.c.row == asked.row)
    if asked.scenario is not None:
        wanted.append(plan_changes.c.scenario == asked.scenario)
    newest = (
        sa.select(history.c.revision)
        .where(sa.exists().where(sa.and_(*wanted)))
        .order_by(history.c.revision.desc())
        .limit(asked.limit)
    )
    return connection.execute(newest).scalars().all()


def _about(connection: Connection, changes: Sequence[Changed]) -> Mapping[str, Kept]:
    """Return the plans, and the rows that comments and proposals are about, as they stand."""
    ids = {change.scenario for change in changes}
    abouts = ((change.after or change.before or {}).get("about") for change in changes)
    return plan_rows.kept(connection, ids | {one for one in abouts if isinstance(one, str)})


def _entry(
    changes: Sequence[Changed], names: Mapping[str, str], about: Mapping[str, Kept]
) -> Entry:
    first = changes[0]
    name = names.get(first.actor, first.actor)
    rows = tuple(_row(change, name, about) for change in changes)
    return Entry(
        revision=first.revision,
        at=first.at,
        who=first.actor,
        name=name,
        thing=first.operation,
        sentence=whole(name, changes, rows, about),
        rows=rows,
    )


def _row(change: Changed, name: str, about: Mapping[str, Kept]) -> RowTold:
    cells = change.after or change.before or {}
    before, after = change.before, change.after
    if before is not None and after is not None:
        before, after = difference(before, after)
    return RowTold(
        row=change.row,
        kind=change.kind,
        scenario=change.scenario,
        team=change.team,
        title=title(change.kind, cells),
        before=before,
        after=after,
        sentence=_said(change, name, about) or _sentence(change, name, about.get(change.scenario)),
    )


def _sentence(change: Changed, name: str, plan: Kept | None) -> str:
    called = title(change.kind, change.after or change.before or {})
    year = Scenario.of(plan.cells) if plan is not None and plan.cells else None
    return sentence(name, change.kind, called, change.before, change.after, year)


def _said(change: Changed, name: str, about: Mapping[str, Kept]) -> str | None:
    """Tell what was said about a row, or that it moved; None for everything else."""
    if _is_arranged(change):
        return f"{name} put the {change.kind}s in another order."
    before, after = change.before, change.after or {}
    if told := story(name, change.kind, before, change.after):
        return told
    if change.kind == "scenario" and before is None:
        return f"{name} began {title('scenario', after)}."
    row = about.get(str(after.get("about")))
    called = title(change.kind, after)
    if before is None and row is not None:
        of_row = title(row.kind, row.cells or {})
        if change.kind == "comment":
            return f"{name} said about {of_row}: {called}."
        if change.kind == "proposal":
            return f"{name} proposed a change of {of_row}: {called}."
    verb = _ANSWERS.get(str(after.get("state")))
    if change.kind == "proposal" and verb and (before or {}).get("state") != after.get("state"):
        return f"{name} {verb} the proposal {called}."
    return None
