"""Adopting advice: what of it somebody writes, and what they ask of the other team.

Nobody writes another team's lines. Who plans for one team offers the other a package; what
is in no package, as joint lines and the lines of both teams for the executive, is proposed
line by line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from planning.agreed.cells import TEXT_LIMIT
from planning.agreed.lines import PLAN
from planning.agreed.packages import OTHER, Addition, Offering
from planning.agreed.rights import Who, may
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.totals import as_money, cents_of
from planning.errors import NotPossible
from planning.teams import Team

_MARK: Final = "Advice: "
"""Begins a reason that comes from the advice; adopting again replaces it."""


@dataclass(frozen=True)
class AdvisedLine:
    """What the advice makes of one line.

    Attributes:
        team: Whose line it is.
        title: What people call it.
        reason: Why, in one sentence.
        row: Id of the plan's row; None of a line the plan has not.
        base: What the advice was given on: the planned months that change.
        wanted: What they should be.
        new: All cells of a new line but its reason; empty where the row stands.
        beside: Id of a row that pays the same people, for who cannot add a line.
        is_slight: Whether it is a matter of cents.
    """

    team: Team
    title: str
    reason: str
    row: str | None = None
    base: Cells = field(default_factory=dict)
    wanted: Cells = field(default_factory=dict)
    new: Cells = field(default_factory=dict)
    beside: str | None = None
    is_slight: bool = False


@dataclass(frozen=True)
class Packed:
    """What is offered to another team as a package.

    Attributes:
        by_team: Who offers it.
        wanted: Wanted cells by row.
        additions: Lines to add.
    """

    by_team: Offering
    wanted: Mapping[str, Cells] = field(default_factory=dict)
    additions: tuple[Addition, ...] = ()

    @property
    def asked(self) -> Offering:
        """The team whose leader answers."""
        return OTHER[self.by_team]

    @property
    def count(self) -> int:
        """How many lines it changes or adds."""
        return len(self.wanted) + len(self.additions)


@dataclass(frozen=True)
class Proposed:
    """What is proposed of one line.

    Attributes:
        team: Who answers.
        wanted: Wanted cells.
        reason: Why.
    """

    team: Team
    wanted: Cells
    reason: str


@dataclass(frozen=True)
class Adoption:
    """What becomes of advice in a draft.

    Attributes:
        changed: Cells written, by row.
        added: Cells of lines added.
        packages: What is offered, by the team that answers.
        proposed: What is proposed, by row.
        left_out: What can neither be written nor asked for, in sentences.
    """

    changed: Mapping[str, Cells]
    added: tuple[Cells, ...]
    packages: tuple[Packed, ...]
    proposed: Mapping[str, Proposed]
    left_out: tuple[str, ...] = ()

    @property
    def written(self) -> int:
        """How many lines are written at once."""
        return len(self.changed) + len(self.added)


def adoption(lines: Iterable[AdvisedLine], rows: Mapping[str, PlanRow], who: Who) -> Adoption:
    """Return what somebody writes of advice, and what they ask for.

    Args:
        lines: What is taken of the advice.
        rows: The plan's lines as they stand, by id.
        who: Who adopts it.
    """
    given = list(lines)
    own = [line for line in given if may(who, "edit", line.team)]
    # Nobody is asked about a matter of cents.
    others = [line for line in given if not may(who, "edit", line.team) and not line.is_slight]
    packed = [line for line in others if _offers(who, line.team)]
    single = [line for line in others if not _offers(who, line.team)]
    proposed, left_out = _proposed(single, rows)
    return Adoption(
        changed={line.row: _wanted(line, rows) for line in own if line.row is not None},
        added=tuple(_added(line) for line in own if line.row is None),
        packages=tuple(_packages(packed, rows)),
        proposed=proposed,
        left_out=tuple(left_out),
    )


def hold_as_seen(lines: Iterable[AdvisedLine], rows: Mapping[str, PlanRow], plan: str) -> None:
    """Hold that the lines still are what the advice was given on.

    Args:
        lines: What is taken of the advice.
        rows: The plan's lines as they stand, by id.
        plan: What the plan is called.

    Raises:
        NotPossible: One was changed or removed since.
    """
    for line in lines:
        if line.row is None:
            continue
        row = rows.get(line.row)
        moved = row is not None and any(row[cell] != was for cell, was in line.base.items())
        if row is None or moved:
            what = "removed from" if row is None else "changed in"
            raise NotPossible(
                f"{line.title} was {what} {plan} since this was calculated.", "Calculate again."
            )


def hold_unchanged(plan: str, seen: int, revision: int) -> None:
    """Hold that a plan was not changed since the advice was calculated.

    Args:
        plan: What it is called.
        seen: The revision the advice was calculated at.
        revision: Of the plan's latest change that advice depends on.

    Raises:
        NotPossible: It was.
    """
    if seen < revision:
        raise NotPossible(f"{plan} was changed since this was calculated.", "Calculate again.")


def advised_reason(sentence: str, before: JsonValue) -> str:
    r"""Return a line's reason: the advice's, then what people said before.

    Example:
        >>> first = advised_reason("It brings more.", "We need leads.")
        >>> first
        'Advice: It brings more.\nWe need leads.'
        >>> advised_reason("It brings less.", first)
        'Advice: It brings less.\nWe need leads.'
    """
    said = str(before or "").split("\n")
    kept = said[1:] if said[0].startswith(_MARK) else said
    return "\n".join([f"{_MARK}{sentence}", *filter(None, kept)])[:TEXT_LIMIT]


def _offers(who: Who, team: Team) -> bool:
    return team != "joint" and may(who, "edit", OTHER[team])


def _wanted(line: AdvisedLine, rows: Mapping[str, PlanRow]) -> dict[str, JsonValue]:
    row = rows.get(line.row or "")
    reason = advised_reason(line.reason, None if row is None else row["reason"])
    return {**line.wanted, "reason": reason}


def _added(line: AdvisedLine) -> dict[str, JsonValue]:
    return {**line.new, "reason": advised_reason(line.reason, None)}


def _packages(lines: Sequence[AdvisedLine], rows: Mapping[str, PlanRow]) -> Iterable[Packed]:
    for asked, by_team in OTHER.items():
        own = [line for line in lines if line.team == asked]
        if own:
            yield Packed(
                by_team=by_team,
                wanted={line.row: _wanted(line, rows) for line in own if line.row is not None},
                additions=tuple(Addition("line", _added(it)) for it in own if it.row is None),
            )


def _proposed(
    lines: Sequence[AdvisedLine], rows: Mapping[str, PlanRow]
) -> tuple[dict[str, Proposed], list[str]]:
    """Return what is proposed by row: a line to add is asked for beside its like."""
    found: dict[str, Proposed] = {}
    left_out = []
    for line in lines:
        if line.row is not None:
            found[line.row] = Proposed(line.team, _wanted(line, rows), line.reason)
    for line in lines:
        if line.row is not None:
            continue
        beside = rows.get(line.beside or "")
        if beside is None:
            left_out.append(f"{line.title} is left out: ask {line.team} to add it.")
            continue
        before = found.get(beside.id)
        reason = line.reason if before is None else f"{before.reason} {line.reason}"
        wanted = _beside(line, beside, {} if before is None else before.wanted)
        wanted["reason"] = advised_reason(reason, beside["reason"])
        found[beside.id] = Proposed(line.team, wanted, reason)
    return found, left_out


def _beside(line: AdvisedLine, row: PlanRow, wanted: Cells) -> dict[str, JsonValue]:
    """Return the cells of a row that bears a new line's money and people too."""
    stands = {**row.cells, **wanted}
    more = {cell: cents_of(line.new[cell]) for cell in PLAN if cents_of(line.new.get(cell))}
    sums = {cell: str(as_money(cents_of(stands.get(cell)) + it)) for cell, it in more.items()}
    drivers = [*_listed(stands.get("drivers")), *_listed(line.new.get("drivers"))]
    return {**wanted, **sums, **({"drivers": drivers} if drivers else {})}


def _listed(drivers: JsonValue) -> list[JsonValue]:
    return drivers if isinstance(drivers, list) else []
