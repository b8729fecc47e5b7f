"""Response of each channel as assumptions: read from the counts, fitted, and told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import SPEND
from planning.actuals.parts import cube_of
from planning.errors import Finding
from planning.model.assuming.judged import Answers, disagreement, prior_from
from planning.model.assumptions import Assumption, Channel, Source, default
from planning.model.measuring.counted import Counted
from planning.model.measuring.flows import Classes
from planning.model.responding.calibrate_response import (
    LEAST_MONTHS,
    NARROWER,
    STEADY,
    Fit,
    History,
    fit,
)
from planning.model.responding.curve_fit import Belief, quantiles
from planning.periods import UNDATED
from planning.shares import percent

Floats = npt.NDArray[np.float64]

LAST_YEAR = 12
_DRAWS = 2000


def histories(counted: Counted) -> list[History]:
    """Return each channel's months of spend and leads.

    A channel begins with its first money or lead; no month before the company's first
    known spend is read, since its leads had money nobody entered.
    """
    spend, leads = counted.spend(), counted.by_channel("leads")
    axes = counted.axes
    months = cube_of(counted.counts, SPEND).keys["month"]
    known = months[months != UNDATED]
    begins = max(int(known.min()) - axes.first, 0) if len(known) else 0
    found = []
    for at, name in enumerate(axes.channels):
        seen = np.flatnonzero((spend[at] > 0) | (leads[at] > 0))
        start = max(begins, int(seen[0])) if len(seen) else axes.months
        start = min(start, axes.months)
        found.append(History(name, axes.first + start, spend[at, start:], leads[at, start:]))
    return found


@dataclass(frozen=True)
class Responses:
    """What is assumed about the response of all channels.

    Attributes:
        channels: As the model sees them.
        entries: Assumptions.
        fit: Beliefs behind them.
        findings: What a reader should know.
    """

    channels: tuple[Channel, ...]
    entries: tuple[Assumption, ...]
    fit: Fit
    findings: tuple[Finding, ...]


def responses(
    counted: Counted,
    classes: Classes,
    answers: Sequence[Answers] = (),
    carry: Mapping[str, float] | None = None,
) -> Responses:
    """Fit all channels and tell each curve as assumptions.

    Args:
        counted: The counts.
        classes: Channel classes.
        answers: Leaders' answers about channels.
        carry: Carry-over by channel, where judged.
    """
    told = {
        name: tuple(it for it in answers if it.channel == name)
        for name in {it.channel for it in answers}
    }
    every = histories(counted)
    used = [it for it in every if it.spend.any() or it.channel in told]
    priors = {name: prior_from(each) for name, each in told.items()}
    fitted = fit(used, priors, carry)
    entries = [_season(fitted, counted), default("carry")]
    findings: list[Finding] = []
    for history in every:
        if history.channel in fitted.beliefs:
            curve = _curve(history, fitted, told.get(history.channel, ()), counted)
            entries += curve
            findings += _about(history, curve[0])
        else:
            entries += _without_money(history, fitted, counted)
    return Responses(
        channels=tuple(_channel(history, counted, classes, at) for at, history in enumerate(every)),
        entries=tuple(entries),
        fit=fitted,
        findings=tuple(findings),
    )


def _channel(history: History, counted: Counted, classes: Classes, at: int) -> Channel:
    spend, leads = history.spend[-LAST_YEAR:], history.leads[-LAST_YEAR:]
    return Channel(
        name=history.channel,
        team=counted.context.team_of(history.channel),
        class_name=classes.names[classes.of[at]],
        spend=float(spend.mean()) if len(spend) else 0.0,
        spend_low=float(history.spend.min(initial=np.inf)) if len(spend) else 0.0,
        spend_high=float(history.spend.max(initial=0.0)),
        leads=float(leads.mean()) if len(leads) else 0.0,
    )


def _season(fitted: Fit, counted: Counted) -> Assumption:
    season = fitted.season
    months = (
        max((len(it) for it in [counted.by_channel("leads")[0]]), default=0)
        if len(counted.axes.channels)
        else 0
    )
    leads = int(counted.by_channel("leads").sum())
    if not leads:
        return default("season")
    return Assumption(
        kind="season",
        value=tuple(float(it) for it in season.factor),
        low=tuple(float(it) for it in season.factor * np.exp(-1.645 * season.spread)),
        high=tuple(float(it) for it in season.factor * np.exp(1.645 * season.spread)),
        source="measured",
        n=leads,
        months=months,
        note="" if months >= 24 else "Less than two years: each month was seen once at most.",
        team="marketing",
    )


def _curve(
    history: History, fitted: Fit, answers: Sequence[Answers], counted: Counted
) -> list[Assumption]:
    belief, before = fitted.beliefs[history.channel], fitted.before[history.channel]
    source, note = _source(history, belief, before, answers)
    point = belief.point
    values = (point.base, point.ceiling, point.half)
    random = np.random.default_rng(len(history.channel))
    drawn = belief.draw(_DRAWS, random)
    months = len(history.leads)
    found = []
    for kind, value, each in zip(("base", "ceiling", "half"), values, drawn, strict=True):
        low, high = quantiles(each, np.full(_DRAWS, 1 / _DRAWS), np.array([0.05, 0.95]))
        found.append(
            Assumption(
                kind=kind,
                channel=history.channel,
                value=value,
                low=min(float(low), value),
                high=max(float(high), value),
                source=source,
                n=int(history.leads.sum()),
                months=months,
                note=note,
                team=counted.context.team_of(history.channel),
                judged_by=tuple(it.by for it in answers),
                judged_on=max((it.on for it in answers), default=None),
                disagreement=disagreement(answers),
            )
        )
    return found


def _source(
    history: History, belief: Belief, before: Belief, answers: Sequence[Answers]
) -> tuple[Source, str]:
    """Return where a curve comes from, and why it was not measured."""
    started = "the leaders' answers" if answers else "the default curve"
    months = len(history.leads)
    if months < LEAST_MONTHS:
        told = f"Only {months} months of spend and leads: {started} decide."
        return ("judged" if answers else "default"), told
    if belief.bend_spread < NARROWER * before.bend_spread:
        return "measured", f"Starts from {started}; {months} months of spend and leads decide."
    if history.spread < STEADY:
        why = f"Spend hardly varied (by about {percent(history.spread)})"
    else:
        why = "Months differ too much to tell"
    told = f"{why}: months tell how many leads today's spend brings, {started} the bend."
    return ("judged" if answers else "default"), told


def _about(history: History, curve: Assumption) -> list[Finding]:
    if curve.source == "measured" or len(history.leads) < LEAST_MONTHS:
        return []
    return [
        Finding(
            level="info",
            code="steady-spend",
            message=f"What more money would bring {history.channel} cannot be read: {curve.note}",
            remedy="Vary its spend for some months, or answer its three questions.",
        )
    ]


def _without_money(history: History, fitted: Fit, counted: Counted) -> list[Assumption]:
    """Return the curve of a channel no money was ever spent on: its leads just come."""
    season = fitted.season.of(history.months)
    cases, exposure = float(history.leads.sum()), float(season.sum())
    mean = cases / exposure if exposure else 0.0
    half_width = 1.645 * np.sqrt(cases + 1) / max(exposure, 1.0) + 0.1 * mean
    note = "No money was ever spent here: nobody can tell what it would bring."
    where = {"channel": history.channel}
    team = counted.context.team_of(history.channel)
    return [
        Assumption(
            kind="base",
            value=mean,
            low=max(mean - float(half_width), 0.0),
            high=mean + float(half_width),
            source="measured",
            n=int(cases),
            months=len(history.leads),
            team=team,
            **where,
        ),
        Assumption(kind="ceiling", value=0.0, source="default", note=note, team=team, **where),
        Assumption(kind="half", value=1_000.0, source="default", note=note, team=team, **where),
    ]
