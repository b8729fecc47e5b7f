"""What a plan's lines and envelopes say as statements: spend, programme money, heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.agreed.drivers import Heads
from planning.agreed.envelopes import Envelope
from planning.agreed.lines import Line
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.totals import Grid
from planning.model.advising.acquiring import acquire_shares
from planning.model.consistency.history import History
from planning.model.consistency.spans import Span
from planning.model.consistency.statements import COMPANY, Place, Statement, bounds
from planning.model.measuring.counted import CLOSING
from planning.model.tables import Floats
from planning.periods import parse_month
from planning.teams import Team

Booleans = npt.NDArray[np.bool_]

_PER_UNIT: Final = 100.0
_SPENDS: Final[Mapping[Team, str]] = {"marketing": "spend_marketing", "sales": "spend_sales"}


@dataclass(frozen=True, eq=False)
class Budget:
    """A plan's money and heads by month.

    Attributes:
        scenario: The plan.
        lines: Its lines.
        money: Plan-currency units by line and month, shape (L, 12).
        acquires: Part of each line's money that wins new customers.
        envelopes: The most of each team, where set.
        sales_channels: Channels that are not marketing's, in small letters.
    """

    scenario: Scenario
    lines: tuple[Line, ...]
    money: Floats
    acquires: Floats
    envelopes: Mapping[str, float]
    sales_channels: frozenset[str]

    @classmethod
    def of(
        cls, scenario: Scenario, rows: Sequence[PlanRow], history: History | None = None
    ) -> Budget:
        """Read lines and envelopes among a plan's rows; other kinds are passed over."""
        grid = Grid.of(rows)
        lines = tuple(Line.of(it.cells) for it in grid.rows)
        told = (Envelope.of(it.cells) for it in rows if it.kind == "envelope")
        acquires = np.array([float(it.team != "joint") for it in lines])
        foreign: frozenset[str] = frozenset()
        if history is not None:
            counted = history.counted
            acquires = acquire_shares(lines, counted.counts, counted.axes.end)
            names = {it.channel for it in lines if it.channel}
            team_of = counted.context.team_of
            foreign = frozenset(it.casefold() for it in names if team_of(it) != "marketing")
        return cls(
            scenario,
            lines,
            grid.plan / _PER_UNIT,
            acquires,
            {it.scope: float(it.amount) for it in told if it.amount is not None},
            foreign,
        )

    def statements(self, spans: Iterable[Span], places: Iterable[Place]) -> Iterator[Statement]:
        """Yield what the budget says of some months, and of parts with programme money.

        Spend is as planned, neither more nor less; programme money of a part is at most
        what its own lines and those of no part hold.
        """
        for span in spans:
            yield from self._spends(span)
            if programme := self._sum(span, self._programme()):
                yield from _said("programme", None, programme, span)
            if acquiring := self._sum(span, self._of("marketing", "sales"), self.acquires):
                yield from _said("acquiring", acquiring, acquiring, span)
            if heads := self.heads(span):
                yield from _said("heads", None, heads, span)
        whole = Span(self.scenario.period.start, self.scenario.period.end)
        if not self._sum(whole, self._programme()):
            # A plan that places no such money yet says nothing about where it goes.
            return
        for place in places:
            if len(place) == 1 and place[0][0] != "team":
                most = self._sum(whole, self._programme() & self._may_serve(*place[0]))
                yield from _said("programme", None, most, whole, place)

    def _spends(self, span: Span) -> Iterator[Statement]:
        for team, kpi in _SPENDS.items():
            if planned := self._sum(span, self._of(team)):
                yield from _said(kpi, planned, planned, span)
            elif team in self.envelopes and len(span) == len(self.scenario.period):
                yield from _said(kpi, None, self.envelopes[team], span)

    def _of(self, *teams: Team) -> Booleans:
        return np.array([it.team in teams for it in self.lines], dtype=np.bool_)

    def _programme(self) -> Booleans:
        """Return which lines are programme money of marketing's channels or of none."""
        return np.array(
            [
                it.team == "marketing"
                and it.category == "programme"
                and (it.channel or "").casefold() not in self.sales_channels
                for it in self.lines
            ],
            dtype=np.bool_,
        )

    def _may_serve(self, kind: str, label: str) -> Booleans:
        """Return which lines are a part's, or name none."""
        cells = [getattr(it, kind) for it in self.lines]
        return np.array(
            [it is None or it.casefold() == label.casefold() for it in cells], dtype=np.bool_
        )

    def _sum(self, span: Span, which: Booleans, shares: Floats | None = None) -> float:
        first = self.scenario.first_month
        money = self.money[:, span.start - first : span.end - first].sum(axis=1)
        return float((money * which * (1.0 if shares is None else shares)).sum())

    def heads(self, span: Span) -> float | None:
        """Return closing heads that lines of sales pay, on average; None where none tells."""
        paid = np.zeros(len(span))
        for line in self.lines:
            for driver in line.drivers:
                if (
                    line.team == "sales"
                    and isinstance(driver, Heads)
                    and driver.job.casefold() == CLOSING
                ):
                    begins = span.start if driver.starts is None else parse_month(driver.starts)
                    paid[max(begins - span.start, 0) :] += float(driver.heads)
        return float(paid.mean()) or None


def _said(
    kpi: str, low: float | None, high: float | None, span: Span, place: Place = COMPANY
) -> tuple[Statement, ...]:
    return bounds(kpi, low, high, span=span, place=place, kind="assumption", basis="budget")
