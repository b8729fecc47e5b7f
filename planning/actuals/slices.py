"""A slice: the counts of one part of the company, by month.

A page filters once; value, change and trend of every KPI are then read from the same
slice. Each measure is added up by month on first use and kept for the slice's life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, TypeVar, cast

import numpy as np
import numpy.typing as npt

from planning.actuals.counts import DIMENSIONS, SIDE_DIMENSIONS, Counts, Cube, Scope
from planning.actuals.cubes import (
    BASE,
    DEAL_AGES,
    DEAL_DAYS,
    FOLLOW_UP,
    KEYS,
    STAGE_LAGS,
    WON_AMOUNTS,
    WON_LAGS,
)
from planning.actuals.durations import Histogram
from planning.actuals.parts import NO_ROWS, Monthly, Part, add_up, cube_of
from planning.company import Company
from planning.errors import UsageError
from planning.periods import UNDATED, Period, month_of
from planning.teams import Team, default_channel_team

Made = TypeVar("Made")

DATED_CUBES: Final = (BASE, DEAL_DAYS, DEAL_AGES, WON_AMOUNTS, FOLLOW_UP, STAGE_LAGS, WON_LAGS)
GROUPINGS: Final = (*DIMENSIONS, *SIDE_DIMENSIONS)


@dataclass(frozen=True)
class Context:
    """What the company agreed and who owns which channel.

    Attributes:
        company: Settings such as the SLA; they apply when figures are read.
        channel_teams: The team of each channel somebody assigned; others follow the
            default rule.
    """

    company: Company = field(default_factory=Company)
    channel_teams: Mapping[str, Team] = field(default_factory=dict)

    def team_of(self, channel: str | None) -> Team:
        """Return the team that owns a channel; what has no channel is marketing's."""
        if channel is None:
            return "marketing"
        return self.channel_teams.get(channel) or default_channel_team(channel)


