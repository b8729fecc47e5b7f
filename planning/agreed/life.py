"""The life of a plan: draft, proposed, agreed, archived, and who may move it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pydantic import JsonValue

from planning.agreed.rights import Act
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.scenarios import OPEN, Scenario, State
from planning.errors import NotPossible

Move = Literal["propose", "take back", "return", "agree", "replace", "archive", "put away"]
MOVES: Final[tuple[Move, ...]] = get_args(Move)
"""propose: put a draft up for signatures · take back: make it a draft again · return: the
executive does so, with a reason · agree: make it the plan of its year · replace: another
one was agreed · archive: keep it to look at, unchanged · put away: hide a draft."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move in the life of a plan.

    Attributes:
        begins: States it begins in.
        ends: The state it ends in.
        act: What somebody must be allowed in order to do it.
        done: The verb in the past, as sentences use it.
    """

    begins: frozenset[State]
    ends: State
    act: Act
    done: str


STEPS: Final[Mapping[Move, Step]] = {
    "propose": Step(frozenset({"draft"}), "proposed", "scenarios", "proposed"),
    "take back": Step(frozenset({"proposed"}), "draft", "scenarios", "took back"),
    "return": Step(frozenset({"proposed"}), "draft", "return", "returned"),
    "agree": Step(frozenset({"proposed"}), "agreed", "agree", "agreed"),
    "replace": Step(frozenset({"agreed"}), "archived", "agree", "replaced"),
    "archive": Step(OPEN, "archived", "scenarios", "archived"),
    "put away": Step(frozenset({"draft"}), "put away", "scenarios", "put away"),
}

_NOW: Final[Mapping[State, str]] = {
    "draft": "still a draft",
    "proposed": "proposed",
    "agreed": "agreed",
    "archived": "archived",
    "put away": "put away",
}
_REMEDIES: Final[Mapping[State, str]] = {
    "draft": "Propose it first.",
    "proposed": "Take it back or sign it.",
    "agreed": "Copy it, and change the copy.",
    "archived": "Copy it, and change the copy.",
    "put away": "Bring it back from the history first.",
}


def moved(scenario: Scenario, move: Move) -> State:
    """Return the state a plan has after a move.

    Raises:
        NotPossible: It stands where the move does not begin.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01", state="proposed")
        >>> moved(plan, "agree")
        'agreed'
    """
    step = STEPS[move]
    if scenario.state not in step.begins:
        raise NotPossible(
            f"{scenario.name} is {_NOW[scenario.state]}: it cannot be {_passive(move)} now.",
            _REMEDIES[scenario.state],
        )
    return step.ends


def move_between(before: object, after: object) -> Move | None:
    """Return the move that led from one state to another, or None if none does.

    A plan taken back and one returned end alike; “return” is told by its reason.

    Example:
        >>> move_between("proposed", "agreed"), move_between("agreed", "draft")
        ('agree', None)
    """
    for move, step in STEPS.items():
        if before in step.begins and after == step.ends:
            return move
    return None


def hold_editable(scenario: Scenario) -> None:
    """Hold that a plan may be edited.

    Raises:
        NotPossible: It is agreed, archived or put away.
    """
    if scenario.state not in OPEN:
        raise NotPossible(
            f"{scenario.name} is {scenario.state}, no draft.", _REMEDIES[scenario.state]
        )


def copied(
    scenario: Scenario, own_id: str, name: str, model_version: int | None = None
) -> Scenario:
    """Return the draft that a copy of a plan begins as.

    Args:
        scenario: The plan to copy.
        own_id: Its id.
        name: As people will call the copy.
        model_version: Of the model whose advice the copy takes up; None takes up none.
    """
    return Scenario(
        name=name,
        fiscal_year=scenario.fiscal_year,
        start=scenario.start,
        origin=scenario.origin,
        copied_from=own_id,
        model_version=model_version,
    )


def copied_cells(row: PlanRow, goals: Mapping[str, str]) -> dict[str, JsonValue]:
    """Return the cells of a row's copy in another plan.

    A copy of a copy names the first row, so that all its copies are known as one.

    Args:
        row: A line, target, goal or envelope.
        goals: Ids of the copied goals by the ids they were copied from.
    """
    cells: dict[str, JsonValue] = dict(row.cells)
    if row.kind != "envelope":
        cells["copied_from"] = root(row)
    if (goal := cells.get("goal")) is not None:
        cells["goal"] = goals.get(str(goal))
    return {name: it for name, it in cells.items() if it is not None}


def root(row: PlanRow) -> str:
    """Return the row that a row and all its copies come from.

    Example:
        >>> root(PlanRow("b", "line", "plan", "sales", cells={"copied_from": "a"}))
        'a'
    """
    return str(row["copied_from"] or row.id)


def agreed_of(scenarios: Iterable[PlanRow], origin: object, fiscal_year: object) -> PlanRow | None:
    """Return the agreed plan of a fiscal year, or None."""
    return next(
        (
            row
            for row in scenarios
            if (row["origin"], row["fiscal_year"]) == (origin, fiscal_year)
            and row["state"] == "agreed"
        ),
        None,
    )


def baseline_of(
    scenarios: Iterable[PlanRow], origin: object, fiscal_year: object
) -> PlanRow | None:
    """Return the plan that was agreed first for a fiscal year, or None.

    It stays the baseline whatever is agreed for the year later.
    """
    return next(
        (
            row
            for row in scenarios
            if (row["origin"], row["fiscal_year"], row["agreed_as"]) == (origin, fiscal_year, 1)
        ),
        None,
    )


def next_number(scenarios: Iterable[PlanRow], origin: object, fiscal_year: object) -> int:
    """Return which agreed plan of its year the next one is, from 1."""
    numbers = (
        row["agreed_as"]
        for row in scenarios
        if (row["origin"], row["fiscal_year"]) == (origin, fiscal_year)
    )
    return max((number for number in numbers if isinstance(number, int)), default=0) + 1


def hold_replaces(scenario: Scenario, agreed: PlanRow | None, own_id: str) -> None:
    """Hold that nobody agreed another plan for the year since this one was proposed.

    Args:
        scenario: The plan to be agreed.
        agreed: The plan that is agreed for its year now.
        own_id: The plan's own id.

    Raises:
        NotPossible: Somebody did; the plan was signed against another state of things.
    """
    standing = None if agreed is None else agreed.id
    if standing not in (scenario.replaces, own_id):
        name = "" if agreed is None else str(agreed["name"])
        raise NotPossible(
            f"{name} was agreed for {scenario.fiscal_year} since {scenario.name} was proposed."
            if agreed is not None
            else f"The agreed plan of {scenario.fiscal_year} is gone.",
            "Take yours back, compare them, and propose it again.",
        )


def _passive(move: Move) -> str:
    return {"take back": "taken back"}.get(move, STEPS[move].done)


def is_life(before: Cells | None, after: Cells | None) -> bool:
    """Whether a change of a plan's own row moves the plan on, other than begun or put away.

    Such a move is never undone by the history: it has its own way back.

    Example:
        >>> is_life({"state": "proposed"}, {"state": "agreed"})
        True
        >>> is_life({"state": "draft", "name": "A"}, {"state": "draft", "name": "B"})
        False
    """
    was, now = (before or {}).get("state"), (after or {}).get("state")
    quiet = {None, "draft", "put away"}
    return was != now and not {was, now} <= quiet
