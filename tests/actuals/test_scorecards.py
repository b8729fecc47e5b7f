"""Scorecards: scopes, groups that re-add, months, warnings, explanations."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.counts import Scope
from planning.actuals.explained import how_counted
from planning.actuals.scorecard import Context, Slice, grouped, read, scorecard, trend
from planning.errors import Finding, UsageError
from planning.kpis import KPIS
from planning.periods import UNDATED
from tests.actuals.small_counts import JAN, Row, months, small_counts

ADDITIVE = ("leads", "mqls", "opportunities", "won", "customers", "revenue", "open_pipeline")
MEASURES = (
    "leads",
    "mqls",
    "created",
    "won",
    "customers_with_account",
    "wins_without_account",
    "unlinked_won",
    "won_cents",
    "created_open_cents",
)

rows = st.lists(
    st.fixed_dictionaries(
        {
            "month": st.sampled_from([UNDATED, JAN, JAN + 1, JAN + 5]),
            "channel": st.sampled_from(["Web", "Fair", "outbound", "unknown"]),
            "region": st.sampled_from(["West", "East", None]),
            **{measure: st.integers(0, 50) for measure in MEASURES},
        }
    ),
    min_size=1,
    max_size=30,
)


@given(rows, st.sampled_from(["channel", "region"]))
@settings(deadline=None)
def test_groups_re_add_to_the_company(base: list[Row], by: str) -> None:
    counts = small_counts(base=base)
    whole = scorecard(counts, keys=ADDITIVE).figures
    groups = grouped(counts, by=by, keys=ADDITIVE)
    for key in ADDITIVE:
        assert sum(group.figures[key].value or 0 for group in groups) == whole[key].value


@given(rows)
@settings(deadline=None)
def test_adjoining_periods_and_the_undated_bucket_re_add_to_everything(base: list[Row]) -> None:
    counts = small_counts(base=base)
    early, late = (
        scorecard(counts, Scope(period=period), keys=["leads", "opportunities"])
        for period in (months("2025-01", "2025-03"), months("2025-03", "2026-01"))
    )
    everything = scorecard(counts, keys=["leads", "opportunities"])
    dated = sum(
        int(card.figures[key].value or 0)
        for card in (early, late)
        for key in ("leads", "opportunities")
    )
    whole = sum(int(figure.value or 0) for figure in everything.figures.values())
    assert dated + everything.undated == whole
    assert early.undated == everything.undated


def test_a_filter_and_the_group_of_its_label_agree() -> None:
    counts = small_counts(
        base=[
            {"channel": "Web", "leads": 10, "leads_won": 3, "won": 2, "lost": 5},
            {"channel": "Fair", "leads": 90, "leads_won": 9, "won": 1},
        ]
    )
    web = grouped(counts, by="channel", rivals=False)[1]
    assert web.name == "Web"
    filtered = scorecard(counts, Scope(channel=("Web",)), rivals=False).figures
    for key, figure in filtered.items():
        assert web.figures[key].value == figure.value, key


def test_a_trend_is_the_scorecard_of_each_month() -> None:
    counts = small_counts(base=[{"month": JAN + at, "leads": 10 * at} for at in range(1, 4)])
    found = trend(counts, None, "leads", None, range(JAN, JAN + 6))
    assert found == (0.0, 10.0, 20.0, 30.0, 0.0, 0.0)


def test_months_far_outside_the_facts_are_empty_and_no_error() -> None:
    counts = small_counts(base=[{"leads": 10}])
    for start, end in (("1990-01", "1991-01"), ("2090-01", "2091-01"), ("1990-01", "2091-01")):
        found = scorecard(counts, Scope(period=months(start, end))).figures["leads"]
        assert found.value == (10 if (start, end) == ("1990-01", "2091-01") else 0)


def test_empty_facts_have_a_scorecard_without_a_single_error() -> None:
    card = scorecard(small_counts())
    assert set(card.figures) == set(KPIS)
    assert card.figures["leads"].value == 0
    assert card.figures["cac"].value is None
    assert grouped(small_counts(), by="campaign") == ()


def test_every_figure_is_plain_json_with_the_promised_fields() -> None:
    counts = small_counts(
        base=[
            {
                "leads": 10,
                "won": 3,
                "won_cents": 70_001,
                "marketing_cents": 10,
                "customers_with_account": 1,
            }
        ]
    )
    promised = {"value", "numerator", "denominator", "low", "high", "unit", "definition", "rivals"}
    for figure in scorecard(counts).figures.values():
        shown = figure.as_json()
        assert promised <= set(shown)
        assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    assert scorecard(counts).figures["revenue"].as_json()["value"] == 700.01


def test_one_slice_serves_value_change_and_trend() -> None:
    counts = small_counts(base=[{"month": JAN + at, "leads": at} for at in range(6)])
    part = Slice(counts, Scope(period=months("2025-04", "2025-07")), Context())
    assert scorecard(part, keys=["leads"]).figures["leads"].value == 12
    assert read(part, "leads", months("2025-01", "2025-04")).value == 3
    assert trend(part, None, "leads", None, [JAN + 5]) == (5.0,)


def test_unknown_names_are_refused_with_the_names_that_exist() -> None:
    counts = small_counts(base=[{"leads": 1}])
    with pytest.raises(UsageError, match="not a KPI"):
        scorecard(counts, keys=["happiness"])
    with pytest.raises(UsageError, match="cannot be grouped"):
        grouped(counts, by="weather")


def test_history_that_starts_inside_the_period_is_told() -> None:
    counts = small_counts(
        base=[{"month": JAN, "won": 1}, {"month": JAN + 3, "won": 1}],
        history_start={"won": date(2025, 1, 9)},
    )
    sentence = (
        "History starts in Jan 2025: first wins and the early close ratio "
        "look higher than they were."
    )
    assert sentence in scorecard(counts).warnings
    assert sentence in scorecard(counts, Scope(period=months("2025-01", "2025-02"))).warnings
    assert sentence not in scorecard(counts, Scope(period=months("2025-04", "2025-05"))).warnings


def test_undated_rows_and_wins_without_account_are_told() -> None:
    counts = small_counts(
        base=[
            {"month": UNDATED, "leads": 3, "created": 2, "lost": 4},
            {"leads": 7, "wins_without_account": 2, "won": 2},
        ]
    )
    everything = scorecard(counts)
    january = scorecard(counts, Scope(period=months("2025-01", "2025-02")))
    assert everything.undated == january.undated == 5
    assert "5 leads and deals without a creation date are included." in everything.warnings
    assert "5 leads and deals without a creation date are left out." in january.warnings
    assert "4 closed deals without a closing date are left out." in january.warnings
    assert "2 wins name no account and count as one customer each." in january.warnings


def test_warnings_of_the_facts_reach_the_scorecard_and_mere_notes_do_not() -> None:
    findings = (
        Finding(code="future", message="3 events lie after the as-of date."),
        Finding(level="info", code="note", message="Only a note."),
    )
    warnings = scorecard(small_counts(findings=findings)).warnings
    assert "3 events lie after the as-of date." in warnings
    assert "Only a note." not in warnings


def test_our_warnings_are_short() -> None:
    counts = small_counts(
        base=[
            {"month": UNDATED, "leads": 3, "lost": 4},
            {"leads": 1, "won": 2, "wins_without_account": 2},
        ],
        history_start={"won": date(2025, 1, 9)},
    )
    warnings = scorecard(counts).warnings
    assert len(warnings) == 5
    assert all(len(sentence.split()) < 20 for sentence in warnings)


def test_small_groups_show_a_steadied_rate_beside_the_counted_one() -> None:
    counts = small_counts(
        base=[
            {"channel": "Fair", "won": 2},
            {"channel": "Web", "won": 80, "lost": 120},
            {"channel": "Mail", "won": 30, "lost": 120},
        ]
    )
    found = {group.name: group.figures["close_ratio"] for group in grouped(counts, by="channel")}
    assert found["Fair"].value == 1.0
    steadied = next(rival for rival in found["Fair"].rivals if rival.key == "steadied")
    assert steadied.number is not None
    assert 0.32 < steadied.number < 1.0
    assert "steadied" not in {rival.key for rival in found["Web"].rivals}


@pytest.mark.parametrize("key", KPIS)
def test_every_figure_can_say_how_it_is_counted(key: str) -> None:
    told = how_counted(
        read(Slice(small_counts(base=[{"leads": 5}]), Scope(), Context()), key, None)
    )
    assert told.name == KPIS[key].name
    assert told.counter in {kpi.name for kpi in KPIS.values()}
    assert told.interval
    assert all(rival.figure is not None for rival in told.rivals)
