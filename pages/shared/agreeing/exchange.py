"""Give and take: packages between the teams, and disputes, one at a time."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.agreeing import disputes, offer_draft, offering, packages
from pages.shared.agreeing.scene import SAID, Scene
from planning.agreed.rows import PlanRow
from views.disputes import true_sentence
from views.formats import plain


def section(now: session.Now, row: PlanRow) -> None:
    """Draw the view of one plan."""
    scene = Scene(row, now)
    st.markdown(plain(true_sentence(scene.listed("package"), scene.listed("dispute"))))
    said = st.session_state.pop(SAID, None)
    if said:
        st.markdown(f":material/check: {plain(said)}")
    st.subheader("Packages")
    if not scene.listed("package"):
        st.write(
            "A package ties changes of both teams together: 40,000 less for events "
            "if sales adds a head. The other team's leader takes or declines it whole."
        )
    offering.section(scene)
    if offer_draft.begun(scene) is not None:
        # Whoever writes an offer has that before them and nothing else.
        return
    packages.section(scene, lambda like: offer_draft.begin(scene, like))
    st.subheader("Disputes")
    if not scene.listed("dispute"):
        st.write(
            "A dispute is a question the teams answer differently. Both say how they see it; "
            "one at a time is discussed."
        )
    disputes.section(scene)
