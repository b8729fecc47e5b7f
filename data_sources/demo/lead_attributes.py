"""What the fictitious firm notes of a lead beside the common columns, one of it only afterwards."""

from __future__ import annotations

import json
from itertools import product
from typing import Final

import numpy as np

from data_sources.demo.draws import NEVER, Ints, pick_by_row, stream
from data_sources.demo.frames import Column, labels
from data_sources.demo.history import History

JOB_LEVELS: Final = (None, "Staff", "Manager", "Director", "Student")
CALL_OUTCOMES: Final = (
    None,
    "Call again",
    "Not interested",
    "Wrong number",
    "Wants an offer",
    "Signed",
)
"""Noted when everything is over: what a leak check has to find."""

_VISITS: Final = 9
_LEVELS: Final = ((0.20, 0.40, 0.22, 0.10, 0.08), (0.12, 0.26, 0.34, 0.27, 0.01))
_CALLS: Final = (
    (0.55, 0.45, 0.0, 0.0, 0.0, 0.0),
    (0.10, 0.12, 0.48, 0.30, 0.0, 0.0),
    (0.06, 0.03, 0.01, 0.0, 0.35, 0.55),
)
"""Of leads still open, turned down and won."""


def lead_attributes(history: History, texts: list[dict[str, str]], at: Ints) -> Column:
    """Return the attributes of every lead as JSON texts.

    Draws from a stream of its own, so that nothing else in the demo changes with it.

    Args:
        history: What happened.
        texts: Attributes drawn elsewhere, each combination once.
        at: Of each lead the position of its combination.
    """
    rng = stream(history.truth.seed, "attributes")
    n = len(history.leads)
    promising = (history.journey.sql < NEVER).astype(np.int64)
    level = pick_by_row(rng, np.array(_LEVELS), promising)
    visits = np.minimum(rng.poisson(1.2 + 0.9 * promising, n), _VISITS)
    call = pick_by_row(rng, np.array(_CALLS), _ending(history))
    combined = [
        json.dumps(known | _noted(JOB_LEVELS[one], seen, CALL_OUTCOMES[said]))
        for known, one, seen, said in product(
            texts, range(len(JOB_LEVELS)), range(_VISITS + 1), range(len(CALL_OUTCOMES))
        )
    ]
    place = (at * len(JOB_LEVELS) + level) * (_VISITS + 1) + visits
    return labels(combined, place * len(CALL_OUTCOMES) + call)


def _ending(history: History) -> Ints:
    """Return 0 for leads still open, 1 for those turned down, 2 for those won."""
    won = (history.lead_deal >= 0) & history.deals.is_won[history.lead_deal]
    ending: Ints = np.select([won, history.journey.disqualified < NEVER], [2, 1], 0)
    return ending


def _noted(level: str | None, visits: int, call: str | None) -> dict[str, str]:
    noted = {"Job level": level, "Visits before form": str(visits), "Call outcome": call}
    return {name: value for name, value in noted.items() if value is not None}
