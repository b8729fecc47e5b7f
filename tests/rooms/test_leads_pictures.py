"""The pictures of leads hold the figures they speak of, and no text in their expressions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from planning.actuals.counts import Scope
from planning.actuals.follow_up_groups import followed_by
from planning.actuals.lead_funnel import funnel
from planning.actuals.lead_paths import paths
from planning.actuals.lead_reasons import reasons
from planning.actuals.slices import Context, Slice
from planning.periods import Period
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from views import leads_charts, leads_follow_up, leads_funnel, leads_paths, leads_reasons
from views.charts import Chart

YEAR = Period.parse("2025-07", "2026-07")


@pytest.fixture(scope="module")
def part(demo_home: Path) -> Slice:
    workspace = companies.opened(demo_home)
    counts = workspace.counts()
    assert counts is not None
    context = Context(workspace.company, workspace.channel_teams())
    return Slice(counts, Scope(period=YEAR), context)


def marks(chart: Chart) -> list[str]:
    return [layer["mark"]["type"] for layer in chart.spec["layer"]]


def test_the_funnel_wears_the_colour_of_the_team_that_owns_each_step(part: Slice) -> None:
    drawn = leads_funnel.picture(funnel(part, YEAR), "this year")
    assert drawn is not None
    assert [(row["name"], row["team"]) for row in drawn.rows] == [
        ("Leads", "marketing"),
        ("MQLs", "marketing"),
        ("SALs", "sales"),
        ("SQLs", "sales"),
        ("Opportunities", "sales"),
        ("Won", "sales"),
    ]
    values = [row["value"] for row in drawn.rows]
    assert values == sorted(values, reverse=True)
    assert drawn.rows[1]["label"].startswith("4,016, 39")
    assert marks(drawn) == ["bar", "text", "point"]
    assert drawn.alt.startswith("Fewest go on at the step to won: 20")


@pytest.mark.parametrize("by", ["team", "channel", "region"])
def test_the_parts_of_follow_up_lie_side_by_side_and_add_to_all(part: Slice, by: str) -> None:
    groups = followed_by(part, by, None)
    drawn = leads_follow_up.picture(groups, by)
    assert drawn is not None
    for one in groups:
        rows = [row for row in drawn.rows if row["name"] == leads_follow_up.name_of(one, by)]
        assert [row["state"] for row in rows] == list(leads_charts.LOOKS)
        assert rows[0]["start"] == 0
        assert rows[-1]["end"] == pytest.approx(100)
        for left, right in pairwise(rows):
            assert left["end"] == right["start"]
        never = rows[-1]["end"] - rows[-1]["start"]
        assert never == pytest.approx(100 * one.outcomes["never"] / one.considered)


def test_what_works_draws_shares_with_intervals_and_the_average(part: Slice) -> None:
    found = paths(part, "channel", YEAR)
    drawn = leads_paths.picture(found, part.context)
    assert drawn is not None
    for row in drawn.rows:
        assert row["low"] <= row["value"] <= row["high"]
        assert row["company"] == pytest.approx(100 * (found.whole.won.value or 0))
    assert [row["team"] for row in drawn.rows if row["name"] == "Outbound"] == ["sales"]


def test_reasons_are_drawn_with_their_intervals_as_tall_as_each_other(part: Slice) -> None:
    found = {
        what: reasons(part, what, YEAR, YEAR.before()) for what in ("disqualified", "recycled")
    }
    drawn = [it for it in leads_reasons.pictures(found, "this year") if it is not None]
    assert len(drawn) == 2
    assert drawn[0].spec["height"] == drawn[1].spec["height"]
    for chart in drawn:
        assert sum(row["value"] for row in chart.rows) == pytest.approx(100)
        assert all(row["low"] < row["value"] < row["high"] for row in chart.rows)


def strings(spec: Any) -> list[str]:  # noqa: ANN401 - a tree of anything
    if isinstance(spec, dict):
        return [*spec, *(word for value in spec.values() for word in strings(value))]
    if isinstance(spec, list):
        return [word for value in spec for word in strings(value)]
    return [spec] if isinstance(spec, str) else []


def test_foreign_names_stand_in_the_data_alone(tmp_path: Path) -> None:
    companies.broken(tmp_path / "home", "naughty names")
    workspace = companies.opened(tmp_path / "home")
    counts = workspace.counts()
    assert counts is not None
    part = Slice(counts, Scope(), Context(workspace.company))
    drawn = leads_follow_up.picture(followed_by(part, "channel", None), "channel")
    assert drawn is not None
    assert any(row["name"] in NAUGHTY for row in drawn.rows)
    template = {key: value for key, value in drawn.spec.items() if key != "data"}
    assert not set(strings(template)) & set(NAUGHTY)
