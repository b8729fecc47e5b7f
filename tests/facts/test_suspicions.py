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

Rows = list[dict[str, Any]]
Facts = dict[str, Rows]

CLEAN: Facts = {
    "accounts": [
        {"account_id": "A1", "name": "Acme", "region": "North", "owner": "P1"},
        {"account_id": "A2", "name": "Bolt", "region": "South", "owner": "P1"},
    ],
    "leads": [
        {
            "lead_id": "L1",
            "account_id": "A1",
            "channel": "Web",
            "created_on": "2025-02-01",
            "mql_on": "2025-02-02",
            "sal_on": "2025-02-02",
            "sql_on": "2025-02-05",
            "first_touch_on": "2025-02-01",
            "status": "won",
            "owner": "P1",
            "opportunity_id": "D1",
        },
        {
            "lead_id": "L2",
            "channel": "Fair",
            "created_on": "2025-03-01",
            "sql_on": "2025-03-09",
            "disqualified_on": "2025-04-01",
            "status": "disqualified",
        },
    ],
    "opportunities": [
        {
            "opportunity_id": "D1",
            "account_id": "A1",
            "owner": "P1",
            "created_on": "2025-02-05",
            "closed_on": "2025-04-01",
            "stage": "Won",
            "is_won": True,
            "amount": 1000,
        },
        {
            "opportunity_id": "D2",
            "account_id": "A2",
            "lead_id": "L2",
            "owner": "P1",
            "created_on": "2025-03-05",
            "closed_on": "2025-05-01",
            "stage": "Lost",
            "is_won": False,
            "amount": 1200,
        },
        {
            "opportunity_id": "D3",
            "account_id": "A2",
            "owner": "P1",
            "sales_sourced": True,
            "created_on": "2025-11-05",
            "closed_on": "2026-02-01",
            "stage": "Offer",
            "amount": 900,
        },
    ],
    "stage_events": [{"object": "opportunity", "id": "D1", "stage": "Won", "on": "2025-04-01"}],
    "spend": [
        {"month": "2025-02-01", "channel": "Web", "amount": 100},
        {"month": "2025-12-01", "channel": "Web", "amount": 120},
    ],
    "touches": [{"on": "2025-02-01", "lead_id": "L1", "channel": "Web"}],
    "people": [
        {"person_id": "P1", "job": "closing", "region": "North"},
        {"person_id": "P2", "job": "development", "region": "South"},
        {"person_id": "P3", "team": "marketing"},
        {"person_id": "P4", "job": "closing", "start_on": "2025-11-01"},
    ],
    "quotas": [{"person_id": "P1", "start": "2025-01-01", "end": "2025-04-01", "amount": 5000}],
}
DEAL = {**CLEAN["opportunities"][0], "opportunity_id": "X", "created_on": "2025-02-07"}
LEAD = {"lead_id": "X", "channel": "Web", "created_on": "2025-06-01", "status": "working"}
SPEND = {"month": "2025-03-01", "channel": "Web", "amount": 110}
LOST = {**DEAL, "is_won": False, "stage": "Lost"}
OPEN = {**DEAL, "is_won": None, "stage": "Offer", "closed_on": None}


def with_rows(**more: Rows) -> Facts:
    """The clean facts and a few rows."""
    return {**CLEAN, **{table: [*CLEAN[table], *rows] for table, rows in more.items()}}


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


CASES: dict[str, tuple[str, Facts]] = {
    "won-before-lead": (
        "opportunities",
        with_rows(
            opportunities=[
                DEAL | {"lead_id": "L1", "created_on": "2025-01-01", "closed_on": "2025-01-31"}
            ]
        ),
    ),
    "lost-with-zero": ("opportunities", with_rows(opportunities=[LOST | {"amount": 0}])),
    "won-without-amount": ("opportunities", with_rows(opportunities=[DEAL | {"amount": None}])),
    "open-past-closing": (
        "opportunities",
        with_rows(opportunities=[OPEN | {"closed_on": "2025-12-30"}]),
    ),
    "closed-without-date": (
        "opportunities",
        with_rows(opportunities=[DEAL | {"closed_on": None}]),
    ),
    "closed-before-created": (
        "opportunities",
        with_rows(opportunities=[LOST | {"closed_on": "2025-02-06"}]),
    ),
    "no-account": (
        "opportunities",
        with_rows(opportunities=[DEAL | {"account_id": None, "channel": "Web"}]),
    ),
    "unknown-account": (
        "opportunities",
        with_rows(opportunities=[DEAL | {"account_id": "A9", "channel": "Web"}]),
    ),
    "unknown-lead": ("opportunities", with_rows(opportunities=[DEAL | {"lead_id": "L9"}])),
    "unknown-origin": ("opportunities", with_rows(opportunities=[DEAL | {"account_id": "A2"}])),
    "unknown-owner": ("opportunities", with_rows(opportunities=[DEAL | {"owner": "P9"}])),
    "after-as-of": ("stage_events", with_rows(stage_events=[
        {"object": "lead", "id": "X", "stage": "MQL", "on": "2026-01-01"}])),
    "lead-dates-out-of-order": (
        "leads",
        with_rows(leads=[LEAD | {"mql_on": "2025-07-01", "sql_on": "2025-06-30"}]),
    ),
    "disqualified-and-won": (
        "leads",
        with_rows(leads=[LEAD | {"disqualified_on": "2025-07-01", "opportunity_id": "D1"}]),
    ),
    "unknown-deal": ("leads", with_rows(leads=[LEAD | {"opportunity_id": "D9"}])),
    "won-lead-without-deal": ("leads", with_rows(leads=[LEAD | {"status": "won"}])),
    "spend-after-as-of": ("spend", with_rows(spend=[SPEND | {"month": "2026-01-01"}])),
    "negative-spend": ("spend", with_rows(spend=[SPEND | {"amount": -1}])),
    "person-without-deal": (
        "people",
        with_rows(people=[{"person_id": "X", "job": "closing", "start_on": "2025-01-01"}]),
    ),
    "two-spellings": ("leads", with_rows(leads=[LEAD | {"channel": "WEB "}])),
    "words-run-together": (
        "opportunities",
        with_rows(opportunities=[
            DEAL | {"opportunity_id": "D4", "product": "Tent Plus"},
            DEAL | {"opportunity_id": "D5", "product": "Bag Pro"},
            DEAL | {"product": "TentPro"},
        ]),
    ),
    "outsized-amount": ("opportunities", with_rows(opportunities=[DEAL | {"amount": 1_000_000}])),
    "row-in-two-sources": ("spend", with_rows(spend=[
        CLEAN["spend"][0] | {"source": "export"}])),
}  # fmt: skip
"""By code: the table, and clean facts with one odd row that raises it and nothing else."""


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
