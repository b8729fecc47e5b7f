"""The people of the firm: 25 in sales, 8 in marketing, 2 above both."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo.catalogue import PEOPLE_NAMES, REGIONS
from data_sources.demo.draws import Floats, Ints, day_number, pick_by_row
from data_sources.demo.frames import Columns, days, words
from data_sources.demo.truth import MONTHS, Member, Truth

HEADS: Final = {"development": (4, 3, 2, 2), "closing": (5, 4, 3, 2)}
"""Sales people by job and region; together 25."""

MARKETING_HEADS: Final = 8
JOBS: Final = tuple(HEADS)


def heads_by_region(job: str, short_region: int | None) -> list[int]:
    """Return heads per region; a short region has about half, the others get the rest.

    Example:
        >>> heads_by_region("closing", 1)
        [6, 2, 4, 2]
    """
    heads = list(HEADS[job])
    if short_region is None:
        return heads
    keep = heads[short_region] // 2 if job == "development" else (heads[short_region] + 1) // 2
    freed, heads[short_region] = heads[short_region] - keep, keep
    others = [region for region in range(len(heads)) if region != short_region]
    for turn in range(freed):
        heads[others[turn % len(others)]] += 1
    return heads


def draw_members(rng: np.random.Generator, short_region: int | None) -> tuple[Member, ...]:
    """Draw everybody with the months they are present.

    In the two largest regions that are not short, one person per job joins within the
    first months; later one development and one closing person leave.
    """
    members: list[Member] = []
    for job in JOBS:
        heads = heads_by_region(job, short_region)
        large = sorted(
            (region for region in range(len(REGIONS)) if region != short_region),
            key=lambda region: -heads[region],
        )[:2]
        leaving = large[JOBS.index(job)]
        for region, count in enumerate(heads):
            for place in range(count):
                joins = region in large and place == count - 1
                leaves = region == leaving and place == 1
                number = len(members) + 1
                members.append(
                    Member(
                        person_id=f"S-{number:02d}",
                        name=PEOPLE_NAMES[number - 1],
                        team="sales",
                        job=job,
                        region=REGIONS[region],
                        manager="J-02",
                        start=int(rng.integers(2, 9) if joins else -rng.integers(8, 60)),
                        end=int(rng.integers(14, 21)) if leaves else None,
                    )
                )
    return (*members, *_others(rng, len(members)))


def _others(rng: np.random.Generator, taken: int) -> list[Member]:
    names = iter(PEOPLE_NAMES[taken:])
    marketing = [
        Member(
            person_id=f"M-{number + 1:02d}",
            name=next(names),
            team="marketing",
            job=None,
            region=None,
            manager="J-02" if number == 0 else "M-01",
            start=-int(rng.integers(6, 48)),
        )
        for number in range(MARKETING_HEADS)
    ]
    joint = [
        Member(
            person_id=f"J-{number + 1:02d}",
            name=next(names),
            team="joint",
            job=None,
            region=None,
            manager="J-01" if number else None,
            start=-70,
        )
        for number in range(2)
    ]
    return [*marketing, *joint]


def capacity(truth: Truth, job: str) -> Floats:
    """Return what a job can work by region and month: MQLs, or selling hours."""
    each = {
        "development": truth.leads_per_development_head,
        "closing": truth.hours_per_closing_head,
    }[job]
    total = np.zeros((len(REGIONS), MONTHS))
    for member in truth.members:
        if member.job == job and member.region is not None:
            row = REGIONS.index(member.region)
            total[row] += [each * truth.productivity(member, month) for month in range(MONTHS)]
    return total


def draw_owner(rng: np.random.Generator, truth: Truth, job: str, region: Ints, month: Ints) -> Ints:
    """Draw for each case a person of a job present in its region and month.

    Returns:
        Positions in `truth.members`.
    """
    present = np.zeros((len(REGIONS) * MONTHS, len(truth.members)))
    for position, member in enumerate(truth.members):
        if member.job != job or member.region is None:
            continue
        row = REGIONS.index(member.region) * MONTHS
        for at in range(MONTHS):
            present[row + at, position] = truth.productivity(member, at)
    within = np.clip(month, 0, MONTHS - 1)
    rows = region * MONTHS + within
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    return pick_by_row(rng, present, rows)


def people_columns(truth: Truth) -> Columns:
    """Return the columns of the table `people`."""
    members = truth.members
    ends = np.array([0 if m.end is None else m.end for m in members])
    leaves = np.array([m.end is not None for m in members])
    return {
        "person_id": words([m.person_id for m in members]),
        "name": words([m.name for m in members]),
        "team": words([m.team for m in members]),
        "job": words([m.job for m in members]),
        "region": words([m.region for m in members]),
        "manager": words([m.manager for m in members]),
        "start_on": days(np.array([day_number(m.start) for m in members])),
        # The last day is the one before the first month without the person.
        "end_on": days(np.array([day_number(int(end)) - 1 for end in ends]), known=leaves),
    }
