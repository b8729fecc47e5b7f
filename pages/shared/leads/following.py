"""Follow-up against the agreed time: what waits, what it costs, and the leads themselves."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import session, tables_to_take
from pages.shared.leads import waiting
from pages.shared.leads.asked import Asked, choice, margin, values
from pages.shared.pictures import alone, show
from planning.actuals.cubes import FOLLOW_UP
from planning.actuals.follow_up_groups import TEAM, Followed, followed_by, whole
from planning.actuals.individuals import OTHER_PEOPLE
from views import leads_follow_up as words
from views.formats import plain

CUTS: Final = (TEAM, "channel", "segment", "region")
OWNER: Final = "owner"


def section(asked: Asked) -> str:
    """Draw what waits, what silence cost, and the leads nobody followed up.

    Returns:
        The sentence that is true now.
    """
    worth = values(asked)
    all_of = whole(asked.part, worth)
    sentence = words.true_sentence(all_of, asked.now.company, asked.when)
    if not all_of.considered:
        return sentence
    _money(asked, all_of)
    _groups(asked)
    _trend(asked)
    waiting.section(asked, worth)
    return sentence


def _money(asked: Asked, all_of: Followed) -> None:
    told = words.money_words(all_of, values(asked), margin(asked))
    unit = asked.currency
    with st.grid(3, min_column_width=240, gap="small"):
        with st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(f"Spent on leads never followed up, {unit}", told.spent)
            st.caption(plain(told.spent_note))
        with st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(f"Expected {told.what} lost with them, {unit}", told.lost)
            st.caption(plain(told.lost_note))
        with st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(f"Expected {told.what} still waiting, {unit}", told.open)
            st.caption("These leads can still be won. The amounts are never added.")


@st.fragment
def _groups(asked: Asked) -> None:
    by = choice((*CUTS, OWNER) if _knows_owners(asked) else CUTS, "follow-by")
    found = followed_by(asked.part, by, values(asked))
    drawn = words.picture(found, by)
    if drawn is None:
        st.write("The facts do not tell follow-up this way.")
        return
    alone(drawn)
    tables_to_take.show(
        words.frame(found, by, asked.currency),
        f"follow-up-{by}",
        f"Follow-up, cost and expected revenue by {by}.",
        decimals={"On time, %": 1},
    )


def _knows_owners(asked: Asked) -> bool:
    """Whether the visitor may see anybody's figures: everybody's, or their own at least."""
    cube = asked.counts.cubes.get(f"{FOLLOW_UP}:{OWNER}")
    labels = set(cube.labels.get(OWNER, ()) if cube else ()) - {None, OTHER_PEOPLE}
    if not labels:
        return False
    here = session.workspace()
    mine = {name.casefold() for name in here.actor.known_as}
    return here.sees_people() or any(str(it).casefold() in mine for it in labels)


def _trend(asked: Asked) -> None:
    months = asked.months
    if not months:
        return
    show(words.trend_pictures(asked.part, months))
