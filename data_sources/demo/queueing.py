"""Capacity: what waits is worked by value until the month's capacity is used."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo.draws import NEVER, Floats, Ints

DROPPED: Final = -2
"""The work went cold before anybody had time for it."""

WAITING: Final = -1
"""The work still waits after the last month."""


def work_in_order(
    rng: np.random.Generator,
    month: Ints,
    region: Ints,
    priority: Floats,
    effort: Floats,
    capacity: Floats,
    kept: float,
) -> Ints:
    """Return the month in which each case is worked.

    Formula: queue[t] = kept · (queue[t−1] + demand[t] − worked[t]), cases of the highest
    priority first.

    Args:
        rng: Where draws come from.
        month: Month from 0 in which each case arrives; others never ask for work.
        region: Row of each case in `capacity`.
        priority: What is worked first, per case.
        effort: What each case takes of the capacity.
        capacity: Shape (regions, months).
        kept: Share of unworked cases still alive a month later.

    Returns:
        A month per case, or `DROPPED`, or `WAITING`.

    Example:
        >>> rng, one = np.random.default_rng(1), np.ones(2)
        >>> first = np.zeros(2, dtype=np.int64)
        >>> roomy = np.array([[1.0, 1.0]])
        >>> work_in_order(rng, first, first, np.array([1.0, 2.0]), one, roomy, kept=1.0)
        array([1, 0])
    """
    regions, months = capacity.shape
    worked = np.full(len(month), WAITING, dtype=np.int64)
    asks = np.flatnonzero((month >= 0) & (month < months))
    slot = region[asks] * months + month[asks]
    order = np.argsort(slot, kind="stable")
    asks, slot = asks[order], slot[order]
    edges = np.searchsorted(slot, np.arange(regions * months + 1))
    for row in range(regions):
        queue: Ints = np.zeros(0, dtype=np.int64)
        for at in range(months):
            cell = row * months + at
            queue = np.concatenate([queue, asks[edges[cell] : edges[cell + 1]]])
            queue = queue[np.argsort(-priority[queue], kind="stable")]
            done = int(np.searchsorted(np.cumsum(effort[queue]), capacity[row, at], side="right"))
            worked[queue[:done]] = at
            queue = queue[done:]
            alive = rng.random(len(queue)) < kept
            worked[queue[~alive]] = DROPPED
            queue = queue[alive]
    return worked


def utilisation(month: Ints, region: Ints, effort: Floats, capacity: Floats) -> Floats:
    """Return demand / capacity by region and month, at most 3; 0 without demand."""
    regions, months = capacity.shape
    asks = (month >= 0) & (month < min(months, NEVER))
    slot = region[asks] * months + month[asks]
    demand = np.bincount(slot, weights=effort[asks], minlength=regions * months)
    load: Floats = np.minimum(demand.reshape(regions, months) / np.maximum(capacity, 1e-9), 3.0)
    return load
