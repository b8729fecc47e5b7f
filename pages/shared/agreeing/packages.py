"""Packages on screen: both sides, what they do to the money, and the answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from data_sources.planning.saved import Saved, Told
from pages.shared import session
from pages.shared.agreeing import package_effect, talk
from pages.shared.agreeing.package_sides import sides
from pages.shared.agreeing.scene import SAID, Scene, went_through
from pages.shared.editor.saving import moment
from pages.shared.messages import told
from planning.agreed.effects import gone, moved_since
from planning.agreed.kinds import in_words, label
from planning.agreed.packages import Package, still_open
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from views.downloads import csv_bytes
from views.formats import counted, plain
from views.packages import TEAM_NAMES, changes_frame, parts

Act = Callable[[], Saved]
_ANSWERED = {"taken": ":green[▲]", "declined": ":red[▼]", "withdrawn": ":gray[–]"}


def section(scene: Scene, again: Callable[[PlanRow], None]) -> None:
    """Draw the open packages, then the answered ones folded.

    Args:
        scene: The plan.
        again: Begins an offer like a package, from the values that stand.
    """
    packages = scene.listed("package")
    waiting = still_open(packages)
    for row in waiting:
        _card(scene, row, again)
    answered = [row for row in packages if row["state"] != "open"]
    if answered:
        with st.expander(
            f"{counted(len(answered), 'package')} answered", key="packages-answered"
        ):  # fmt: skip
            for row in reversed(answered):
                _answered(row)


def _card(scene: Scene, row: PlanRow, again: Callable[[PlanRow], None]) -> None:
    package = Package.of(row.cells)
    with st.container(border=True, gap="small", key=f"package-{row.id}"):
        st.markdown(f"#### {plain(package.name)}")
        whose = TEAM_NAMES[package.by_team]
        st.caption(f"{whose} offers it to {package.asked} · {scene.by(row.id)}")
        if package.reason:
            st.markdown(f"“{talk.lines(package.reason)}”")
        sides(scene, package)
        package_effect.section(scene, row, package)
        _hindered(scene, package)
        talk.comments(scene, row)
        _answers(scene, row, package, again)


def _hindered(scene: Scene, package: Package) -> None:
    """Say why it cannot be taken as it is, where something has moved."""
    moved, lost = moved_since(package, scene.standing), gone(package, scene.standing)
    said = []
    if moved:
        said.append(f"{counted(len(moved), 'cell')} changed since it was offered")
    if lost:
        said.append(f"{counted(lost, 'line or target')} removed since")
    if said:
        st.warning(
            f"{' and '.join(said).capitalize()}: it cannot be taken as it is. "
            f"Decline it, or let {package.by_team} offer it anew.",
            icon=":material/call_split:",
        )


def _answers(
    scene: Scene, row: PlanRow, package: Package, again: Callable[[PlanRow], None]
) -> None:
    """Offer the answers the visitor may give; say who answers where they may not."""
    answers = scene.is_open and scene.may("answer", package.asked)
    act = _answer(scene, row) if answers else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        act = _more(scene, row, package, again) or act
    if act is not None:
        with told():
            _done(scene, row, act())
    if not scene.is_open:
        st.caption(f"The plan is {scene.scenario.state}: its packages are not answered any more.")
    elif not answers:
        st.caption(
            f"A leader of {package.asked} takes or declines it; "
            f"the {who_may('settle')} may settle it."
        )


def _answer(scene: Scene, row: PlanRow) -> Act | None:
    """Draw the answer of the team it was offered to; return what was asked for."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        words = st.text_input(
            "Your answer", key=f"words-{row.id}", placeholder="A word about it, if you like"
        )
        taken = st.button("Take it", key=f"take-{row.id}", type="primary")
        declined = st.button("Decline", key=f"decline-{row.id}")
    if not (taken or declined):
        return None
    return partial(scene.agreement.answer_package, row.id, taken, words or "")


def _more(
    scene: Scene, row: PlanRow, package: Package, again: Callable[[PlanRow], None]
) -> Act | None:
    """Draw what else may be done; return what was asked for."""
    found = None
    if scene.is_open and scene.may("settle"):
        found = _settle(scene, row)
    own = scene.begun[row.id].actor == scene.who.email and scene.may("propose")
    withdraws = own or scene.may("answer", package.by_team)
    if withdraws and st.button("Withdraw", key=f"withdraw-{row.id}", type="tertiary"):
        found = partial(scene.agreement.withdraw_package, row.id)
    if package.by_team in scene.offering and moved_since(package, scene.standing):
        st.button(
            "Offer it anew", key=f"anew-{row.id}", type="tertiary", on_click=again, args=(row,)
        )
    found_parts = parts(package, scene.standing, scene.scenario)
    st.download_button(
        "Changes as CSV",
        lambda: csv_bytes(changes_frame(package, found_parts)),
        f"{package.name}.csv",
        "text/csv",
        key=f"csv-{row.id}",
        type="tertiary",
        on_click="ignore",
        icon=":material/download:",
    )
    return found


def _settle(scene: Scene, row: PlanRow) -> Act | None:
    with st.popover("Settle", icon=":material/gavel:"):
        st.caption("You decide over both leaders; a decision needs a reason.")
        reason = st.text_area("Reason", key=f"settle-why-{row.id}")
        with st.container(horizontal=True):
            taken = st.button("Settle as taken", key=f"settle-take-{row.id}", type="primary")
            declined = st.button("Settle as declined", key=f"settle-decline-{row.id}")
    if taken or declined:
        return partial(scene.agreement.settle_package, row.id, taken, reason or "")
    return None


def _done(scene: Scene, row: PlanRow, saved: Saved) -> None:
    """Say what hindered an answer, or draw what stands now."""
    if went_through(saved):
        now = next((one for one in saved.rows if one.id == row.id), row)
        st.session_state[SAID] = f"“{row['name']}” was {now['state']}."
        st.rerun()
    if saved.clashes:
        st.error(
            "Nothing of the package was taken, and it stays open.",
            title="The plan has moved since it was offered.",
        )
        for clash in saved.clashes:
            _clash(scene, clash)


def _clash(scene: Scene, clash: Told) -> None:
    row = scene.standing.get(clash.row)
    if row is None or clash.removed:
        st.markdown(f"**{plain(clash.title)}** was removed by {plain(clash.who)}.")
        return
    st.markdown(
        f"**{plain(label(row.kind, clash.cell, scene.scenario))}** of **{plain(clash.title)}**, "
        f"changed by {plain(clash.who)}, {moment(clash.at)}"
    )
    values = (clash.base, clash.theirs, clash.mine)
    st.table(
        {
            "": ["It was", "It is now", "The package wants"],
            " ": [plain(in_words(row.kind, clash.cell, it, row.cells)) for it in values],
        },
        border="horizontal",
        hide_index=True,
        hide_header=True,
    )


def _answered(row: PlanRow) -> None:
    """Say what became of a package, in two lines."""
    package = Package.of(row.cells)
    st.markdown(f"{_ANSWERED[package.state]} **{plain(package.name)}** · {package.state}")
    latest = session.workspace().plan.history(row=row.id, limit=1)
    who = f"{plain(latest[0].who)}, {moment(latest[0].at)}" if latest else ""
    settled = "settled by " if package.settled_by else ""
    said = f" · “{talk.lines(package.answer)}”" if package.answer else ""
    st.caption(f"{settled}{who}{said}")
