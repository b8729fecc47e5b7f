"""Plans in spreadsheets: how each stands, what clashes, what is refused, and the button."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data_sources.mirroring.connecting import Side
from data_sources.mirroring.state import Mirror, TabReport
from pages.shared import session
from pages.shared.messages import told
from planning.agreed.kinds import in_words, label
from planning.agreed.mirrored.outcome import SheetClash
from planning.agreed.mirrored.tabs import TABS
from planning.agreed.rows import Kind, PlanRow
from planning.agreed.scenarios import Scenario
from views.formats import counted, plain
from views.history import moment

_TOLD: Final = 10
_HOW: Final = (
    "Lines, targets and coverage of marketing and sales stand on a tab each. Who may edit the "
    "spreadsheet edits as a planner of the tab's team; what both teams share stays in Tandem. "
    "Tandem writes only cells that changed here, and looks right before it writes. A cell "
    "that somebody types into in that last moment, about a second, is written over."
)

_NO_ACCOUNT: Final = (
    "Tandem is not connected to Google yet: choose “In a Google spreadsheet” above for the steps."
)


def section() -> None:
    """Draw the mirrored plans, and let people connect and synchronise."""
    workspace = session.workspace()
    plans = {row.id: row for row in workspace.plan.scenarios()}
    listed = [one for one in workspace.mirrors.all() if one.scenario in plans]
    if not listed:
        st.write("Here a plan can be mirrored in Google Sheets, to be edited on both sides.")
    st.caption(_HOW)
    if (
        listed
        and session.may("import")
        and st.button("Synchronise now", key="sync", icon=":material/sync:")
    ):
        with told(), st.spinner("Synchronising…", show_time=True):
            workspace.mirrors.sync()
            st.rerun()
    for mirror in listed:
        _one(mirror, plans[mirror.scenario])
    free = [row for one, row in plans.items() if one not in {it.scenario for it in listed}]
    if free and session.may("settings"):
        _connect(free)


def _one(mirror: Mirror, plan: PlanRow) -> None:
    name = plain(str(plan["name"]))
    synced = mirror.synced_at
    when = (
        "is not synchronised yet"
        if synced is None
        else f"was synchronised {moment(session.local(synced))}"
    )
    waiting = counted(mirror.clashes, "open question") if mirror.clashes else "no open question"
    st.markdown(f"**{name}** {when}; {waiting}.")
    if mirror.problem:
        tried = "" if mirror.tried_at is None else f" on {moment(session.local(mirror.tried_at))}"
        st.error(plain(mirror.problem), title=f"The last synchronisation failed{tried}.")
    for tab in mirror.tabs:
        _tab(mirror, tab, Scenario.of(plan.cells))
    if session.may("settings") and st.button(
        "Disconnect", key=f"part-{mirror.scenario}", icon=":material/link_off:"
    ):
        with told():
            session.workspace().mirrors.disconnect(mirror.scenario)
            st.rerun()


def _tab(mirror: Mirror, tab: TabReport, plan: Scenario) -> None:
    title = plain(tab.title)
    if tab.wrong:
        sentences = "\n\n".join(plain(it) for it in tab.wrong)
        st.warning(sentences, title=f"Nothing was done to the tab {title}.")
    if tab.not_taken:
        rows = [
            f"{f'Row {it.at + 1}: ' if it.at else ''}{plain(it.sentence)}"
            for it in tab.not_taken[:_TOLD]
        ]
        more = len(tab.not_taken) - len(rows)
        rows += [f"{more} more."] if more else []
        count = counted(len(tab.not_taken), "edit")
        st.warning("\n\n".join(rows), title=f"{count} of the tab {title} cannot be taken over.")
    for at, clash in enumerate(tab.clashes[:_TOLD]):
        _clash(mirror, tab, clash, plan, f"{mirror.scenario}-{tab.tab}-{at}")


def _clash(mirror: Mirror, tab: TabReport, clash: SheetClash, plan: Scenario, key: str) -> None:
    of = next(it for it in TABS if it.key == tab.tab)
    with st.container(border=True):
        st.markdown(
            f"**{plain(clash.title)}** on {plain(tab.title)}: {_words(of.kind, clash, plan)}"
        )
        if not session.may("edit", of.team):
            return
        left, right = st.columns(2)
        if left.button("As in Tandem", key=f"tandem-{key}", width="stretch"):
            _settle(mirror, tab, clash, "tandem")
        if right.button("As in the sheet", key=f"sheet-{key}", width="stretch"):
            _settle(mirror, tab, clash, "sheet")


def _settle(mirror: Mirror, tab: TabReport, clash: SheetClash, side: Side) -> None:
    with told():
        session.workspace().mirrors.settle(mirror.scenario, tab.tab, clash, side)
        st.rerun()


def _words(of: Kind, clash: SheetClash, plan: Scenario) -> str:
    if clash.gone:
        where = "the sheet" if clash.gone == "sheet" else "Tandem"
        other = "Tandem" if clash.gone == "sheet" else "the sheet"
        return f"the row was removed in {where} and changed in {other}."
    values = (clash.sheet, clash.tandem, clash.base)
    sheet, tandem, base = (plain(in_words(of, clash.cell, it)) for it in values)
    name = plain(label(of, clash.cell, plan))
    return f"{name} is {sheet} in the sheet and {tandem} in Tandem; it was {base}."


def _connect(free: list[PlanRow]) -> None:
    with st.form("mirror", border=True):
        st.markdown("**Mirror a plan in an empty spreadsheet**")
        names = {row.id: str(row["name"]) for row in free}
        plan = st.selectbox("Plan", list(names), format_func=lambda one: plain(names[one]))
        address = st.text_input("Address of the spreadsheet")
        with told():
            robot = session.workspace().spreadsheets.shared_with()
            share = f"Share it with {plain(robot)} as Editor first." if robot else _NO_ACCOUNT
            st.caption(share)
        if st.form_submit_button("Connect and synchronise", icon=":material/link:"):
            with told(), st.spinner("Writing the tabs…", show_time=True):
                session.workspace().mirrors.connect(address, plan)
                session.workspace().mirrors.sync()
                st.rerun()
