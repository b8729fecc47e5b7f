"""A plan's lines as the joint model sees them: money of channels, of pools, and what stands.

A programme line with a known channel is the channel's money, whoever owns it; a people line
of sales with area and job pays a pool; a reserve and every other line stands as planned.
Money is integer cents here: what goes out re-adds to what came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.agreed.kinds import title
from planning.agreed.lines import Line
from planning.agreed.rows import PlanRow
from planning.agreed.totals import Grid
from planning.model.assuming.cells import Layout
from planning.model.assumptions import Assumptions
from planning.model.tables import NONE
from planning.teams import TEAMS, Team

Cents = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

PER_UNIT: Final = 100
"""Cents in a plan-currency unit."""


@dataclass(frozen=True)
class PlanLines:
    """The lines of a plan, each with its place in the model.

    Attributes:
        lines: As people planned them.
        names: What each is called; no two of a team alike.
        plan: Planned cents by line and month of the fiscal year, shape (L, 12).
        committed: The promised part, likewise.
        channel: Position in the model's channels whose money the line is, else -1.
        pool: Position in the model's pools the line pays, else -1.
        unknown: Channels the plan funds and nothing is known about; their money stands.
        rows: The rows they were read from.
    """

    lines: tuple[Line, ...]
    names: tuple[str, ...]
    plan: Cents
    committed: Cents
    channel: Ints
    pool: Ints
    unknown: tuple[str, ...]
    rows: tuple[PlanRow, ...]

    @property
    def total(self) -> int:
        """Cents of the fiscal year."""
        return int(self.plan.sum())

    @property
    def stands(self) -> Booleans:
        """Which lines the optimum leaves as they are."""
        stands: Booleans = (self.channel == NONE) & (self.pool == NONE)
        return stands

    def of_channels(self, cents: Cents, count: int) -> Cents:
        """Return cents added up by channel; lines without one are left out."""
        return _added(cents, self.channel, count)

    def of_pools(self, cents: Cents, count: int) -> Cents:
        """Return cents added up by pool."""
        return _added(cents, self.pool, count)

    def of_team(self, team: Team) -> Booleans:
        """Return which lines are a team's."""
        return np.array([line.team == team for line in self.lines], dtype=np.bool_)

    def before(self, closed: int) -> dict[str, float]:
        """Return the money of the first months by team, plan-currency units."""
        return {team: self.until(closed, self.of_team(team)) for team in TEAMS}

    def until(self, closed: int, which: Booleans) -> float:
        """Return the money of some lines in the first months, plan-currency units."""
        return float(self.plan[which, :closed].sum()) / PER_UNIT


def read_lines(
    rows: Iterable[PlanRow], layout: Layout, aliases: Mapping[str, str] | None = None
) -> PlanLines:
    """Return the lines among a plan's rows, each with its place in the model.

    Args:
        rows: A plan's rows; other kinds are passed over.
        layout: The model's channels and pools.
        aliases: Channel by what else it is called.
    """
    grid = Grid.of(rows)
    lines = tuple(Line.of(row.cells) for row in grid.rows)
    known = _known_channels(layout, aliases or {})
    funded = [_channel(line) for line in lines]
    places = [NONE if name is None else known.get(name, NONE) for name in funded]
    unknown = dict.fromkeys(
        str(line.channel)
        for line, name, place in zip(lines, funded, places, strict=True)
        if name is not None and place == NONE
    )
    return PlanLines(
        lines=lines,
        names=_distinct(grid.rows),
        plan=grid.plan,
        committed=grid.committed,
        channel=np.array(places, dtype=np.int64),
        pool=np.array([_pool(line, layout) for line in lines], dtype=np.int64),
        unknown=tuple(unknown),
        rows=grid.rows,
    )


def _known_channels(layout: Layout, aliases: Mapping[str, str]) -> dict[str, int]:
    """Return positions by folded name of channels that money is known to move."""
    assumptions = layout.assumptions
    found = {
        each.name.casefold(): at
        for at, each in enumerate(assumptions.channels)
        if assumptions.find("ceiling", channel=each.name).number > 0
    }
    for alias, name in aliases.items():
        if name.casefold() in found:
            found.setdefault(alias.casefold(), found[name.casefold()])
    return found


def _channel(line: Line) -> str | None:
    if line.category != "programme" or line.status == "reserve" or not line.channel:
        return None
    return line.channel.strip().casefold()


def _pool(line: Line, layout: Layout) -> int:
    if line.team != "sales" or line.category != "people" or line.status == "reserve":
        return NONE
    assumptions = layout.assumptions
    job = next((it for it in assumptions.jobs if it == (line.job or "").casefold()), None)
    if job is None and len(assumptions.jobs) == 1 and line.job in ("development", "closing"):
        job = assumptions.jobs[0]
    area = _area(line, assumptions)
    for at, pool in enumerate(layout.pools):
        if (pool.area, pool.job) == (area, job):
            return at
    return NONE


def _area(line: Line, assumptions: Assumptions) -> str | None:
    """Return the area whose people a line pays; the only one where there is one."""
    if len(assumptions.areas) == 1:
        return assumptions.areas[0]
    label = line.region if assumptions.area_kind == "region" else line.segment
    if label is None:
        return None
    wanted = label.strip().casefold()
    for area in assumptions.areas:
        labels = [area, *(it for it in assumptions.folded.get(area, ()) if it)]
        if wanted in {it.casefold() for it in labels}:
            return area
    return None


def _distinct(rows: Iterable[PlanRow]) -> tuple[str, ...]:
    """Return what lines are called; those called alike bear their code or a number."""
    rows = tuple(rows)
    plain = [(row.team, title("line", row.cells)) for row in rows]
    taken: set[tuple[str, str]] = set()
    found = []
    for row, (team, name) in zip(rows, plain, strict=True):
        code = row.cells.get("line_code")
        told = f"{name} ({code})" if code and plain.count((team, name)) > 1 else name
        unique, number = told, 1
        while (team, unique) in taken:
            number += 1
            unique = f"{told} ({number})"
        taken.add((team, unique))
        found.append(unique)
    return tuple(found)


def _added(cents: Cents, places: Ints, count: int) -> Cents:
    sums = np.zeros((count, *cents.shape[1:]), dtype=np.int64)
    kept = places != NONE
    np.add.at(sums, places[kept], cents[kept])
    return sums
