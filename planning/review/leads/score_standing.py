"""Where the agreed score stands: what leads score today, and how it did looking back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planning.actuals.lead_sample import LeadSample
from planning.actuals.scoring.back_test import BackTest, score_back_test
from planning.actuals.scoring.cohort import Cohort
from planning.agreed.accounts.score_rules import ScoreRule
from planning.review.leads.behaviour import Behaviour
from planning.review.leads.lead_leaks import LeadLeaks
from planning.review.leads.score import Scores, as_of_now, before_outcome, scores

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ScoreStanding:
    """The agreed score against the facts.

    Attributes:
        today: What every lead scores on the as-of date.
        test: How the score did, each lead scored before its outcome.
        honest: The same without rules and touches that rest on what is known only after
            the outcome; None where no rule does.
        tainted: Attributes of agreed rules that are known only after the outcome.
    """

    today: Scores
    test: BackTest
    honest: BackTest | None
    tainted: tuple[str, ...]


def score_standing(
    sample: LeadSample, rules: tuple[ScoreRule, ...], judged: Cohort, leaks: LeadLeaks
) -> ScoreStanding:
    """Return where the agreed score stands.

    Args:
        sample: The leads.
        rules: The rules both teams agreed.
        judged: Which leads are old enough for their outcome.
        leaks: What the leak check found.
    """
    behaviour = before_outcome(sample)
    used = [it.attribute for it in rules if it.attribute]
    tainted = tuple(dict.fromkeys(it for it in used if it in leaks.afterwards))
    looked_at, kept = leaks.looked_at(behaviour), leaks.honest(rules)
    touched = looked_at.by_account != behaviour.by_account and bool({"touch", "touches"} & {*used})
    return ScoreStanding(
        today=scores(sample, rules, as_of_now(sample)),
        test=tested(behaviour, rules, judged),
        honest=tested(looked_at, kept, judged) if tainted or touched else None,
        tainted=tainted,
    )


def tested(behaviour: Behaviour, rules: tuple[ScoreRule, ...], judged: Cohort) -> BackTest:
    """Return how rules did looking back on leads scored before their outcome."""
    sample = behaviour.sample
    found, leads = scores(sample, rules, behaviour), sample.leads
    return score_back_test(
        found.points,
        leads["n"].to_numpy(dtype=np.int64),
        leads["won_n"].to_numpy(dtype=np.int64),
        judged,
        handed=found.handed_over,
        threshold=found.threshold,
        of_source=leads["score_points"].to_numpy(dtype=np.float64),
    )


def is_open(sample: LeadSample) -> Bools:
    """Return which leads sales may still work: not won, not disqualified."""
    leads = sample.leads
    found: Bools = (
        ~leads["state"].isin(["won", "disqualified"]) & (leads["won_n"] == 0)
    ).to_numpy()
    return found
