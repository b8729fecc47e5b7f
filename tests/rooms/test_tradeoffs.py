"""Trade-offs as leaders meet it: answers first, plans side by side, wishes held or refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from streamlit.testing.v1 import AppTest

from data_sources.allocating import Allocations
from data_sources.workspace import Workspace
from planning.model.advising.allocation import allocate
from planning.model.optimising.uncertainty import Range
from planning.model.weighing.limits_by_month import Held
from planning.model.weighing.study import Study, weigh
from planning.model.weighing.wishes import Wish
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import line, planned
from tests.rooms.test_plan_choice import signed
from tests.rooms.test_targets import read
from views.allocation import allocation_document
from views.formats import short
from views.limit_pictures import limits_picture
from views.tradeoffs import (
    FIGURES,
    range_words,
    total_finding,
    true_sentence,
)


@pytest.fixture(scope="module")
def study(demo_home: Path) -> Study:
    """The demo company's plan weighed as the page weighs it."""
    workspace: Workspace = companies.opened(demo_home)
    asking = Allocations(workspace)
    row = asking.plan()
    return weigh(asking.question(row), asking.revenue_target(row))


def shown(app: AppTest) -> str:
    """The page as a reader sees it."""
    assert not app.exception, app.exception[0].message
    return read(words(app))


def rows_of(app: AppTest, field: str) -> list[dict[str, Any]]:
    """Rows of the one chart that has a field."""
    frames = [_rows(chart.proto) for chart in app.get("vega_lite_chart")]
    (found,) = [frame for frame in frames if field in frame.columns]
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def _rows(chart: Any) -> pd.DataFrame:  # noqa: ANN401 - a generated message
    data = chart.datasets[0].data.data if chart.datasets else chart.data.data
    frame: pd.DataFrame = pa.ipc.open_stream(data).read_pandas()
    return frame


def test_the_four_questions_are_answered_on_the_first_screen(
    visit: Visit, demo_home: Path, study: Study
) -> None:
    app = visit(demo_home, "tradeoffs")
    told = shown(app)
    assert read(true_sentence(study)) in told
    for question in ("bottleneck?", "100,000 more do?", "cut first?", "cannot hire?"):
        assert question in told
    labels = {row["label"] for row in rows_of(app, "figure")}
    for key, name in (("current", "Now"), ("best", "Best")):
        option = study.option(key)
        for figure in FIGURES:
            if figure.key not in ("leads", "cost_per_lead"):
                assert f"{name} {range_words(option.figure(figure.key), figure.unit)}" in labels


def test_leads_that_go_cold_are_told_with_the_range_other_views_show(
    visit: Visit, demo_home: Path, study: Study
) -> None:
    told = shown(visit(demo_home, "tradeoffs", **{"tradeoff-view": "Next money"}))
    for key in ("current", "best"):
        assert range_words(study.option(key).figure("not_followed_up"), "count") in told


def test_numbers_of_the_page_are_those_of_the_command(study: Study) -> None:
    document = allocation_document(allocate(study.question, target=study.target))
    for prefix, key in (("", "best"), ("current_", "current")):
        option, told = study.option(key), document[f"{prefix}kpis"]
        for figure in FIGURES:
            by_command = Range(**told[figure.key])
            if figure.key == "contribution":
                by_command = Range(by_command.p10, document[f"{prefix}value"], by_command.p90)
            assert range_words(option.figure(figure.key), figure.unit) == range_words(
                by_command, figure.unit
            )


