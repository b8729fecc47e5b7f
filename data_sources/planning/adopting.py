"""Adopting advice as a draft: the own lines written, all others asked for, in one change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from data_sources.desk import Desk
from data_sources.planning.copying import bring_copy
from data_sources.planning.editing import team_of
from data_sources.planning.operation import Operation, operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.agreed.adoption import (
    Adoption,
    AdvisedLine,
    Packed,
    adoption,
    hold_as_seen,
    hold_unchanged,
)
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.packages import MOST_ROWS, packed
from planning.agreed.rows import Cells, Kind, PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import UsageError
from planning.teams import Team

_DEPENDS_ON: Final[tuple[Kind, ...]] = ("line", "envelope", "assumption")
"""What advice on a plan depends on; who changes a target makes no other advice."""

Asked = tuple[Kind, Team, Cells]
"""A package or a proposal: its kind, who answers, its cells."""


@dataclass(frozen=True)
class Advice:
    """What is taken of the model's advice on a plan.

    Attributes:
        lines: What becomes of each line.
        seen: The store's revision it was calculated at.
        model_version: Of the model that gave it.
    """

    lines: Sequence[AdvisedLine]
    seen: int
    model_version: int


def adopt(desk: Desk, scenario: str, advice: Advice, name: str, operation: str | None) -> Saved:
    """Copy a plan as a draft that takes up advice, each changed line with its reason.

    Lines of another team are not written: they are offered to it as a package of the draft,
    or proposed where no package may hold them.

    Args:
        desk: In whose hands it is.
        scenario: The plan's id.
        advice: What is taken.
        name: As people will call the draft.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor may not copy plans.
        NotPossible: The plan was put away, or changed since the advice was calculated.
        UsageError: Nothing is taken, there is no such plan, or the name cannot be used or is
            taken.
    """
    if not advice.lines:
        raise UsageError("Nothing of the advice is taken.", "Take at least one line.")
    with operating(desk, operation) as doing:
        doing.require("scenarios")
        if doing.done is None:
            _adopt(doing, scenario, advice, name)
        return doing.finish(how="adopted")


def _adopt(doing: Operation, scenario: str, advice: Advice, name: str) -> None:
    connection = doing.change.connection
    _, plan = doing.plan(scenario)
    rows = {row.id: row for row in plan_rows.of_kind(connection, "line", scenario)}
    latest = plan_rows.latest_change(connection, scenario, _DEPENDS_ON)
    hold_unchanged(plan.name, advice.seen, latest)
    hold_as_seen(advice.lines, rows, plan.name)
    found = adoption(advice.lines, rows, doing.actor)
    own, copies = bring_copy(
        doing, scenario, name, changed=found.changed, model_version=advice.model_version
    )
    _hold_fitting(doing, plan, found, rows)
    for cells, position in zip(found.added, _after(doing, scenario, len(found.added)), strict=True):
        doing.bring("line", own, team_of(cells), cleaned("line", cells), position)
    asked = [*_packages(plan, found, rows, copies), *_proposals(found, rows, copies)]
    for position, (kind, team, cells) in enumerate(asked):
        for cell, sentence in refusals(kind, cells, whole=True).items():
            doing.refuse(own, cell, sentence)
        doing.bring(kind, own, team, cleaned(kind, cells), position)
    if doing.is_hindered:
        doing.forget()


def _after(doing: Operation, scenario: str, count: int) -> list[int]:
    """Return positions below the lines that are copied."""
    return places(plan_rows.ends(doing.change.connection, scenario, "line"), None, count)[0]


def _hold_fitting(
    doing: Operation, plan: Scenario, found: Adoption, rows: Mapping[str, PlanRow]
) -> None:
    """Tell what of the advice no line can hold."""
    wanted = dict(found.changed)
    for package in found.packages:
        wanted |= package.wanted
    wanted |= {row: one.wanted for row, one in found.proposed.items()}
    told = {row: {**rows[row].cells, **cells} for row, cells in wanted.items()}
    new = [*found.added, *(it.cells for one in found.packages for it in one.additions)]
    told |= {str(at): dict(cells) for at, cells in enumerate(new)}
    for row, cells in told.items():
        for cell, sentence in refusals("line", cells, plan, whole=True).items():
            doing.refuse(row, cell, sentence)


def _packages(
    plan: Scenario, found: Adoption, rows: Mapping[str, PlanRow], copies: Mapping[str, str]
) -> Iterator[Asked]:
    for package in found.packages:
        changes = packed(
            {copies[row]: cells for row, cells in package.wanted.items()},
            {copies[row]: rows[row].cells for row in package.wanted},
            package.additions,
        )
        for at in range(0, len(changes), MOST_ROWS):
            part = _offered(plan, package, changes[at : at + MOST_ROWS], at // MOST_ROWS + 1)
            yield "package", package.asked, part


def _offered(
    plan: Scenario, package: Packed, changes: list[JsonValue], number: int
) -> dict[str, JsonValue]:
    more = f", part {number}" if number > 1 else ""
    return {
        "name": f"What the advice changes for {package.asked}{more}",
        "by_team": package.by_team,
        "changes": changes,
        "reason": f"From the advice on {plan.name}. Each line says why.",
        "state": "open",
    }


def _proposals(
    found: Adoption, rows: Mapping[str, PlanRow], copies: Mapping[str, str]
) -> Iterator[Asked]:
    for row, one in found.proposed.items():
        changes: dict[str, JsonValue] = {
            cell: {"base": rows[row][cell], "wanted": it} for cell, it in one.wanted.items()
        }
        said: Cells = {
            "about": copies[row], "changes": changes, "reason": one.reason, "state": "open",
        }  # fmt: skip
        yield "proposal", one.team, said
