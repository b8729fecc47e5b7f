"""Everything the joint model assumes of a company, from its counts and its leaders' answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planning.actuals.counts import Counts
from planning.actuals.cubes import BASE
from planning.actuals.rows import MOTIONS
from planning.actuals.slices import Context
from planning.errors import Finding, UsageError
from planning.model.assuming.axes import Axes
from planning.model.assuming.judged import Answers, Judgement, judged
from planning.model.assumption_kinds import DIMENSIONS
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import (
    ALL,
    AreaKind,
    Assumption,
    Assumptions,
    default,
    key_of,
    row,
)
from planning.model.measuring import capacities, people, sizes
from planning.model.measuring.conversions import Share
from planning.model.measuring.counted import CENTS, Counted
from planning.model.measuring.flows import Classes, Flows
from planning.model.measuring.kernels import cycles, lead_lag, ready_lag
from planning.model.measuring.loads import Loads, loads
from planning.model.measuring.paying import pays
from planning.model.measuring.responses import responses
from planning.model.measuring.shares import lead_shares
from planning.model.responding.calibrate_response import Fit

_ALWAYS_DEFAULT = ("kept_leads", "kept_deals", "margin", "value_months", "discount", "market")
_PAIRS = 40.0
"""Renewals start from their default with the weight of so many contracts."""


@dataclass(frozen=True)
class Calibration:
    """What was found out about a company.

    Attributes:
        assumptions: Everything the model takes as given.
        fit: Beliefs about response behind the curves, for draws.
        counted: The counts in the model's axes.
        loads: What was worked, and where people were short.
    """

    assumptions: Assumptions
    fit: Fit
    counted: Counted
    loads: Loads


def calibrate(
    counts: Counts,
    context: Context,
    *,
    area_kind: AreaKind = "region",
    answers: Sequence[Answers] = (),
    judgements: Mapping[str, Sequence[Judgement]] | None = None,
) -> Calibration:
    """Measure what the facts tell, and take answers or defaults for the rest.

    Args:
        counts: Of one snapshot.
        context: Settings and channel owners.
        area_kind: Whether areas are regions or segments.
        answers: Leaders' three answers about channels.
        judgements: Leaders' values of other assumptions, by key of the assumption.

    Raises:
        UsageError: An answer or judgement makes no sense.
    """
    judgements = judgements or {}
    more = tuple(sorted({it.channel for it in answers}))
    counted = Counted.of(counts, context, area_kind, more)
    ramp = _judged(people.ramps(counted), judgements)
    work = loads(counted, {str(it.job): row(it.value) for it in ramp})
    classes = Classes.read(counted)
    carry = {
        name: judged(default("carry"), judgements[key]).number
        for name in counted.axes.channels
        if (key := key_of("carry", {"channel": name})) in judgements
    }
    response = responses(counted, classes, answers, carry)
    measured, findings = _measured(counted, work, classes)
    entries = [*response.entries, *ramp, *measured, *map(default, _ALWAYS_DEFAULT)]
    findings = [*counted.axes.findings, *response.findings, *findings]
    assumptions = Assumptions(
        as_of=counts.as_of,
        area_kind=area_kind,
        areas=counted.axes.areas,
        folded=_folded(counted.axes),
        channels=response.channels,
        groups=counted.axes.groups,
        jobs=counted.jobs(),
        entries=tuple(entries),
        findings=tuple(findings),
    )
    told = {key: each for key, each in judgements.items() if not key.startswith("ramp")}
    return Calibration(
        assumptions=with_judgements(assumptions, told),
        fit=response.fit,
        counted=counted,
        loads=work,
    )


def with_judgements(
    assumptions: Assumptions, judgements: Mapping[str, Sequence[Judgement]]
) -> Assumptions:
    """Return the assumptions with what leaders judge in place of what stands.

    A judgement about a place without an assumption of its own gets one.

    Args:
        assumptions: What stands.
        judgements: By key of the assumption, as `closes | Webinars | all | acquire`.

    Raises:
        UsageError: A key names no assumption, or a value makes no sense.
    """
    changed = []
    for key, each in judgements.items():
        kind, *places = key.split(" | ")
        where = dict(zip(_along(kind), (None if it == ALL else it for it in places), strict=False))
        standing = assumptions.by_key.get(key) or assumptions.find(kind, **where)
        changed.append(judged(standing.model_copy(update=where), each))
    return assumptions.replaced(changed)


def _along(kind: str) -> tuple[str, ...]:
    if kind not in KINDS:
        raise UsageError(f"“{kind}” is not an assumption.", "Use one of the list.")
    return tuple(name for name in DIMENSIONS if name in KINDS[kind].along)


def _judged(
    entries: list[Assumption], judgements: Mapping[str, Sequence[Judgement]]
) -> list[Assumption]:
    return [judged(it, judgements[it.key]) if judgements.get(it.key) else it for it in entries]


def _measured(
    counted: Counted, work: Loads, classes: Classes
) -> tuple[list[Assumption], list[Finding]]:
    """Return all that is read from the counts beside response."""
    cycle = cycles(counted)
    roomy = np.flatnonzero(~work.close_short)
    flows = Flows(
        counted=counted,
        loads=work,
        classes=classes,
        lead_lag=lead_lag(counted),
        ready_lag=ready_lag(counted, roomy),
        cycle={name: _of_motion(cycle, name) for name in MOTIONS},
    )
    worth, about_worth = sizes.sizes(counted, classes)
    per_head, about_heads = capacities.per_head(counted, work)
    cost, about_cost = people.costs(counted)
    found = [flows.lead_lag, flows.ready_lag, *cycle, *pays(counted, cycle)]
    found += lead_shares(counted) + flows.asks() + flows.reached() + flows.qualifies()
    found += flows.closes() + worth + sizes.commissions(counted)
    found += sizes.partner_shares(counted, classes) + sizes.customers_per_win(counted)
    found += per_head + cost + capacities.efforts(counted) + capacities.own_finds(counted, work)
    found += people.hiring_delays(counted) + people.attritions(counted)
    found.append(renewal_rate(counted))
    return found, [*about_worth, *about_heads, *about_cost]


def _of_motion(cycle: list[Assumption], motion: str) -> tuple[float, ...]:
    own = [it for it in cycle if it.area is None and it.motion in (motion, None)]
    return row(max(own, key=lambda it: it.motion is not None).value)


def renewal_rate(counted: Counted) -> Assumption:
    """Measure the share of recurring money due that was renewed in the months used."""
    due = counted.within(counted.rows(BASE, "due_recurring_cents"))
    renewed = counted.within(counted.rows(BASE, "renewed_recurring_cents"))
    usual = default("renewal_rate")
    if not due.value.any():
        return usual
    contracts = float(counted.within(counted.rows(BASE, "won_renewal")).value.sum())
    money = float(due.value.sum()) / CENTS
    rate = min(float(renewed.value.sum()) / CENTS / money, 1.0)
    share = Share(
        rate * contracts + usual.number * _PAIRS,
        (1 - rate) * contracts + (1 - usual.number) * _PAIRS,
        round(contracts),
    )
    return share.assumption(
        "renewal_rate", months=counted.axes.months, note="By money; n are contracts renewed."
    )


def _folded(axes: Axes) -> dict[str, tuple[str | None, ...]]:
    found: dict[str, tuple[str | None, ...]] = {}
    for at, area in enumerate(axes.areas):
        labels = tuple(label for label, place in axes.area_of.items() if place == at)
        if labels != (area,):
            found[area] = labels
    return found
