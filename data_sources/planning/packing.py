"""Packages between the teams: offered, taken or declined whole, settled by the executive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from data_sources.desk import Desk
from data_sources.planning.editing import (
    edit_row,
    fitting_row,
    is_refused,
    place_rows,
    team_of,
)
from data_sources.planning.operation import Operation, operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from planning.agreed.changes import offered
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.packages import (
    OTHER,
    Addition,
    Offering,
    Package,
    hold_open,
    hold_packable,
    packed,
    settled,
)
from planning.agreed.rows import Cells
from planning.agreed.scenarios import Scenario
from planning.errors import NotAllowed, UsageError


@dataclass(frozen=True)
class Offer:
    """What one team offers the other.

    Attributes:
        name: In a few words.
        team: Who offers it.
        changes: Wanted values by row and cell, of lines and targets of both teams.
        additions: Lines and targets to add.
        reason: Why.
        seen: Values the person saw in these cells, by row; None means as they stand.
    """

    name: str
    team: Offering
    changes: Mapping[str, Cells]
    additions: Sequence[Addition] = ()
    reason: str = ""
    seen: Mapping[str, Cells] | None = None


def offer(desk: Desk, scenario: str, wanted: Offer, operation: str | None) -> Saved:
    """Offer a package; nothing of the plan changes until it is taken.

    Raises:
        NotAllowed: The actor does not plan for the team.
        NotPossible: The plan is not edited any more, or a row was removed.
        UsageError: It changes nothing, or rows that are in no package.
    """
    if wanted.team not in OTHER:
        raise UsageError("A package is marketing's or sales'.", "Say which team offers it.")
    with operating(desk, operation) as doing:
        doing.require("edit", wanted.team)
        plan = doing.scenario(scenario)
        doing.load(list(wanted.changes))
        base: dict[str, Cells] = {}
        asked: dict[str, Cells] = {}
        for row, cells in wanted.changes.items():
            about = _packable(doing, row, scenario)
            if not is_refused(doing, about, cells, plan):
                base[row] = (about.cells or {}) if wanted.seen is None else wanted.seen[row]
                asked[row] = cleaned(about.kind, cells)
        new = _additions(doing, scenario, plan, wanted.additions)
        if not doing.is_hindered:
            _bring(doing, scenario, wanted, packed(asked, base, new))
        return doing.finish(how="offered")


def answer(desk: Desk, package: str, take: bool, words: str, operation: str | None) -> Saved:
    """Take or decline a package whole; what is taken is written in the same transaction.

    Where a cell has moved since it was offered, nothing is taken and it stays open.

    Raises:
        NotAllowed: The actor does not lead the team it was offered to.
        NotPossible: It was answered before, a row was removed, or the plan is not edited
            any more.
        UsageError: There is no such package.
    """
    with operating(desk, operation) as doing:
        row, open_one = _package(doing, package)
        doing.require("answer", row.team)
        hold_open(open_one)
        state = "taken" if take else "declined"
        changed = open_one.model_copy(update={"state": state, "answer": words})
        return _answered(doing, row, changed)


def settle(desk: Desk, package: str, take: bool, reason: str, operation: str | None) -> Saved:
    """Decide about a package the teams cannot agree on, with a reason.

    Raises:
        NotAllowed: The actor is no executive.
        NotPossible: It was answered before, a row was removed, or the plan is not edited
            any more.
        UsageError: There is no such package, or no reason.
    """
    with operating(desk, operation) as doing:
        doing.require("settle")
        row, open_one = _package(doing, package)
        return _answered(doing, row, settled(open_one, take, reason, doing.actor.email))


def withdraw(desk: Desk, package: str, operation: str | None) -> Saved:
    """Take a package back that nobody answered.

    Raises:
        NotAllowed: It is neither the actor's own nor of the team they lead.
        NotPossible: It was answered before.
        UsageError: There is no such package.
    """
    with operating(desk, operation) as doing:
        doing.require("propose")
        row, open_one = _package(doing, package)
        brought = plan_rows.firsts(doing.change.connection, [package])
        if brought[package].actor != doing.actor.email:
            try:
                doing.require("answer", open_one.by_team)
            except NotAllowed:
                raise NotAllowed(
                    "This package is somebody else's.", "Only they or their leader withdraw it."
                ) from None
        hold_open(open_one)
        doing.put(row, {**(row.cells or {}), "state": "withdrawn"})
        return doing.finish(how="withdrawn package")


def _packable(doing: Operation, row: str, scenario: str) -> Kept:
    found = doing.known(row)
    hold_packable(found.kind, found.team)
    if found.scenario != scenario:
        raise UsageError("A package changes one plan.", "Choose rows of the same plan.")
    return found


def _additions(
    doing: Operation, scenario: str, plan: Scenario, additions: Sequence[Addition]
) -> list[Addition]:
    found = []
    for place, one in enumerate(additions):
        hold_packable(one.kind, team_of(one.cells))
        cells = fitting_row(doing, one.kind, scenario, plan, str(place), one.cells)
        if cells is not None:
            kept = {name: it for name, it in cells.items() if it is not None}
            found.append(Addition(one.kind, kept))
    return found


def _bring(doing: Operation, scenario: str, wanted: Offer, changes: list[JsonValue]) -> None:
    said: Cells = {
        "name": wanted.name, "by_team": wanted.team, "changes": changes,
        "reason": wanted.reason, "state": "open",
    }  # fmt: skip
    sentences = refusals("package", said, whole=True)
    for cell, sentence in sentences.items():
        doing.refuse(scenario, cell, sentence)
    if not sentences:
        standing = plan_rows.ends(doing.change.connection, scenario, "package")
        (position,), _ = places(standing, None, 1)
        doing.bring("package", scenario, OTHER[wanted.team], cleaned("package", said), position)


def _package(doing: Operation, package: str) -> tuple[Kept, Package]:
    row = doing.known(package)
    if row.kind != "package":
        raise UsageError("There is no such package.", "Choose one that is shown.")
    return row, Package.of(row.cells or {})


def _answered(doing: Operation, row: Kept, changed: Package) -> Saved:
    scenario = doing.scenario(row.scenario)
    edits = offered(changed)
    if changed.state == "taken":
        doing.load([edit.row for edit in edits])
        for edit in edits:
            edit_row(doing, doing.known(edit.row), edit, scenario)
        for place, one in enumerate(changed.additions):
            cells = fitting_row(doing, one.kind, row.scenario, scenario, str(place), one.cells)
            if cells is not None:
                place_rows(doing, one.kind, row.scenario, [cells], asks=False)
    said = cleaned("package", changed.cells())
    for cell, sentence in refusals("package", said).items():
        doing.refuse(row.id, cell, sentence)
    if doing.is_hindered:
        doing.forget()
        return doing.finish(also=[row.id])
    doing.put(row, said)
    return doing.finish(how=f"{changed.state} package", also=[edit.row for edit in edits])
