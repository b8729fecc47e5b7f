"""Snapshots: every state of the facts, two side by side, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from data_sources.facts.changes import Changes
from data_sources.facts.snapshots import Snapshot
from pages.shared import session
from pages.shared.messages import told
from planning.kpis import KPIS
from views.formats import day, exact, plain, visible, whole
from views.history import moment

if TYPE_CHECKING:
    from data_sources.comparing import Comparison

_SHOWN: Final = 100
_IDS: Final = 3
NUMBERS: Final = ("Added", "Changed", "Gone", "Rows before", "Rows after")
_COMPARED: Final = "compared"
_WENT_BACK: Final = "went-back"


def section(now: session.Now) -> None:
    """Draw the states of the facts, newest first, and what can be done with them."""
    listed = session.workspace().snapshots(_SHOWN)
    if not listed:
        st.write("Here every state of your facts will stand, so that you can go back to it.")
        return
    _tell_return()
    st.dataframe(
        frame(listed),
        hide_index=True,
        column_config={
            "No.": st.column_config.NumberColumn(pinned=True),
            "When, UTC": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
            **dict.fromkeys(NUMBERS, st.column_config.NumberColumn(format="localized")),
        },
        placeholder="",
        alt="The states of the facts, newest first.",
    )
    if len(listed) == _SHOWN:
        st.caption(f"The latest {_SHOWN}; tandem snapshots lists more.")
    if len(listed) > 1:
        _choices(listed, now)


def frame(listed: Sequence[Snapshot]) -> pd.DataFrame:
    """Lay out snapshots with what each changed, the tables it touched taken together."""
    told = [one.changes for one in listed]
    return pd.DataFrame(
        {
            "No.": [one.number for one in listed],
            "When, UTC": [one.created_at for one in listed],
            "Who": [visible(one.actor) for one in listed],
            "What": [what(one, listed) for one in listed],
            "Added": [_total(it, "added") for it in told],
            "Changed": [_total(it, "changed") for it in told],
            "Gone": [_total(it, "gone") for it in told],
            "Rows before": [_total(it, "before") for it in told],
            "Rows after": [_total(it, "after") for it in told],
            "Facts stand at": [day(one.as_of) if one.as_of else "" for one in listed],
            "Stays": [_stays(one) for one in listed],
        }
    ).astype(dict.fromkeys(NUMBERS, "Int64"))


def _total(changes: Changes | None, kind: str) -> int | None:
    return sum(getattr(it, kind) for it in changes.tables.values()) if changes else None


def what(one: Snapshot, listed: Sequence[Snapshot]) -> str:
    """Say how a snapshot came to be."""
    changes = one.changes
    if changes is None:
        return "Changed by an older Tandem"
    if changes.how == "demo":
        return "Loaded the demo company"
    if changes.how == "back":
        older = next((it for it in listed if it.id == changes.back_to), None)
        return f"Went back to {f'No. {older.number}' if older else 'an older state'}"
    tables = ", ".join(changes.tables) or "nothing new"
    return visible(f"Imported {changes.file or 'a file'} into {tables}")


def _stays(one: Snapshot) -> str:
    if one.may_go_since:
        return "goes soon"
    return "for good" if one.keeps else ""


def _choices(listed: Sequence[Snapshot], now: session.Now) -> None:
    """Let people choose two states to compare, or one to go back to."""
    by_id = {one.id: one for one in listed}
    current = listed[0]

    def worded(name: str) -> str:
        mark = " (now)" if name == current.id else ""
        one = by_id[name]
        return (
            f"No. {one.number}{mark}, {moment(session.local(one.created_at))}: {what(one, listed)}"
        )

    left, right = st.columns(2)
    # A new state is a new question: the one before is offered, so that one step undoes it.
    earlier = left.selectbox(
        "Earlier state", list(by_id), index=1, key=f"before-{current.id}", format_func=worded
    )
    later = right.selectbox(
        "Later state", list(by_id), index=0, key=f"after-{current.id}", format_func=worded
    )
    wanted = by_id[earlier or current.id]
    reason = _why_not(wanted, current)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Compare the two", key="compare", icon=":material/compare_arrows:"):
            st.session_state[_COMPARED] = (earlier, later)
        if st.button(
            "Go back to the earlier state…",
            key="back",
            icon=":material/history:",
            disabled=reason is not None,
        ):
            _confirm(wanted, current, worded(wanted.id))
        if reason:
            st.caption(reason)
    # Only what was asked for stands there: another choice is another question.
    if st.session_state.get(_COMPARED) == (earlier, later) and earlier and later:
        with told():
            _differences(_compared(earlier, later), now.company.currency)


def _why_not(wanted: Snapshot, current: Snapshot) -> str | None:
    """Say why one cannot go back to a state, or None."""
    if not session.may("snapshots"):
        return "An administrator can go back."
    if wanted.origin == "demo":
        return "The demo company never takes your facts' place."
    if wanted.contents == current.contents:
        return "The facts say this already."
    return None


def _compared(earlier: str, later: str) -> Comparison:
    with st.spinner("Comparing every row of the two…"):
        return session.workspace().compare(earlier, later, limit=_IDS)


def _differences(found: Comparison, currency: str) -> None:
    if not found.tables:
        st.write("The two hold the same rows.")
        return
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        differing(found),
        hide_index=True,
        column_config={
            "Table": st.column_config.TextColumn(pinned=True),
            **dict.fromkeys(NUMBERS, number),
        },
        alt="What differs, table by table.",
    )
    st.dataframe(figures(found, currency), hide_index=True, alt="Main figures of both.")


def differing(found: Comparison) -> pd.DataFrame:
    """Lay out what differs, table by table, with some ids; nobody is named."""
    tables = found.tables
    return pd.DataFrame(
        {
            "Table": list(tables),
            "Added": [it.added for it in tables.values()],
            "Changed": [it.changed for it in tables.values()],
            "Gone": [it.gone for it in tables.values()],
            "Rows before": [it.before for it in tables.values()],
            "Rows after": [it.after for it in tables.values()],
            "For example": [
                ""
                if name == "people"
                else visible(", ".join((*it.changed_ids, *it.gone_ids, *it.added_ids)[:_IDS]))
                for name, it in tables.items()
            ],
        }
    )


def figures(found: Comparison, currency: str) -> pd.DataFrame:
    """Lay out the main figures of both states over all time."""
    return pd.DataFrame(
        {
            "Over all time": [KPIS[key].name for key in found.figures],
            "Earlier": [exact(it[0], KPIS[k].unit, currency) for k, it in found.figures.items()],
            "Later": [exact(it[1], KPIS[k].unit, currency) for k, it in found.figures.items()],
        }
    )


@st.dialog("Go back to an earlier state?", width="medium")
def _confirm(wanted: Snapshot, current: Snapshot, named: str) -> None:
    st.markdown(f"The facts will be again those of {plain(named)}.")
    with told():
        found = _compared(current.id, wanted.id)
        st.markdown("\n".join(f"- {line}" for line in will_change(found)))
    st.caption(
        "Nothing is lost: today's state stays in the list, and going back to it undoes this. "
        "Settings and channel owners stay as they are."
    )
    with st.container(horizontal=True):
        if st.button("Go back", key="back-now", type="primary"):
            with told():
                take_up(wanted, current)
                st.rerun()
        if st.button("Stay", key="back-not"):
            st.rerun()


def will_change(found: Comparison) -> list[str]:
    """Say in sentences what going from the first state to the second changes."""
    lines = []
    for name, it in found.tables.items():
        parts = [
            f"{whole(rows)} {verb if rows > 1 else once}"
            for rows, verb, once in (
                (it.gone, "go", "goes"),
                (it.changed, "change", "changes"),
                (it.added, "come back", "comes back"),
            )
            if rows
        ]
        moved = f"{whole(it.before)} rows become {whole(it.after)}"
        lines.append(f"{plain(name)}: {moved}; {', '.join(parts)}.")
    return lines or ["No row changes, only the date the facts stand at."]


def take_up(wanted: Snapshot, current: Snapshot) -> None:
    """Go back, unless somebody changed the facts since the list was drawn."""
    new = session.workspace().go_back(wanted.id, based_on=current.id)
    st.session_state[_WENT_BACK] = (new.id, f"No. {wanted.number}")


def _tell_return() -> None:
    """Say once that the facts are an earlier state's again."""
    done = st.session_state.pop(_WENT_BACK, None)
    if done:
        st.toast(f"The facts are those of {done[1]} again. Going back once more undoes it.")
