"""The months of an agreed year: who closed them, and which of their figures are others now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.agreeing import comparing, outcome
from pages.shared.agreeing.stand import Stand
from pages.shared.editor.sheet import place
from planning.agreed.closing import CLOSERS, ClosingTeam, Restatement
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from views import closing as words
from views.downloads import csv_bytes
from views.formats import plain

_ASKED = "closing-asked"


def section(stand: Stand) -> None:
    """Draw the months of the plan's year, the baseline and the restatements."""
    agreement = session.workspace().agreement
    year = stand.scenario.fiscal_year
    rows = agreement.closings(year)
    st.subheader("Closed months", anchor=False)
    st.markdown(plain(words.true_sentence(stand.scenario, rows)))
    closable = agreement.closable(year)
    begun = session.workspace().plan.begun_by([row.id for row in rows])
    told = {row.id: (stand.name(row["by"]), session.local(begun[row.id].at)) for row in rows}
    _table(words.months(stand.scenario, rows, told, closable), "closed-months", 458)
    _offered(stand, closable)
    _restated(stand, rows)
    _baseline(stand)
    _asked()


def _table(frame: pd.DataFrame, name: str, height: int | None = None) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        height=height or "auto",
        column_config={
            words.MONTH: st.column_config.TextColumn(width=96),
            words.IN_WORDS: st.column_config.TextColumn(width="large"),
            **{it: st.column_config.TextColumn(alignment="right") for it in words.VALUES},
        },
        key=f"{name}-table",
        alt=name.replace("-", " ").capitalize(),
    )
    st.download_button(
        "Table as CSV",
        partial(csv_bytes, frame),
        f"{name}.csv",
        "text/csv",
        key=f"{name}-csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _offered(stand: Stand, closable: dict[ClosingTeam, tuple[str, ...]]) -> None:
    own = [team for team in closable if stand.may("close", team)]
    if not own:
        st.caption(f"A leader of each team closes its months: {' and '.join(sorted(CLOSERS))}.")
        return
    with st.container(horizontal=True, gap="small"):
        for team in own:
            month = next(iter(closable[team]), None)
            if month is None:
                st.caption(f"Nothing is left to close for {team} now.", width="content")
                continue
            st.button(
                f"Close {words.label(month)} for {team}",
                key=f"close-{team}",
                icon=":material/lock:",
                on_click=st.session_state.__setitem__,
                args=(_ASKED, (month, team)),
            )


def _asked() -> None:
    month, team = st.session_state.pop(_ASKED, (None, None))
    if month is not None:
        _dialog(month, team)


@st.dialog("Close the month", icon=":material/lock:")
def _dialog(month: str, team: ClosingTeam) -> None:
    outcome.in_dialog()
    name = words.label(month)
    st.write(f"You say for {team} that the figures of {name} stand.")
    st.caption("The facts of today are kept. What changes later is shown as restated.")
    step = partial(session.workspace().agreement.close_month, month, team)
    done = partial(outcome.attempt, step, f"{name} is closed for {team}.")
    st.button("Close it", type="primary", key="close-confirm", on_click=done)


def _restated(stand: Stand, rows: Sequence[PlanRow]) -> None:
    found = _found(place(session.workspace()), stand.scenario.fiscal_year, stand.now.revision)
    st.subheader("Restated since", anchor=False)
    st.markdown(plain(words.restated_sentence(found, rows)))
    if found:
        _table(words.restated(found, stand.now.company.currency), "restated-figures")


@st.cache_resource(show_spinner="Reading the facts of closed months…", max_entries=4)
def _found(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    year: int,
    revision: int,  # noqa: ARG001
) -> tuple[Restatement, ...]:
    return session.workspace().agreement.restatements(year)


def _baseline(stand: Stand) -> None:
    first = stand.baseline
    if first is None:
        return
    if first.id == stand.row.id:
        st.caption(f"It is the first agreed plan of {stand.scenario.fiscal_year}: the baseline.")
        return
    baseline = Scenario.of(first.cells)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            f"The baseline is {plain(baseline.name)}, agreed first for {baseline.fiscal_year}.",
            width="content",
        )
        st.button(
            "Compare with it",
            key="baseline-compare",
            type="tertiary",
            icon=":material/compare_arrows:",
            on_click=comparing.ask,
            args=(stand.row.id, [first.id]),
        )
