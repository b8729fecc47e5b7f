"""Leads of the months ahead by channel and region, and how many can be followed up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.actuals.cubes import FOLLOW_UP
from planning.actuals.slices import Slice
from planning.model.advising.question import Question
from planning.model.problem import Problem, current_plan
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.tables import NONE
from planning.periods import Period
from planning.review.by_model import told_by
from planning.review.week_shares import Floats


@dataclass(frozen=True, eq=False)
class LeadsAhead:
    """The months ahead.

    Attributes:
        regions: Regions or areas.
        channels: Channels; None stands for all of them together.
        period: The months.
        leads: New leads, channels × regions × months.
        asking: Leads that ask for follow-up in the month, whenever they came, likewise.
        capacity: Leads that can be followed up, regions × months.
        kind: What regions are in the facts: regions or segments.
        labels: The labels of the facts that each of them holds.
        rest: Whether the first month holds only what is still to come of it.
    """

    regions: tuple[str, ...]
    channels: tuple[str | None, ...]
    period: Period
    leads: Floats
    asking: Floats
    capacity: Floats
    kind: str
    labels: Mapping[str, tuple[str | None, ...]]
    rest: bool = False

    def part_of(self, part: Slice, region: str) -> Slice:
        """Return the facts of one region."""
        scope = part.scope.model_copy(update={self.kind: self.labels[region]})
        return Slice(part.counts, scope, part.context)


def by_model(question: Question, period: Period, part: Slice) -> tuple[LeadsAhead | None, str]:
    """Return what the joint model expects under the current plan, or why it does not tell.

    Capacity is the effort of an area's people who follow up, by the effort one lead takes
    on average; where the same people close, a lead takes the closing of what comes of it too.

    Args:
        question: What the plan asks.
        period: Months, all of them within what the model looks ahead.
        part: The whole company as known now.
    """
    model, why = told_by(part, question, period.end)
    if model is None:
        return None, why
    problem = question.problem
    outcome = simulate(problem, current_plan(problem))
    window = slice(period.start - problem.first_month, period.end - problem.first_month)
    regions = tuple(dict.fromkeys(problem.groups.area))
    leads, asking, effort = _flows(problem, outcome, regions)
    return LeadsAhead(
        regions=regions,
        channels=(*problem.channels.name, None),
        period=period,
        leads=leads[:, :, window],
        asking=asking[:, :, window],
        capacity=_capacity(problem, outcome, asking, effort)[:, window],
        kind=question.calibration.counted.axes.area_kind,
        labels=_labels(question, part),
    ), ""


def _flows(
    problem: Problem, outcome: Outcome, regions: tuple[str, ...]
) -> tuple[Floats, Floats, Floats]:
    """Return leads, leads asking and their effort by region; channels × regions × months.

    The last channel holds what asks from months before the first.
    """
    cells, months = problem.cells, problem.months
    came = outcome.leads[:, :, 0].T.astype(np.float64)
    lagged = np.zeros_like(came)
    for lag, share in enumerate(problem.lead_lag[:months]):
        lagged[:, lag:] += share * came[:, : months - lag]
    shape = (len(problem.channels.name) + 1, len(regions), months)
    leads, asking, effort = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    place = {name: at for at, name in enumerate(regions)}
    for cell, group in enumerate(cells.group):
        region = place[problem.groups.area[group]]
        channel = int(cells.channel[cell])
        if channel != NONE:
            leads[channel, region] += cells.share[cell] * came[channel]
        if cells.follow_pool[cell] == NONE:
            # Nobody has to be free for these, so they meet no capacity.
            continue
        takes = cells.follow_effort[cell]
        if cells.close_pool[cell] == cells.follow_pool[cell]:
            takes = takes + cells.qualifies[cell] * cells.close_effort[cell]
        if channel != NONE:
            asks = cells.share[cell] * cells.asks[cell] * lagged[channel]
            asking[channel, region] += asks
            effort[channel, region] += takes * asks
        asking[-1, region] += cells.arriving_leads[cell]
        effort[-1, region] += takes * cells.arriving_leads[cell]
    return leads, asking, effort


def _capacity(problem: Problem, outcome: Outcome, asking: Floats, effort: Floats) -> Floats:
    """Return leads that can be followed up, regions × months: effort there is by effort each."""
    follow = np.unique(problem.cells.follow_pool[problem.cells.follow_pool != NONE])
    regions = tuple(dict.fromkeys(problem.groups.area))
    found = np.zeros((len(regions), problem.months))
    for pool in follow.tolist():
        found[regions.index(problem.pools.area[pool])] += outcome.capacity[:, pool, 0]
    asked, takes = asking.sum(axis=0), effort.sum(axis=0)
    per_lead = np.divide(takes, asked, out=np.ones_like(asked), where=asked > 0)
    return np.asarray(found / np.where(per_lead > 0, per_lead, 1.0))


def _labels(question: Question, part: Slice) -> dict[str, tuple[str | None, ...]]:
    """Return the labels of the facts that each area holds."""
    axes = question.calibration.counted.axes
    found: dict[str, list[str | None]] = {name: [] for name in axes.areas}
    for label in part.cube(FOLLOW_UP).labels.get(axes.area_kind, ()):
        found[axes.areas[axes.area_of.get(label, axes.area_of.get(None, 0))]].append(label)
    return {name: tuple(labels) for name, labels in found.items()}
