"""Saved imports: what a refresh runs, how it went the last time, and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from data_sources.schedules import Schedule
from pages.shared import session
from pages.shared.messages import told
from views.formats import plain, visible
from views.history import moment

_STATUS: Final = {"running": "running", "done": "done", "failed": "failed"}
_TOLD: Final = 3
_ADD: Final = (
    'tandem schedule add crm --as leads --folder /srv/crm --pattern "leads-*.csv" '
    "--mapping leads.json"
)


def failures() -> None:
    """Say at the top of the page which saved imports failed, and what to do."""
    failed = session.workspace().schedules.failed()
    for one in failed[:_TOLD]:
        sentence = one.last_outcome.sentence if one.last_outcome else ""
        when = f" on {moment(session.local(one.last_run))}" if one.last_run else ""
        st.error(
            f"{plain(sentence)} The facts from before stay; the next refresh tries again.",
            title=f"The saved import {plain(one.name)} failed{when}.",
        )
    if len(failed) > _TOLD:
        st.caption(f"{len(failed) - _TOLD} more failed, see Saved imports below.")


def section() -> None:
    """Draw the saved imports with how each went, and let people run them."""
    listed = session.workspace().schedules.all()
    if not listed:
        st.write(
            "Here imports will stand that run by themselves, from a folder, a database or "
            "a Google spreadsheet. Save one on the terminal:"
        )
        st.code(_ADD, language="bash", wrap_lines=True)
        st.caption("The mapping file is the one this page gives away under a file you bring in.")
        return
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        frame(listed),
        hide_index=True,
        column_config={
            "Name": st.column_config.TextColumn(pinned=True),
            "Last run, UTC": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
            "How it went": st.column_config.TextColumn(width="large"),
            "Rows accepted": number,
            "Rows rejected": number,
        },
        placeholder="",
        alt="Saved imports and how each went the last time.",
    )
    st.caption("They run with tandem refresh, for example every morning by cron.")
    if session.may("import") and st.button(
        "Run them now", key="refresh", icon=":material/refresh:"
    ):
        with told(), st.spinner("Running the saved imports…", show_time=True):
            session.workspace().refresh()
            st.rerun()


def frame(listed: Sequence[Schedule]) -> pd.DataFrame:
    """Lay out saved imports with their last outcome."""
    outcomes = [one.last_outcome for one in listed]
    return pd.DataFrame(
        {
            "Name": [visible(one.name) for one in listed],
            "Table": [one.table for one in listed],
            "From": [visible(one.place) for one in listed],
            "Last run, UTC": [one.last_run for one in listed],
            "Status": [_STATUS[it.status] if it else "not run yet" for it in outcomes],
            "How it went": [visible(it.sentence) if it else "" for it in outcomes],
            "Rows accepted": [it.accepted if it else None for it in outcomes],
            "Rows rejected": [it.rejected if it else None for it in outcomes],
        }
    ).astype({"Rows accepted": "Int64", "Rows rejected": "Int64"})
