"""Both sides of a package: marketing left, sales right, and what it does to the money."""

from __future__ import annotations

import streamlit as st

from pages.shared.agreeing.scene import Scene
from pages.shared.budget.standing import standing
from planning.agreed.effects import money_moved
from planning.agreed.packages import Package
from planning.teams import Team
from views.formats import plain
from views.packages import SIDES, TEAM_NAMES, Part, Told, parts, signed, then_words

_COLOURS = {"marketing": "blue", "sales": "orange"}


def sides(scene: Scene, package: Package) -> None:
    """Draw what a package does on each side, and to the money of each."""
    found = parts(package, scene.standing, scene.scenario)
    moved = money_moved(package, scene.listed("line"))
    against = standing(scene.now, scene.row, scene.now.revision).totals.against
    then = then_words(against, moved, scene.currency)
    columns = st.columns(2, gap="medium")
    for team, column in zip(SIDES, columns, strict=True):
        with column:
            head = f":{_COLOURS[team]}[**{TEAM_NAMES[team]}**]"
            st.markdown(f"{head} · **{signed(moved[team])} {plain(scene.currency)}**")
            _side(team, found)
            if team in then:
                st.caption(_warned(then[team]))
    total = sum(moved.values())
    said = f"Together **{signed(total)} {plain(scene.currency)}**." if total else (
        "Together the money stays the same."
    )  # fmt: skip
    st.markdown(f"{said} {_warned(then.get('company', ''))}")


def _side(team: Team, found: tuple[Part, ...]) -> None:
    own = [part for part in found if part.team == team]
    for part in own:
        note = f", {part.note}" if part.note else ""
        money = f" ({signed(part.money)})" if part.money else ""
        told = [f"**{plain(part.title)}**{note}{money}", *map(_words, part.told)]
        st.markdown("  \n".join(told))
    if not own:
        st.caption(f"Nothing of {team} changes.")


def _words(told: Told) -> str:
    if not told.was:
        return f"{plain(told.head)}: {plain(told.wanted)}"
    said = f"{plain(told.head)}: {plain(told.was)} → **{plain(told.wanted)}**"
    if told.now is not None:
        said += f" :yellow[:material/warning:] it is {plain(told.now)} now"
    return said


def _warned(sentence: str) -> str:
    mark = ":yellow[:material/warning:] " if "too much" in sentence else ""
    return f"{mark}{plain(sentence)}" if sentence else ""
