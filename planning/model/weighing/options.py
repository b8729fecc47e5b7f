"""An option: one way to spend the year's money, with what it brings, over the draws.

Figures are those of `tandem allocate`: the same question, the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from planning.model.advising.answer_lines import AllocatedLine, Heads, heads_of, lines_of
from planning.model.advising.figures import kpis
from planning.model.advising.headcount import Headcount, headcount_of
from planning.model.advising.luck import chance_of, unevenness
from planning.model.advising.question import Question
from planning.model.limits import Envelope
from planning.model.optimising.uncertainty import Range
from planning.model.problem import Plan
from planning.model.simulating.draws import Draws
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.teams import Team

Key = Literal["current", "best", "less", "more", "mine"]

_NOTHING: Final = Decimal(1)
"""Money below which a line is said not to move."""


@dataclass(frozen=True)
class Move:
    """What a line gets more or less in the fiscal year than in the current plan.

    Attributes:
        team, line: Whose it is and what it is called.
        now, then: Money of the fiscal year in the current plan and in the option.
    """

    team: Team
    line: str
    now: Decimal
    then: Decimal

    @property
    def change(self) -> Decimal:
        """What it gets more; negative where it gives up."""
        return self.then - self.now


@dataclass(frozen=True, eq=False)
class Option:
    """One way to spend the year's money.

    Attributes:
        key: Which of the options it is.
        name: As people call it.
        plan: What is decided.
        outcome: What it brings month by month, at the middle of what is assumed.
        value: Contribution, look-ahead included, at the middle of what is assumed;
            plan-currency units.
        figures: Figures of the fiscal year by key, as `allocation.kpis`.
        chance: That the year's revenue reaches the target, the luck of single deals
            counted; None without a target.
        lines: Every amount of the fiscal year.
        moves: Lines that get other money than in the current plan, the largest first.
        heads: People by pool and open month.
        total: The most all lines of the fiscal year may come to; None for the current plan.
        note: What a reader must know of it, as why less money could not be taken out.
    """

    key: Key
    name: str
    plan: Plan
    outcome: Outcome
    value: float
    figures: dict[str, Range]
    chance: float | None
    lines: tuple[AllocatedLine, ...]
    moves: tuple[Move, ...]
    heads: tuple[Heads, ...]
    total: float | None = None
    note: str = ""

    def figure(self, key: str) -> Range:
        """Return a figure with its range; contribution stands at the plan's own value.

        Every plan's contribution is what the simulation gives at the middle of what is
        assumed, in words, pictures, the decision sheet and the terminal alike.
        """
        drawn = self.figures[key]
        return Range(drawn.p10, self.value, drawn.p90) if key == "contribution" else drawn

    @property
    def spend(self) -> float:
        """All lines of the fiscal year, plan-currency units."""
        return self.figures["spend"].p50 or 0.0

    @property
    def headcount(self) -> Headcount:
        """Paid heads of sales, now and at the end of the fiscal year."""
        return headcount_of(self.heads)

    @property
    def hires(self) -> float:
        """Heads hired in the open months."""
        return self.headcount.hires

    @property
    def heads_at_end(self) -> float:
        """Paid sales heads in the last open month."""
        return self.headcount.end


def option_of(
    question: Question,
    key: Key,
    name: str,
    plan: Plan,
    drawn: Draws,
    target: float | None,
    note: str = "",
) -> Option:
    """Tell a plan of a question as an option.

    Args:
        question: What was asked; its problem may stand under other limits.
        key: Which option it is.
        name: As people call it.
        plan: The plan.
        drawn: The draws its figures are told over.
        target: Revenue of the fiscal year to be reached, plan-currency units; None without.
        note: What a reader must know of it.
    """
    problem = question.problem
    outcome, spread = simulate(problem, plan), simulate(problem, plan, drawn)
    totals = [limit.total for limit in problem.limits if isinstance(limit, Envelope)]
    total = None if key == "current" else min(totals, default=None)
    lines = tuple(lines_of(question, plan, total))
    return Option(
        key=key,
        name=name,
        plan=plan,
        outcome=outcome,
        value=float(outcome.contribution[0]),
        figures=kpis(spread, plan, question.closed),
        chance=chance_of(spread, target, unevenness(question.calibration.counted.counts)),
        lines=lines,
        moves=moves_of(lines),
        heads=tuple(heads_of(problem, plan)),
        total=total,
        note=note,
    )


def moves_of(lines: Sequence[AllocatedLine]) -> tuple[Move, ...]:
    """Return what lines get more or less over the year, the largest move first.

    Example:
        >>> line = AllocatedLine("sales", "Fairs", "2026-01", Decimal(70), Decimal(100))
        >>> [str(move.change) for move in moves_of([line])]
        ['-30']
    """
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for line in lines:
        both = sums.setdefault((line.team, line.line), [Decimal(0), Decimal(0)])
        both[0] += line.current
        both[1] += line.amount
    moves = [
        Move(team, name, now, then)  # type: ignore[arg-type]  # lines are of teams
        for (team, name), (now, then) in sums.items()
        if abs(then - now) >= _NOTHING
    ]
    return tuple(sorted(moves, key=lambda it: -abs(it.change)))
