"""Targets beside facts: the registry's figure, of the target's scope and period, or none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import Context, scorecard
from planning.agreed.targets import Target, suggested_counter
from planning.kpis import KPIS
from planning.review.releases import released
from planning.review.target_actuals import actual_of, actuals_of, meets
from tests.actuals.small_counts import JAN, months, small_counts
from tests.agreed.small_plan import line

CONTEXT = Context(channel_teams={"Fairs": "sales"})


def target(kpi: str = "leads", start: str = "2025-01", length: int = 3, **cells: Any) -> Target:  # noqa: ANN401
    """A target for the first quarter of 2025."""
    return Target(team="marketing", kpi=kpi, start=start, months=length, **cells)


def company(as_of: date = date(2025, 6, 30)) -> Counts:
    """Two channels and two regions, growing from month to month."""
    rows = [
        {"month": JAN + at, "channel": channel, "region": region, "leads": size * (at + 1),
         "mqls": size, "marketing_cents": 1000}
        for at in range(6)
        for channel, region, size in (("Web", "DACH", 10), ("Fairs", "DACH", 2), ("Web", None, 1))
    ]  # fmt: skip
    return small_counts(as_of=as_of, base=rows)


def test_a_target_stands_beside_the_figure_of_its_scope_and_period() -> None:
    found = actual_of(target(channel="Web", region="DACH"), company(), CONTEXT)
    assert found.value == 10 + 20 + 30
    assert found.over
    scope = Scope(channel=("Web",), region=("DACH",), period=months("2025-01", "2025-04"))
    card = scorecard(company(), scope, CONTEXT, ["leads"])
    assert found.figure == card.figures["leads"]


def test_labels_are_found_however_they_are_spelt() -> None:
    assert actual_of(target(channel="WEB", region="dach"), company(), CONTEXT).value == 60


def test_a_label_the_facts_do_not_have_counted_nothing() -> None:
    assert actual_of(target(channel="Radio"), company(), CONTEXT).value == 0
    assert actual_of(target("mql_rate", channel="Radio"), company(), CONTEXT).value is None


def test_a_teams_part_are_the_channels_it_owns() -> None:
    sales = actual_of(target(scope_team="sales"), company(), CONTEXT)
    marketing = actual_of(target(scope_team="marketing"), company(), CONTEXT)
    whole = actual_of(target(), company(), CONTEXT)
    assert (sales.value, marketing.value, whole.value) == (12, 66, 78)
    assert actual_of(target(scope_team="sales", channel="Web"), company(), CONTEXT).value == 0


def test_what_a_team_spent_is_its_own_in_whatever_channel_and_never_the_others() -> None:
    own = actual_of(target("spend_marketing", scope_team="marketing"), company(), CONTEXT)
    assert own.value == 90
    others = actual_of(target("spend_marketing", scope_team="sales"), company(), CONTEXT)
    assert (others.figure, others.value, others.standing) == (None, None, "undefined")


def test_the_trend_are_twelve_months_that_end_with_the_period_or_with_today() -> None:
    over = actual_of(target(), company(), CONTEXT)
    assert over.months == tuple(range(JAN - 9, JAN + 3))
    assert over.trend[-3:] == (13, 26, 39)
    running = actual_of(target(length=12), company(), CONTEXT)
    assert running.months[-1] == JAN + 5
    assert running.trend[-1] == 78
    assert running.value == 13 * 21


def test_a_period_that_has_not_begun_has_no_figure() -> None:
    found = actual_of(target(start="2025-07"), company(), CONTEXT)
    assert (found.figure, found.value, found.over, found.standing) == (None, None, False, "open")
    assert found.trend[-1] == 78


def test_facts_without_dates_have_no_figure() -> None:
    found = actual_of(target(), small_counts(as_of=date(1970, 1, 1)), CONTEXT)
    assert (found.value, found.standing) == (None, "undefined")
    assert len(found.trend) == len(found.months) == 12


def test_several_targets_are_read_like_one() -> None:
    wanted = [target(), target(channel="Web"), target("mql_rate"), target("spend_sales"),
              target("spend_marketing", scope_team="sales")]  # fmt: skip
    together = actuals_of(wanted, company(), CONTEXT)
    assert together == tuple(actual_of(it, company(), CONTEXT) for it in wanted)


@pytest.mark.parametrize(
    ("wanted", "standing"),
    [
        (target(value=Decimal(78)), "reached"),
        (target(value=Decimal(79)), "missed"),
        (target(low=Decimal(70), high=Decimal(80)), "reached"),
        (target(low=Decimal(79)), "missed"),
        (target(high=Decimal(77)), "missed"),
        (target(length=12, value=Decimal(1)), "open"),
        (target("mql_rate", channel="Radio", value=Decimal("0.2")), "undefined"),
    ],
)
def test_a_target_is_reached_or_missed_once_its_period_is_over(
    wanted: Target, standing: str
) -> None:
    assert actual_of(wanted, company(), CONTEXT).standing == standing


def test_where_less_is_better_a_target_is_a_ceiling() -> None:
    assert meets(target("cac", value=Decimal(900)), 900.0)
    assert not meets(target("cac", value=Decimal(900)), 900.01)
    assert not meets(target("spend_marketing", value=Decimal(900)), 901.0)


def test_every_kpi_of_the_registry_can_be_aimed_at_and_has_a_counter() -> None:
    for key in KPIS:
        found = actual_of(target(key), company(), CONTEXT)
        assert len(found.trend) == 12
        assert suggested_counter(key) in KPIS
    assert suggested_counter("happiness") is None


def reserve(when: str, threshold: str, month: str = "2025-03", **cells: Any) -> dict[str, bool]:  # noqa: ANN401
    """What became of a reserve that watches leads."""
    row = line("r", status="reserve", reserve_kpi="leads", reserve_when=when,
               reserve_threshold=threshold, reserve_month=month, **cells)  # fmt: skip
    return released([row, line(), line(status="reserve")], company(), CONTEXT)


def test_a_reserve_is_released_once_its_month_is_over_and_its_trigger_has_come_about() -> None:
    assert reserve("above", "38") == {"r": True}
    assert reserve("above", "39") == {"r": False}
    assert reserve("below", "40") == {"r": True}
    assert reserve("below", "39") == {"r": False}
    assert reserve("below", "1000", month="2025-07") == {"r": False}


def test_a_reserve_whose_figure_is_undefined_stays_where_it_is() -> None:
    row = line("r", status="reserve", reserve_kpi="cac", reserve_when="below",
               reserve_threshold="1", reserve_month="2025-03")  # fmt: skip
    assert released([row], company(), CONTEXT) == {"r": False}


def test_a_reserve_without_a_whole_trigger_is_left_to_its_month() -> None:
    row = line("r", status="reserve", reserve_kpi="leads", reserve_month="2025-03")
    assert released([row], company(), CONTEXT) == {}
