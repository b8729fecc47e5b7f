"""Wins and losses as people meet it: a quarter, why deals were lost, what the won share."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_sources.deal_reading import Deals
from planning.review.wins.common import commonalities
from planning.review.wins.rates import corrected, cut
from planning.review.wins.reasons import shares
from tests.claims import opened_by
from tests.review.wins.closed import deals, drawn
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import ROOMS, Visit, words
from tests.rooms.test_pictures import STORED, parts
from tests.rooms.test_targets import read
from views import wins, wins_pictures

TEMPLATES = {
    "two_quarters": wins_pictures.two_quarters("Region"),
    "share_bars": wins_pictures.share_bars("reason"),
    "lifts": wins_pictures.lifts(),
}


def shown(app: AppTest) -> str:
    """The page as a reader sees it."""
    assert not app.exception, app.exception[0].message
    return read(words(app))


def table(app: AppTest, head: str) -> pd.DataFrame:
    """The one table with a column."""
    (found,) = (it.value for it in app.dataframe if head in it.value.columns)
    return found


def test_it_opens_with_the_last_whole_quarter_against_the_one_before(
    visit: Visit, demo_home: Path
) -> None:
    app = visit(demo_home, "wins_and_losses")
    text = shown(app)
    assert "41 % of 322 deals closed in Q2 2026 were won, +9.7 points against Q1 2026" in text
    assert "Apr 2026 to Jun 2026" in text
    assert app.selectbox(key="quarter").value == "Q2 2026"
    assert [metric.value for metric in app.metric] == ["41\xa0%", "42\xa0%", "4\xa0M", "5.55\xa0M"]
    assert "In common, not because" in text


def test_any_quarter_can_be_chosen_and_stands_in_the_address(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "wins_and_losses", quarter="Q4 2025")
    assert "closed in Q4 2025" in shown(app)
    app = app.selectbox(key="quarter").select("Q1 2026").run()
    assert "closed in Q1 2026" in shown(app)
    assert "against Q4 2025" in shown(app)


@pytest.mark.parametrize("by", wins.CUT_NAMES.values())
def test_each_cut_has_its_table(visit: Visit, demo_home: Path, by: str) -> None:
    app = visit(demo_home, "wins_and_losses", by=by)
    found = table(app, "Pulled to all, %")
    assert found.columns[0] == by
    assert (found["Won"].sum(), found["Won"].sum() + found["Lost"].sum()) == (131, 322)
    rates = found["Won"] / (found["Won"] + found["Lost"]) * 100
    assert found["Win rate, %"].tolist() == pytest.approx(rates.tolist())
    assert ((found["From, %"] <= rates) & (rates <= found["To, %"])).all()


def test_losses_are_told_by_reason_and_competitor(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "wins_and_losses")
    assert "No decision is the reason of 51 lost deals" in shown(app)
    assert "Each of 191 lost deals gives a reason." in shown(app)
    assert table(app, "Reason")["Lost deals"].sum() == 191
    assert table(app, "Competitor")["Lost deals"].sum() == 37


def test_at_most_four_pictures_stand_on_the_page(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "wins_and_losses")
    assert 1 <= len(app.get("vega_lite_chart")) <= 4


def test_lost_deals_without_a_reason_are_counted_and_nobody_is_named(
    visit: Visit, small_home: Path
) -> None:
    app = visit(small_home, "wins_and_losses", quarter="Q2 2025")
    text = shown(app)
    assert "give no reason. Whoever closed a deal in sales can add it in the CRM." in text
    found = table(app, "Without a reason")
    assert found["Without a reason"].sum() == found["Lost deals"].sum() > 0


def test_a_viewer_and_a_leader_see_the_same(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    workspace = companies.opened(home)
    workspace.people.add("vic@example.com", ["viewer"])
    workspace.people.add("lea@example.com", ["leader"], ["sales"])
    seen = []
    for who in ("vic@example.com", "lea@example.com"):
        app = opened_by(monkeypatch, home, who).run()
        app.switch_page(ROOMS["wins_and_losses"]).run()
        assert not app.exception
        texts = [str(it.value) for it in (*app.main.markdown, *app.main.caption)]
        seen.append(texts + [it.value.to_csv() for it in app.dataframe])
    assert seen[0] == seen[1]
    staff = workspace.rows("people")["person_id"]
    assert len(staff)
    assert not [one for one in staff if any(str(one) in text for text in seen[0])]


def test_without_dates_it_says_so(visit: Visit, tmp_path: Path) -> None:
    companies.broken(tmp_path / "home", "no dates")
    assert "no quarter can be told" in shown(visit(tmp_path / "home", "wins_and_losses"))


def test_a_quarter_without_closed_deals_says_so(visit: Visit, tmp_path: Path) -> None:
    rows = [companies.deal(1, 1)]
    companies.imported(tmp_path / "home", {"opportunities": rows}, as_of=date(2025, 12, 31))
    text = shown(visit(tmp_path / "home", "wins_and_losses"))
    assert "No deal was closed in Q4 2025." in text
    assert "Choose another quarter" in text


def test_a_warm_visit_reads_no_deal_anew(
    visit: Visit, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit(demo_home, "wins_and_losses").run()
    before, asked = shown(app), []
    monkeypatch.setattr(Deals, "closed", lambda *_: asked.append(1))
    assert shown(app.run()) == before
    assert not asked


# ---- pictures and words ----


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_stays_as_stored(name: str) -> None:
    stored = json.loads((STORED / f"{name}.json").read_text("utf-8"))
    assert TEMPLATES[name] == stored, "look at the picture, then store its specification again"
    assert not any("data" in part or "datasets" in part for part in parts(TEMPLATES[name]))
    assert "#" not in json.dumps(TEMPLATES[name])


def test_foreign_names_stand_in_data_only() -> None:
    named = [
        {"region": name, "reason": name, "outcome": outcome}
        for name in NAUGHTY
        for outcome in ("won", "lost", "lost")
    ]
    now = deals(named)
    (groups,) = corrected([cut(now, now, "region")])
    for chart in (
        wins_pictures.rates_picture(groups, "region", "Q2 2026", "Q1 2026"),
        wins_pictures.shares_picture("k", shares(now, now, "reason"), "reason", "Q2", "Q1"),
        wins_pictures.common_picture(commonalities(drawn(1), {"region": drawn(1)["region"]})),
    ):
        assert chart is not None
        bare = json.dumps({key: part for key, part in chart.spec.items() if key != "data"})
        assert not any(json.dumps(name)[1:-1] in bare for name in NAUGHTY if len(name) > 5)


def test_the_title_says_what_moved_and_by_how_much() -> None:
    won, lost = ({"region": "A", "outcome": it} for it in ("won", "lost"))
    now, before = deals([won] * 60 + [lost] * 40), deals([won] * 20 + [lost] * 80)
    (groups,) = corrected([cut(now, before, "region")])
    chart = wins_pictures.rates_picture(groups, "region", "Q2 2026", "Q1 2026")
    assert chart is not None
    assert chart.finding == "A moved most since Q1 2026: +40\xa0points"
    (row,) = chart.rows
    assert (row["value"], row["before"]) == (60, 20)
    (same,) = corrected([cut(now, now, "region")])
    title = wins.cut_finding(same, "region", "Q1")
    assert title == "No region changed by more than chance since Q1"
    assert wins_pictures.rates_picture((), "region", "Q2", "Q1") is None


def test_what_stands_out_is_a_sentence_with_both_numbers() -> None:
    frame = drawn(1)
    frame.loc[frame["region"] == "South", "outcome"] = "won"
    chart = wins_pictures.common_picture(commonalities(frame, {"region": frame["region"]}))
    assert chart is not None
    assert chart.finding.startswith("Deals of South were won 100\xa0% of the time, others ")
    assert "because" not in chart.finding
    assert wins_pictures.common_picture(()) is None


def test_no_trait_is_left_without_words() -> None:
    frame = drawn(4)
    from planning.review.wins.traits import traits
    from tests.review.wins.closed import read as reading

    found = commonalities(frame, traits(reading(frame), frame))
    assert {one.trait for one in found} >= {"size", "lead_age", "touches", "marketing_touched"}
    for one in found:
        assert wins.common_sentence(one).startswith("Deals ")
        assert "_" not in wins.trait_name(one)
    assert len(wins.common_frame(found)) == len(found)
