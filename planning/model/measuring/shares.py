"""Where leads and deals belong: shares of a channel's leads by group, and motions of deals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import RETAIN
from planning.model.assumptions import Assumption
from planning.model.measuring.conversions import Share
from planning.model.measuring.counted import Counted
from planning.model.measuring.loads import deals_of_leads

Floats = npt.NDArray[np.float64]

_AREAS_PULL = 40.0
"""A channel's areas are pulled to all channels' with the weight of so many leads."""

_MOTIONS_PULL = 20.0
"""Motions of a channel's deals are pulled to all channels' with the weight of so many."""


def lead_shares(counted: Counted) -> list[Assumption]:
    """Measure how a channel's leads divide by group.

    By area as leads do; by motion as the deals of these leads do, since a lead does not
    tell its motion before it has a deal.

    Returns:
        One share per channel and group; a channel's shares add to 1.
    """
    area, motion = by_area(counted), by_motion(counted)
    leads = counted.by_channel("leads").sum(axis=1)
    groups = counted.axes.groups
    found = []
    for at, channel in enumerate(counted.axes.channels):
        for group in groups:
            if group.motion == RETAIN:
                continue
            place = counted.axes.areas.index(group.area)
            motions = [MOTIONS.index(it) for it in group_motions(counted, place, group.motion)]
            value = float(area[at, place] * motion[at, place, motions].sum())
            cases = float(leads[at])
            share = Share(
                value * (cases + _AREAS_PULL) + 1e-6,
                (1 - value) * (cases + _AREAS_PULL) + 1e-6,
                round(cases * value),
            )
            told = share.assumption(
                "share",
                months=counted.axes.months,
                team=counted.context.team_of(channel),
                channel=channel,
                area=group.area,
                motion=group.motion,
            )
            found.append(told.model_copy(update={"value": value}))
    return found


def group_motions(counted: Counted, area: int, motion: str) -> list[str]:
    """Return all motions that count in a group, also those without deals so far."""
    wanted = counted.axes.group_of[area, motion]
    return [it for it in MOTIONS if it != RETAIN and counted.axes.group_of[area, it] == wanted]


def by_area(counted: Counted) -> Floats:
    """Return how each channel's leads divide by area, shape (C, A); rows add to 1."""
    rows = counted.within(counted.rows(BASE, "leads"))
    leads = counted.cells(rows)[:-1].sum(axis=2)
    deals = deals_of_leads(counted).sum(axis=2)
    areas = leads.shape[1]
    usual = (leads + deals).sum(axis=0) + 1.0 / areas
    usual = usual / usual.sum()
    pulled = leads + _AREAS_PULL * usual
    told: Floats = np.asarray(pulled / pulled.sum(axis=1, keepdims=True), dtype=np.float64)
    return told


def by_motion(counted: Counted) -> Floats:
    """Return how deals of a channel's leads divide by motion in each area.

    Returns:
        Shape (C, A, motions); adds to 1 over motions, renewals 0.
    """
    deals = deals_of_leads(counted)
    retain = MOTIONS.index(RETAIN)
    deals[..., retain] = 0.0
    whole = deals.sum(axis=(0, 1))
    # Without any deal everything acquires.
    whole[0] += 1e-6
    usual = whole / whole.sum()
    channel = deals.sum(axis=1) + _MOTIONS_PULL * usual
    channel = channel / channel.sum(axis=1, keepdims=True)
    pulled = deals + _MOTIONS_PULL * channel[:, None, :]
    told: Floats = np.asarray(pulled / pulled.sum(axis=2, keepdims=True), dtype=np.float64)
    return told
