"""Stage events of leads and deals, consistent with their dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data_sources.demo.catalogue import SEGMENTS
from data_sources.demo.draws import AS_OF_DAY, NEVER, Ints, not_after
from data_sources.demo.frames import Column, Columns, days, labels
from data_sources.demo.history import History
from planning.actuals.rows import STAGE_OBJECTS

LEAD_STAGES: Final = ("new", "MQL", "SAL", "SQL", "disqualified", "recycled")
DEAL_STAGES: Final = ("Discovery", "Proposal", "Negotiation", "Won", "Lost")
_DISCOVERY, _PROPOSAL, _NEGOTIATION, _WON, _LOST = range(len(DEAL_STAGES))


@dataclass(frozen=True)
class Progress:
    """Days on which deals entered stages, `NEVER` where they did not.

    Attributes:
        back: Day of a step back from negotiation to proposal.
    """

    proposal: Ints
    negotiation: Ints
    back: Ints


def draw_progress(rng: np.random.Generator, history: History) -> Progress:
    """Draw when each deal entered its stages, between its creation and its end."""
    deals, truth = history.deals, history.truth
    n = len(deals)
    median = np.array([truth.cycle_days[name] for name in SEGMENTS])[deals.segment]
    closed = deals.closed < NEVER
    span = np.where(closed, deals.closed - deals.created, median * rng.lognormal(0, 0.4, n))

    def at(low: float, high: float) -> Ints:
        day: Ints = deals.created + (span * rng.uniform(low, high, n)).astype(np.int64)
        return day

    stops = closed & ~deals.won & (rng.random(n) < 0.55)
    proposal, negotiation = at(0.15, 0.4), at(0.5, 0.75)
    returns = ~stops & (rng.random(n) < 0.06)
    back = np.where(returns, np.maximum(negotiation, at(0.78, 0.95)), NEVER)
    return Progress(
        proposal=not_after(proposal),
        negotiation=np.where(stops, NEVER, not_after(negotiation)),
        back=not_after(back),
    )


def current_stage(history: History, progress: Progress) -> Column:
    """Return the stage each deal is in on the as-of."""
    deals = history.deals
    closed = deals.closed < NEVER
    stage = np.select(
        [
            closed & deals.won,
            closed,
            progress.back < NEVER,
            progress.negotiation < NEVER,
            progress.proposal < NEVER,
        ],
        [_WON, _LOST, _PROPOSAL, _NEGOTIATION, _PROPOSAL],
        _DISCOVERY,
    )
    return labels(DEAL_STAGES, stage.astype(np.int64))


def stage_columns(history: History, progress: Progress, leads: Column, deals: Column) -> Columns:
    """Return the columns of the table `stage_events`, in order of day."""
    journey, ended = history.journey, history.deals
    lead_days = (
        history.leads.created,
        journey.mql,
        journey.sal,
        journey.sql,
        journey.disqualified,
        journey.recycled,
    )
    deal_days = (
        (_DISCOVERY, ended.created),
        (_PROPOSAL, progress.proposal),
        (_NEGOTIATION, progress.negotiation),
        (_PROPOSAL, progress.back),
        (_WON, np.where(ended.won, ended.closed, NEVER)),
        (_LOST, np.where(ended.won, NEVER, ended.closed)),
    )
    events = [*enumerate(lead_days)]
    events += [(len(LEAD_STAGES) + stage, on) for stage, on in deal_days]
    happened = [np.flatnonzero(on <= AS_OF_DAY) for _, on in events]
    stage = np.concatenate(
        [np.full(len(where), one[0]) for one, where in zip(events, happened, strict=True)]
    )
    on = np.concatenate([one[1][where] for one, where in zip(events, happened, strict=True)])
    place = np.concatenate(happened) + np.where(stage >= len(LEAD_STAGES), len(leads), 0)
    order = np.argsort(on, kind="stable")
    both = pd.concat([pd.Series(leads), pd.Series(deals)], ignore_index=True).array
    is_deal = (stage >= len(LEAD_STAGES)).astype(np.int64)
    return {
        "object": labels(STAGE_OBJECTS, is_deal[order]),
        "id": labels(both, place[order]),
        "stage": labels((*LEAD_STAGES, *DEAL_STAGES), stage[order]),
        "on": days(on[order]),
    }
