"""Verdicts at the edges: bounds that cross or meet, no bounds, no flow, far magnitudes."""

from __future__ import annotations

import pytest

from planning.kpis import KPIS
from planning.model.consistency.answer import Answer, check
from planning.model.consistency.conflicts import names, verdict
from planning.model.consistency.measures import MEASURES, is_linear
from planning.model.consistency.repairs import repairs
from planning.model.consistency.statements import bounds
from planning.model.consistency.words import conflict_sentence, member_key
from tests.model.consistency.asking import asked, row, rows_in
from tests.model.consistency.instances import instance
from tests.model.consistency.oracle import Line


def answered(*lines: Line) -> Answer:
    return check(asked(*lines))


def colliding(answer: Answer) -> list[list[str]]:
    """The short names of every conflict's targets."""
    return [
        [member_key(it, answer.question) for it in each.conflict.members if it.kind == "target"]
        for each in answer.collisions
    ]


def test_every_kpi_of_the_registry_is_a_sum_a_ratio_or_told_not_to_be_linear() -> None:
    assert {key for key in KPIS if is_linear(key)} == {
        key for key, kpi in KPIS.items() if kpi.linear
    }
    for key, kpi in KPIS.items():
        if kpi.linear and not key.endswith("followed_up"):
            assert bool(MEASURES[key].below) == kpi.is_ratio, key


def test_a_close_ratio_of_three_in_ten_and_of_two_in_ten_collide() -> None:
    answer = answered(row("close_ratio", 0.3), row("close_ratio", "", 0.2))
    assert colliding(answer) == [["close_ratio", "close_ratio"]]
    conflict = answer.collisions[0]
    assert {it.kind for it in conflict.conflict.members} == {"target", "assumption"}
    assert [it.to for it in conflict.repairs] == pytest.approx([0.2, 0.3])
    assert "at least 30 %" in conflict_sentence(conflict.conflict)


@pytest.mark.parametrize("low", [0.2001, 0.200001, 0.2000001])
def test_they_collide_however_near_and_however_large_the_rest(low: float) -> None:
    near = [row("close_ratio", low), row("close_ratio", "", 0.2)]
    far = [row("revenue", 1e9), row("average_deal", "", 1), row("mql_rate", "", 1e-4)]
    assert colliding(answered(*near, *far)) == [["close_ratio", "close_ratio"]]


def test_equal_bounds_that_fit_hold_and_those_that_do_not_collide() -> None:
    rates = [row("close_ratio", 0.3, 0.3), row("won", 30, 30)]
    assert answered(*rates, row("opportunities", 100, 100)).consistent
    answer = answered(*rates, row("opportunities", 101, 101))
    assert colliding(answer) == [["won", "close_ratio", "opportunities"]]


def test_digits_of_machines_are_no_contradiction() -> None:
    parts = [row("revenue", 0.1, 0.1, f"region:{name}") for name in "ABC"]
    assert answered(*parts, row("revenue", 0.3, 0.3)).consistent
    thirds = [row("leads", 100 / 3, 100 / 3, f"region:{name}") for name in "ABC"]
    assert answered(*thirds, row("leads", 100, 100)).consistent


def test_where_nothing_limits_a_kpi_its_range_is_open() -> None:
    answer = answered(row("leads", 100))
    (span,) = [it for key, it in (answer.implied or {}).items() if key[0] == "leads"]
    assert (span.low, span.high) == (0, float("inf"))
    assert (answer.slacks or {})[answer.question.targets[0]] == float("inf")
    assert answer.idle == ()


def test_a_thousand_million_beside_a_ten_thousandth() -> None:
    chain = [
        row("mql_rate", "", 1e-4),
        row("leads", "", 1e6),
        row("revenue", 1e9),
    ]
    assert answered(*chain, row("average_deal", "", 1e7)).consistent
    answer = answered(*chain, row("average_deal", "", 1e7 * (1 - 1e-6)))
    (found,) = colliding(answer)
    assert set(found) == {"revenue", "leads", "mql_rate", "average_deal"}
    to = {it.member.statements[0].kpi: it.to for it in answer.collisions[0].repairs}
    assert to["average_deal"] == pytest.approx(1e7, rel=1e-8)
    assert to["mql_rate"] == pytest.approx(1e-4 / (1 - 1e-6), rel=1e-8)


