"""The controls that change the question: months and parts of the company, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from planning.actuals.counts import DIMENSIONS, Counts, Scope
from planning.actuals.cubes import BASE
from planning.company import Company
from planning.periods import UNDATED, Period, month_name, month_of
from views.spans import ALL_TIME, CHOSEN, SPANS, months_between, named_span

_ALL: Final = {
    "channel": "All channels",
    "segment": "All segments",
    "region": "All regions",
    "motion": "All motions",
}


@dataclass(frozen=True)
class Question:
    """What a page was asked.

    Attributes:
        scope: Months and parts of the company.
        earlier: The same length of time before, None where the facts do not reach back.
    """

    scope: Scope
    earlier: Period | None

    @property
    def period_words(self) -> str:
        """The months in words; empty for all time."""
        return self.scope.period.label if self.scope.period else ""


def ask(counts: Counts, company: Company) -> Question:
    """Draw the controls and return what they say."""
    first, last = _months(counts)
    with st.grid(5, min_column_width=148, gap="small", vertical_alignment="bottom"):
        spans = _spans(counts)
        span = st.selectbox("Period", spans, key="period", bind="query-params")
        chosen = {name: _parts(counts, name) for name in DIMENSIONS}
    period = (
        _chosen_months(first, last)
        if span == CHOSEN
        else named_span(span or spans[0], counts.as_of, first, company)
    )
    before = period.before() if period else None
    reaches_back = before is not None and before.start >= first
    return Question(Scope(period=period, **chosen), before if reaches_back else None)


def _spans(counts: Counts) -> tuple[str, ...]:
    """The spans on offer; of undated facts any period would leave every row out."""
    return SPANS if counts.is_dated else (ALL_TIME,)


def _months(counts: Counts) -> tuple[int, int]:
    """The first month with facts, and the as-of month: renewals fall due long after it."""
    months = counts.cubes[BASE].keys["month"]
    dated = months[months != UNDATED]
    today = month_of(counts.as_of)
    return (min(int(dated.min()), today) if len(dated) else today), today


def _chosen_months(first: int, last: int) -> Period:
    names = {month_name(month): month for month in months_between(first, last)}
    labels = list(names)
    with st.grid(6, min_column_width=128, gap="small"):
        start = st.selectbox(
            "From", labels, index=min(11, len(labels) - 1), key="from", bind="query-params"
        )
        end = st.selectbox("Through", labels, key="through", bind="query-params")
    months = sorted((names[start or labels[-1]], names[end or labels[0]]))
    return Period(start=months[0], end=months[1] + 1)


def _parts(counts: Counts, dimension: str) -> tuple[str | None, ...] | None:
    """Offer the labels of one dimension; nothing chosen means all."""
    nothing = f"No {dimension}"
    labels = counts.cubes[BASE].labels.get(dimension, ())
    names: dict[str, list[str | None]] = {}
    for label in sorted(labels, key=lambda it: (it is None, str(it).casefold(), str(it))):
        names.setdefault(nothing if label is None else label, []).append(label)
    picked = st.multiselect(
        dimension.capitalize(),
        list(names),
        key=dimension,
        bind="query-params",
        placeholder=_ALL[dimension],
        disabled=len(names) < 2,
    )
    return tuple(label for name in picked for label in names[name]) or None


def reset_button(counts: Counts) -> None:
    """Draw the way back to the page a newcomer sees."""
    usual = {"period": _spans(counts)[0], **dict.fromkeys(DIMENSIONS, ())}
    st.button(
        "Reset", on_click=_reset, args=(usual,), type="tertiary", icon=":material/restart_alt:"
    )


def _reset(usual: Mapping[str, object]) -> None:
    st.session_state.update(usual)
