"""What the decision sheet says: what was found, who gives up what, what limits each option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planning.model.weighing.decision import Choice, DecisionSheet, Full, Shift
from planning.model.weighing.options import Move
from planning.teams import Team
from views.approval import listed
from views.formats import counted, one_line, short, signed, visible

MOVES: Final = 4
"""Lines named per option; the rest is added up."""

_POOL: Final = 40
_TEAM_NAMES: Final[dict[Team, str]] = {
    "marketing": "marketing",
    "sales": "sales",
    "joint": "joint lines",
}


@dataclass(frozen=True)
class Moved:
    """What a line gets more or less, as people read it; several lines together have no team.

    Attributes:
        team: Whose line.
        amount: Money with its sign.
        line: The line's name.
        whose: The team in words, to follow the name.
    """

    team: Team | None
    amount: str
    line: str
    whose: str = ""


def finding(sheet: DecisionSheet) -> str:
    """Say in one sentence how the best plan differs from the current one."""
    best, currency = sheet.choice("best"), sheet.currency
    if best.more_value == 0:
        return "No plan was found that brings more than the current one."
    if best.more_value < 0:
        lost = short(-best.more_value)
        return f"Within its limits the plan can bring {lost} {currency} less than it says."
    more = short(best.more_value)
    return f"The best plan brings {more} {currency} more than the current one{_money(best)}."


def _money(choice: Choice) -> str:
    """Say how much more or less money an option takes than the current plan."""
    if not choice.more_money:
        return " with the same money"
    side = "more" if choice.more_money > 0 else "less"
    return f", with {short(abs(choice.more_money))} {side} money"


def brings(choice: Choice) -> str:
    """Say what an option brings against the current plan, and for how much money."""
    if choice.key == "current":
        return (
            f"As it stands, {short(choice.spend)} of money "
            f"brings {short(choice.value)} of contribution."
        )
    if choice.is_best:
        return "It comes to the same plan as the best one."
    if not choice.more_value:
        return f"It brings as much as the current plan{_money(choice)}."
    side = "more" if choice.more_value > 0 else "less"
    return (
        f"It brings {short(abs(choice.more_value))} {side} than the current plan{_money(choice)}."
    )


def gives(choice: Choice) -> str:
    """Say which team gives up what, and which gets it."""
    if choice.key == "current":
        return "Nobody gives up anything: every line stays as both teams planned it."
    if not choice.shifts:
        return "Nobody gives up anything: every line gets what it has now."
    told = ", ".join(_shift(each) for each in choice.shifts)
    return f"{told[0].upper()}{told[1:]}."


def _shift(shift: Shift) -> str:
    name, verbs = _TEAM_NAMES[shift.team], []
    plural = shift.team == "joint"
    if shift.gives:
        verbs.append(f"{'give' if plural else 'gives'} up {short(shift.gives)}")
    if shift.gets:
        verbs.append(f"{'get' if plural else 'gets'} {short(shift.gets)}")
    return f"{name} {' and '.join(verbs)}"


def limits(choice: Choice) -> str:
    """Say what holds an option back: its note, else people without an hour left, else money."""
    if choice.note:
        return visible(choice.note)
    if choice.full:
        return _full(choice.full)
    if choice.total is not None and choice.total - choice.spend <= 1e-4 * choice.total:
        return "The money limits it: everybody has free hours."
    return "Everybody has free hours, and more money would not pay."


def _full(full: Sequence[Full]) -> str:
    """Say whose hours are full, those alike together.

    Example:
        >>> both = [Full("North", 2, "in May"), Full("South", 2, "in May"), Full("West", 1, "")]
        >>> _full(both)
        'North and South have no free hour in May; 1 more group has none at times.'
    """
    first = full[0]
    alike = [one_line(each.pool, _POOL) for each in full if each.when == first.when][:2]
    rest = len(full) - len(alike)
    also = f"{counted(rest, 'more group')} {'has' if rest == 1 else 'have'} none at times"
    more = f"; {also}" if rest else ""
    verb = "has" if len(alike) == 1 else "have"
    return f"{listed(alike)} {verb} no free hour {first.when}{more}."


def moved(moves: Sequence[Move]) -> Iterator[Moved]:
    """Yield the largest moves; the rest together, so that the list re-adds to the whole."""
    # One more line says as much as “1 more line” does.
    named = moves if len(moves) == MOVES + 1 else _both_sides(moves)
    for move in named:
        yield Moved(move.team, signed(move.change), one_line(move.line), f", {move.team}")
    rest = [move for move in moves if move not in named]
    if rest:
        total = sum((move.change for move in rest), Decimal(0))
        yield Moved(None, signed(total), counted(len(rest), "more line"))


def _both_sides(moves: Sequence[Move]) -> list[Move]:
    """Choose the largest moves, of lines that give up and of lines that get alike."""
    gives = [move for move in moves if move.change < 0]
    gets = [move for move in moves if move.change > 0]
    half = MOVES // 2
    few = min(len(gives), len(gets), half)
    most = MOVES - few
    chosen = [*gives[: half if few == half else most], *gets[: half if few == half else most]]
    return [move for move in moves if move in chosen][:MOVES]
