"""The registry: every KPI can explain itself and is kept honest by another."""

from __future__ import annotations

import pytest

from planning.actuals.metrics import METRICS
from planning.kpis import KPIS, Kpi
from planning.teams import TEAMS

PROMISED = [
    "leads",
    "mqls",
    "sals",
    "sqls",
    "opportunities",
    "won",
    "customers",
    "revenue",
    "average_deal",
    "spend_marketing",
    "spend_sales",
    "cost_per_lead",
    "cac",
    "mql_rate",
    "sal_rate",
    "sql_rate",
    "disqualified_rate",
    "recycled_rate",
    "lead_to_customer",
    "close_ratio",
    "close_ratio_by_value",
    "sales_cycle_days",
    "open_pipeline",
    "follow_up_within_sla",
    "not_followed_up",
    "never_followed_up",
    "cost_of_unfollowed_leads",
]

every_kpi = pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))


def test_every_promised_kpi_is_registered_and_computed() -> None:
    assert set(PROMISED) <= set(KPIS)
    assert list(METRICS) == list(KPIS)


@every_kpi
def test_a_kpi_says_what_it_tells_how_it_is_computed_and_who_answers(kpi: Kpi) -> None:
    assert kpi.owner in TEAMS
    for text in (kpi.name, kpi.meaning, kpi.formula, kpi.numerator, kpi.period_rule, kpi.source):
        assert text.strip()
    assert kpi.meaning.endswith(".")
    assert kpi.help == f"{kpi.meaning} Formula: {kpi.formula}."


@every_kpi
def test_a_kpi_has_a_counter_kpi_other_than_itself(kpi: Kpi) -> None:
    assert kpi.counter in KPIS
    assert kpi.counter != kpi.key


@every_kpi
def test_rivals_are_named_once_and_explained(kpi: Kpi) -> None:
    keys = [rival.key for rival in kpi.rivals]
    assert len(set(keys)) == len(keys)
    assert all(rival.name and rival.meaning.endswith(".") for rival in kpi.rivals)


@every_kpi
def test_only_ratios_are_fractions(kpi: Kpi) -> None:
    if kpi.unit == "fraction":
        assert kpi.is_ratio


def test_medians_and_products_are_not_linear() -> None:
    crooked = {key for key, kpi in KPIS.items() if not kpi.linear}
    assert crooked == {
        "sales_cycle_days",
        "pipeline_velocity",
        "time_to_follow_up",
        "cost_of_unfollowed_leads",
    }


def test_both_teams_answer_for_kpis() -> None:
    assert {kpi.owner for kpi in KPIS.values()} == set(TEAMS)
