"""The filters of the history, kept in the address: about what, who, which plan, line and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data_sources.chronicle import About, Chronicle, Wanted
from pages.shared.editor.sheet import rows
from planning.agreed.kinds import title
from planning.agreed.rows import Kind, PlanRow
from views.formats import visible
from views.history import ABOUT_NAMES

PAGE, ROW = "page", "row"
_SHOWN: tuple[Kind, ...] = ("line", "target", "envelope")
_KEPT_ROW = "history-row"
_ABOUT: tuple[About, ...] = ("plan", "facts", "agreements", "people")


def ask(chronicle: Chronicle, plans: Sequence[PlanRow], revision: int) -> Wanted:
    """Draw the filters and return what they say.

    Args:
        chronicle: The history.
        plans: The plans on offer.
        revision: Of the store, for what can be kept between two looks.
    """
    with st.grid(5, min_column_width=148, gap="small", vertical_alignment="bottom"):
        about = st.selectbox(
            "About",
            _ABOUT,
            index=None,
            format_func=lambda it: ABOUT_NAMES[it],
            placeholder="Everything",
            key="about",
            bind="query-params",
            on_change=first_page,
        )
        person = _person(chronicle)
        plan = _plan(plans)
        row = _row(plan or (plans[0] if plans else None), chronicle, revision)
        on = st.date_input(
            "Day",
            value=None,
            key="day",
            bind="query-params",
            format="YYYY-MM-DD",
            on_change=first_page,
        )
    return Wanted(
        about=about,
        person=person,
        scenario=plan.id if plan else None,
        row=row,
        day=on if isinstance(on, date) else None,
    )


def first_page() -> None:
    """Begin at the newest again: another question has other pages."""
    st.session_state[PAGE] = 1


def _person(chronicle: Chronicle) -> str | None:
    people = chronicle.people()
    return st.selectbox(
        "Who",
        list(people),
        index=None,
        format_func=lambda it: people[it] if people[it] == it else f"{people[it]} ({it})",
        placeholder="Everybody",
        key="who",
        bind="query-params",
        on_change=first_page,
    )


def _plan(plans: Sequence[PlanRow]) -> PlanRow | None:
    by_id = {row.id: row for row in plans}
    chosen = st.selectbox(
        "Plan",
        list(by_id),
        index=None,
        format_func=lambda it: visible(str(by_id[it]["name"])),
        placeholder="All",
        key="of-plan",
        bind="query-params",
        on_change=first_page,
        disabled=not by_id,
    )
    return by_id.get(chosen) if chosen else None


def _row(plan: PlanRow | None, chronicle: Chronicle, revision: int) -> str | None:
    """Offer the rows of a plan; one that the address names may be gone since."""
    names: dict[str, str] = {}
    if plan is not None:
        for kind in _SHOWN:
            for one in rows(kind, plan.id, revision).listed:
                names[one.id] = visible(title(kind, one.cells))
    asked = st.query_params.get(ROW)
    if asked and asked not in names:
        stands = chronicle.stands(asked)
        if stands is not None:
            names[asked] = visible(title(stands.kind, stands.cells or {}))
    st.session_state[_KEPT_ROW] = asked if asked in names else None
    return st.selectbox(
        "Line or target",
        list(names),
        index=None,
        format_func=lambda it: names.get(it, it),
        placeholder="All",
        key=_KEPT_ROW,
        on_change=_keep_row,
        disabled=not names,
    )


def _keep_row() -> None:
    """Keep the chosen row in the address, by its id: names may be alike."""
    chosen = st.session_state.get(_KEPT_ROW)
    if chosen:
        st.query_params[ROW] = chosen
    else:
        st.query_params.pop(ROW, None)
    first_page()
