"""Why actual differs, as a visitor asks: what, against what, cut how, and what is missing."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import Cells
from planning.periods import Period
from planning.review.shortfall.decompose import decompose
from planning.review.shortfall.factors import Parts
from planning.review.shortfall.shortfall import Shortfall, against_before
from tests.review.shortfall.states import state
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import line
from tests.rooms.test_targets import agreed, read, target
from views.shortfall_pictures import by_driver, by_part, waterfall

SECOND = {"period": "Chosen months", "from": "Apr 2025", "through": "May 2025"}


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    """A small healthy company: ten leads and eight deals a month up to May 2025."""
    return companies.copied(small_home, tmp_path / "home")


def planned(home: Path, *targets: Cells, lines: tuple[Cells, ...] = ()) -> None:
    """Put a plan of the year into a home that has facts already."""
    workspace, scenario = agreed(home, targets)
    if lines:
        saved = workspace.plan.add("line", scenario.id, [dict(it) for it in lines])
        assert not saved.refused, saved.refused


def shown(app: AppTest) -> str:
    """The page as a reader sees it."""
    assert not app.exception, app.exception[0].message
    informed = "\n".join(str(info.value) for info in app.info)
    return read(f"{words(app)}\n{informed}")


def steps(app: AppTest) -> pd.DataFrame:
    """The table of steps, or of parts, which ends with the whole."""
    frames = [it.value for it in app.dataframe]
    found = [it for it in frames if {"Effect, EUR", "Together, EUR"} & set(it.columns)]
    assert len(found) == 1
    return found[0]


def heads(app: AppTest) -> list[str]:
    """The names of the sections."""
    return [str(it.value) for it in app.subheader]


# ---- against the period before ----


def test_without_a_plan_the_period_before_is_meant(visit: Visit, home: Path) -> None:
    app = visit(home, **SECOND)
    told = steps(app)
    assert list(told["Step"]) == ["Volume", "Conversion", "Close ratio", "Deal size", "Together"]
    assert sum(told["Effect, EUR"][:-1]) == pytest.approx(told["Effect, EUR"].iloc[-1])
    assert "against Feb 2025 to Mar 2025" in shown(app)
    assert "How near the plans came" not in heads(app)


def test_an_address_carries_what_was_asked(visit: Visit, home: Path) -> None:
    address = {"why": "Cost per lead", "against": "Period before", "why-by": "Channel"}
    told = steps(visit(home, **SECOND, **address))
    assert list(told["Channel"]) == ["Webinars", "Fairs", "Company"] or list(told["Channel"]) == [
        "Fairs", "Webinars", "Company",
    ]  # fmt: skip
    assert list(told.columns[1:]) == ["Volume, EUR", "Marketing spend, EUR", "Together, EUR"]


def test_choosing_another_kpi_redraws_the_way(visit: Visit, home: Path) -> None:
    app = visit(home, **SECOND)
    app.segmented_control(key="why").set_value("cac").run()
    assert "CAC is" in shown(app)
    assert "Marketing spend" in list(steps(app)["Step"])


def test_the_heading_says_how_it_went(visit: Visit, tmp_path: Path) -> None:
    deals = [companies.deal(at, 2 if at < 8 else 3, stage="won", amount=100) for at in range(12)]
    leads = [companies.lead(at, 2 if at < 8 else 3) for at in range(12)]
    companies.imported(tmp_path / "home", {"opportunities": deals, "leads": leads})
    march = {"period": "Chosen months", "from": "Mar 2025", "through": "Mar 2025"}
    app = visit(tmp_path / "home", **march)
    assert "Why it got worse" in heads(app)
    assert "Revenue is 400 (50 %) below Feb 2025: volume −400" in shown(app)


def test_a_cut_without_spend_is_told_and_the_company_stays(visit: Visit, home: Path) -> None:
    app = visit(home, **SECOND, why="Cost per lead", **{"why-by": "Region"})
    assert "Spend is not split by region." in shown(app)
    assert list(steps(app)["Step"]) == ["Volume", "Marketing spend", "Together"]


# ---- against the plan ----


def test_a_plan_is_meant_where_there_is_one(visit: Visit, home: Path) -> None:
    planned(
        home, target("revenue", "joint", value="12000"), target("leads", value="240"),
        target("won", "sales", value="12"), target("close_ratio", "sales", value="0.5"),
    )  # fmt: skip
    app = visit(home, **SECOND)
    text = shown(app)
    assert "against Plan 2025 (draft)" in text
    assert "above plan" in text
    told = {row["Step"]: row for row in steps(app).to_dict("records")}
    assert (told["Volume"]["Plan"], told["Volume"]["Actual"]) == ("40", "20")
    assert read(told["Close ratio"]["Plan"]) == "50 %"
    assert told["Volume"]["Team"] == "Marketing"


def test_what_a_plan_lacks_is_said_with_what_to_do(visit: Visit, home: Path) -> None:
    planned(home, target("revenue", "joint", value="12000"), target("won", "sales", value="12"))
    app = visit(home, **SECOND)
    assert "Plan 2025 has no target for leads. Add one on page Targets." in shown(app)
    assert steps(app)["Step"].iloc[0] == "Volume, conversion and close ratio"


def test_a_plan_without_the_kpi_says_so_and_leads_on(visit: Visit, home: Path) -> None:
    planned(home, target("leads", value="240"))
    app = visit(home, **SECOND)
    assert "Plan 2025 has no target for revenue. Add one on page Targets." in shown(app)
    assert "Why actual differs" in heads(app)
    assert not any("Effect, EUR" in it.value.columns for it in app.dataframe)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"period": "All time"}, "Choose a period above."),
        ({"against": "Plan"}, "There is no plan for"),
    ],
)
def test_what_cannot_be_compared_is_said(
    visit: Visit, home: Path, address: dict[str, str], words: str
) -> None:
    assert words in shown(visit(home, **address))


def test_how_near_plans_came_stands_by_kpi_and_month(visit: Visit, home: Path) -> None:
    planned(home, target("leads", value="150"), lines=(line("Webinars"),))
    app = visit(home, **{**SECOND, "from": "Jan 2025"})
    near = next(it.value for it in app.dataframe if "Mean, %" in it.value.columns)
    rows = {row["KPI"]: row for row in near.to_dict("records")}
    assert list(near.columns[2:]) == ["Jan 25", "Feb 25", "Mar 25", "Apr 25", "May 25"]
    # 12.5 leads were planned for each month and 10 came; 1,000 were to be spent, 500 were.
    assert rows["Leads"]["Mean, %"] == 75
    assert [rows["Marketing spend"][it] for it in ("Jan 25", "Feb 25")] == [0, 0]
    assert "Leads came nearest to plan, 75 % on average; marketing spend" in shown(app)


# ---- the picture ----


def test_the_picture_is_built_once_and_holds_no_data_and_no_colour() -> None:
    assert waterfall(6) is waterfall(6)
    told = json.dumps(waterfall(6))
    assert '"data"' not in told
    assert "#" not in told


def test_the_picture_goes_from_before_to_actual_without_a_gap(small_home: Path) -> None:
    counts = companies.opened(small_home).counts()
    assert counts is not None
    part = Slice(counts, Scope(period=Period.parse("2025-04", "2025-06")), Context())
    found = against_before(part, "revenue", "channel")
    for way in (
        by_driver(found, "Mar", "Apr", "EUR"),
        by_part(found, "channel", "Mar", "Apr", Context()),
    ):
        assert way is not None
        assert [way.rows[0]["name"], way.rows[-1]["name"]] == ["Before", "Actual"]
        for earlier, later in pairwise(way.rows):
            assert later["start"] == pytest.approx(earlier["end"])


def test_a_part_named_like_an_end_of_the_way_has_a_row_of_its_own() -> None:
    parts: Parts = {name: state(4, 2, 1, 100) for name in ("Before", "Actual")}
    later = {name: state(4, 2, 2, 200) for name in parts}
    apart = decompose("revenue", parts, later)
    found = Shortfall("revenue", "before", whole=apart, parts=apart)
    way = by_part(found, "channel", "Mar", "Apr", Context())
    assert way is not None
    assert len({row["name"] for row in way.rows}) == len(way.rows) == 4


def test_names_from_outside_stay_data(visit: Visit, tmp_path: Path) -> None:
    companies.broken(tmp_path / "home", "naughty names")
    app = visit(tmp_path / "home", **SECOND, why="Cost per lead", **{"why-by": "Channel"})
    assert set(NAUGHTY) & set(steps(app)["Channel"])
    for element in (*app.markdown, *app.caption):
        assert "[click](" not in element.value
        assert "<script>" not in element.value
