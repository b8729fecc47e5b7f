"""Follow-up: which leads were contacted in time, late, or not at all, and what that cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE, FOLLOW_UP
from planning.actuals.figures import CENTS, Figure
from planning.actuals.measuring import Metric, Reading, count, figure_of, proportion, undefined
from planning.actuals.metrics_cycle import middle_of
from planning.actuals.parts import add_up
from planning.actuals.slices import Slice

OUTCOMES: Final = (
    "within",  # touched within the SLA
    "late",  # touched past it
    "untimed",  # touched, time unknown
    "waiting",  # untouched, within the SLA
    "overdue",  # untouched, past it
    "never",  # untouched past the agreed days
    "ageless",  # untouched, no date to age it from
    "untold",  # the source tells neither status nor touches
)
"""What became of a lead considered for follow-up, under the company's SLA."""

Table = npt.NDArray[np.int64]


def outcome(state: str, hours: int, sla_hours: int, never_after_days: int) -> str:
    """Return what became of a lead, one of OUTCOMES.

    Args:
        state: As in the follow-up cube.
        hours: Hours to the first touch, or the age of an untouched lead; -1 unknown.
        sla_hours: Agreed time; a lead waits within it and is overdue past it.
        never_after_days: An untouched lead older than this was never followed up.

    Example:
        >>> [outcome("untouched", hours, 24, 30) for hours in (24, 25, 720, 744, -1)]
        ['waiting', 'overdue', 'overdue', 'never', 'ageless']
        >>> outcome("touched", 24, 24, 30), outcome("touched", 25, 24, 30)
        ('within', 'late')
    """
    if state == "touched":
        return "within" if hours <= sla_hours else "late"
    if state == "touched_untimed":
        return "untimed"
    if state == "untold":
        return "untold"
    if hours < 0:
        return "ageless"
    if hours <= sla_hours:
        return "waiting"
    return "never" if hours > never_after_days * 24 else "overdue"


def outcome_of_rows(part: Slice) -> Table:
    """Return the position in OUTCOMES of each row of the follow-up cube."""
    company, rows = part.context.company, part.part(FOLLOW_UP)
    sla, never = company.sla_hours, company.never_after_days
    states = rows.cube.labels["state"]
    # Past the later of both limits nothing changes, so a small table answers every row.
    limits = sorted({-1, 0, sla, sla + 1, never * 24, never * 24 + 1})
    bounds = np.array(limits, dtype=np.int64)
    steps = np.searchsorted(bounds, np.arange(-1, limits[-1] + 1), side="right") - 1
    found = np.array(
        [
            [OUTCOMES.index(outcome(str(state), at, sla, never)) for at in limits]
            for state in states
        ],
        dtype=np.int64,
    ).reshape(len(states), len(limits))[:, steps]
    hours = np.minimum(rows.key("hours"), limits[-1]) + 1
    chosen: Table = found.ravel()[rows.key("state") * found.shape[1] + hours]
    return chosen


def _table(part: Slice) -> Table:
    """Return leads by month (place 0 undated) and outcome."""

    def make() -> Table:
        first, end = part.span
        rows = part.part(FOLLOW_UP)
        size = len(OUTCOMES)
        places = part.positions(rows) * size + part.once("outcomes", lambda: outcome_of_rows(part))
        flat = add_up(places, rows.measure("leads"), (end - first + 1) * size)
        return flat.reshape(-1, size).astype(np.int64)

    return part.once("follow-up", make)


def by_outcome(reading: Reading) -> dict[str, int]:
    """Return how many considered leads of the period had each outcome."""
    sums = _table(reading.part)[reading.part.window(reading.period)].sum(axis=0)
    return {name: int(total) for name, total in zip(OUTCOMES, sums, strict=True)}


def _unreadable(reading: Reading, found: dict[str, int]) -> str:
    if not reading.part.reaches(FOLLOW_UP):
        return f"Follow-up is not counted by {reading.part.side}."
    if reading.leads_untold():
        return reading.leads_untold()
    considered = sum(found.values()) - found["untold"]
    if considered == 0 and found["untold"]:
        return "The leads' source tells neither their status nor their touches."
    return "" if considered else "Undefined without leads to follow up."


def _notes(reading: Reading, found: dict[str, int]) -> tuple[str, ...]:
    def leads(number: int) -> str:
        return f"{number:,} {'lead' if number == 1 else 'leads'}"

    return (
        f"{clock(reading.part)}",
        f"{leads(found['untold'])} of sources without status or touches are left out."
        if found["untold"]
        else "",
        f"{leads(found['ageless'])} without a date cannot be aged." if found["ageless"] else "",
    )


def clock(part: Slice) -> str:
    """Return from when follow-up is measured in this snapshot, as a sentence."""

    def make() -> str:
        rows = part.part(FOLLOW_UP)
        labels = rows.cube.labels["basis"]
        found = {labels[int(code)] for code in np.flatnonzero(np.bincount(rows.key("basis")))}
        if found == {"mql"}:
            return "Leads that became MQL; the clock starts there."
        if "mql" in found:
            return "The clock starts at MQL, or at creation for leads without one."
        return "All leads; the clock starts at creation."

    return part.once("clock", make)


