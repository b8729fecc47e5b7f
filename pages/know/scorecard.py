"""Scorecard: what both teams achieved, side by side, and how each number is counted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared import cuts, explain, inputs, session
from pages.shared.pictures import show
from pages.shared.tiles import guards, side_by_side
from pages.shared.why import forecasts
from pages.shared.why import section as why
from planning.actuals.change import changes
from planning.actuals.counts import Counts
from planning.actuals.scorecard import Group, Scorecard, grouped, scorecard, trend
from planning.actuals.slices import Slice
from planning.periods import month_of
from planning.review.counter_pairs import CounterPair, counter_pairs
from planning.teams import Team
from views import pictures
from views.charts import Chart
from views.formats import day, plain
from views.spans import last_complete_month
from views.tiles import TILE_KEYS, TILES, TREND_MONTHS, Tile, earlier_words, true_sentence
from views.tiles import tile as compose


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Here both teams will see cost per lead, CAC, close ratio and cycle side by side.")
    st.page_link("setup/data.py", label="Import your first file", icon=":material/upload_file:")
    if st.button("Look around in a demo company", icon=":material/explore:"):
        with st.spinner("Writing and counting a made-up firm, this takes some seconds…"):
            session.workspace().load_demo()
            session.now()
        st.rerun()


def tiles(
    part: Slice, card: Scorecard, question: inputs.Question, pairs: Sequence[CounterPair]
) -> dict[Team, list[Tile]]:
    """Compose every tile with its change, counter-KPI and trend."""
    period = question.scope.period
    end = period.end if period else _months_end(part.counts)
    months = range(end - TREND_MONTHS, end)
    moved = {} if question.earlier is None else changes(part, TILE_KEYS)
    words = earlier_words(period) if period and moved else ""
    beside = {pair.kpi: pair for pair in pairs}
    currency = part.context.company.currency
    return {
        team: [
            compose(
                team,
                card.figures,
                key,
                moved.get(key),
                trend(part, None, key, None, months),
                words,
                currency,
                beside.get(key),
            )
            for key in keys
        ]
        for team, keys in TILES.items()
    }


def draw_charts(
    part: Slice, card: Scorecard, by_channel: Sequence[Group], question: inputs.Question
) -> list[Chart | None]:
    """Return the page's pictures; None where the facts do not carry one."""
    period = question.scope.period
    when = question.period_words or "all time"
    end = period.end if period else _months_end(part.counts)
    months = range(end - max(TREND_MONTHS, len(period) if period else 0), end)
    context = part.context
    return [
        pictures.monthly("cac", trend(part, None, "cac", None, months), months, "", context),
        pictures.channel_costs(by_channel, when, context),
        pictures.close_ratios(by_channel, card.figures["close_ratio"], when, context),
        pictures.cycle_days(part, period, card.figures["sales_cycle_days"]),
    ]


def _months_end(counts: Counts) -> int:
    return max(last_complete_month(counts.as_of), month_of(counts.as_of)) + 1


def page(now: session.Now, counts: Counts) -> None:
    """Draw the page: sentence, controls, tiles, pictures, table."""
    sentence = st.empty()
    question = inputs.ask(counts, now.company)
    part = Slice(counts, question.scope, now.context)
    card = scorecard(part, rivals=False)
    sentence.markdown(plain(true_sentence(card.figures, question.period_words)))
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
        st.caption(_footing(now, counts, question, card), width="content")
        inputs.reset_button(counts)
    pairs = counter_pairs(part, TILE_KEYS) if question.earlier else ()
    asked = side_by_side(tiles(part, card, question, pairs))
    guards(pairs)
    if asked:
        explain.dialog(asked, part)
    by_channel = grouped(part, by="channel", rivals=False)
    show(draw_charts(part, card, by_channel, question))
    why.section(part, now)
    forecasts.section(part, now)
    cuts.table(part, now, card, by_channel)


def _footing(now: session.Now, counts: Counts, question: inputs.Question, card: Scorecard) -> str:
    """Say what the numbers rest on, and what may mislead."""
    lines = [question.period_words or "All time, undated rows included"]
    if question.earlier:
        lines.append(f"compared with {question.earlier.label}")
    elif question.scope.period:
        lines.append("no full period before to compare with")
    lines.append(f"facts up to {day(counts.as_of)}" if counts.is_dated else "facts without dates")
    if now.is_demo:
        lines.append("demo company")
    notes = [f":yellow[:material/warning:] {plain(text)}" for text in card.warnings]
    return "  \n".join([" · ".join(lines), *notes])


st.title("Scorecard")
_now = session.now()
if _now.counts is None:
    empty()
else:
    page(_now, _now.counts)
