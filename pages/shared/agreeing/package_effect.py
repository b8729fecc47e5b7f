"""What an open package does to the year: revenue and CAC with it and without it."""

from __future__ import annotations

import streamlit as st

from data_sources.allocating import Allocations
from pages.shared import moved_figures, session
from pages.shared.agreeing.scene import Scene
from pages.shared.assumptions.standing import standing
from pages.shared.editor.sheet import place
from planning.agreed.effects import gone, moved_since, with_taken
from planning.agreed.packages import Package
from planning.agreed.rows import PlanRow
from planning.errors import TandemError
from planning.model.advising.package_effect import Landing, PackageEffect, landing
from planning.model.measuring.calibrate import Calibration
from views.formats import plain
from views.package_effects import effect_words, figures, untold_words


def section(scene: Scene, row: PlanRow, package: Package) -> None:
    """Say what a package does to the year, or why that cannot be told.

    Args:
        scene: The plan.
        row: The package's row.
        package: The package.
    """
    if moved_since(package, scene.standing) or gone(package, scene.standing):
        # It cannot be taken as it is, which is said already.
        return
    if not _moves_money(scene, package):
        st.caption("It changes targets alone: what the year brings stays the same.")
        return
    try:
        found = effect(scene, row, package)
    except TandemError as refusal:
        st.caption(plain(untold_words(refusal)))
        return
    if found is None:
        st.caption("What it does to revenue is told once there are facts with dates.")
        return
    st.markdown(plain(effect_words(found, scene.currency)))
    moved_figures.show(figures(found, scene.currency))


def effect(scene: Scene, row: PlanRow, package: Package) -> PackageEffect | None:
    """Return what a package does to the year; None while no facts with dates tell.

    Raises:
        TandemError: The plan's year is over, or the facts let nothing be measured.
    """
    counts = scene.now.counts
    if counts is None or not counts.is_dated:
        return None
    assumed = standing(scene.now, scene.row, scene.now.revision)
    if assumed is None:
        return None
    here = place(session.workspace())
    about = (scene.row.id, repr(assumed.said), repr(scene.now.context), counts.snapshot_id)
    lines = scene.listed("line")
    versions = tuple((line.id, line.version) for line in lines)
    without = _landing(here, about, versions, "", scene.row, lines, assumed.calibration)
    then = with_taken(package, lines)
    key = f"{row.id} {row.version}"
    taken = _landing(here, about, versions, key, scene.row, then, assumed.calibration)
    return PackageEffect(without, taken)


def _moves_money(scene: Scene, package: Package) -> bool:
    """Whether a package changes or adds a line."""
    changed = (scene.standing[wish.row].kind for wish in package.wishes)
    return "line" in {*changed, *(one.kind for one in package.additions)}


@st.cache_resource(show_spinner="Simulating the year with the package…", max_entries=64)
def _landing(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    about: tuple[str, ...],  # noqa: ARG001
    versions: tuple[tuple[str, int], ...],  # noqa: ARG001
    package: str,  # noqa: ARG001
    _plan: PlanRow,
    _lines: tuple[PlanRow, ...],
    _calibration: Calibration,
) -> Landing:
    asking = Allocations(session.workspace())
    question = asking.question(_plan, enveloped=False, calibration=_calibration, lines=_lines)
    return landing(question)