def follow_up_within_sla(reading: Reading) -> Figure:
    """Share of leads that sales contacted within the agreed time.

    Formula: touched within the SLA / (touched within + touched late + untouched past
    the SLA). Leads still waiting within the SLA are not yet judged; touches of unknown
    time count as followed up elsewhere but not here.
    """
    key, found = "follow_up_within_sla", by_outcome(reading)
    why = _unreadable(reading, found)
    if why:
        return undefined(key, why)
    judged = sum(found[name] for name in ("within", "late", "overdue", "never"))
    if not judged and found["untimed"]:
        return undefined(key, "No touch has a known time.")
    untimed = found["untimed"]
    return proportion(key, found["within"], judged).noted(
        f"Agreed time: {reading.part.context.company.sla_hours} hours.",
        *_notes(reading, found),
        f"{untimed:,} touches of unknown time are not judged." if untimed else "",
    )


def not_followed_up(reading: Reading) -> Figure:
    """Leads nobody has contacted: waiting, overdue or never, of the leads considered."""
    return _untouched(reading, "not_followed_up", ("waiting", "overdue", "never", "ageless"))


def never_followed_up(reading: Reading) -> Figure:
    """Leads without contact for longer than the agreed days, of the leads considered."""
    days = reading.part.context.company.never_after_days
    figure = _untouched(reading, "never_followed_up", ("never",))
    return figure if figure.value is None else figure.noted(f"After {days} days.")


def _untouched(reading: Reading, key: str, names: tuple[str, ...]) -> Figure:
    found = by_outcome(reading)
    why = _unreadable(reading, found)
    if why:
        return undefined(key, why)
    considered = sum(found.values()) - found["untold"]
    value = sum(found[name] for name in names)
    figure = count(key, value, denominator=considered)
    parts = tuple(
        Figure(name, found[name], "count", _WORDS[name])
        for name in names
        if len(names) > 1 and (name != "ageless" or found[name])
    )
    return replace(figure, n=considered, parts=parts).noted(*_notes(reading, found))


_WORDS: Final = {
    "waiting": "Untouched, within the agreed time.",
    "overdue": "Untouched, past the agreed time.",
    "never": "Untouched past the agreed days.",
    "ageless": "Untouched, without a date to age them from.",
}


def time_to_follow_up(reading: Reading) -> Figure:
    """Median hours until sales first contacts a lead.

    Formula: the middle lead by hours from the clock's start to its first touch; whole
    days above 720 hours. Untouched leads are not in it: see never followed up.
    """
    key, part = "time_to_follow_up", reading.part
    why = _unreadable(reading, by_outcome(reading))
    if why:
        return undefined(key, why)
    hours = part.histogram(FOLLOW_UP, "hours", "leads", state="touched")
    return middle_of(key, *hours.during(part.window(reading.period))).noted(clock(part))


def cost_of_unfollowed_leads(reading: Reading) -> Figure:
    """Programme money already spent on leads nobody ever followed up.

    Formula: Σ over channels of leads never followed up × the channel's marketing
    programme spend / its leads, all in the same months. A channel without spend adds
    nothing and is named; undefined where no channel has a cost.
    """
    key = "cost_of_unfollowed_leads"
    why = _unreadable(reading, by_outcome(reading)) or reading.no_spend("marketing_programme_cents")
    if why:
        return undefined(key, why)
    if not reading.carried("marketing_programme_cents", "channel"):
        return undefined(key, "Spend is not split by channel.")
    leads, spend, never = (
        by_channel(reading, name) for name in ("leads", "marketing_programme_cents", "never")
    )
    priced = {it for it in spend if spend[it] > 0 and leads.get(it, 0) > 0}
    if not priced:
        return undefined(key, "No channel has both spend and leads.")
    cents = sum(
        (Decimal(never.get(it, 0) * spend[it]) / leads[it] for it in priced), start=Decimal(0)
    )
    free = sorted(str(it) for it in never if never[it] and it not in priced)
    lost = sum(never.values())
    value = (cents / 100).quantize(CENTS, rounding=ROUND_HALF_UP)
    return figure_of(key, value, numerator=value, n=lost, note=_named(free))


def _named(channels: list[str]) -> str:
    if not channels:
        return ""
    more = f" and {len(channels) - 3} more" if len(channels) > 3 else ""
    return f"Without spend, adding nothing: {', '.join(channels[:3])}{more}."


def by_channel(reading: Reading, measure: str) -> dict[str | None, int]:
    """Return a base measure, or `never`, for each channel in the period."""
    part = reading.part

    def make() -> tuple[Table, tuple[str | None, ...]]:
        rows = part.part(FOLLOW_UP if measure == "never" else BASE)
        if measure == "never":
            hit = part.once("outcomes", lambda: outcome_of_rows(part)) == OUTCOMES.index("never")
            rows = rows.only(hit)
        labels = rows.cube.labels["channel"]
        first, end = part.span
        months, size = end - first + 1, max(len(labels), 1)
        places = part.positions(rows) * size + rows.key("channel")
        values = rows.measure("leads" if measure == "never" else measure)
        return add_up(places, values, months * size).reshape(months, size).astype(np.int64), labels

    table, labels = part.once(("by channel", measure), make)
    sums = table[part.window(reading.period)].sum(axis=0)
    return {label: int(total) for label, total in zip(labels, sums, strict=False) if total}


FOLLOW_UP_METRICS: Final[dict[str, Metric]] = {
    "follow_up_within_sla": Metric(follow_up_within_sla),
    "not_followed_up": Metric(not_followed_up),
    "never_followed_up": Metric(never_followed_up),
    "time_to_follow_up": Metric(time_to_follow_up),
    "cost_of_unfollowed_leads": Metric(cost_of_unfollowed_leads),
}
