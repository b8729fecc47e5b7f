"""Assumptions laid out as the model's arrays: channels, pools, groups and cells.

A cell is a channel's flow through a group, or a stream of deals without leads (own finds,
renewals). Arrays have the names and the order of the problem's tables; with draws these
come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.assuming.axes import RETAIN
from planning.model.assumptions import Assumption, Assumptions, row
from planning.teams import SALES_SOURCED

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NONE: Final = -1
"""Where a cell has no channel, or no pool."""

OF_CHANNELS: Final = ("base", "ceiling", "half", "carry")
OF_POOLS: Final = ("per_head", "cost_per_head", "attrition", "hiring_delay")
OF_COMPANY: Final = ("margin", "value_months", "discount", "renewal_rate")
OF_CELLS: Final = (
    "share",
    "asks",
    "reached",
    "follow_effort",
    "kept_leads",
    "qualifies",
    "close_effort",
    "kept_deals",
    "closes",
    "customers_per_win",
    "revenue_per_win",
    "one_off",
    "recurring",
    "commission",
    "partner",
    "found_per_head",
)
"""Kinds that give every cell a number. `asks` is told without `reached` here; a problem
takes their product (`Laid.asks`)."""

_OF_LEADS: Final = frozenset({"share", "asks", "reached", "qualifies"})


@dataclass(frozen=True)
class Pool:
    """Sales people of one area and job."""

    area: str
    job: str

    @property
    def name(self) -> str:
        """As people call it.

        Example:
            >>> Pool("DACH", "closing").name
            'DACH · closing'
        """
        return f"{self.area} · {self.job}"


@dataclass(frozen=True)
class Layout:
    """The axes of all arrays.

    Attributes:
        assumptions: What is laid out.
        pools: Areas × jobs.
        channel, group: Of each cell; the channel of a stream is `NONE`.
    """

    assumptions: Assumptions
    pools: tuple[Pool, ...]
    channel: Ints
    group: Ints

    @classmethod
    def of(cls, assumptions: Assumptions) -> Layout:
        """Lay out one cell per channel and group, and one stream per group."""
        groups, channels = assumptions.groups, assumptions.channels
        flows = [at for at, group in enumerate(groups) if group.motion != RETAIN]
        pairs = [(channel, group) for channel in range(len(channels)) for group in flows]
        pairs += [(NONE, group) for group in range(len(groups))]
        pools = tuple(Pool(area, job) for job in assumptions.jobs for area in assumptions.areas)
        found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return cls(assumptions, pools, found[:, 0], found[:, 1])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name of each cell."""
        groups, channels = self.assumptions.groups, self.assumptions.channels
        return tuple(
            f"{channels[channel].name if channel >= 0 else _stream(groups[group].motion)}"
            f" → {groups[group].name}"
            for channel, group in zip(self.channel, self.group, strict=True)
        )

    @cached_property
    def follow_pool(self) -> Ints:
        """Pool that follows up each cell's leads; streams have none."""
        return self._pool(self.assumptions.jobs[0], self.channel >= 0)

    @cached_property
    def close_pool(self) -> Ints:
        """Pool that closes each cell's deals, or finds them; renewals have none."""
        retains = [group.motion == RETAIN for group in self.assumptions.groups]
        needed = ~np.array(retains, np.bool_)[self.group]
        return self._pool(self.assumptions.jobs[-1], needed)

    def _pool(self, job: str, needed: npt.NDArray[np.bool_]) -> Ints:
        places = {pool: at for at, pool in enumerate(self.pools)}
        areas = [places[Pool(group.area, job)] for group in self.assumptions.groups]
        told: Ints = np.where(needed, np.array(areas, dtype=np.int64)[self.group], NONE)
        return told

    def of_channel(self, kind: str) -> list[Assumption]:
        """Return the assumption of a kind for each channel."""
        return [self.assumptions.find(kind, channel=it.name) for it in self.assumptions.channels]

    def of_pool(self, kind: str) -> list[Assumption]:
        """Return the assumption of a kind for each pool."""
        return [self.assumptions.find(kind, area=it.area, job=it.job) for it in self.pools]

    def of_cell(self, kind: str) -> list[Assumption | None]:
        """Return the assumption of a kind for each cell; None where it does not apply."""
        return [self._cell(kind, at) for at in range(len(self.channel))]

    def _cell(self, kind: str, at: int) -> Assumption | None:
        channel, group = int(self.channel[at]), self.assumptions.groups[self.group[at]]
        stream = channel == NONE
        if (stream and kind in _OF_LEADS) or (
            kind == "found_per_head" and (not stream or group.motion == RETAIN)
        ):
            return None
        name: str | None = SALES_SOURCED if stream else self.assumptions.channels[channel].name
        if stream and group.motion == RETAIN:
            # Contracts of every channel come due in this one stream.
            name = None
        return self.assumptions.find(kind, channel=name, area=group.area, motion=group.motion)


