"""Leads nobody would follow up in time, and what they cost.

Money spent on them and value they might have brought are told apart and never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.model.problem import Plan
from planning.model.simulating.outcome import Outcome
from planning.model.tables import NONE
from planning.shares import percent

_ALL: Final = 0.995


@dataclass(frozen=True)
class Unworked:
    """Leads of an area that go cold in the open months.

    Attributes:
        area: Region or segment.
        leads: By open month.
        spent: Money already spent on them: their channels' money per lead.
        value: What their deals would have brought, at the middle of what is assumed.
    """

    area: str
    leads: tuple[float, ...]
    spent: float
    value: float

    @property
    def count(self) -> float:
        """All of them."""
        return sum(self.leads)


def unworked(outcome: Outcome, plan: Plan) -> tuple[Unworked, ...]:
    """Return the leads that go cold in each area, the most money first.

    Formula: money per lead of a channel = its money of the open months / its leads of these
    months; value of a lead = qualifies · closes · value per win.

    Args:
        outcome: Of the plan, without draws.
        plan: The plan.
    """
    problem, opened = outcome.problem, outcome.problem.open_months
    cells, channels = problem.cells, problem.channels
    money = plan.spend.sum(axis=1)
    leads = outcome.leads[:opened, :, 0].sum(axis=0)
    per_lead = np.append(np.where(leads > 0, money / np.maximum(leads, 1e-12), 0.0), 0.0)
    worth = cells.qualifies * cells.closes * problem.value_per_win
    cold = outcome.cold[:opened]
    # The last place is for leads of no channel, whose position is -1.
    channel = np.where(cells.channel == NONE, len(channels.name), cells.channel)
    spent = cold.sum(axis=0) * per_lead[channel]
    value = cold.sum(axis=0) * worth
    area = np.array([problem.groups.area[it] for it in cells.group])
    found = []
    for name in dict.fromkeys(area.tolist()):
        own = area == name
        months = tuple(cold[:, own].sum(axis=1).tolist())
        found.append(Unworked(name, months, float(spent[own].sum()), float(value[own].sum())))
    return tuple(sorted(found, key=lambda it: -it.spent))


def said(found: Sequence[Unworked]) -> str:
    """Say how many leads nobody would follow up, what was spent on them and where."""
    whole = sum(it.count for it in found)
    if whole < 0.5:
        return "Every lead is followed up in time."
    spent = sum(it.spent for it in found)
    first = max(found, key=lambda it: it.count)
    share = first.count / whole
    where = f"all in {first.area}" if share > _ALL else f"{percent(share)} of them in {first.area}"
    told = f"{whole:,.0f} leads go cold before anybody follows up, {where}; "
    return f"{told}{spent:,.0f} was spent on them."
