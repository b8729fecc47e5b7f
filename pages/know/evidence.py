"""Evidence: do the facts support this line? A verdict, its pictures, and a sentence to take."""

from __future__ import annotations

import streamlit as st

from pages.shared import first_steps, session
from pages.shared.accounts import standing as accounts
from pages.shared.evidence import asking, attendees, saying, standing
from pages.shared.evidence.saying import Said
from planning.actuals.counts import Counts
from planning.review.evidence.verdict import judged
from views.formats import day


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Here somebody asks whether the facts support a line of the budget.")
    first_steps.bring_in_facts()


def undated() -> None:
    """Say why nothing can be held against a line."""
    st.write("The facts carry no dates, so nothing tells what a source brought in a year.")
    st.write("Bring in files with the dates of leads, deals and spend.")


def page(now: session.Now, counts: Counts) -> None:
    """Draw the page: sentence, question, pictures, list, what to take."""
    sentence = st.container(gap="xsmall")
    asked = asking.ask(now, counts)
    if asked.proposal is None:
        sentence.write("Ask about a channel, a campaign or something nobody has tried yet.")
        attendees.section(accounts.standing(now, asked.plan, now.revision))
        return
    found = standing.facts(now, counts, asked.proposal)
    money, why = standing.money(now, asked, found)
    said = Said(
        facts=found,
        judged=judged(found.source, found.ranks, found.costs, money),
        money=money,
        why=why,
        currency=now.company.currency,
        as_of=f"up to {day(counts.as_of)}",
    )
    with sentence:
        saying.verdict(said)
        st.caption(asking.footing(asked.proposal, now.company.currency, day(counts.as_of)))
    saying.behind(said)
    saying.before(said)
    attendees.section(accounts.standing(now, asked.plan, now.revision))
    saying.take(said)


st.title("Evidence")
_now = session.now()
if _now.counts is None:
    empty()
elif not _now.counts.is_dated:
    undated()
else:
    page(_now, _now.counts)