@pytest.mark.parametrize("factor", [1e-4, 1e3])
def test_verdicts_do_not_depend_on_the_currency(factor: float) -> None:
    money = {"revenue", "average_deal", "cost_per_lead", "cac", "cost_per_head",
             "spend_marketing", "spend_sales"}  # fmt: skip
    for seed in range(1, 200, 4):
        lines, _ = instance(seed)
        other = [
            Line(
                it.kpi,
                it.scope,
                it.low and it.low * (factor if it.kpi in money else 1),
                it.high and it.high * (factor if it.kpi in money else 1),
            )
            for it in lines
        ]
        found = {rows_in(it) for it in names(asked(*lines))}
        assert {rows_in(it) for it in names(asked(*other))} == found, seed


def test_without_leads_no_ratio_of_deals_can_be_kept() -> None:
    answer = answered(row("leads", "", 0), row("close_ratio", 0.3))
    assert colliding(answer) == [["leads", "close_ratio"]]
    leads, ratio = answer.collisions[0].repairs
    # One decided deal takes one lead; no close ratio makes up for none.
    assert leads.to == pytest.approx(1)
    assert leads.change is None
    assert (ratio.to, ratio.change) == (None, None)


def test_without_leads_there_is_no_revenue_but_money_can_be_spent() -> None:
    assert colliding(answered(row("leads", "", 0), row("revenue", 10))) == [["revenue", "leads"]]
    assert answered(row("leads", "", 0), row("spend_marketing", 10)).consistent
    assert answered(row("leads", "", 0), row("revenue", 0)).consistent


def test_parts_add_up_to_the_company_and_equal_ones_count_as_one() -> None:
    parts = [row("leads", 100, scope=f"segment:{name}") for name in "ABC"]
    answer = answered(*parts, row("leads", "", 250))
    assert colliding(answer) == [["leads", "leads@segment"]]
    to = [it.to for it in answer.collisions[0].repairs]
    assert to == pytest.approx([300, 250 / 3])
    kinds = [it.kind for it in answer.collisions[0].conflict.members]
    assert kinds == ["target", "target", "identity"]


def test_one_company_is_cut_two_ways() -> None:
    by_segment = row("leads", 100, scope="segment:A")
    by_region = [row("leads", "", 40, scope=f"region:{name}") for name in "XY"]
    answer = answered(by_segment, row("leads", 5, scope="segment:B"), *by_region)
    assert colliding(answer) == [["leads@segment:A", "leads@region"]]


def test_a_part_cut_twice_lies_in_both() -> None:
    inner = row("leads", 90, scope="channel:Events, region:DACH")
    answer = answered(inner, row("leads", "", 50, scope="region:DACH"))
    assert colliding(answer) == [["leads@region:DACH", "leads@channel:Events,region:DACH"]]


def test_two_contradictions_are_two_conflicts() -> None:
    answer = answered(
        row("mqls", 500), row("leads", "", 400), row("cac", "", 90), row("customers", 10),
        row("spend_sales", 1_000), row("customers", "", 11),
    )  # fmt: skip
    assert sorted(map(sorted, colliding(answer))) == [
        ["cac", "customers", "spend_sales"],
        ["leads", "mqls"],
    ]


def test_what_is_not_linear_is_held_against_the_models_range() -> None:
    question = asked(row("sales_cycle_days", "", 60), row("leads", 5))
    assert verdict(question)
    span = question.whole
    model = bounds("sales_cycle_days", 66, 71, span=span, kind="assumption", basis="model")
    (conflict,) = names(question.with_more(model))
    assert [it.kind for it in conflict.members] == ["target", "assumption"]
    assert "at least 66 (by the model)" in conflict_sentence(conflict)
    assert [it.to for it in repairs(conflict)] == [66, 60]
