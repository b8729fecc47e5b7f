"""Quotas: what closing people, and the teams, were asked to reach each quarter."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo.draws import day_number
from data_sources.demo.frames import Columns, days, whole, words
from data_sources.demo.truth import MONTHS, Truth

QUARTER_QUOTA: Final = 200_000
"""Won amount in plan-currency units one productive closing head is asked for per quarter."""

OVER_ASSIGNED: Final = 1.12
"""What people are asked for, for one unit the team is asked for."""

_LEAD_GOAL: Final = 2_500
_STEP: Final = 1_000


def quota_columns(truth: Truth) -> Columns:
    """Return the columns of the table `quotas`.

    Each closing person has one per quarter, less while new; sales has a total that its
    people together exceed, and marketing a number of leads.
    """
    rows: list[tuple[str | None, str, int, str, float]] = []
    for start in range(0, MONTHS, 3):
        asked = 0.0
        for member in truth.members:
            productive = sum(truth.productivity(member, start + at) for at in range(3)) / 3
            if member.job != "closing" or not productive:
                continue
            quota = _rounded(QUARTER_QUOTA * productive * truth.size)
            asked += quota
            rows.append((member.person_id, "sales", start, "won_amount", quota))
        rows.append((None, "sales", start, "won_amount", _rounded(asked / OVER_ASSIGNED)))
        rows.append((None, "marketing", start, "leads", float(round(_LEAD_GOAL * truth.size))))
    starts = [start for _, _, start, _, _ in rows]
    return {
        "person_id": words([person for person, *_ in rows]),
        "team": words([team for _, team, *_ in rows]),
        "start": days(np.array([day_number(start) for start in starts])),
        "end": days(np.array([day_number(start + 3) for start in starts])),
        "measure": words([measure for *_, measure, _ in rows]),
        # Numbers of leads are stored like money, with two decimals.
        "amount_cents": whole(np.array([round(amount * 100) for *_, amount in rows])),
    }


def _rounded(amount: float) -> float:
    return round(amount / _STEP) * float(_STEP)
