"""Why leads were turned away or handed back, and what became of those handed back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.actuals.cubes import RECYCLED
from planning.actuals.parts import NO_ROWS, Part, cube_of
from planning.actuals.shares import Moved, Share, moved
from planning.actuals.slices import Slice
from planning.periods import Period

DISQUALIFIED: Final = "disqualified"


@dataclass(frozen=True)
class Reason:
    """One reason and how often it was given.

    Attributes:
        name: As the facts call it; None where none was given.
        share: Of all leads turned away, or handed back.
        moved: Against the period before; None where there is none.
        by_channel: The same share within each channel that has any.
    """

    name: str | None
    share: Share
    moved: Moved | None
    by_channel: Mapping[str | None, Share]


def reasons(
    part: Slice, what: str, period: Period | None, earlier: Period | None
) -> tuple[Reason, ...]:
    """Return why leads were disqualified or recycled, the most frequent reason first.

    Args:
        part: The leads.
        what: `disqualified` or `recycled`.
        period: Months of creation; None is all time.
        earlier: The period to compare with, None for none.
    """
    now = _table(part, what, period)
    before = _table(part, what, earlier) if earlier is not None else {}
    whole, was = sum(now.values()), sum(before.values())
    names = _summed(now, 0)
    channels = _summed(now, 1)
    old = _summed(before, 0)
    found = []
    for name, number in names.items():
        share = Share(number, whole)
        change = moved(share, Share(old.get(name, 0), was)) if was else None
        by_channel = {
            channel: Share(now.get((name, channel), 0), total)
            for channel, total in channels.items()
        }
        found.append(Reason(name, share, change, by_channel))
    return tuple(sorted(found, key=lambda it: -it.share.part))


def _table(
    part: Slice, what: str, period: Period | None
) -> dict[tuple[str | None, str | None], int]:
    """Return leads by reason and channel."""
    if what == DISQUALIFIED:
        # What was both turned away and handed back stands under why it was turned away.
        rows, measure = Part(cube := cube_of(part.counts, "reason"), cube.rows_of(part.scope)), what
    else:
        rows, measure = part.part(RECYCLED), "leads"
        rows = rows.only(rows.labelled("handed_back", lambda it: it == "yes"))
    return _pairs(_during(rows, period), "reason", "channel", measure)


def _during(rows: Part, period: Period | None) -> Part:
    if period is None:
        return rows
    months = rows.key("month")
    return rows.only((months >= period.start) & (months < period.end))


def _pairs(
    rows: Part, first: str, second: str, measure: str
) -> dict[tuple[str | None, str | None], int]:
    ones, twos = rows.cube.labels[first], rows.cube.labels[second]
    width = max(len(twos), 1)
    places = rows.key(first).astype(np.int64) * width + rows.key(second)
    sums = np.zeros(max(len(ones), 1) * width, np.int64)
    np.add.at(sums, places, rows.measure(measure).astype(np.int64))
    return {
        (ones[int(at) // width], twos[int(at) % width]): int(sums[at])
        for at in np.flatnonzero(sums)
    }


def _summed(pairs: Mapping[tuple[str | None, str | None], int], side: int) -> dict[str | None, int]:
    found: dict[str | None, int] = {}
    for key, number in pairs.items():
        found[key[side]] = found.get(key[side], 0) + number
    return found


@dataclass(frozen=True)
class Second:
    """What became of leads handed back, beside those that never were.

    Attributes:
        name: The channel or reason; None without one, or for all.
        back: Leads handed back that came back, of all handed back.
        won: Leads handed back that were won afterwards, of all handed back.
        amount: Won money of these, plan-currency units.
        other_far: Leads never handed back that came as far, of all never handed back.
        other_won: Leads never handed back that were won.
    """

    name: str | None
    back: Share
    won: Share
    amount: float
    other_far: Share
    other_won: Share


def later_conversion(
    part: Slice, period: Period | None, by: str | None = None
) -> tuple[Second, ...]:
    """Return the later conversion of recycled leads, most recycled first.

    Args:
        part: The leads.
        period: Months of creation; None is all time.
        by: `channel`, `reason`, another dimension, or None for all together. By reason
            the leads never handed back are the same for each.
    """
    rows = _during(part.part(RECYCLED), period)
    handed = rows.only(rows.labelled("handed_back", lambda it: it == "yes"))
    never = rows.only(rows.labelled("handed_back", lambda it: it == "no"))
    if by is None:
        return (_second(None, handed, never),) if len(handed.key("month")) else ()
    # By reason all leads never handed back are what each is held against.
    others = {} if by == "reason" else never.split(by)
    rest = never if by == "reason" else Part(never.cube, NO_ROWS)
    found = [_second(name, some, others.get(name, rest)) for name, some in handed.split(by).items()]
    return tuple(sorted(found, key=lambda it: -it.back.whole))


def _second(name: str | None, handed: Part, never: Part) -> Second:
    def total(rows: Part, measure: str) -> int:
        return int(rows.measure(measure).sum())

    leads, others = total(handed, "leads"), total(never, "leads")
    return Second(
        name,
        Share(total(handed, "came_back"), leads),
        Share(total(handed, "won"), leads),
        total(handed, "won_cents") / 100,
        Share(total(never, "came_back"), others),
        Share(total(never, "won"), others),
    )
