"""The next eight weeks: leads to follow up beside what sales can follow up, region by region.

Leads of a month are the joint model's, where a plan can be asked, else as they came so far.
What counts against capacity are leads that ask for follow-up, not all leads. A campaign's
part of its channel's leads is its part of the channel's money in that month and region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np

from planning.actuals.cubes import FOLLOW_UP
from planning.actuals.followup import by_outcome
from planning.actuals.measuring import Reading
from planning.actuals.parts import Part
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.model.advising.question import Question
from planning.periods import Period, first_day, month_of
from planning.review.by_rate import ByRate
from planning.review.campaigns_ahead import CampaignAhead, campaigns_ahead, in_month
from planning.review.components import running_month
from planning.review.leads_ahead import LeadsAhead, by_model
from planning.review.week_shares import (
    WEEKS,
    Floats,
    day_weights,
    months_touched,
    shares,
    weeks_after,
)

PAST: Final = 3
"""Full months, thirteen weeks, whose follow-up stands for what can be followed up."""

_YEAR: Final = 12
WHOLE: Final = "All regions"
Basis = Literal["model", "rate"]


@dataclass(frozen=True)
class WeeksAhead:
    """Eight weeks.

    Attributes:
        weeks: Their Mondays.
        regions: Regions, or the one name for the whole company.
        leads: New leads expected, weeks × regions.
        asking: Of these and of earlier ones, what asks for follow-up, weeks × regions.
        waiting: What waits already, by region: untouched, within the agreed time or past it.
        capacity: Leads that can be followed up, weeks × regions.
        campaigns: What starts, by day.
        basis: Whether the model or the past tells leads and capacity.
        why: Why the model does not; empty where it does.
    """

    weeks: tuple[date, ...]
    regions: tuple[str, ...]
    leads: Floats
    asking: Floats
    waiting: Floats
    capacity: Floats
    campaigns: tuple[CampaignAhead, ...]
    basis: Basis
    why: str

    @property
    def queue(self) -> Floats:
        """What is still waiting at each week's end, if all capacity is used, weeks × regions.

        Formula: queue[w] = max(queue[w − 1] + asking[w] − capacity[w], 0), from what waits.
        """
        found, left = np.zeros_like(self.asking), self.waiting
        for at in range(len(self.weeks)):
            left = np.maximum(left + self.asking[at] - self.capacity[at], 0.0)
            found[at] = left
        return found

    @property
    def to_do(self) -> Floats:
        """What there is to follow up in each week: left over from before, and new."""
        before = np.vstack([self.waiting, self.queue[:-1]])
        found: Floats = before + self.asking
        return found

    @property
    def tightest(self) -> tuple[int, int] | None:
        """Week and region in which most leads are left over; None where none is."""
        over = self.to_do - self.capacity
        if not over.size or over.max() < 0.5:
            return None
        week, region = np.unravel_index(int(over.argmax()), over.shape)
        return int(week), int(region)


def weeks_ahead(
    part: Slice,
    scenario: Scenario | None,
    rows: Sequence[PlanRow],
    question: Question | None,
    why: str = "",
) -> WeeksAhead:
    """Return the eight weeks from the first Monday after the as-of date.

    Args:
        part: The whole company; the facts must have dates.
        scenario: The plan whose lines tell what starts; None where there is none.
        rows: Its lines.
        question: What the plan asks the joint model; None where it cannot be asked.
        why: Why it cannot.
    """
    weeks = weeks_after(part.counts.as_of)
    months = months_touched(weeks)
    end = months[-1] + 1
    told = None
    if question is not None:
        told, why = by_model(question, Period(start=months[0], end=end), part)
    basis: Basis = "rate" if told is None else "model"
    if told is None:
        told = by_rate(part, Period(start=months[0], end=end))
    starting = campaigns_ahead(scenario, rows, weeks) if scenario else ()
    leads, asking = _by_week(told, weeks, part, scenario, rows)
    return WeeksAhead(
        weeks=weeks,
        regions=told.regions,
        leads=leads,
        asking=asking,
        waiting=np.array([waiting(told.part_of(part, it)) for it in told.regions], dtype=float),
        capacity=_capacity(told, weeks, part),
        campaigns=starting,
        basis=basis,
        why=why,
    )


def by_rate(part: Slice, period: Period) -> LeadsAhead:
    """Return leads and capacity if all goes on as so far.

    Leads of a region are `by_rate.ByRate`'s mean; of them ask for follow-up as many as did
    in the past twelve months. Capacity of a month is what was followed up, per working day
    of the past three full months, over its working days.

    Args:
        part: The whole company.
        period: Months.
    """
    working = part.context.company.working_days
    now = running_month(part)
    labels = _regions(part)
    size, skipped = len(period), max(period.start - now, 0)
    leads, capacity = np.zeros((1, len(labels), size)), np.zeros((len(labels), size))
    asks = np.ones((1, len(labels)))
    past = Period(start=now - PAST, end=now)
    days = sum(int((day_weights(it, working) > 0).sum()) for it in past.months())
    for at, own in enumerate(labels.values()):
        one = Slice(part.counts, part.scope.model_copy(update={"region": own}), part.context)
        coming = ByRate(one, period.end).flow("leads").mean(axis=0)[skipped : skipped + size]
        leads[0, at, : len(coming)] = coming
        asks[0, at] = _asks(one, Period(start=now - _YEAR, end=now))
        done = _touched(one, past) / max(days, 1)
        for place, month in enumerate(period.months()):
            capacity[at, place] = done * int((day_weights(month, working) > 0).sum())
    # The running month holds only what is still to come of it.
    rest = period.start == now and part.counts.as_of >= first_day(now)
    asking = leads * asks[:, :, None]
    return LeadsAhead(
        tuple(labels), (None,), period, leads, asking, capacity, "region", labels, rest
    )


def waiting(part: Slice) -> int:
    """Return the leads that wait: untouched, within the agreed time or past it.

    What is older than the agreed days was never followed up and waits no more.
    """
    found = by_outcome(Reading(part, None))
    return found["waiting"] + found["overdue"]


def _regions(part: Slice) -> dict[str, tuple[str | None, ...]]:
    """Return the regions of leads with their labels; one for all where some leads have none."""
    rows = part.part(FOLLOW_UP)
    seen = rows.cube.labels.get("region", ())
    if not seen or None in seen:
        # A cut would lose the leads that name no region.
        return {WHOLE: (None, *(it for it in seen if it is not None))}
    return {name: (name,) for name in sorted(it for it in seen if it is not None)}


def _asks(part: Slice, period: Period) -> float:
    """Return which part of the leads is considered for follow-up."""
    leads = part.total("leads", period)
    considered = sum(by_outcome(Reading(part, period)).values())
    return min(considered / leads, 1.0) if leads else 1.0


def _touched(part: Slice, period: Period) -> int:
    """Return the leads of a period that were followed up, at whatever time."""
    rows: Part = part.part(FOLLOW_UP)
    done = rows.labelled("state", lambda it: it in ("touched", "touched_untimed"))
    months = rows.key("month")
    inside = (months >= period.start) & (months < period.end)
    return int(rows.measure("leads")[done & inside].sum())


def _by_week(
    told: LeadsAhead,
    weeks: tuple[date, ...],
    part: Slice,
    scenario: Scenario | None,
    rows: Sequence[PlanRow],
) -> tuple[Floats, Floats]:
    """Return leads and what asks for follow-up, weeks × regions."""
    working, as_of = part.context.company.working_days, part.counts.as_of
    found = [np.zeros((len(weeks), len(told.regions))) for _ in range(2)]
    for place, month in enumerate(told.period.months()):
        after = as_of if told.rest and month == month_of(as_of) else None
        evenly = shares(month, weeks, working, after=after)
        campaigns = in_month(scenario, rows, month) if scenario else ()
        for kind, channel in enumerate(told.channels):
            own = [it for it in campaigns if channel and it.is_in(channel)]
            for region, name in enumerate(told.regions):
                spread, left = np.zeros(len(weeks)), 1.0
                for one in own:
                    part_of = one.part_of(name if len(told.regions) > 1 else None)
                    if part_of > 0:
                        spread += part_of * shares(month, weeks, working, one.starts, after)
                        left -= part_of
                spread += max(left, 0.0) * evenly
                for target, source in zip(found, (told.leads, told.asking), strict=True):
                    target[:, region] += spread * source[kind, region, place]
    return found[0], found[1]


def _capacity(told: LeadsAhead, weeks: tuple[date, ...], part: Slice) -> Floats:
    """Return a month's capacity over its working days, weeks × regions."""
    working = part.context.company.working_days
    found = np.zeros((len(weeks), len(told.regions)))
    for place, month in enumerate(told.period.months()):
        found += shares(month, weeks, working)[:, None] * told.capacity[None, :, place]
    return found


__all__ = ["WEEKS", "WHOLE", "WeeksAhead", "by_rate", "waiting", "weeks_ahead"]
