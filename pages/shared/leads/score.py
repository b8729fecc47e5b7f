"""The lead score: how good it is, its rules, campaigns by quality, and what it must not read."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.shared import first_steps, session, tables, tables_to_take
from pages.shared.leads import score_facts, score_suggesting, score_taking
from pages.shared.leads.score_facts import Ground
from pages.shared.leads.score_sheet import sheet_of
from pages.shared.pictures import alone, show
from planning.agreed.rows import PlanRow
from planning.periods import Period
from planning.review.leads.lead_leaks import LeadLeaks
from planning.review.leads.score_standing import ScoreStanding
from views import score as words
from views import score_pictures
from views.downloads import csv_bytes
from views.formats import plain


def draw(now: session.Now, plan_row: PlanRow | None) -> None:
    """Draw the view.

    Args:
        now: The store at one revision.
        plan_row: The plan whose score is meant; None while there is no plan.
    """
    found = score_facts.ground(now)
    if found is None:
        st.write("Once there are leads, both teams see here whether their score tells good ones.")
        first_steps.bring_in_facts()
        return
    rules = score_facts.rules_of(plan_row, now.revision)
    stands = score_facts.standing(now, found, rules)
    st.markdown(plain(words.true_sentence(stands)))
    if stands is not None:
        _how_good(found, stands)
    _rules(now, found, plan_row)
    _campaigns(now, found)
    _leaks(found.leaks)
    if stands is not None:
        score_taking.section(now, found, stands)


def _how_good(found: Ground, stands: ScoreStanding) -> None:
    test = stands.honest or stands.test
    st.caption(plain(words.footing(test, found.sample)))
    show((score_pictures.lift(test), score_pictures.calibration(test)))
    st.markdown("\n".join(f"- {plain(line)}" for line in words.findings(stands)))


def _rules(now: session.Now, found: Ground, plan: PlanRow | None) -> None:
    st.subheader("What a lead scores")
    if plan is None:
        st.write("Rules of the score belong to a plan, and there is none yet.")
        first_steps.begin_a_plan()
        score_suggesting.section(now, found, (), None)
        return
    st.caption(
        "Points are added where the condition holds; leaders of either team change them, and "
        "they are signed with the plan."
    )
    sheet = sheet_of(plan, found)
    tables.edit(sheet)
    score_suggesting.section(now, found, score_facts.rules_of(plan, now.revision), sheet)


def _campaigns(now: session.Now, found: Ground) -> None:
    quality = score_facts.campaigns(now, found)
    if quality is None:
        return
    brought, period = quality
    st.subheader("Volume against quality")
    picture = score_pictures.campaigns(brought, _when(period))
    if picture is not None:
        alone(picture)
    frame = words.campaign_frame(brought, now.company.currency)
    tables_to_take.show(frame, "campaign-quality", "Campaigns by leads and share won.")


def _when(period: Period | None) -> str:
    return f"{period.label}, old enough to be won" if period else "all time"


def _leaks(leaks: LeadLeaks) -> None:
    st.subheader("Known only afterwards")
    st.markdown(plain(words.leak_sentence(leaks)))
    st.caption(
        "A score that reads such a column looks right on old leads and tells nothing of a new one."
    )
    if leaks.leaks:
        st.markdown(
            "\n".join(f"- **{plain(name)}**: {plain(why)}" for name, why in words.named(leaks))
        )
        st.download_button(
            "Download",
            partial(csv_bytes, words.leak_frame(leaks)),
            "leaks.csv",
            "text/csv",
            key="csv-leaks",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
