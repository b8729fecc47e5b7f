"""What page Leads was asked: the facts, the months and the parts of the company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import place
from pages.shared.inputs import Question
from planning.actuals.counts import Counts, Scope
from planning.actuals.lead_value import LeadValues, lead_values
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.periods import Period, month_of
from views.plans import opening

COHORTS: Final = 24
"""Most months of cohorts told apart."""


@dataclass(frozen=True)
class Asked:
    """The question in front of the page.

    Attributes:
        now: The store at one revision.
        counts: The facts' counts.
        question: Months and parts of the company.
    """

    now: session.Now
    counts: Counts
    question: Question

    @cached_property
    def part(self) -> Slice:
        """The leads looked at."""
        return Slice(self.counts, self.question.scope, self.now.context)

    @property
    def period(self) -> Period | None:
        """The months of creation; None is all time."""
        return self.question.scope.period

    @property
    def when(self) -> str:
        """The months in words; empty for all time."""
        return self.question.period_words

    @property
    def currency(self) -> str:
        """The plan currency."""
        return self.now.company.currency

    @property
    def months(self) -> Sequence[int]:
        """The months told apart, oldest first; none where nothing is dated."""
        if not self.counts.is_dated:
            return ()
        first, end = self.part.span
        if self.period is not None:
            first, end = self.period.start, self.period.end
        end = min(end, month_of(self.counts.as_of) + 1)
        return range(max(first, end - COHORTS), end)


def values(asked: Asked) -> LeadValues:
    """Return what leads of the company are worth, measured once per state of the facts."""
    where = place(session.workspace())
    return _values(where, asked.counts.snapshot_id, asked.now.agreed, asked.counts, asked.now)


@st.cache_resource(show_spinner=False, max_entries=6)
def _values(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    snapshot: str,  # noqa: ARG001
    agreed: str,  # noqa: ARG001
    _counts: Counts,
    _now: session.Now,
) -> LeadValues:
    context: Context = _now.context
    return lead_values(Slice(_counts, Scope(), context))


def plan_of(now: session.Now, counts: Counts) -> PlanRow | None:
    """Return the plan of the fiscal year of the facts, None while there is none."""
    year = now.company.fiscal_year(counts.as_of)
    plans = [it for it in session.workspace().plan.scenarios() if it["fiscal_year"] == year]
    return opening(plans, year) if plans else None


def margin(asked: Asked) -> float | None:
    """Return the margin the plan's leaders judged, a fraction; None where nobody did."""
    plan = plan_of(asked.now, asked.counts)
    if plan is None:
        return None
    return _margin(place(session.workspace()), plan.id, asked.now.revision)


@st.cache_resource(show_spinner=False, max_entries=6)
def _margin(
    place: tuple[str, str],  # noqa: ARG001 - part of the cache's key
    plan: str,
    revision: int,
) -> float | None:
    from planning.model.assumptions import row

    said = session.workspace().assumptions.answered(plan, as_of=revision)
    told = [row(it.value) for it in said.judgements.get("margin", ())]
    shares = [sum(months) / len(months) for months in told if months]
    return sum(shares) / len(shares) if shares else None


def choice(options: Sequence[str], key: str, label: str = "By") -> str:
    """Draw what the leads are grouped by, kept in the address, and return it."""
    chosen = st.segmented_control(
        label,
        options,
        default=options[0],
        required=True,
        key=key,
        format_func=str.capitalize,
        bind="query-params",
    )
    return chosen or options[0]
