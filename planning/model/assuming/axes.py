"""The model's axes for one company: channels, areas, groups and months, small ones folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.counts import Counts
from planning.actuals.cubes import BASE, PEOPLE, SPEND
from planning.actuals.parts import cube_of
from planning.actuals.rows import MOTIONS
from planning.errors import Finding
from planning.model.assumptions import AreaKind, Group
from planning.periods import UNDATED, month_of
from planning.teams import SALES_SOURCED, UNKNOWN_CHANNEL

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_MONTHS: Final = 36
"""Older months are not read: what was true then may no longer be."""

FEW_DEALS: Final = 25
"""Groups with fewer deals than this are folded together."""

SMALL_SHARE: Final = 0.03
"""Areas with a smaller share of deals, leads and heads are folded together."""

COMPANY: Final = "Company"
OTHER: Final = "Other areas"
ACQUIRE, CROSS_SELL, UP_SELL, RETAIN = MOTIONS

NO_MONEY_FOR_LEADS: Final = frozenset({"people", "commission", "partner"})
"""Categories of spend that do not bring leads although a channel may be named."""


@dataclass(frozen=True)
class Axes:
    """What the model tells apart.

    Attributes:
        area_kind: Whether areas are regions or segments.
        areas: Their names.
        area_of: Area of each label of the facts; None is a label too.
        channels: Channels with leads or money in the months used.
        first, end: Months used: whole months, `end` exclusive.
        groups: Areas × motions.
        group_of: Group of each (area, motion); the motion None is the same as acquire.
        findings: What was folded or left out.
    """

    area_kind: AreaKind
    areas: tuple[str, ...]
    area_of: Mapping[str | None, int]
    channels: tuple[str, ...]
    first: int
    end: int
    groups: tuple[Group, ...]
    group_of: Mapping[tuple[int, str | None], int]
    findings: tuple[Finding, ...] = ()

    @property
    def months(self) -> int:
        """How many months are used."""
        return self.end - self.first


def axes_of(counts: Counts, area_kind: AreaKind = "region", more: tuple[str, ...] = ()) -> Axes:
    """Read from the counts what the model can tell apart.

    Args:
        counts: Of one snapshot.
        area_kind: Whether areas are regions or segments.
        more: Channels to plan with although the facts do not know them.
    """
    first, end, findings = _span(counts)
    areas, area_of, folded = _areas(counts, area_kind)
    groups, group_of, joined = _groups(counts, area_kind, areas, area_of)
    return Axes(
        area_kind=area_kind,
        areas=areas,
        area_of=area_of,
        channels=tuple(sorted({*_channels(counts, first, end), *more}, key=str.casefold)),
        first=first,
        end=end,
        groups=groups,
        group_of=group_of,
        findings=(*findings, *folded, *joined),
    )


def _span(counts: Counts) -> tuple[int, int, list[Finding]]:
    """Return the whole months with leads or deals, at most `MOST_MONTHS`."""
    if not counts.is_dated:
        told = Finding(
            code="undated-facts",
            message="Nothing in the facts has a date, so nothing was measured by month.",
            remedy="Import leads and opportunities with their dates.",
        )
        return 0, 0, [told]
    end = month_of(counts.as_of)
    if month_of(counts.as_of + timedelta(days=1)) > end:
        end += 1
    cube = cube_of(counts, BASE)
    months = cube.keys["month"]
    dated = (months != UNDATED) & (months < end)
    for measure in ("leads", "created", "marketing_programme_cents"):
        seen = dated & (cube.measures.get(measure, np.zeros(cube.size)) > 0)
        if seen.any():
            return max(int(months[seen].min()), end - MOST_MONTHS), end, _undated(counts)
    return end, end, _undated(counts)


def _undated(counts: Counts) -> list[Finding]:
    cube = cube_of(counts, BASE)
    without = cube.keys["month"] == UNDATED
    leads, deals = (
        int(cube.measures.get(it, np.zeros(cube.size))[without].sum())
        for it in ("leads", "created")
    )
    if not leads and not deals:
        return []
    told = Finding(
        code="undated-left-out",
        message=f"{leads:,} leads and {deals:,} deals have no creation date and are left out.",
        remedy="Import when they were created.",
        count=leads + deals,
    )
    return [told]


def _channels(counts: Counts, first: int, end: int) -> tuple[str, ...]:
    found: dict[str, float] = {}
    base, spend = cube_of(counts, BASE), cube_of(counts, SPEND)
    for cube, measure in ((base, "leads"), (spend, "cents")):
        months = cube.keys["month"]
        kept = (months >= first) & (months < end)
        if measure == "cents":
            idle = cube.where("category", *NO_MONEY_FOR_LEADS)
            kept &= ~idle
        for label, total in cube.by("channel", measure, kept).items():
            if total > 0 and (label is not None or measure == "leads"):
                name = label or UNKNOWN_CHANNEL
                found[name] = found.get(name, 0) + total
    found.pop(SALES_SOURCED, None)
    return tuple(found)


def _areas(
    counts: Counts, kind: AreaKind
) -> tuple[tuple[str, ...], dict[str | None, int], list[Finding]]:
    """Return areas, the area of each label, and what was folded."""
    shares: dict[str, float] = {}
    unknown = 0
    for name, measure in ((BASE, "leads"), (BASE, "created"), (PEOPLE, "heads")):
        cube = cube_of(counts, name)
        kept = cube.where("team", "sales") if name == PEOPLE else None
        totals = cube.by(kind, measure, kept)
        known = {label: value for label, value in totals.items() if label is not None}
        whole = max(sum(known.values()), 1)
        for label, value in known.items():
            shares[label] = max(shares.get(label, 0.0), value / whole)
        if measure == "created":
            unknown = totals.get(None, 0)
    labels = [label for label in shares if shares[label] > 0]
    if not labels:
        return (COMPANY,), {None: 0}, []
    large = sorted(
        (it for it in labels if shares[it] >= SMALL_SHARE), key=lambda it: (-shares[it], it)
    )
    small = sorted(set(labels) - set(large))
    areas = (*large, OTHER) if small else tuple(large)
    area_of: dict[str | None, int] = {label: at for at, label in enumerate(large)}
    area_of |= dict.fromkeys(small, len(large))
    area_of[None] = 0
    return areas, area_of, _about_areas(kind, areas, small, unknown)


def _about_areas(
    kind: AreaKind, areas: tuple[str, ...], small: list[str], unknown: int
) -> list[Finding]:
    found = []
    if small:
        named = ", ".join(small[:5]) + (" and others" if len(small) > 5 else "")
        found.append(
            Finding(
                level="info",
                code="folded-areas",
                message=f"{named} are planned together as “{OTHER}”: each is too small alone.",
                count=len(small),
            )
        )
    if unknown and len(areas) > 1:
        found.append(
            Finding(
                code="no-area",
                message=f"{unknown:,} deals have no {kind}; they count with {areas[0]}.",
                remedy=f"Fill the {kind} of deals, owners or accounts.",
                table="opportunities",
                column=kind,
                count=unknown,
            )
        )
    return found


def _groups(
    counts: Counts, kind: AreaKind, areas: tuple[str, ...], area_of: Mapping[str | None, int]
) -> tuple[tuple[Group, ...], dict[tuple[int, str | None], int], list[Finding]]:
    cube = cube_of(counts, BASE)
    deals = np.zeros((len(areas), len(MOTIONS)))
    at = codes_of(cube.labels[kind], area_of)[cube.keys[kind]]
    motion = _motion_codes(cube.labels["motion"])[cube.keys["motion"]]
    np.add.at(deals, (at, motion), cube.measures.get("created", np.zeros(cube.size)))
    due = np.zeros(len(areas))
    np.add.at(due, at, cube.measures.get("due_recurring_cents", np.zeros(cube.size)))
    groups: list[Group] = []
    group_of: dict[tuple[int, str | None], int] = {}
    folded = 0
    for area, name in enumerate(areas):
        for motions in _folded(deals[area], bool(due[area])):
            group_of |= {(area, MOTIONS[it]): len(groups) for it in motions}
            largest = max(motions, key=lambda it: deals[area, it])
            kept = [MOTIONS[it] for it in motions if deals[area, it] or len(motions) == 1]
            groups.append(Group(area=name, motion=MOTIONS[largest], motions=tuple(kept)))
            folded += max(len(kept) - 1, 0)
        group_of[area, None] = group_of[area, ACQUIRE]
        group_of.setdefault((area, RETAIN), group_of[area, ACQUIRE])
    return tuple(groups), group_of, _about_groups(folded)


def _folded(deals: Floats, due: bool) -> list[list[int]]:
    """Return the motions of an area, those with few deals together.

    Example:
        >>> _folded(np.array([90.0, 12.0, 20.0, 0.0]), due=False)
        [[0], [1, 2]]
    """
    acquire, cross, up, retain = range(4)
    kept = [[acquire]]
    more = [it for it in (cross, up) if deals[it] >= FEW_DEALS]
    if len(more) == 2:
        kept += [[cross], [up]]
    elif deals[cross] + deals[up] >= FEW_DEALS:
        kept.append([cross, up])
    else:
        kept[0] += [cross, up]
    if deals[retain] or due:
        kept.append([retain])
    return kept


def _about_groups(folded: int) -> list[Finding]:
    if not folded:
        return []
    told = f"{folded} motions with fewer than {FEW_DEALS} deals in their area count with another."
    return [Finding(level="info", code="folded-motions", message=told, count=folded)]


def codes_of(labels: tuple[str | None, ...], positions: Mapping[str | None, int]) -> Ints:
    """Return the position of each label; labels without one get that of None, else -1."""
    other = positions.get(None, -1)
    return np.array([positions.get(label, other) for label in labels], dtype=np.int64)


def _motion_codes(labels: tuple[str | None, ...]) -> Ints:
    return np.array([MOTIONS.index(it) if it in MOTIONS else 0 for it in labels], dtype=np.int64)
