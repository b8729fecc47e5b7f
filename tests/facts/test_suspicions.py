"""Each suspicion is told where it stands, with its rows, and never on clean facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_sources.facts.suspicions import suspicion_rows, suspicions
from planning.company import Company
from planning.errors import Finding
from tests.builders import AS_OF, facts
from tests.facts.odd_facts import (
    CASES,
    CLEAN,
    DEAL,
    LEAD,
    LOST,
    OPEN,
    SPEND,
    Facts,
    with_rows,
)


def found(
    folder: Path, tables: Facts, company: Company | None = None, **meant: str
) -> tuple[Finding, ...]:
    return suspicions(facts(folder, stored=True, **tables), AS_OF, company or Company(), meant)


def listed(folder: Path, tables: Facts, code: str, **options: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    stored = facts(folder, stored=True, **tables)
    rows = suspicion_rows(code, stored, AS_OF, Company(), **options)
    assert list(rows.columns) == ["table", "id", "what"]
    return [(str(table), str(one)) for table, one in zip(rows["table"], rows["id"], strict=True)]


def test_clean_facts_raise_no_suspicion(tmp_path: Path) -> None:
    assert found(tmp_path, CLEAN) == ()


def test_no_facts_raise_no_suspicion(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == ()
    assert listed(tmp_path, {}, "no-account") == []


@pytest.mark.parametrize("code", CASES)
def test_an_odd_row_raises_its_suspicion_alone_and_can_be_downloaded(
    tmp_path: Path, code: str
) -> None:
    table, tables = CASES[code]
    (finding,) = found(tmp_path / "a", tables)
    assert (finding.code, finding.table, finding.count) == (code, table, 1)
    assert finding.message.endswith(".")
    assert finding.remedy
    ((where, which),) = listed(tmp_path / "b", tables, code, people=True)
    odd = tables[table][-1]
    assert (where, which.split(" · ")[0]) == (
        table,
        "X"
        if table in ("leads", "opportunities", "people")
        else odd.get("month", odd.get("object")),
    )


def test_a_stage_that_stands_for_won_and_lost_is_told_with_all_its_deals(tmp_path: Path) -> None:
    tables = with_rows(opportunities=[LOST | {"stage": "Won"}])
    (finding,) = found(tmp_path / "a", tables)
    assert (finding.code, finding.count) == ("stage-of-both", 2)
    assert "“Won”" in finding.message
    rows = listed(tmp_path / "b", tables, "stage-of-both")
    assert rows == [("opportunities", "D1"), ("opportunities", "X")]


def test_messages_name_five_examples_at_most(tmp_path: Path) -> None:
    lost = [LOST | {"opportunity_id": f"X{n}", "amount": 0} for n in range(7)]
    (finding,) = found(tmp_path, with_rows(opportunities=lost))
    assert finding.count == 7
    assert finding.message.startswith("7 deals lost with amount 0: ")
    assert finding.message.endswith("For example X0, X1, X2, X3, X4.")


def test_people_are_never_named_in_messages_and_only_on_purpose_in_rows(tmp_path: Path) -> None:
    _, tables = CASES["person-without-deal"]
    (finding,) = found(tmp_path / "a", tables)
    assert finding.message == (
        "1 person in sales without a single deal: they count as heads and win nothing."
    )
    assert listed(tmp_path / "b", tables, "person-without-deal") == []


def test_addresses_as_ids_are_not_repeated(tmp_path: Path) -> None:
    (finding,) = found(
        tmp_path, with_rows(leads=[LEAD | {"lead_id": "ann@example.org", "opportunity_id": "D9"}])
    )
    assert "ann" not in finding.message
    assert "For example (not shown)." in finding.message


def test_a_field_nobody_fills_is_a_gap_and_no_suspicion(tmp_path: Path) -> None:
    bare = [
        {"opportunity_id": "D1", "created_on": "2025-02-05", "is_won": True},
        {"opportunity_id": "D2", "created_on": "2025-02-05", "is_won": False},
    ]
    assert found(tmp_path, {"opportunities": bare}) == ()


def test_warnings_come_first_and_then_what_touches_most(tmp_path: Path) -> None:
    tables = with_rows(
        opportunities=[
            LOST | {"opportunity_id": "X1", "amount": 0},
            LOST | {"opportunity_id": "X2", "amount": 0},
            DEAL | {"opportunity_id": "X3", "closed_on": None},
            DEAL | {"opportunity_id": "X4", "owner": "P9"},
            DEAL | {"opportunity_id": "X5", "owner": "P9"},
            DEAL | {"opportunity_id": "X6", "owner": "P9"},
        ]
    )
    codes = [finding.code for finding in found(tmp_path, tables)]
    assert codes == ["lost-with-zero", "closed-without-date", "unknown-owner"]


def test_rows_of_one_code_come_from_every_table(tmp_path: Path) -> None:
    tables = with_rows(leads=[LEAD | {"owner": "P9"}], opportunities=[DEAL | {"owner": "P9"}])
    assert listed(tmp_path, tables, "unknown-owner") == [("leads", "X"), ("opportunities", "X")]


def test_a_link_from_either_side_tells_which_lead_a_deal_came_from(tmp_path: Path) -> None:
    late = LEAD | {"created_on": "2025-04-02", "opportunity_id": "D4"}
    tables = with_rows(leads=[late], opportunities=[DEAL | {"opportunity_id": "D4"}])
    assert [it.code for it in found(tmp_path / "a", tables)] == ["won-before-lead"]
    early = LEAD | {"lead_id": "L0", "created_on": "2025-01-01", "opportunity_id": "D4"}
    both = tables | {"leads": [*tables["leads"], early]}
    assert found(tmp_path / "b", both) == ()


def test_a_row_of_many_leads_may_hold_won_and_disqualified_ones(tmp_path: Path) -> None:
    many = LEAD | {"quantity": 40, "won_quantity": 2, "disqualified_on": "2025-07-01"}
    assert found(tmp_path / "a", with_rows(leads=[many])) == ()
    one = many | {"quantity": 1, "won_quantity": 1}
    assert [it.code for it in found(tmp_path / "b", with_rows(leads=[one]))] == [
        "disqualified-and-won"
    ]


@pytest.mark.parametrize(
    "dates",
    [
        {"mql_on": "2025-05-31"},
        {"sal_on": "2025-05-31"},
        {"mql_on": "2025-07-02", "sal_on": "2025-07-01"},
        {"sal_on": "2025-07-02", "sql_on": "2025-07-01"},
        {"first_touch_on": "2025-05-31"},
        {"assigned_on": "2025-05-31"},
        {"disqualified_on": "2025-05-31"},
    ],
)
def test_every_step_of_the_funnel_comes_after_the_one_before(
    tmp_path: Path, dates: dict[str, str]
) -> None:
    codes = [it.code for it in found(tmp_path, with_rows(leads=[LEAD | dates]))]
    assert codes == ["lead-dates-out-of-order"]


def test_the_closing_plan_of_an_open_deal_may_lie_after_the_as_of_date(tmp_path: Path) -> None:
    ahead = with_rows(opportunities=[OPEN | {"closed_on": "2026-06-01"}])
    assert found(tmp_path / "a", ahead) == ()
    decided = with_rows(opportunities=[DEAL | {"closed_on": "2026-06-01"}])
    assert [it.code for it in found(tmp_path / "b", decided)] == ["after-as-of"]


def test_an_outsized_amount_is_judged_in_plan_currency(tmp_path: Path) -> None:
    tables = with_rows(spend=[SPEND | {"amount": 20_000, "currency": "JPY"}])
    yen = Company(rates={"JPY": {0: "0.006"}})
    assert found(tmp_path / "a", tables, yen) == ()
    dear = Company(rates={"JPY": {0: "1"}})
    assert [it.code for it in found(tmp_path / "b", tables, dear)] == ["outsized-amount"]


def test_an_id_in_other_case_from_another_source_is_the_same_record(tmp_path: Path) -> None:
    twin = LEAD | {"lead_id": "l1", "source": "other"}
    tables = with_rows(leads=[twin])
    (finding,) = found(tmp_path / "a", tables)
    assert (finding.code, finding.count) == ("id-in-two-sources", 2)
    assert listed(tmp_path / "b", tables, finding.code) == [("leads", "L1"), ("leads", "l1")]
    one_source = with_rows(leads=[LEAD | {"lead_id": "l1"}])
    assert found(tmp_path / "c", one_source) == ()


def test_equal_rows_of_one_source_are_two_rows(tmp_path: Path) -> None:
    assert found(tmp_path, with_rows(spend=[CLEAN["spend"][0]])) == ()


def test_spend_of_the_as_of_month_is_no_plan(tmp_path: Path) -> None:
    tables = {"spend": [SPEND | {"month": date(2025, 12, 1)}]}
    assert found(tmp_path, tables) == ()