def test_a_smaller_total_moves_mine_and_nothing_else(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "tradeoffs")
    before = {row["label"] for row in rows_of(app, "figure")}
    (total,) = [it for it in app.slider if it.label.startswith("Money of the year")]
    total.set_value(total.min + (total.max - total.min) // 10).run()
    shown(app)
    after = {row["label"] for row in rows_of(app, "figure")}
    assert {it for it in before if not it.startswith("Mine")} <= after
    assert {it for it in after if it.startswith("Mine")} != {
        it for it in before if it.startswith("Mine")
    }


def test_wishes_that_collide_are_named_and_one_click_mends_them(
    visit: Visit, demo_home: Path
) -> None:
    app = visit(demo_home, "tradeoffs")
    (revenue,) = [it for it in app.number_input if it.label.startswith("Revenue at least")]
    revenue.set_value(30_000_000.0).run()
    assert [it.proto.title for it in app.warning] == ["No plan holds this:"]
    assert "30,000,000" in app.warning[0].value
    mend = next(it for it in app.button if it.key and it.key.startswith("repair-"))
    mend.click().run()
    shown(app)
    assert not app.warning
    assert any(row["label"].startswith("Mine") for row in rows_of(app, "figure"))
    let_go = next(it for it in app.button if it.label == "Let go of all wishes")
    let_go.click().run()
    assert not [it for it in app.button if it.label == "Let go of all wishes"]


def test_wishes_outlast_a_look_at_another_view(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "tradeoffs")
    (total,) = [it for it in app.slider if it.label.startswith("Money of the year")]
    smaller = total.min + (total.max - total.min) // 10 // total.step * total.step
    total.set_value(smaller).run()
    (hires,) = [it for it in app.number_input if it.label.startswith("New hires")]
    hires.set_value(0.0).run()
    assert "Held: no hires." in shown(app)
    (view,) = [it for it in app.segmented_control if it.key == "tradeoff-view"]
    view.set_value("Lines").run()
    shown(app)
    (view,) = [it for it in app.segmented_control if it.key == "tradeoff-view"]
    view.set_value("Weigh").run()
    assert "Held: no hires." in shown(app)
    (total,) = [it for it in app.slider if it.label.startswith("Money of the year")]
    assert total.value == smaller


def test_a_repair_beyond_the_slider_can_be_taken(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "tradeoffs")
    (total,) = [it for it in app.slider if it.label.startswith("Money of the year")]
    furthest, now = float(str(total.max)), float(str(total.value))
    plan = str(total.key).removeprefix("wish-total-")
    # Floors above the envelope, as the table of lines puts them into the wish.
    floors = Wish(total=now, floors={"Webinars": 3 * furthest})
    app.session_state[f"held-{plan}"] = floors
    app.run()
    mend = next(it for it in app.button if "Raise the total" in it.label)
    mend.click().run()
    shown(app)
    assert not app.warning
    (total,) = [it for it in app.slider if it.label.startswith("Money of the year")]
    assert float(str(total.value)) > furthest


def test_wishes_that_collide_are_never_taken_over_as_the_best_plan(
    visit: Visit, demo_home: Path
) -> None:
    app = visit(demo_home, "tradeoffs")
    (revenue,) = [it for it in app.number_input if it.label.startswith("Revenue at least")]
    revenue.set_value(30_000_000.0).run()
    (view,) = [it for it in app.segmented_control if it.key == "tradeoff-view"]
    view.set_value("Lines").run()
    (which,) = [it for it in app.segmented_control if it.key == "advice-of"]
    which.set_value("mine").run()
    shown(app)
    assert [it.proto.title for it in app.warning] == ["No plan holds this:"]
    assert not [it for it in app.button if it.label == "Adopt as a draft"]


def test_a_plan_that_promised_more_than_its_envelope_says_what_would_do(
    visit: Visit, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    sure = {"plan_11": "700.00", "committed_11": "700.00"}
    # The first three months are over and hold 3,000 of the line's plan.
    planned(home, [line("Webinars", **sure)], company="2000")
    told = shown(visit(home, "tradeoffs"))
    least = re.search(r"A total of ([\d,]+) is the smallest that can be held", told)
    assert least is not None, told
    assert int(least[1].replace(",", "")) > 2000
    assert "Change it on page Budget." in told


def test_a_plan_under_another_name_is_decided_under_it(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    workspace = companies.opened(home)
    # Another plan is agreed for the year, so that no warning speaks of this one by name.
    other = workspace.plan.begin(2025, "Agreed plan")
    workspace.plan.add("line", other.id, [line("Webinars", plan_07="900.00")])
    signed(workspace, other)
    workspace.agreement.agree(other.id)
    plan = workspace.plan.begin(2025, "First name")
    workspace.plan.add("line", plan.id, [line("Webinars", plan_07="900.00", plan_11="700.00")])
    asked = {"tradeoff-view": "Decide"}
    app = visit(home, "tradeoffs", plan="First name", **asked)
    assert "Decision sheet: First name" in shown(app)
    workspace.plan.rename(plan.id, "Second name")
    told = shown(app.run())
    assert "Decision sheet: Second name" in told
    assert "First name" not in told


@pytest.mark.parametrize(
    ("view", "heading"),
    [
        ("Next money", "The next 10,000"),
        ("Lines", "Line by line"),
        ("How sure", "What the result hangs on"),
        ("Decide", "Sign it"),
    ],
)
def test_every_view_opens_by_its_address(
    visit: Visit, demo_home: Path, view: str, heading: str
) -> None:
    app = visit(demo_home, "tradeoffs", **{"tradeoff-view": view})
    assert heading in shown(app)


def test_a_plan_on_few_facts_is_weighed_or_says_why_not(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    workspace = companies.opened(home)
    workspace.plan.begin(2025, "Bare plan")
    told = shown(visit(home, "tradeoffs"))
    assert "neither lines with money nor an envelope" in told


@pytest.mark.parametrize("what", ["naughty names", "no wins"])
def test_plans_on_broken_facts_are_weighed_or_refused_in_words(
    visit: Visit, tmp_path: Path, what: str
) -> None:
    home = tmp_path / "home"
    companies.broken(home, what)
    workspace = companies.opened(home)
    plan = workspace.plan.begin(2025, NAUGHTY[0])
    names = [*NAUGHTY[:3], *NAUGHTY[5:7], "Webinars", "Fairs"]
    saved = workspace.plan.add(
        "line", plan.id, [line(name, plan_07="900.00", plan_11="700.00") for name in names]
    )
    assert not saved.refused, saved.refused
    for view in ("Weigh", "Next money", "Lines", "Decide"):
        app = visit(home, "tradeoffs", **{"tradeoff-view": view})
        assert not app.error, app.error[0].value
        assert NAUGHTY[2] not in words(app)
        shown(app)


def test_a_year_that_is_over_says_so(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    companies.opened(home).plan.begin(2023, "Old plan")
    assert "is over: nothing is left to decide" in shown(visit(home, "tradeoffs"))


def test_the_picture_of_limits_names_whose_time_is_full_and_when() -> None:
    full = [Held("North", 24318 + at, "closing", 900.0, "North · closing") for at in range(3)]
    spare = [Held("South", 24318 + at, "demand", 0.0) for at in range(3)]
    drawn = limits_picture([*full, *spare], "Demand: sales has time.", "EUR")
    assert drawn is not None
    assert drawn.finding == "No time is left for closing in North from Jul to Sep"
    idle = limits_picture(spare, "Demand: sales has time.", "EUR")
    assert idle is not None
    assert idle.finding == "Demand: sales has time"


def test_money_beyond_the_best_plans_own_is_said_to_be_too_much(study: Study) -> None:
    best = study.option("best")
    assert best.total is not None
    assert best.spend < best.total
    assert short(best.spend) in total_finding((), best)


def test_a_split_left_to_the_model_shows_the_best_one(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "tradeoffs")

    def part() -> object:
        (found,) = [it for it in app.slider if it.label.startswith("Marketing's part")]
        return found.value

    best = part()
    (own,) = [it for it in app.checkbox if it.label == "Split it myself"]
    own.check().run()
    (slider,) = [it for it in app.slider if it.label.startswith("Marketing's part")]
    slider.set_value(slider.max).run()
    assert part() != best
    (own,) = [it for it in app.checkbox if it.label == "Split it myself"]
    own.uncheck().run()
    assert part() == best
