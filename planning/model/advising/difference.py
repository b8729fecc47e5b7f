"""A line the advice changes: what it has now, what it should have and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planning.agreed.adoption import AdvisedLine
from planning.agreed.lines import PLAN
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.splitting import plan_cells
from planning.teams import Team

SLIGHT: Final = Decimal(1)
"""A line that moves less than this in every month moves by the cents of a split."""

Amounts = tuple[Decimal, ...]


@dataclass(frozen=True)
class Difference:
    """A line the advice changes; money in plan-currency units by month of the fiscal year.

    Attributes:
        id: The row's id; of a line the plan has not, what it is for.
        team: Whose line it is.
        line: What it is called.
        of: The channel or pool whose money it is.
        is_people: Whether it is a pool's.
        current, advice: Twelve months each.
        reason: Why, in one sentence.
        row: The plan's row; None of a line it has not.
        new: What such a line is, months and drivers included.
        beside: Id of a row that pays the same pool, for such a line.
    """

    id: str
    team: Team
    line: str
    of: str
    is_people: bool
    current: Amounts
    advice: Amounts
    reason: str = ""
    row: PlanRow | None = None
    new: Cells | None = None
    beside: str | None = None

    @property
    def now(self) -> Decimal:
        """What the plan has for the year."""
        return sum(self.current, Decimal("0.00"))

    @property
    def advised(self) -> Decimal:
        """What the advice has for the year."""
        return sum(self.advice, Decimal("0.00"))

    @property
    def change(self) -> Decimal:
        """How much more the advice has for the year, below 0 less."""
        return self.advised - self.now

    @property
    def by_month(self) -> Amounts:
        """How much more the advice has in each month, below 0 less."""
        return tuple(then - now for now, then in zip(self.current, self.advice, strict=True))

    @property
    def moved(self) -> Decimal:
        """What moves, either way, month by month."""
        return sum(map(abs, self.by_month), Decimal("0.00"))

    @property
    def is_slight(self) -> bool:
        """Whether it moves by the cents of a split alone."""
        return max(map(abs, self.by_month)) < SLIGHT

    def advised_line(self) -> AdvisedLine:
        """Return it as a plan takes it up."""
        names = [name for name, moved in zip(PLAN, self.by_month, strict=True) if moved]
        cells = plan_cells(self.advice)
        return AdvisedLine(
            team=self.team,
            title=self.line,
            reason=self.reason,
            row=None if self.row is None else self.row.id,
            base={} if self.row is None else {name: self.row[name] for name in names},
            wanted={} if self.row is None else {name: cells[name] for name in names},
            new=self.new or {},
            beside=self.beside,
            is_slight=self.is_slight,
        )


@dataclass(frozen=True)
class Stands:
    """A line the advice leaves as it is.

    Attributes:
        team, line: Whose it is and what it is called.
        amount: Of the fiscal year, plan-currency units.
        reason: Why, where the model says so; else empty.
    """

    team: Team
    line: str
    amount: Decimal
    reason: str = ""
