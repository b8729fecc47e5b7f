"""Figures of the fiscal year over draws, and the draws of what a question assumes."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.model.advising.closed_months import Closed
from planning.model.advising.question import Question
from planning.model.optimising.uncertainty import DRAWS, Range, range_of
from planning.model.problem import Plan
from planning.model.simulating.draws import Draws
from planning.model.simulating.outcome import Outcome
from planning.teams import TEAMS

SEED: Final = 1
"""Draws are the same each time, so that two answers can be compared."""


def drawn_for(question: Question, count: int = DRAWS, seed: int = SEED) -> Draws:
    """Return draws of what the question assumes.

    What the plan itself tells of heads is drawn around that; what its lines pay them is
    decided, not drawn.
    """
    from planning.model.assuming.cells import lay_out
    from planning.model.assuming.drawn import draws, of_problem

    problem, calibration = question.problem, question.calibration
    laid = draws(calibration.assumptions, count, seed, calibration.fit.beliefs)
    values = of_problem(laid, problem.first_month, problem.months)
    usual = lay_out(calibration.assumptions)
    pools, cells = problem.pools, problem.cells
    for name, assumed, asked in (
        ("pools.cost_per_head", usual.pools["cost_per_head"], pools.cost_per_head),
        ("pools.per_head", usual.pools["per_head"], pools.per_head),
        ("cells.found_per_head", usual.cells["found_per_head"], cells.found_per_head),
    ):
        values[name] = values[name] * (asked / np.maximum(assumed, 1e-9))[:, None]
    paid = np.isin(np.arange(len(pools.name)), question.lines.pool)
    cost = values["pools.cost_per_head"]
    values["pools.cost_per_head"] = np.where(paid[:, None], pools.cost_per_head[:, None], cost)
    return Draws(values)


def kpis(outcome: Outcome, plan: Plan, closed: Closed) -> dict[str, Range]:
    """Return figures of the fiscal year by key, closed months included.

    Args:
        outcome: What the plan brings, in each draw.
        plan: The plan.
        closed: What the closed months brought beside the problem's own.
    """
    problem = outcome.problem
    opened, before = problem.open_months, problem.before
    found = {key: outcome.year(key) for key in ("revenue", "customers", "leads")}
    found["won"] = outcome.year("won") + closed.won
    for team in TEAMS:
        spent = outcome.money[team][:opened].sum(axis=0)
        found[f"spend_{team}"] = spent + before.money.get(team, 0.0)
    found["spend"] = outcome.year("money")
    found["cac"] = outcome.cac
    own = np.array([team == "marketing" for team in problem.channels.team], dtype=np.bool_)
    leads = outcome.leads[:opened][:, own].sum(axis=(0, 1)) + closed.programme_leads
    money = float(plan.spend[own].sum()) + closed.programme
    known = not before.months or closed.programme_leads > 0
    divided = np.where(known & (leads > 0), leads, np.nan)
    found["cost_per_lead"] = money / divided
    found["contribution"] = outcome.contribution
    found["contribution_year"] = outcome.contribution_year
    found["not_followed_up"] = outcome.year("decayed")
    return {key: range_of(np.asarray(values, dtype=np.float64)) for key, values in found.items()}
