"""How sure: what the result hangs on, and how steady the split is when the world is redrawn."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.tradeoffs.background import Job
from pages.shared.tradeoffs.standing import Key, Weighed
from planning.model.weighing.robust import Robust, robust
from planning.model.weighing.sensitivity import Sensitivity, sensitivities
from planning.model.weighing.study import Study
from views.charts import Chart
from views.downloads import csv_bytes
from views.formats import plain
from views.sure_pictures import sensitivities_frame, steady_picture, tornado


def section(_now: session.Now, found: Weighed) -> None:
    """Draw the view."""
    st.subheader("What the result hangs on")
    told = _sensitivities(found.key, found.study)
    drawn = tornado(told, found.currency)
    if drawn is None:
        st.write("No assumption moves the result.")
    else:
        _picture(drawn)
    for one in told[:3]:
        st.markdown(f"- {plain(one.sentence)}")
    _table(told, found.currency)
    st.subheader("How steady the split is")
    _steady(found)


@st.cache_resource(show_spinner="Moving one assumption after the other…", max_entries=6)
def _sensitivities(key: Key, _study: Study) -> tuple[Sensitivity, ...]:  # noqa: ARG001 - the key
    return sensitivities(_study)


@st.cache_resource(show_spinner=False, max_entries=6)
def _job(key: Key, _study: Study) -> Job[Robust]:  # noqa: ARG001 - the key
    job = Job(lambda progress: robust(_study, progress=progress))
    job.start()
    return job


def _steady(found: Weighed) -> None:
    job = _job(found.key, found.study)
    # Most of what is asked again is there at once; a first look need not flash a bar.
    job.wait(0.2)
    if not job.is_over:
        _waiting(job)
    elif job.result is None:
        st.write("The best split could not be looked for again. Reload the page to try once more.")
    else:
        told = job.result
        drawn = steady_picture(told.money, "What the draws would give each channel", found.currency)
        st.markdown(f"**{plain(told.sentence)}**")
        if drawn is not None:
            _picture(drawn)


@st.fragment(run_every=1.0)
def _waiting(job: Job[Robust]) -> None:
    """Say how far the work is; it goes on while other pages are looked at."""
    if job.is_over:
        st.rerun()
    st.progress(
        job.done / job.whole,
        f"Looking for the best split in other draws: {job.done} of {job.whole}. "
        "You can leave this page meanwhile.",
    )


def _picture(drawn: Chart) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{plain(drawn.finding)}**")
        st.caption(plain(drawn.subtitle))
        st.vega_lite_chart(drawn.spec, key=f"chart-{drawn.key}", width="stretch", alt=drawn.alt)


def _table(told: tuple[Sensitivity, ...], currency: str) -> None:
    frame = sensitivities_frame(told, currency)
    with st.expander("As a table, with where each number comes from", icon=":material/table:"):
        st.dataframe(
            frame, hide_index=True, placeholder="—", key="table-sensitivities",
            alt="What every assumption does to the result.",
            column_config={
                "Assumption": st.column_config.TextColumn(pinned=True),
                **{
                    name: st.column_config.NumberColumn(format="%,.0f")
                    for name in frame.columns[2:6]
                },
            },
        )  # fmt: skip
        st.download_button(
            "Download", csv_bytes(frame), "sensitivity.csv", "text/csv", key="csv-sensitivities",
            icon=":material/download:", type="tertiary", on_click="ignore",
        )  # fmt: skip
