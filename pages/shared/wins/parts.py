"""The parts of a quarter's wins and losses, each a picture with its table."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import tables_to_take
from pages.shared.pictures import alone, show
from pages.shared.views_of import chosen
from planning.review.wins.quarter import Quarter
from views import wins
from views.formats import change, plain, shown
from views.wins_pictures import common_picture, rates_picture, shares_picture

_SENTENCES: Final = 4
_MOVED: Final = ("more", "less")


def tiles(quarter: Quarter, before: str, currency: str) -> None:
    """Draw the quarter's rates and money beside those of the quarter before."""
    whole, told = quarter.whole, []
    for head, now, earlier, sure in (
        ("Won by count", whole.now.by_count, whole.before.by_count, whole.verdict in _MOVED),
        ("Won by value", whole.now.by_value, whole.before.by_value, whole.value_moved),
    ):
        chance = "more than chance" if sure else "may be chance"
        moved = change(now, earlier, "fraction")
        told.append((head, shown(now, "fraction"), moved and f"{moved}, {chance}"))
    for head, cents, past in (
        (f"Won, {currency}", whole.now.won_cents, whole.before.won_cents),
        (f"Lost, {currency}", whole.now.lost_cents, whole.before.lost_cents),
    ):
        told.append((head, shown(cents / 100, "money"), change(cents, past, "money")))
    grid = st.grid(4, min_column_width=148, gap="small")
    for head, value, moved in told:
        with grid.cell(), st.container(gap="xxsmall"):
            st.metric(head, value)
            words = f"{moved} against {before}" if moved else "Nothing to compare with."
            st.caption(plain(words))


@st.fragment
def rates(quarter: Quarter, name: str, before: str, currency: str) -> None:
    """Draw the win rate by one cut, which may be chosen."""
    if not quarter.cuts:
        st.write("No deal names a region, segment, source, product or motion.")
        return
    names = {wins.CUT_NAMES[by]: by for by in quarter.cuts}
    by = names[chosen("by", *_first_and_rest(list(names)))]
    picture = rates_picture(quarter.cuts[by], by, name, before)
    if picture is not None:
        alone(picture)
    with st.expander(f"Win rates by {wins.CUT_NAMES[by].casefold()} in numbers"):
        frame = wins.cut_frame(quarter.cuts[by], by, currency)
        st.caption(wins.CUT_NOTES)
        alt = f"Deals won and lost by {wins.CUT_NAMES[by].casefold()}, {name} and {before}."
        tables_to_take.show(frame, f"Win rates by {wins.CUT_NAMES[by].casefold()}", alt)


def losses(quarter: Quarter, name: str, before: str, currency: str) -> None:
    """Draw why and to whom deals were lost, and how many say nothing of it."""
    reasons, rivals = quarter.reasons, quarter.competitors
    show(
        [
            shares_picture("wins-reasons", reasons, "reason", name, before),
            shares_picture("wins-competitors", rivals, "competitor", name, before),
        ]
    )
    unsaid = wins.unsaid_words(quarter.unsaid)
    st.markdown(plain(unsaid))
    with st.expander("Losses in numbers"):
        for found, head in ((reasons, "Reason"), (rivals, "Competitor")):
            if found:
                alt = f"Lost deals by {head.casefold()}, {name} and {before}."
                frame = wins.share_frame(found, head, currency)
                tables_to_take.show(frame, f"Losses by {head.casefold()}", alt)
            else:
                st.caption(f"No lost deal names a {head.casefold()}.")
        if quarter.unsaid:
            alt = f"Lost deals without a reason by region, {name}."
            tables_to_take.show(wins.unsaid_frame(quarter.unsaid), "Without a reason", alt)


def common(quarter: Quarter) -> None:
    """Draw what won deals have in common."""
    st.subheader("What the won have in common")
    picture = common_picture(quarter.common)
    if picture is None:
        st.write("Too few deals were closed to tell what the won ones have in common.")
        return
    alone(picture)
    sure = [one for one in quarter.common if one.found in ("more often", "less often")]
    if len(sure) > 1:
        lines = [f"- {plain(wins.common_sentence(one))}" for one in sure[1 : _SENTENCES + 1]]
        st.markdown("\n".join(lines))
    st.caption(plain(wins.common_notes(quarter)))
    with st.expander("Every trait in numbers"):
        alt = "What closed deals have in common: how often each trait stands among won ones."
        tables_to_take.show(wins.common_frame(quarter.common), "In common", alt)


def _first_and_rest(names: list[str]) -> tuple[str, list[str]]:
    return names[0], names[1:]
