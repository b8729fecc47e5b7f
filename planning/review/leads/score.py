"""The lead score: the points both teams agreed, for every lead at a day of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from planning.actuals.lead_sample import LeadSample
from planning.agreed.accounts.conditions import BEHAVIOUR
from planning.agreed.accounts.score_rules import ScoreRule
from planning.review.leads.behaviour import Behaviour
from planning.review.leads.meeting_conditions import compared, meets, with_own

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

WAIT_DAYS: Final = 14
"""Days after a lead came in at which it is scored at the latest, looking back."""

_FAR: Final = 10**6


@dataclass(frozen=True)
class Scores:
    """What leads score.

    Attributes:
        points: Of each lead, decayed points as they are.
        never: Whether a rule says it is not handed over whatever it scores.
        threshold: The score a lead is handed over with, None where no rule says so.
    """

    points: Floats
    never: Bools
    threshold: float | None

    @property
    def handed_over(self) -> Bools:
        """Which leads go to sales; none where no threshold is agreed."""
        if self.threshold is None:
            return np.zeros(len(self.points), dtype=np.bool_)
        # A hair of rounding must not keep back what adds up to the threshold.
        passed: Bools = (self.points >= self.threshold - 1e-9) & ~self.never
        return passed


def scores(sample: LeadSample, rules: Sequence[ScoreRule], behaviour: Behaviour) -> Scores:
    """Return what each lead scores.

    Points of every rule whose condition holds are added; points for touches count every
    touch, fade with their half life and stop at the most agreed. Of several thresholds the
    lowest stands.

    Args:
        sample: The leads.
        rules: The rules both teams agreed.
        behaviour: Their touches up to the day each is scored at.
    """
    rows = with_own(sample.leads)
    points, never = np.zeros(len(rows)), np.zeros(len(rows), dtype=np.bool_)
    for rule in rules:
        if rule.rule == "points":
            points += _points(rows, rule, behaviour)
        elif rule.rule == "never":
            never |= _met(rows, rule, behaviour)
    handed = [rule.points for rule in rules if rule.rule == "hand over from"]
    threshold = min((float(it) for it in handed if it is not None), default=None)
    return Scores(points, never, threshold)


def _points(rows: pd.DataFrame, rule: ScoreRule, behaviour: Behaviour) -> Floats:
    worth = float(rule.points or 0)
    if rule.attribute == "touch":
        return behaviour.points(rule.condition, worth, rule.half_life_days, rule.most)
    return np.where(_met(rows, rule, behaviour), worth, 0.0)


def _met(rows: pd.DataFrame, rule: ScoreRule, behaviour: Behaviour) -> Bools:
    import pandas as pd

    condition = rule.condition
    if condition.attribute not in BEHAVIOUR:
        return meets(rows, condition)
    if condition.attribute == "touch":
        return behaviour.any(condition)
    number = behaviour.number()
    if condition.test == "is known":
        return number > 0
    if condition.test in {"is at least", "is at most"}:
        return compared(pd.Series(number), condition)
    among = np.isin(number, pd.to_numeric(pd.Series(condition.words), errors="coerce"))
    return among if condition.test == "is one of" else ~among


def as_of_now(sample: LeadSample) -> Behaviour:
    """Return what leads did up to the as-of date: for the score of today."""
    until = np.full(len(sample.leads), _day(sample.as_of), dtype=np.int64)
    return Behaviour(sample, until)


def before_outcome(sample: LeadSample, wait_days: int = WAIT_DAYS) -> Behaviour:
    """Return what leads did before anybody could know their outcome: for looking back.

    A lead is scored some days after it came in, but not after it became an MQL, and before
    sales accepted, qualified or disqualified it and before it was won. What sales did
    counts only before the day it became an MQL: calling a lead is a decision about it.

    Args:
        sample: The leads.
        wait_days: Days after which it is scored at the latest.
    """
    leads, last = sample.leads, _day(sample.as_of)
    until = np.minimum(_days(leads["created_on"], last - wait_days) + wait_days, last)
    until = np.minimum(until, _days(leads["mql_on"], _FAR))
    for name in ("sal_on", "sql_on", "disqualified_on", "won_on"):
        until = np.minimum(until, _days(leads[name], _FAR) - 1)
    return Behaviour(sample, until, before_sales=_days(leads["mql_on"], _FAR))


def _days(column: pd.Series, missing: int) -> Ints:
    days = column.to_numpy().astype("datetime64[D]")
    known = ~np.isnat(days)
    found: Ints = np.where(known, days.astype(np.int64), missing)
    return found


def _day(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
