"""How much the result hangs on each channel's response alone: the best plan held.

A channel is told by its leads for today's money and by how far it can grow, since that is how
leaders judge it: most leads and the money for half of them are drawn together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from planning.model.assumptions import Assumption
from planning.model.optimising.uncertainty import Range, range_of
from planning.model.problem import Problem
from planning.model.simulating.draws import Draws
from planning.model.simulating.order import order_of_work
from planning.model.simulating.simulate import simulate
from planning.model.tables import Floats
from planning.model.weighing.sensitivity import (
    NUDGE,
    Lever,
    Sensitivity,
    gains,
    said_of,
    source_from,
    told_apart,
)
from planning.model.weighing.study import Study
from planning.teams import Team

_CURVE = ("channels.base", "channels.ceiling", "channels.half")
_KINDS = ("base", "ceiling", "half")


def channel_sensitivities(study: Study) -> tuple[Sensitivity, ...]:
    """Return what each channel's response does to the best plan, the most telling first.

    Two bars of each channel: leads its money brings (base and most leads together; its low
    and high over the draws of its curve alone), and room to grow (money for half of them,
    leads for today's money standing).

    Args:
        study: A plan weighed.
    """
    found = list(_all(study))
    return tuple(sorted(found, key=lambda it: -it.width))


def _all(study: Study) -> Iterator[Sensitivity]:
    problem, plan = study.question.problem, study.optimum.plan
    order, channels = order_of_work(problem), study.question.problem.channels
    base = simulate(problem, plan, order=order)
    stands = float(base.contribution[0])
    for at, name in enumerate(channels.name):
        if not channels.ceiling[at]:
            continue
        alone, spread = alone_drawn(problem, study.drawn, at), Range(None, None, None)
        if alone is not None:
            spread = told_apart(range_of(simulate(problem, plan, alone, order).contribution))
        team: Team = channels.team[at]  # type: ignore[assignment]  # channels are of teams
        bars = (
            (f"Leads of {name}", f"more leads of {name}", with_leads, spread),
            (f"Room to grow in {name}", f"more room in {name}", with_room, Range(None, None, None)),
        )
        for called, sign, moved, apart in bars:
            (more, revenue_more), (less, revenue_less) = (
                gains(base, simulate(moved(problem, at, by), plan, order=order))
                for by in (NUDGE, -NUDGE)
            )
            yield Sensitivity(
                name=called,
                team=team,
                low=None if apart.p10 is None else apart.p10 - stands,
                high=None if apart.p90 is None else apart.p90 - stands,
                more=more,
                less=less,
                source=source_from(_entries(study, name)),
                sentence=said_of(Lever(called, sign, (), _KINDS, team), more, less),
                revenue_more=revenue_more,
                revenue_less=revenue_less,
            )


def with_leads(problem: Problem, channel: int, by: float) -> Problem:
    """Return a problem in which a channel's leads are a share more for any money.

    Args:
        problem: The question.
        channel: Its position.
        by: The share, 0.05 for 5 % more.
    """
    channels = problem.channels
    moved: dict[str, Any] = {
        kind: _moved(getattr(channels, kind), channel, 1 + by) for kind in _KINDS[:2]
    }
    return replace(problem, channels=replace(channels, **moved))


def with_room(problem: Problem, channel: int, by: float) -> Problem:
    """Return a problem in which a channel's leads turn flat at so much more money.

    Its leads for the mean money of the current plan stand; without current money the money
    for half of them is taken for it.

    Args:
        problem: The question.
        channel: Its position.
        by: The share by which the money for half of them moves.
    """
    channels = problem.channels
    half = float(channels.half[channel])
    money = float(channels.current[channel].mean()) or half
    ratio = (half * (1 + by) + money) / (half + money)
    moved: dict[str, Any] = {
        "half": _moved(channels.half, channel, 1 + by),
        "ceiling": _moved(channels.ceiling, channel, ratio),
    }
    return replace(problem, channels=replace(channels, **moved))


def alone_drawn(problem: Problem, drawn: Draws, channel: int) -> Draws | None:
    """Return draws of one channel's curve alone; None where it is not drawn."""
    values: dict[str, Floats] = {}
    for name in _CURVE:
        if name in drawn.values:
            own = np.asarray(getattr(problem.channels, name.rpartition(".")[2]))
            found = np.repeat(own[:, None], drawn.count, axis=1)
            found[channel] = drawn.values[name][channel]
            values[name] = found
    return Draws(values) if values else None


def _moved(values: Floats, at: int, factor: float) -> Floats:
    found = values.copy()
    found[at] *= factor
    return found


def _entries(study: Study, channel: str) -> list[Assumption]:
    assumptions = study.question.calibration.assumptions
    return [it for it in assumptions.entries if it.kind in _KINDS and it.channel == channel]
