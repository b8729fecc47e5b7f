"""Plans side by side: the same rows meet, what differs comes first, totals re-add."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.agreed.comparison import Side, compare, differs_in_money, matched
from planning.agreed.rows import PlanRow
from planning.errors import UsageError
from planning.teams import Team
from tests.agreed.small_plan import line

keys = st.lists(st.sampled_from("abcd"), max_size=5)


def rows(names: list[str], prefix: str) -> list[PlanRow]:
    return [
        line(f"{prefix}{at}", plan=[at], channel=name, line_code=name.upper() if at % 2 else None)
        for at, name in enumerate(names)
    ]


def side(*lines: PlanRow, targets: tuple[PlanRow, ...] = ()) -> Side:
    return Side(lines, targets)


def target(row: str, value: str | None, **cells: JsonValue) -> PlanRow:
    kept: dict[str, JsonValue] = {"team": "sales", "kpi": "leads", "start": "2025-01", "months": 12}
    return PlanRow(row, "target", "plan", "sales", cells={**kept, "value": value, **cells})


@given(keys, keys, keys)
@settings(deadline=None)
def test_every_row_stands_in_exactly_one_place(
    one: list[str], two: list[str], three: list[str]
) -> None:
    sides = [rows(names, prefix) for names, prefix in ((one, "x"), (two, "y"), (three, "z"))]
    found = matched(sides, [lambda row: str(row["channel"])])
    for place, given_rows in enumerate(sides):
        ids = [group[place].id for group in found if group[place] is not None]  # type: ignore[union-attr]
        assert sorted(ids) == sorted(row.id for row in given_rows)


@given(keys, keys)
@settings(deadline=None)
def test_totals_are_those_of_the_plans_and_apart_adds_up_to_their_difference_at_least(
    one: list[str], two: list[str]
) -> None:
    found = compare([Side(rows(one, "x"), ()), Side(rows(two, "y"), ())])
    sums = [sum(range(len(names))) for names in (one, two)]
    assert list(found.totals) == [Decimal(total) for total in sums]
    assert sum((it.apart for it in found.lines), Decimal(0)) >= abs(sums[0] - sums[1])


def test_a_plan_beside_itself_has_no_differences() -> None:
    own = [line("a", plan=[1]), line("b", plan=[2])]
    found = compare([side(*own, targets=(target("t", "9"),))] * 2)
    assert all(it.is_alike for it in found.lines)
    assert all(it.is_alike for it in found.targets)
    assert [it.title for it in found.lines] == ["programme", "programme"]


def test_lines_meet_by_what_they_were_copied_from_before_anything_else() -> None:
    first = [line("a", channel="Events"), line("b", channel="Search")]
    second = [line("c", channel="Events", copied_from="b"), line("d", channel="Search")]
    found = compare([side(*first), side(*second)])
    pairs = {tuple(row and row.id for row in it.rows) for it in found.lines}
    assert pairs == {("b", "c"), ("a", None), (None, "d")}


def test_lines_meet_by_line_code_else_by_title_within_their_team() -> None:
    first = [line("a", line_code="E-1", channel="Old"), line("b", channel="Search")]
    second = [
        line("c", line_code="e-1", channel="New"),
        line("d", channel="search"),
        line("e", channel="Search", team="sales"),
    ]
    found = compare([side(*first), side(*second)])
    pairs = {tuple(row and row.id for row in it.rows) for it in found.lines}
    assert pairs == {("a", "c"), ("b", "d"), (None, "e")}


def test_two_copies_of_one_plan_meet_each_other() -> None:
    copies = [
        line("x", copied_from="gone", channel="A"),
        line("y", copied_from="gone", channel="B"),
    ]
    found = compare([side(copies[0]), side(copies[1])])
    assert [it.differs for it in found.lines] == [("channel",)]
    assert not differs_in_money(found.lines[0])


def test_what_differs_most_comes_first_and_what_is_alike_last_in_its_order() -> None:
    first = [
        line("a", plan=[1], channel="A"),
        line("b", plan=[1], channel="B"),
        line("c", plan=[5], channel="C"),
    ]
    second = [
        line("d", plan=[1], copied_from="a", channel="A"),
        line("e", plan=[3], copied_from="b", channel="B"),
        line("f", plan=[9], copied_from="c", channel="C"),
    ]
    found = compare([side(*first), side(*second)]).lines
    assert [it.title for it in found] == ["C", "B", "A"]
    assert [it.apart for it in found] == [Decimal("4.00"), Decimal("2.00"), Decimal("0.00")]
    assert found[0].differs == ("plan_01",)


def test_a_line_one_plan_lacks_counts_as_nothing_there() -> None:
    (found,) = compare([side(line("a", plan=[7])), side()]).lines
    assert (found.totals, found.apart, found.is_alike) == (
        (Decimal("7.00"), None),
        Decimal("7.00"),
        False,
    )


def test_targets_meet_by_kpi_scope_and_period_and_tell_what_they_agree() -> None:
    first = side(targets=(target("a", "1000"), target("b", None, low="5", channel="Events")))
    second = side(targets=(target("c", "1500"), target("d", None, high="9", channel="Search")))
    third = side(targets=(target("e", None, low="1", high="2"),))
    found = compare([first, second, third]).targets
    told = {it.title: it.told for it in found}
    assert told["Leads, year from Jan 2025"] == ("1,000", "1,500", "1 to 2")
    assert told["Leads of Events, year from Jan 2025"] == ("at least 5", "—", "—")
    assert told["Leads of Search, year from Jan 2025"] == ("—", "at most 9", "—")


def test_targets_further_apart_come_first_as_a_share_of_the_larger() -> None:
    first = side(targets=(target("a", "100"), target("b", "0.5", kpi="close_ratio")))
    second = side(targets=(target("c", "110"), target("d", "0.25", kpi="close_ratio")))
    found = compare([first, second]).targets
    assert [(it.kpi, it.apart) for it in found] == [
        ("close_ratio", Decimal("0.5")),
        ("leads", Decimal(10) / Decimal(110)),
    ]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_two_or_three_plans_are_compared(count: int) -> None:
    with pytest.raises(UsageError, match="two or three"):
        compare([side()] * count)


def test_what_a_team_judges_otherwise_in_one_of_the_plans_is_named() -> None:
    def side(*said: tuple[Team, str, str]) -> Side:
        answers = [
            PlanRow(f"{team}{key}{value}", "assumption", "p", team, cells=
                    {"key": key, "name": key.title(), "value": value, "by": f"{len(said)}"})
            for team, key, value in said
        ]  # fmt: skip
        return Side((), (), answers)

    one = side(("sales", "margin", "0.5"), ("joint", "discount", "0.1"))
    two = side(("sales", "margin", "0.5"), ("marketing", "margin", "0.6"))
    assert compare([one, one]).judged == ()
    assert compare([one, two]).judged == ("Discount", "Margin")
    assert compare(
        [one, side(("sales", "margin", "0.4"), ("joint", "discount", "0.1"))]
    ).judged == ("Margin",)
