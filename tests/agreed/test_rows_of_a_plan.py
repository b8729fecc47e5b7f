"""Lines, targets and what is said about them: cells in, cells out, nothing changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.agreed.comments import Comment, mentioned
from planning.agreed.drivers import Conversion, Heads, Purchase
from planning.agreed.envelopes import SCOPES, Envelope
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.lines import COMMITTED, PLAN, Line, driver_total, title
from planning.agreed.proposals import Proposal
from planning.agreed.scenarios import Scenario
from planning.agreed.targets import Target
from planning.kpis import KPIS
from tests.agreed.small_plan import YEAR

amounts = st.integers(0, 10**14).map(lambda it: f"{it // 100}.{it % 100:02d}")
words = st.text("abc =é\t\n", min_size=1, max_size=8)
drivers = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"what": words, "quantity": st.integers(0, 99), "unit_price": amounts},
            optional={"months": st.lists(st.integers(1, 12))},
        ),
        st.fixed_dictionaries(
            {"job": words, "heads": st.integers(0, 9), "cost_per_month": amounts},
            optional={"starts": st.sampled_from(["2024-01", "2025-06"])},
        ),
    ),
    max_size=3,
)
line_cells = st.fixed_dictionaries(
    {
        "team": st.sampled_from(["marketing", "sales"]),
        "category": st.sampled_from(["programme", "people"]),
        "status": st.sampled_from(["placed", "reserve"]),
    },
    optional={
        **dict.fromkeys((*PLAN[:3], *COMMITTED[-2:]), amounts),
        **dict.fromkeys(("channel", "campaign", "reason", "owner", "reserve_then"), words),
        "campaign_start": st.dates().map(str),
        "reserve_threshold": st.sampled_from(["0.25", "1200"]),
        "reserve_kpi": st.sampled_from(list(KPIS)),
        "drivers": drivers,
    },
)


@given(line_cells)
@settings(deadline=None)
def test_a_line_is_its_cells_and_its_cells_are_the_line(typed: dict[str, JsonValue]) -> None:
    cells = {name: it for name, it in cleaned("line", typed).items() if it is not None}
    odd = refusals("line", cells)
    kept = {name: it for name, it in cells.items() if name not in odd}
    line = Line.of(kept)
    assert line.cells() == kept
    assert Line.of(line.cells()) == line
    planned = sum(Decimal(str(kept[name])) for name in PLAN if name in kept)
    assert line.planned_total == planned


@given(
    st.fixed_dictionaries(
        {
            "team": st.just("sales"),
            "kpi": st.sampled_from(list(KPIS)),
            "start": st.just("2025-04"),
            "months": st.sampled_from([1, 3]),
        },
        optional={
            "low": st.sampled_from(["0.1", "0.25"]),
            "high": st.sampled_from(["0.5", "1"]),
            "channel": words,
            "reason": words,
        },
    )
)
@settings(deadline=None)
def test_a_target_is_its_cells(typed: dict[str, JsonValue]) -> None:
    cells = {name: it for name, it in cleaned("target", typed).items() if it is not None}
    kept = {name: it for name, it in cells.items() if name not in refusals("target", cells, YEAR)}
    assert Target.of(kept).cells() == kept


def test_the_other_kinds_of_rows_are_their_cells() -> None:
    assert Scenario.of(YEAR.cells()) == YEAR
    for scope in SCOPES:
        assert Envelope.of({"scope": scope, "amount": None}).cells() == {
            "scope": scope,
            "amount": None,
        }
    comment: dict[str, JsonValue] = {"about": "r", "text": "Why?", "mentions": ["a@b.example"]}
    assert Comment.of(comment).cells() == comment
    proposal: dict[str, JsonValue] = {
        "about": "r",
        "changes": {"plan_01": {"base": None, "wanted": "2.00"}},
        "reason": "fair",
        "state": "open",
        "answer": "",
    }
    assert Proposal.of(proposal).cells() == proposal
    assert Proposal.of(proposal).wanted == {"plan_01": "2.00"}
    assert Proposal.of(proposal).base == {"plan_01": None}


def test_drivers_add_up_by_month_from_when_people_start() -> None:
    line = Line(
        team="sales",
        category="people",
        drivers=(
            Heads(job="closing", heads=Decimal("1.5"), cost_per_month=Decimal("7000.01")),
            Heads(job="closing", heads=Decimal(1), cost_per_month=Decimal(6000), starts="2025-11"),
            Purchase(
                what="Laptops", quantity=Decimal(3), unit_price=Decimal("999.99"), months=(2,)
            ),
            Conversion(conversion=Decimal("0.25"), of="leads", to="MQLs"),
        ),
    )
    # 1.5 × 7,000.01 = 10,500.015, rounded half up to 10,500.02
    expected = ["10500.02", "13499.99", *["10500.02"] * 8, "16500.02", "16500.02"]
    assert [str(it) for it in driver_total(line, YEAR)] == expected


def test_who_started_before_the_year_is_there_in_all_its_months() -> None:
    early = Heads(job="closing", heads=Decimal(1), cost_per_month=Decimal(1), starts="2020-01")
    assert sum(early.by_month(YEAR.first_month)) == 12


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"category": "programme", "channel": "Web", "campaign": "Spring"}, "Web, Spring"),
        ({"category": "programme", "campaign": "Spring"}, "Spring"),
        ({"category": "tools"}, "tools"),
        ({"category": "people", "job": "closing", "segment": "Small"}, "people, closing, Small"),
    ],
)
def test_a_line_is_called_by_what_it_is_for(cells: dict[str, JsonValue], name: str) -> None:
    assert title(cells) == name


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("@ada@example.com please look", ("ada@example.com",)),
        ("Ask (@Ada@example.com), @bo@example.com!", ("ada@example.com", "bo@example.com")),
        ("@ada@example.com @ADA@example.com", ("ada@example.com",)),
        ("mail ada@example.com", ()),
        ("@nobody", ()),
        ("", ()),
    ],
)
def test_people_are_mentioned_by_an_at_before_their_address(
    said: str, called: tuple[str, ...]
) -> None:
    assert mentioned(said) == called


def test_the_months_of_a_year_that_begins_in_summer_bear_their_names() -> None:
    year = Scenario(name="Plan", fiscal_year=2026, start="2025-07")
    assert [year.month_label(at) for at in (0, 5, 6, 11)] == ["July", "December", "January", "June"]
    assert year.months[0] == "2025-07"
    assert len(year.period) == 12
