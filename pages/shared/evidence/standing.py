"""What facts and model say about a line: found out once, kept for everybody who asks the same."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from data_sources.allocating import Allocations
from pages.shared import session
from pages.shared.assumptions.standing import standing as assumed
from pages.shared.editor.sheet import place as place_of
from pages.shared.evidence.asking import Asked
from planning.actuals.counts import Counts, Scope
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import TandemError
from planning.model.advising.question import Question
from planning.review.evidence.elsewhere import Elsewhere, elsewhere
from planning.review.evidence.evidence import Facts, facts_about
from planning.review.evidence.proposal import Proposal
from views.plans import opening

_KINDS = ("line", "envelope", "assumption")


@dataclass(frozen=True, eq=False)
class Told:
    """What a plan asks the model, or why it cannot be asked.

    Attributes:
        key: Tells one state of plan and facts from another.
        question: What it asks; None where it cannot be asked.
        why: Why not.
    """

    key: str
    question: Question | None
    why: str


def facts(now: session.Now, counts: Counts, proposal: Proposal) -> Facts:
    """Return what the facts say, from the cache where nothing has changed."""
    place = place_of(session.workspace())
    return _facts(place, now.facts, now.revision, repr(proposal), counts, now, proposal)


@st.cache_resource(show_spinner="Looking at what the facts say…", max_entries=12)
def _facts(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    state: tuple[str, str],  # noqa: ARG001
    revision: int,  # noqa: ARG001
    asked: str,  # noqa: ARG001
    _counts: Counts,
    _now: session.Now,
    _proposal: Proposal,
) -> Facts:
    here = session.workspace().plan
    by_year: dict[object, list[PlanRow]] = {}
    for row in here.scenarios():
        by_year.setdefault(row["fiscal_year"], []).append(row)
    # Drafts of one year hold the same lines: one of them speaks for the year.
    plans = [opening(rows, Scenario.of(rows[0].cells).fiscal_year) for rows in by_year.values()]
    held = [(Scenario.of(it.cells), here.rows("line", it.id)) for it in plans]
    return facts_about(_proposal, Slice(_counts, Scope(), _now.context), held)


def money(now: session.Now, asked: Asked, found: Facts) -> tuple[Elsewhere | None, str]:
    """Return what the same money brings in every channel, or why nobody can tell."""
    if asked.plan is None:
        return None, "There is no plan yet, so the model cannot tell what the money would bring."
    told = question(now, asked.plan)
    if told.question is None:
        return None, told.why
    channel = found.subject.channel if found.subject else None
    key = repr((told.key, asked.proposal, sorted((asked.standing or {}).items()), channel))
    return _money(place_of(session.workspace()), key, told.question, asked, channel), ""


@st.cache_resource(show_spinner="Trying the same money in every channel…", max_entries=12)
def _money(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    key: str,  # noqa: ARG001
    _question: Question,
    _asked: Asked,
    _channel: str | None,
) -> Elsewhere | None:
    asked = _asked.proposal
    if asked is None:
        return None
    return elsewhere(
        _question.problem, asked.amount, asked.months, _channel, standing=_asked.standing
    )


def question(now: session.Now, plan: PlanRow) -> Told:
    """Return what a plan asks the joint model, its own limits aside, from the cache."""
    place = place_of(session.workspace())
    rows = session.workspace().plan
    # An action or a comment also raises the revision; the question outlives it.
    versions = [(it.id, it.version) for kind in _KINDS for it in rows.rows(kind, plan.id)]  # type: ignore[arg-type]
    state = repr((now.facts, now.agreed, Scenario.of(plan.cells), versions))
    return _question(place, plan.id, state, now, plan)


@st.cache_resource(show_spinner="Reading what the plan asks the joint model…", max_entries=6)
def _question(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    plan: str,
    state: str,
    _now: session.Now,
    _row: PlanRow,
) -> Told:
    try:
        stands = assumed(_now, _row, _now.revision)
        calibration = None if stands is None else stands.calibration
        asking = Allocations(session.workspace())
        found = asking.question(_row, enveloped=False, calibration=calibration)
        return Told(f"{plan} {state}", found, "")
    except TandemError as refusal:
        return Told(f"{plan} {state}", None, str(refusal))
