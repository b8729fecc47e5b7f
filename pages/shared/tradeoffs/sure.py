"""How sure: what the result hangs on, and how steady the split is when the world is redrawn."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import pictures, session, tables_to_take
from pages.shared.tradeoffs.background import Job
from pages.shared.tradeoffs.standing import Key, Weighed
from planning.model.weighing.channel_levers import channel_sensitivities
from planning.model.weighing.robust import Robust, robust
from planning.model.weighing.sensitivity import Sensitivity, sensitivities
from planning.model.weighing.study import Study
from planning.model.weighing.time_levers import time_sensitivities
from views.formats import plain
from views.sure_pictures import sensitivities_frame, steady_picture, tornado

_PARTS: Final = ("Whole company", "Channel by channel")


def section(_now: session.Now, found: Weighed) -> None:
    """Draw the view."""
    st.subheader("What the result hangs on")
    picked = st.segmented_control(
        "Of", _PARTS, default=_PARTS[0], required=True, key="hangs-on", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    of_channels = picked == _PARTS[1]
    told = (_channels if of_channels else _sensitivities)(found.key, found.study)
    drawn = tornado(told, found.currency)
    if drawn is None:
        st.write("No assumption moves the result.")
    else:
        pictures.alone(drawn)
    st.markdown("\n".join(f"- {plain(one.sentence)}" for one in told[:3]))
    _table(told, found.currency)
    st.subheader("How steady the split is")
    _steady(found)


@st.cache_resource(show_spinner="Moving one assumption after the other…", max_entries=6)
def _sensitivities(key: Key, _study: Study) -> tuple[Sensitivity, ...]:  # noqa: ARG001 - the key
    found = (*sensitivities(_study), *time_sensitivities(_study))
    return tuple(sorted(found, key=lambda it: -it.width))


@st.cache_resource(show_spinner="Moving one channel after the other…", max_entries=6)
def _channels(key: Key, _study: Study) -> tuple[Sensitivity, ...]:  # noqa: ARG001 - the key
    return channel_sensitivities(_study)


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
        # Whoever looks next has it tried once more.
        _job.clear(found.key, found.study)
        st.write("The best split could not be looked for again. Reload the page to try once more.")
    else:
        told = job.result
        drawn = steady_picture(told.money, found.currency)
        st.markdown(f"**{plain(told.sentence)}**")
        if drawn is not None:
            pictures.alone(drawn)


@st.fragment(run_every=1.0)
def _waiting(job: Job[Robust]) -> None:
    """Say how far the work is; it goes on while other pages are looked at."""
    if job.is_over:
        st.rerun()
    st.progress(
        job.done / job.whole,
        f"Looking for the best split in other cases: {job.done} of {job.whole}. "
        "You can leave this page meanwhile.",
    )


def _table(told: tuple[Sensitivity, ...], currency: str) -> None:
    frame = sensitivities_frame(told, currency)
    with st.expander("As a table, with where each number comes from", icon=":material/table:"):
        tables_to_take.show(frame, "sensitivity", "What every assumption does to the result.")
