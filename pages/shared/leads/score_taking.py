"""The scores of leads still open, to look at and to take away."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.leads.score_facts import Ground
from planning.review.leads.score_standing import ScoreStanding
from views.downloads import csv_bytes, xlsx_bytes
from views.formats import plain
from views.score import scores_frame, scores_sentence

_SHOWN: Final = 200
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def section(now: session.Now, found: Ground, stands: ScoreStanding) -> None:
    """Draw the leads with most points, and offer all of them as CSV and XLSX."""
    st.subheader("Scores today")
    st.markdown(plain(scores_sentence(found.sample, stands)))
    frame = scores_frame(found.sample, stands, now.company.crm_link)
    if frame.empty:
        return
    first = frame.head(_SHOWN)
    st.dataframe(
        first.rename(columns={"lead_id": "Lead"}),
        hide_index=True,
        placeholder="—",
        height=320,
        column_config={
            "Lead": st.column_config.TextColumn(pinned=True),
            "CRM": st.column_config.LinkColumn(display_text="Open"),
        },
        key="table-scores",
        alt="Open leads by score, with band and whether they are handed over.",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _button("Scores as CSV", partial(csv_bytes, frame), "lead-scores.csv", "text/csv")
        _button("Scores as XLSX", partial(_book, frame), "lead-scores.xlsx", _XLSX)
        more = len(frame) - len(first)
        if more > 0:
            st.caption(f"The first {len(first):,} here; the files hold all {len(frame):,}.")


def _book(frame: pd.DataFrame) -> bytes:
    return xlsx_bytes({"Scores": frame})


def _button(label: str, data: partial[bytes], name: str, mime: str) -> None:
    st.download_button(
        label,
        data,
        name,
        mime,
        key=f"take-{name}",
        icon=":material/download:",
        on_click="ignore",
    )
