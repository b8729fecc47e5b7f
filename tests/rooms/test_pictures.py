"""Charts hold data as data, words as words, and are built once."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from planning.actuals.counts import Scope
from planning.actuals.figures import Figure
from planning.actuals.scorecard import Group, read
from planning.actuals.slices import Context, Slice
from planning.kpis import Unit
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from views import charts, pictures

TEMPLATES = {
    "monthly_line": charts.monthly_line("joint", "CAC, EUR"),
    "channel_map": charts.channel_map("EUR"),
    "ratio_intervals": charts.ratio_intervals("Close ratio"),
    "day_histogram": charts.day_histogram("Days"),
}
STORED = Path(__file__).parent / "charts"


def figure(key: str, value: float | None, unit: Unit = "fraction") -> Figure:
    return Figure(key, value, unit, "so")


def group(name: str | None, rate: float, cost: float | None = 10.0, leads: int = 100) -> Group:
    low, high = max(rate - 0.1, 0), min(rate + 0.1, 1)
    return Group(
        name,
        {
            "leads": figure("leads", leads, "count"),
            "cost_per_lead": figure("cost_per_lead", cost, "money"),
            "lead_to_customer": figure("lead_to_customer", rate),
            "close_ratio": Figure(
                "close_ratio", rate, "fraction", "so", denominator=50, low=low, high=high
            ),
        },
    )


def parts(spec: Any) -> list[Any]:  # noqa: ANN401 - a tree of anything
    """Every object in a specification."""
    if isinstance(spec, dict):
        return [spec, *(part for value in spec.values() for part in parts(value))]
    return [part for value in spec for part in parts(value)] if isinstance(spec, list) else []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_stays_as_stored(name: str) -> None:
    stored = json.loads((STORED / f"{name}.json").read_text("utf-8"))
    assert TEMPLATES[name] == stored, "look at the picture, then store its specification again"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_built_once_and_holds_no_data(name: str) -> None:
    again = {
        "monthly_line": charts.monthly_line("joint", "CAC, EUR"),
        "channel_map": charts.channel_map("EUR"),
        "ratio_intervals": charts.ratio_intervals("Close ratio"),
        "day_histogram": charts.day_histogram("Days"),
    }
    assert again[name] is TEMPLATES[name]
    assert not any("data" in part or "datasets" in part for part in parts(TEMPLATES[name]))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_names_no_colour_so_that_light_and_dark_both_fit(name: str) -> None:
    assert "#" not in json.dumps(TEMPLATES[name])


@pytest.mark.parametrize("name", TEMPLATES)
def test_filling_a_template_leaves_it_as_it_was(name: str) -> None:
    before = deepcopy(TEMPLATES[name])
    filled = charts.fill("key", TEMPLATES[name], [{"a": 1}], "It rose", "Everywhere")
    assert filled.rows == [{"a": 1}]
    assert TEMPLATES[name] == before


def test_foreign_names_stand_in_data_only() -> None:
    groups = [group(name, 0.1 + at / 100) for at, name in enumerate(NAUGHTY[:12])]
    whole = figure("close_ratio", 0.2)
    for chart in (
        pictures.channel_costs(groups, "all time", Context()),
        pictures.close_ratios(groups, whole, "all time", Context()),
    ):
        assert chart is not None
        bare = json.dumps({key: part for key, part in chart.spec.items() if key != "data"})
        assert not any(json.dumps(name)[1:-1] in bare for name in NAUGHTY if len(name) > 5)


def test_the_title_names_channels_that_certainly_close_better_or_worse() -> None:
    groups = [group("Partner", 0.6), group("Fairs", 0.1), group("Webinars", 0.32)]
    chart = pictures.close_ratios(groups, figure("close_ratio", 0.3), "May 2025", Context())
    assert chart is not None
    assert chart.finding == "Partner closes better than the rest; Fairs closes worse than the rest"


def test_without_certain_difference_no_channel_is_named() -> None:
    groups = [group("Partner", 0.33), group("Fairs", 0.28)]
    chart = pictures.close_ratios(groups, figure("close_ratio", 0.3), "May 2025", Context())
    assert chart is not None
    assert chart.finding == "No channel's close ratio certainly stands apart"


def test_channels_without_spend_have_no_place_on_the_cost_map() -> None:
    groups = [group("Fairs", 0.1), group("Web", 0.2), group("Word of mouth", 0.4, cost=None)]
    chart = pictures.channel_costs(groups, "May 2025", Context())
    assert chart is not None
    assert [row["name"] for row in chart.rows] == ["Fairs", "Web"]


def test_one_channel_alone_makes_no_comparison() -> None:
    alone = [group("Fairs", 0.1)]
    assert pictures.channel_costs(alone, "May 2025", Context()) is None
    assert pictures.close_ratios(alone, figure("close_ratio", 0.1), "x", Context()) is None


def test_a_picture_draws_at_most_twelve_channels_the_largest() -> None:
    groups = [group(f"C{number}", 0.2, leads=number) for number in range(1, 40)]
    chart = pictures.channel_costs(groups, "May 2025", Context())
    assert chart is not None
    assert len(chart.rows) == pictures.AT_MOST
    assert {row["leads"] for row in chart.rows} == {float(n) for n in range(28, 40)}


def test_months_without_a_value_are_left_out_of_the_line() -> None:
    months = range(2025 * 12, 2025 * 12 + 4)
    chart = pictures.monthly("cac", [None, 5.0, None, 7.0], months, "", Context())
    assert chart is not None
    assert [row["month"] for row in chart.rows] == ["Feb 2025", "Apr 2025"]
    assert pictures.monthly("cac", [None, 5.0, None, None], months, "", Context()) is None


def test_every_won_deal_stands_in_one_bar_or_is_told_as_longer(small_home: Path) -> None:
    counts = companies.opened(small_home).counts()
    assert counts is not None
    part = Slice(counts, Scope(), Context())
    cycle = read(part, "sales_cycle_days", None)
    chart = pictures.cycle_days(part, None, cycle)
    assert chart is not None
    assert sum(row["deals"] for row in chart.rows) == 26
    assert "longer" not in chart.subtitle