@dataclass(frozen=True)
class Slice:
    """Counts of one part of the company, ready to be read for any period.

    Attributes:
        counts: The snapshot's counts.
        scope: The part; its period is the one figures are read for by default.
        context: Settings and channel owners.
        side: The side key the slice is grouped by (`campaign`, …), or None.
        parent: The slice this one was split from, or None.
        by: The key it was split by, or None.
        label: Its label under that key.
    """

    counts: Counts
    scope: Scope
    context: Context
    side: str | None = None
    parent: Slice | None = None
    by: str | None = None
    label: str | None = None
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: object, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made at most once per slice."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast("Made", self._kept[name])

    @property
    def cuts(self) -> tuple[str, ...]:
        """The keys that narrow this slice: filtered dimensions, then the grouping."""
        filtered = tuple(name for name in DIMENSIONS if getattr(self.scope, name) is not None)
        return (*filtered, *((self.by,) if self.by and self.by not in filtered else ()))

    def cube(self, name: str) -> Cube:
        """Return a cube, the side key's own version where the slice is grouped by one."""
        if self.side is not None and self.reaches(name):
            return cube_of(self.counts, self.side if name == BASE else f"{name}:{self.side}")
        return cube_of(self.counts, name)

    def reaches(self, name: str) -> bool:
        """Whether a cube can be cut the way this slice is."""
        return self.side is None or name == BASE or f"{name}:{self.side}" in KEYS

    def part(self, name: str) -> Part:
        """Return the slice's rows of a cube."""
        return self.once(("part", name), lambda: self._part(name))

    def _part(self, name: str) -> Part:
        if self.parent is not None and self.by is not None:
            return self.parent._split(name, self.by).get(self.label, Part(self.cube(name), NO_ROWS))
        cube = self.cube(name)
        if all(getattr(self.scope, dimension) is None for dimension in DIMENSIONS):
            return Part(cube)
        return Part(cube, cube.rows_of(self.scope))

    def _split(self, name: str, by: str) -> dict[str | None, Part]:
        def make() -> dict[str | None, Part]:
            part = self.part(name)
            return part.split(by) if by in part.cube.labels else {}

        return self.once(("split", name, by), make)

    def split(self, by: str) -> Iterator[Slice]:
        """Yield one slice per label of a grouping, ordered by label, None last.

        Raises:
            UsageError: Nothing is counted by that name.
        """
        if by not in GROUPINGS:
            raise UsageError(
                f"Figures cannot be grouped by “{by}”.", f"Use one of {', '.join(GROUPINGS)}."
            )
        side = by if by in SIDE_DIMENSIONS else None
        whole = Slice(self.counts, self.scope, self.context, side=side)
        labels = sorted(whole._split(BASE, by), key=lambda it: (it is None, str(it).casefold()))
        for label in labels:
            yield whole.labelled(by, label)

    def labelled(self, by: str, label: str | None) -> Slice:
        """Return the rows of one label under a key this slice's base cube has."""
        return Slice(
            self.counts, self.scope, self.context, side=self.side, parent=self, by=by, label=label
        )

    @property
    def root(self) -> Slice:
        """The slice this one was split from, or itself: what holds for all groups."""
        return self.parent or self

    @property
    def span(self) -> tuple[int, int]:
        """First dated month and one past the last, over the whole snapshot; (0, 0) if none."""

        def make() -> tuple[int, int]:
            ends = [it for name in DATED_CUBES if (it := cube_of(self.counts, name).dated)]
            if not ends:
                return 0, 0
            return min(first for first, _ in ends), max(end for _, end in ends)

        return self.root.once("span", make)

    def positions(self, part: Part, month: str = "month") -> npt.NDArray[np.intp]:
        """Return for each row its place in a monthly array: 0 undated, then by month."""
        months = part.key(month)
        return np.where(months == UNDATED, 0, months - (self.span[0] - 1))

    def window(self, period: Period | None) -> slice:
        """Return the places of a period in a monthly array; None takes all, undated too."""
        if period is None:
            return slice(None)
        first, end = self.span
        return slice(
            min(max(period.start, first), end) - first + 1,
            max(min(period.end, end), first) - first + 1,
        )

    def until_now(self, period: Period | None) -> slice:
        """Return the places of a period without the months after the as-of month."""
        first, end = self.span
        place = min(max(month_of(self.counts.as_of) + 1, first), end) - first + 1
        window = self.window(period)
        return slice(window.start or 0, place if window.stop is None else min(window.stop, place))

    def monthly(self, measure: str, among: str = "all") -> Monthly:
        """Return a base measure by month: place 0 undated, then each month of the span.

        Args:
            measure: One of BASE_MEASURES.
            among: `all`, `marketing` (channels of marketing or none) or `acquire`
                (motion acquire or none).
        """
        return self.once(("monthly", measure, among), lambda: self._monthly(measure, among))

    def _monthly(self, measure: str, among: str) -> Monthly:
        part = self._among(among)
        places = self.once(("places", among), lambda: self.positions(part))
        first, end = self.span
        return add_up(places, part.measure(measure), end - first + 1)

    def _among(self, among: str) -> Part:
        def make() -> Part:
            part = self.part(BASE)
            if among == "marketing":
                teams = self.context.team_of
                return part.only(part.labelled("channel", lambda it: teams(it) == "marketing"))
            if among == "acquire":
                return part.only(part.labelled("motion", lambda it: it in (None, "acquire")))
            return part

        return self.once(("among", among), make)

    def total(self, measure: str, period: Period | None, among: str = "all") -> int:
        """Return the exact sum of a whole-number base measure in a period."""
        running = self.once(
            ("running", measure, among),
            lambda: [0, *accumulate(self.monthly(measure, among).tolist())],
        )
        window = self.window(period)
        return int(
            running[-1] if window.stop is None else running[window.stop] - running[window.start]
        )

    def squares(self, measure: str, period: Period | None) -> float:
        """Return the sum of a float base measure in a period."""
        return float(self.monthly(measure)[self.window(period)].sum())

    def histogram(self, name: str, value: str, measure: str, **where: str) -> Histogram:
        """Return how often each whole number under `value` occurs, by month."""

        def make() -> Histogram:
            part = self.part(name)
            for key, label in where.items():
                part = part.only(part.labelled(key, lambda it, label=label: it == label))  # type: ignore[misc]
            kept = part.only(part.key(value) >= 0)
            return Histogram.of(self.positions(kept), kept.key(value), kept.measure(measure))

        return self.once(("histogram", name, value, measure, *where.items()), make)
