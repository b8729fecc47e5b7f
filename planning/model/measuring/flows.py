"""How leads flow: who hands over what, what reaches a desk, what becomes a deal, what is won.

Flows keep their channel. A channel with cases enough is a class of its own; the others of
a team share one, so that a new channel is not judged by three leads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE, FOLLOW_UP
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import RETAIN
from planning.model.assumptions import Assumption, default, row
from planning.model.measuring.close_ratios import close_ratios
from planning.model.measuring.conversions import (
    ENOUGH_CASES,
    by_cell,
    exposure,
)
from planning.model.measuring.counted import Counted, Rows
from planning.model.measuring.kernels import deals_by_age
from planning.model.measuring.loads import Loads, deals_of_leads, linked_enough
from planning.model.measuring.running import left_of_month
from planning.shares import percent
from planning.teams import SALES_SOURCED, Team

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_RETAIN: Final = MOTIONS.index(RETAIN)
_NEGLECTED: Final = 0.85
"""Where fewer than this share of old enough leads was ever touched, somebody should know."""

_OLD_ENOUGH: Final = 2


@dataclass(frozen=True)
class Classes:
    """Channel classes.

    Attributes:
        names: One per class, then the deals sales found itself.
        of: Class of each channel, then of what sales found itself.
        teams: Team by class name.
    """

    names: tuple[str, ...]
    of: Ints
    teams: dict[str, Team]

    @classmethod
    def read(cls, counted: Counted) -> Classes:
        """Give each channel with deals enough a class of its own."""
        deals = deals_of_leads(counted).sum(axis=(1, 2))
        channels = counted.axes.channels
        team_of = counted.context.team_of
        pooled = {it: f"Other channels of {team_of(it)}" for it in channels}
        wanted = [
            name if deals[at] >= ENOUGH_CASES else pooled[name] for at, name in enumerate(channels)
        ]
        names = tuple(dict.fromkeys((*wanted, SALES_SOURCED)))
        teams: dict[str, Team] = {SALES_SOURCED: "sales"}
        for name, channel in zip(wanted, channels, strict=True):
            teams[name] = team_of(channel)
        places = [names.index(it) for it in (*wanted, SALES_SOURCED)]
        return cls(names=names, of=np.array(places, dtype=np.int64), teams=teams)

    def pooled(self, by_channel: Floats) -> Floats:
        """Add up channels (first axis; with or without sales' own) by class."""
        found = np.zeros((len(self.names), *by_channel.shape[1:]))
        np.add.at(found, self.of[: len(by_channel)], by_channel)
        return found


@dataclass(frozen=True)
class Flows:
    """The counts of all steps, ready to be divided.

    Attributes:
        counted: The counts.
        loads: What was worked.
        classes: Channel classes.
        lead_lag, ready_lag: As measured.
        cycle: By motion.
    """

    counted: Counted
    loads: Loads
    classes: Classes
    lead_lag: Assumption
    ready_lag: Assumption
    cycle: dict[str, tuple[float, ...]]

    @cached_property
    def _elapsed(self) -> float:
        """Share of the running month that is over: what began before has had this time too."""
        return 1 - left_of_month(self.counted)

    @cached_property
    def _areas(self) -> tuple[str, ...]:
        return self.counted.axes.areas

    def _leads(self, *, considered: bool = False, touched: bool = False) -> Floats:
        """Return leads by class, area and month of creation."""
        counted, axes = self.counted, self.counted.axes
        lots = [counted.rows(BASE, "leads")]
        if considered or touched:
            states = ("touched", "touched_untimed") + (() if touched else ("untouched", "untold"))
            lots = [counted.rows(FOLLOW_UP, "leads", state=it) for it in states]
        found = np.zeros((len(axes.channels) + 1, len(axes.areas), axes.months))
        for rows in lots:
            kept = counted.within(rows)
            np.add.at(found, (kept.channel, kept.area, kept.month - axes.first), kept.value)
        return self.classes.pooled(found[:-1])

    def asks(self) -> list[Assumption]:
        """Measure the share of leads handed to sales, by class and area."""
        leads = self._leads()
        reached = _by_now(row(self.lead_lag.value), leads.shape[-1], self._elapsed)
        cases = exposure(leads, reached)
        asked = self._leads(considered=True)
        if not asked.any():
            return [default("asks", note="The facts do not tell which leads were handed over.")]
        return self._table("asks", asked.sum(axis=2), cases.sum(axis=2))

    def reached(self) -> list[Assumption]:
        """Measure which handed-over leads somebody follows up where there is time.

        In areas short of people a lead without a touch tells nothing about this, so the
        class's share elsewhere stands for them.
        """
        old = slice(0, max(self.counted.axes.months - _OLD_ENOUGH, 0))
        asked = self._leads(considered=True)[..., old].sum(axis=2)
        touched = self._leads(touched=True)[..., old].sum(axis=2)
        roomy = ~self.loads.follow_short
        if not touched.any() or not roomy.any():
            return [default("reached", note="Where people are short, nobody can tell.")]
        return [self._told(it) for it in self._table("reached", touched, asked, kept=roomy)]

    def _told(self, found: Assumption) -> Assumption:
        if found.area is None or found.number >= _NEGLECTED:
            return found
        note = (
            f"Only {percent(found.number)} of these were ever followed up although people had "
            "time. Agree whose they are."
        )
        return found.model_copy(update={"note": note})

    def qualifies(self) -> list[Assumption]:
        """Measure deals per lead followed up, by class and area.

        Areas in which deals wait for closing people are left out where there are others.
        """
        touched = self.classes.pooled(self.loads.touched)
        # Deals told by their leads are those of today, others those of whole months.
        elapsed = self._elapsed if linked_enough(self.counted) else 0.0
        reached = _by_now(row(self.ready_lag.value), touched.shape[-1], elapsed)
        cases = exposure(touched, reached).sum(axis=2)
        deals = self.classes.pooled(deals_of_leads(self.counted).sum(axis=2))
        if not cases.any():
            return [default("qualifies", note="No follow-up was counted.")]
        roomy = ~self.loads.close_short
        return self._table("qualifies", deals, cases, kept=roomy if roomy.any() else None)

    def closes(self) -> list[Assumption]:
        """Measure the share of deals won, by class and motion, then by group."""
        counted, axes = self.counted, self.counted.axes
        deals = deals_by_age(counted)
        first = min(int(it.month.min(initial=axes.end - 1)) for it in deals.values())
        months = axes.end - first
        won = self.classes.pooled(counted.cells(deals["won"]))
        had = np.zeros_like(won)
        for rows in deals.values():
            for motion, name in enumerate(MOTIONS):
                of_it = rows.only(np.maximum(rows.motion, 0) == motion)
                time = _by_now(self.cycle[name], months, self._elapsed)
                # Deals of the running month have had but its elapsed part.
                time = np.append(time, self._elapsed * self.cycle[name][0])
                share = time[np.clip(of_it.month - first, 0, months)]
                had += self.classes.pooled(counted.cells(_weighted(of_it, share)))
        if not had.any():
            return [default("closes", note="No deal was counted.")]
        return close_ratios(won, had, self.classes.names, self._areas, axes.months)

    def _table(
        self, kind: str, successes: Floats, cases: Floats, kept: npt.NDArray[np.bool_] | None = None
    ) -> list[Assumption]:
        """Return shares by class and area; areas not kept take their class's."""
        used = np.ones(len(self._areas), np.bool_) if kept is None else kept
        areas = tuple(name for name, use in zip(self._areas, used, strict=True) if use)
        # What sales found itself was never a lead.
        own = self.classes.names[:-1]
        return by_cell(
            kind,
            successes[: len(own), used],
            cases[: len(own), used],
            labels=(own, areas),
            dimensions=("channel", "area"),
            months=self.counted.axes.months,
            teams=self.classes.teams if kind == "asks" else None,
        )


def _weighted(rows: Rows, share: Floats) -> Rows:
    return Rows(rows.channel, rows.area, rows.motion, rows.month, rows.value * share, rows.number)


def _by_now(shares: tuple[float, ...], months: int, elapsed: float = 0.0) -> Floats:
    """Return the share of a kernel that has come by now, by month of the start.

    Args:
        shares: The kernel.
        months: Whole months used.
        elapsed: Share of the month after them that is over.

    Example:
        >>> _by_now((0.5, 0.5), 3).tolist(), _by_now((0.5, 0.5), 3, elapsed=0.5).tolist()
        ([1.0, 1.0, 0.5], [1.0, 1.0, 0.75])
    """
    reached = np.minimum(np.cumsum(shares), 1.0)
    last = len(reached) - 1
    ages = np.arange(months - 1, -1, -1)
    whole, next_one = (reached[np.minimum(ages + more, last)] for more in (0, 1))
    told: Floats = whole + elapsed * (next_one - whole)
    return told
