"""A plan weighed: computed once for each state of plan, answers and facts, kept for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from data_sources.allocating import Allocations
from pages.shared import session
from pages.shared.assumptions.standing import standing as assumed
from pages.shared.editor.sheet import place
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible
from planning.model.advising.question import Question
from planning.model.weighing.frontiers import Frontiers
from planning.model.weighing.frontiers import frontiers as reached
from planning.model.weighing.study import Study, weigh

_KINDS: Final = ("line", "envelope", "target")


@dataclass(frozen=True)
class Key:
    """What a study was computed from: equal keys have equal studies.

    Attributes:
        place: Tells the store from another.
        plan: The scenario's id.
        state: Facts, settings, rows and answers, in one text.
    """

    place: tuple[str, str]
    plan: str
    state: str


@dataclass(frozen=True, eq=False)
class Weighed:
    """A plan with its study.

    Attributes:
        row: The scenario's row.
        scenario: The scenario.
        revision: The store's counter when it was read.
        key: What the study was computed from.
        study: The study.
    """

    row: PlanRow
    scenario: Scenario
    revision: int
    key: Key
    study: Study

    @property
    def currency(self) -> str:
        """Of all money."""
        return self.study.question.problem.currency


def weighed(now: session.Now, row: PlanRow) -> Weighed:
    """Return a plan weighed, from the cache where nothing it rests on has changed.

    Args:
        now: The facts, as the store has them now.
        row: The scenario's row.

    Raises:
        NotPossible: There is nothing to decide, or no plan holds the limits.
    """
    return _weighed(place(session.workspace()), row.id, now.revision, now, row)


@st.cache_resource(show_spinner=False, max_entries=6)
def _weighed(
    place: tuple[str, str],
    plan: str,
    revision: int,
    _now: session.Now,
    _row: PlanRow,
) -> Weighed:
    stands = assumed(_now, _row, revision)
    if stands is None:
        raise NotPossible("There are no facts yet.", "Bring in facts on page Data.")
    asking = Allocations(session.workspace())
    question = asking.question(_row, calibration=stands.calibration)
    target = asking.revenue_target(_row)
    # An action or a comment also raises the revision; the study outlives it.
    rows = session.workspace().plan
    versions = [(it.id, it.version) for kind in _KINDS for it in rows.rows(kind, plan)]
    facts = _now.counts.snapshot_id if _now.counts else ""
    state = repr((facts, _now.context, stands.said, versions, question.warnings, target))
    key = Key(place, plan, state)
    scenario = Scenario.of(_row.cells)
    return Weighed(_row, scenario, revision, key, _study(key, question, target))


def frontiers(found: Weighed) -> Frontiers:
    """Return the frontier of the total, and of the split of today's money."""
    return _frontiers(found.key, found.study)


@st.cache_resource(
    show_spinner="Looking for the best plan, with a tenth less and a tenth more…", max_entries=6
)
def _study(key: Key, _question: Question, _target: float | None) -> Study:  # noqa: ARG001
    return weigh(_question, _target)


@st.cache_resource(show_spinner="Trying other totals and other splits…", max_entries=6)
def _frontiers(key: Key, _study: Study) -> Frontiers:  # noqa: ARG001 - part of the cache's key
    return reached(_study)