def _stream(motion: str) -> str:
    return "Renewals" if motion == RETAIN else "Found by sales"


@dataclass(frozen=True)
class Laid:
    """Numbers of all axes, each array with draws last if there are any.

    Attributes:
        layout: The axes.
        channels: By kind, shape (C,) or (C, draws).
        pools: By kind, shape (P,) or (P, draws).
        cells: By kind, shape (K,) or (K, draws).
        company: By kind, shape () or (draws,).
        season: Shape (12,) or (12, draws), January first.
    """

    layout: Layout
    channels: dict[str, Floats]
    pools: dict[str, Floats]
    cells: dict[str, Floats]
    company: dict[str, Floats]
    season: Floats

    @property
    def asks(self) -> Floats:
        """Share of leads that reach a follow-up desk: handed over × reached."""
        told: Floats = self.cells["asks"] * self.cells["reached"]
        return told

    def cycle(self) -> list[tuple[float, ...]]:
        """Return the cycle kernel of each group."""
        found = self.layout.assumptions
        return [
            row(found.find("cycle", area=it.area, motion=it.motion).value) for it in found.groups
        ]

    def pays(self) -> list[tuple[float, ...]]:
        """Return when the money of each group's wins comes; nothing where as the wins do."""
        found = self.layout.assumptions
        told = []
        for group in found.groups:
            where = {"area": group.area, "motion": group.motion}
            money, wins = found.find("pays", **where), found.find("cycle", **where)
            # Whoever judges when deals are won does not mean money to come as before.
            stands = money.source == "judged" or {money.source, wins.source} == {"measured"}
            told.append(row(money.value) if stands else ())
        return told

    def ramp(self) -> list[tuple[float, ...]]:
        """Return the learning time of each pool."""
        return [row(it.value) for it in self.layout.of_pool("ramp")]


def lay_out(assumptions: Assumptions) -> Laid:
    """Return the assumptions' values as arrays."""
    layout = Layout.of(assumptions)

    def value(entry: Assumption | None) -> Floats:
        return np.array(0.0 if entry is None else entry.number)

    return filled(layout, value, np.array(row(assumptions.find("season").value)))


def filled(layout: Layout, number: Callable[[Assumption | None], Floats], season: Floats) -> Laid:
    """Return arrays filled with what a function tells of each assumption.

    Args:
        layout: The axes.
        number: Gives a number, or draws, of an assumption; of None 0.
        season: By calendar month.
    """

    def stacked(entries: list[Assumption] | list[Assumption | None]) -> Floats:
        told = [number(it) for it in entries]
        return np.stack(told) if told else np.zeros((0, *number(None).shape))

    return Laid(
        layout=layout,
        channels={kind: stacked(layout.of_channel(kind)) for kind in OF_CHANNELS},
        pools={kind: stacked(layout.of_pool(kind)) for kind in OF_POOLS},
        cells={kind: stacked(layout.of_cell(kind)) for kind in OF_CELLS},
        company={kind: number(layout.assumptions.find(kind)) for kind in OF_COMPANY},
        season=season,
    )


def used(layout: Layout) -> Iterator[Assumption]:
    """Yield each assumption that stands in one of the arrays, once, in order."""
    seen: dict[str, Assumption] = {}
    for kind in OF_CHANNELS:
        seen |= {it.key: it for it in layout.of_channel(kind)}
    for kind in OF_POOLS:
        seen |= {it.key: it for it in layout.of_pool(kind)}
    for kind in OF_CELLS:
        seen |= {it.key: it for it in layout.of_cell(kind) if it is not None}
    seen |= {it.key: it for it in map(layout.assumptions.find, OF_COMPANY)}
    yield from seen.values()
