"""Rows find what they name in another table: by id, else by a name only one row has."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.facts.joins import Join, joins
from data_sources.facts.rows import row_ids
from planning.company import Company
from tests.builders import AS_OF, facts

ACCOUNTS = [
    {"account_id": "A1", "name": "Acme", "region": "North"},
    {"account_id": "A2", "name": "Bolt", "region": "South"},
    {"account_id": "A3", "name": "Twin", "region": "East"},
    {"account_id": "A4", "name": "Twin", "region": "West"},
    {"account_id": "Bolt", "name": "Odd", "region": "Odd"},
]


def deal(number: int, account: str | None) -> dict[str, str | None]:
    return {
        "opportunity_id": f"D{number}",
        "account_id": account,
        "created_on": "2025-01-01",
        "stage": "Demo",
    }


def link(paths: dict[str, Path], table: str, to: str) -> Join:
    (found,) = (one for one in joins(paths) if (one.table, one.to_table) == (table, to))
    return found


def regions(paths: dict[str, Path]) -> dict[str, str | None]:
    rows = row_ids(paths, "opportunities", {}, 100, as_of=AS_OF, company=Company())
    told = rows.astype(object).where(rows.notna(), None)
    return dict(zip(told["opportunity_id"], told["region"], strict=True))


def test_ids_that_are_there_match_and_the_others_are_named(tmp_path: Path) -> None:
    leads = [{"lead_id": f"L{n}", "owner": owner} for n, owner in enumerate(("p1", "p1", "p9"))]
    paths = facts(tmp_path, leads=leads, people=[{"person_id": "p1"}])
    found = link(paths, "leads", "people")
    assert (found.rows, found.matched, found.by, found.examples) == (3, 2, "id", ("p9",))
    assert found.share == pytest.approx(2 / 3)


def test_a_lead_s_deal_and_a_deal_s_lead_are_told_apart(tmp_path: Path) -> None:
    paths = facts(
        tmp_path,
        leads=[{"lead_id": "L1", "opportunity_id": "D1"}, {"lead_id": "L2"}],
        opportunities=[{**deal(1, None), "lead_id": "L8"}, {**deal(2, None), "lead_id": "L1"}],
    )
    assert link(paths, "leads", "opportunities").matched == 1
    assert link(paths, "opportunities", "leads").matched == 1
    assert link(paths, "opportunities", "leads").examples == ("L8",)


def test_accounts_given_by_name_are_found_by_name(tmp_path: Path) -> None:
    deals = [deal(1, "Acme"), deal(2, "Acme"), deal(3, "A2"), deal(4, "Nobody"), deal(5, None)]
    found = link(
        facts(tmp_path, accounts=ACCOUNTS, opportunities=deals), "opportunities", "accounts"
    )
    assert (found.rows, found.matched, found.by) == (4, 3, "name")
    assert (found.matched_by_id, found.matched_by_name) == (1, 2)
    assert found.examples == ("Nobody",)


def test_a_deal_s_account_given_by_name_gives_it_its_region(tmp_path: Path) -> None:
    deals = [deal(1, "Acme"), deal(2, "A2"), deal(3, "Nobody")]
    paths = facts(tmp_path, accounts=ACCOUNTS, opportunities=deals)
    assert regions(paths) == {"D1": "North", "D2": "South", "D3": None}


def test_a_name_that_two_accounts_have_finds_neither(tmp_path: Path) -> None:
    paths = facts(tmp_path, accounts=ACCOUNTS, opportunities=[deal(1, "Twin"), deal(2, "Acme")])
    assert regions(paths)["D1"] is None
    assert link(paths, "opportunities", "accounts").examples == ("Twin",)


def test_an_id_goes_before_a_name(tmp_path: Path) -> None:
    paths = facts(tmp_path, accounts=ACCOUNTS, opportunities=[deal(1, "Bolt"), deal(2, "Acme")])
    assert regions(paths) == {"D1": "Odd", "D2": "North"}


def test_no_row_is_lost_or_doubled_by_following_names(tmp_path: Path) -> None:
    names = ["Acme", "Twin", "Bolt", "A1", "Nobody", None] * 3
    deals = [deal(number, name) for number, name in enumerate(names)]
    paths = facts(tmp_path, accounts=ACCOUNTS, opportunities=deals)
    rows = row_ids(paths, "opportunities", {}, 100, as_of=AS_OF, company=Company())
    assert sorted(rows["opportunity_id"]) == sorted(str(one["opportunity_id"]) for one in deals)


def test_tables_that_are_absent_or_name_nothing_are_not_listed(tmp_path: Path) -> None:
    assert joins(facts(tmp_path, leads=[{"lead_id": "L1", "owner": "p1"}])) == ()
    assert joins(facts(tmp_path, leads=[{"lead_id": "L1"}], people=[{"person_id": "p1"}])) == ()


def test_stages_find_the_kind_of_thing_they_are_of(tmp_path: Path) -> None:
    events = [
        {"object": "lead", "id": "X1", "stage": "new", "on": "2025-01-01"},
        {"object": "opportunity", "id": "X1", "stage": "Demo", "on": "2025-01-01"},
    ]
    paths = facts(
        tmp_path, stage_events=events, leads=[{"lead_id": "X1"}], opportunities=[deal(9, None)]
    )
    assert link(paths, "stage_events", "leads").matched == 1
    assert link(paths, "stage_events", "opportunities").matched == 0
