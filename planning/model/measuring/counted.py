"""What was counted, laid along the model's axes as dense arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.counts import Counts, Cube
from planning.actuals.cubes import BASE, PEOPLE, SPEND
from planning.actuals.parts import cube_of
from planning.actuals.rows import MOTIONS
from planning.actuals.slices import Context
from planning.model.assuming.axes import NO_MONEY_FOR_LEADS, Axes, axes_of, codes_of
from planning.model.assumptions import AreaKind
from planning.teams import SALES_SOURCED, UNKNOWN_CHANNEL

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CENTS: Final = 100.0
SALES: Final = "sales"
FOLLOWING, CLOSING = "development", "closing"


@dataclass(frozen=True)
class Rows:
    """Rows of a cube with their places on the model's axes; -1 where there is none.

    Attributes:
        channel: Position in the channels; -1 for deals sales found itself.
        area, motion: Positions; the motion of rows without one is -1.
        month: Month number, `UNDATED` where unknown.
        value: What the row counts.
        number: Days, hours or cents of a histogram; zeros otherwise.
    """

    channel: Ints
    area: Ints
    motion: Ints
    month: Ints
    value: Floats
    number: Ints

    def only(self, kept: npt.NDArray[np.bool_]) -> Rows:
        """Return some of the rows."""
        return Rows(
            self.channel[kept],
            self.area[kept],
            self.motion[kept],
            self.month[kept],
            self.value[kept],
            self.number[kept],
        )


@dataclass(frozen=True)
class Counted:
    """The counts of a company in the model's axes."""

    counts: Counts
    context: Context
    axes: Axes
    _kept: dict[object, Rows] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        counts: Counts,
        context: Context,
        area_kind: AreaKind = "region",
        more: tuple[str, ...] = (),
    ) -> Counted:
        """Lay the counts of a snapshot along axes read from themselves.

        Args:
            counts: Of one snapshot.
            context: Settings and channel owners.
            area_kind: Whether areas are regions or segments.
            more: Channels to plan with although the facts do not know them.
        """
        return cls(counts, context, axes_of(counts, area_kind, more))

    def rows(self, name: str, measure: str, number: str | None = None, **where: str) -> Rows:
        """Return the rows of a cube that count something under a measure.

        Args:
            name: The cube.
            measure: Its measure.
            number: Key that holds days, hours or cents.
            where: Labels other text keys must have.
        """
        asked = (name, measure, number, *sorted(where.items()))
        if asked not in self._kept:
            self._kept[asked] = self._rows(cube_of(self.counts, name), measure, number, where)
        return self._kept[asked]

    def _rows(self, cube: Cube, measure: str, number: str | None, where: Mapping[str, str]) -> Rows:
        value = cube.measures.get(measure, np.zeros(cube.size, np.int64))
        kept = value != 0
        for key, label in where.items():
            kept &= cube.where(key, label)
        channels: dict[str | None, int] = {it: at for at, it in enumerate(self.axes.channels)}
        channels[None] = channels.get(UNKNOWN_CHANNEL, -1)
        channels[SALES_SOURCED] = -1
        motions: dict[str | None, int] = {it: at for at, it in enumerate(MOTIONS)}
        return Rows(
            channel=_place(cube, "channel", channels, kept),
            area=_place(cube, self.axes.area_kind, self.axes.area_of, kept),
            motion=_place(cube, "motion", motions, kept),
            month=cube.keys["month"][kept].astype(np.int64),
            value=value[kept].astype(np.float64),
            number=np.zeros(int(kept.sum()), np.int64)
            if number is None
            else cube.keys[number][kept].astype(np.int64),
        )

    def within(self, rows: Rows) -> Rows:
        """Return the rows of the months used."""
        return rows.only((rows.month >= self.axes.first) & (rows.month < self.axes.end))

    def by_channel(self, measure: str) -> Floats:
        """Return a base measure by channel and month, shape (C, months)."""
        rows = self.within(self.rows(BASE, measure))
        rows = rows.only(rows.channel >= 0)
        found = np.zeros((len(self.axes.channels), self.axes.months))
        np.add.at(found, (rows.channel, rows.month - self.axes.first), rows.value)
        return found

    def by_area(self, rows: Rows) -> Floats:
        """Return rows' values by area and month, shape (A, months)."""
        rows = self.within(rows)
        found = np.zeros((len(self.axes.areas), self.axes.months))
        np.add.at(found, (rows.area, rows.month - self.axes.first), rows.value)
        return found

    def cells(self, rows: Rows) -> Floats:
        """Return rows' values by channel (last: none), area and motion.

        Rows without motion count as acquiring; shape (C + 1, A, motions).
        """
        shape = (len(self.axes.channels) + 1, len(self.axes.areas), len(MOTIONS))
        found = np.zeros(shape)
        # -1 is the last place of the first axis: deals nobody's channel brought.
        np.add.at(found, (rows.channel, rows.area, np.maximum(rows.motion, 0)), rows.value)
        return found

    def spend(self) -> Floats:
        """Return money that brings leads by channel and month, plan-currency units."""
        cube = cube_of(self.counts, SPEND)
        rows = self.rows(SPEND, "cents")
        idle = cube.where("category", *NO_MONEY_FOR_LEADS)[cube.measures["cents"] != 0]
        rows = self.within(rows.only(~idle & (rows.channel >= 0)))
        found = np.zeros((len(self.axes.channels), self.axes.months))
        np.add.at(found, (rows.channel, rows.month - self.axes.first), rows.value / CENTS)
        return np.maximum(found, 0.0)

    def charged(self, category: str) -> Rows:
        """Return money of a category of spend, plan-currency units."""
        rows = self.rows(SPEND, "cents", category=category)
        return Rows(
            rows.channel, rows.area, rows.motion, rows.month, rows.value / CENTS, rows.number
        )

    def jobs(self) -> tuple[str, ...]:
        """Return the jobs of sales people present, follow-up first; closing if none is told."""
        cube = cube_of(self.counts, PEOPLE)
        heads = cube.by("job", "heads", cube.where("team", SALES))
        known = [job for job in (FOLLOWING, CLOSING) if heads.get(job)]
        return tuple(known) or (CLOSING,)

    def heads(self, job: str) -> Floats:
        """Return heads of a job on the first of each month used and the as-of month.

        Sales people without a job count where only one job is known; those without an
        area are spread as leads and deals are. Shape (A, months + 1); the last is the
        month after the months used, or as before it where nobody counted yet.
        """
        cube = cube_of(self.counts, PEOPLE)
        alone = len(self.jobs()) == 1
        kept = cube.where("team", SALES) & (
            cube.where("job", job, None) if alone else cube.where("job", job)
        )
        kind, areas = self.axes.area_kind, len(self.axes.areas)
        known = {label: at for label, at in self.axes.area_of.items() if label is not None}
        month = cube.keys["month"] - self.axes.first
        kept &= (month >= 0) & (month <= self.axes.months)
        place = codes_of(cube.labels[kind], known | {None: areas})
        found = np.zeros((areas + 1, self.axes.months + 1))
        area = place[cube.keys[kind][kept]] if len(place) else np.zeros(0, np.int64)
        np.add.at(found, (area, month[kept]), cube.measures["heads"][kept])
        found = found[:areas] + np.outer(self._work_shares(), found[areas])
        if self.axes.months and not found[:, -1].any():
            found[:, -1] = found[:, -2]
        return found

    def _work_shares(self) -> Floats:
        """Return each area's share of leads and deals."""
        work = sum(self.by_area(self.rows(BASE, it)).sum(axis=1) for it in ("leads", "created"))
        total = float(np.sum(work))
        areas = len(self.axes.areas)
        return np.asarray(work / total if total else np.full(areas, 1 / areas), dtype=np.float64)


def _place(
    cube: Cube, key: str, positions: Mapping[str | None, int], kept: npt.NDArray[np.bool_]
) -> Ints:
    if key not in cube.labels:
        return np.full(int(kept.sum()), -1, dtype=np.int64)
    codes = codes_of(cube.labels[key], positions)
    return codes[cube.keys[key][kept]] if len(codes) else np.zeros(0, np.int64)
