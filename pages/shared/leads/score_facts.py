"""The leads behind the score: read once per state of the facts, checked for leaks once."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import place, rows_at
from planning.actuals.counts import Scope
from planning.actuals.lead_sample import LeadSample
from planning.actuals.scoring.campaigns import CampaignQuality, campaign_quality
from planning.actuals.scoring.cohort import Cohort, cohort
from planning.agreed.accounts.score_rules import ScoreRule
from planning.agreed.rows import PlanRow
from planning.periods import UNDATED, Period, month_of
from planning.review.leads.lead_leaks import LeadLeaks, lead_leaks
from planning.review.leads.score import before_outcome
from planning.review.leads.score_standing import ScoreStanding, score_standing
from planning.review.leads.score_suggestion import Suggestion, suggest_points
from views.formats import plain


@dataclass(frozen=True)
class Ground:
    """Leads ready to be scored.

    Attributes:
        sample: The leads.
        judged: Which are old enough for their outcome.
        leaks: Which of their columns are known only after it.
    """

    sample: LeadSample
    judged: Cohort
    leaks: LeadLeaks


@dataclass
class _Kept:
    """Filled by the first who asks; the others wait."""

    lock: Lock = field(default_factory=Lock)
    ground: Ground | None = None


def ground(now: session.Now) -> Ground | None:
    """Return the leads of the facts, with progress while they are read; None without any."""
    kept = _kept(place(session.workspace()), now.facts[0], now.agreed)
    if kept.ground is None:
        bar = st.empty()
        with bar, kept.lock:
            if kept.ground is None:
                kept.ground = _read()
        bar.empty()
    return kept.ground


@st.cache_resource(show_spinner=False, max_entries=2)
def _kept(place: tuple[str, str], snapshot: str, agreed: str) -> _Kept:  # noqa: ARG001 - the key
    return _Kept()


def _read() -> Ground | None:
    bar = st.progress(0.05, "Reading the leads one by one…")
    sample = session.workspace().leads.sample()
    if sample is None or sample.leads.empty:
        return None
    judged = cohort(sample)

    def told(at: float, name: str) -> None:
        words = f"Looking for what is known only after the outcome: {plain(name)}…"
        bar.progress(0.4 + 0.6 * at, words)

    return Ground(sample, judged, lead_leaks(sample, judged, told))


def rules_of(plan: PlanRow | None, revision: int) -> tuple[ScoreRule, ...]:
    """Return the rules of a plan as of a revision; none without a plan."""
    if plan is None:
        return ()
    rows = rows_at(place(session.workspace()), "score", plan.id, revision).listed
    return tuple(ScoreRule.of(row.cells) for row in rows)


def standing(now: session.Now, found: Ground, rules: tuple[ScoreRule, ...]) -> ScoreStanding | None:
    """Return where a score stands; None where it has no rules."""
    if not rules:
        return None
    key = (*place(session.workspace()), now.facts[0], now.agreed)
    return _standing(key, rules, found)


@st.cache_resource(show_spinner="Scoring the leads…", max_entries=6, hash_funcs={ScoreRule: repr})
def _standing(
    key: tuple[str, ...],  # noqa: ARG001 - with the rules the key of the cache
    rules: tuple[ScoreRule, ...],
    _found: Ground,
) -> ScoreStanding:
    return score_standing(_found.sample, rules, _found.judged, _found.leaks)


def suggestion(now: session.Now, found: Ground, rules: tuple[ScoreRule, ...]) -> Suggestion | None:
    """Return the points the facts suggest, beside the rules that stand."""
    key = (*place(session.workspace()), now.facts[0], now.agreed)
    return _suggestion(key, rules, found)


@st.cache_resource(
    show_spinner="Weighing what leads have in common…",
    max_entries=4,
    hash_funcs={ScoreRule: repr},
)
def _suggestion(
    key: tuple[str, ...],  # noqa: ARG001 - with the rules the key of the cache
    rules: tuple[ScoreRule, ...],
    _found: Ground,
) -> Suggestion | None:
    behaviour = _found.leaks.looked_at(before_outcome(_found.sample))
    leaving = _found.leaks.afterwards
    return suggest_points(behaviour, _found.judged, rules, leaving)


def campaigns(now: session.Now, found: Ground) -> tuple[CampaignQuality, Period | None] | None:
    """Return campaigns by volume and quality in months old enough; None without campaigns."""
    counts = now.counts
    if counts is None:
        return None
    period = None
    if found.judged.mature_days is not None:
        cube = counts.cubes["campaign"]
        months = cube.keys["month"]
        known = months[(months > UNDATED) & (cube.measures["leads"] > 0)]
        last = month_of(counts.as_of) - found.judged.mature_days // 30
        if not len(known) or int(known.min()) >= last:
            return None
        period = Period(start=int(known.min()), end=last)
    quality = campaign_quality(counts, Scope(period=period))
    return (quality, period) if quality.campaigns else None
