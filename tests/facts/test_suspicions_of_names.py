"""Names of one thing are told where they are spelled in more than one way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data_sources.facts.suspicions import suspicion_rows, suspicions
from data_sources.facts.suspicions_names import parted
from planning.company import Company
from planning.errors import Finding
from tests.builders import AS_OF, facts


def leads(**names: str) -> list[dict[str, Any]]:
    """Leads by id, with the channel each came through."""
    return [{"lead_id": one, "channel": name} for one, name in names.items()]


def told(folder: Path, meant: dict[str, str] | None = None, **tables: Any) -> list[Finding]:  # noqa: ANN401
    found = suspicions(facts(folder, stored=True, **tables), AS_OF, Company(), meant)
    return [it for it in found if it.code in ("two-spellings", "words-run-together")]


@pytest.mark.parametrize("name", ["Facebook", "GTX", "ProGTX500", "Plus", "G", ""])
def test_a_name_is_only_parted_into_words_that_others_use(name: str) -> None:
    assert parted(name, {"GTX", "Pro", "Plus", "Face", "book"}) is None


def test_a_name_may_be_made_of_several_words() -> None:
    assert parted("GTXPlusPro", {"GTX", "Pro", "Plus"}) == "GTX Plus Pro"
    assert parted("GTX500", {"GTX", "500"}) == "GTX 500"


def test_the_rarer_spellings_are_counted_and_both_are_named(tmp_path: Path) -> None:
    (finding,) = told(
        tmp_path, leads=leads(a="Online Store", b="Online Store", c="OnlineStore", d="Fair")
    )
    assert (finding.code, finding.table, finding.column) == ("two-spellings", "leads", "channel")
    assert finding.count == 1
    assert "“Online Store” (2 rows) and “OnlineStore” (1 row)" in finding.message
    assert "For example c." in finding.message


def test_one_name_is_looked_for_across_tables(tmp_path: Path) -> None:
    spend = [{"month": "2025-01-01", "channel": "online-store", "amount": 5}]
    tables = {"leads": leads(a="Online Store", b="Online Store"), "spend": spend}
    (finding,) = told(tmp_path / "a", leads=tables["leads"], spend=spend)
    assert (finding.table, finding.count) == ("spend", 1)
    stored = facts(tmp_path / "b", stored=True, **tables)
    rows = suspicion_rows("two-spellings", stored, AS_OF, Company())
    assert list(rows["table"]) == ["spend"]


def test_rarer_spellings_in_two_tables_belong_to_no_single_one(tmp_path: Path) -> None:
    spend = [{"month": "2025-01-01", "channel": "web", "amount": 5}]
    (finding,) = told(tmp_path, leads=leads(a="Web", b="Web", c="Web", d="web"), spend=spend)
    assert (finding.table, finding.count) == (None, 2)


def test_aliases_of_a_channel_are_no_suspicion_any_more(tmp_path: Path) -> None:
    rows = leads(a="Google", b="google", c="GOOGLE")
    assert told(tmp_path / "a", {"google": "Google", "GOOGLE": "Google"}, leads=rows) == []
    (left,) = told(tmp_path / "b", {"google": "Google"}, leads=rows)
    assert "“Google” (2 rows) and “GOOGLE” (1 row)" in left.message
    (unused,) = told(tmp_path / "c", {"google": "Search", "GOOGLE": "search"}, leads=rows)
    assert "“Search” (1 row) and “search” (1 row)" in unused.message
    assert unused.count == 1


@pytest.mark.parametrize("kind", ["campaign", "region", "segment"])
def test_every_kind_of_name_is_looked_at(tmp_path: Path, kind: str) -> None:
    rows = [{"lead_id": "a", kind: "North East"}, {"lead_id": "b", kind: "north-east"}]
    rows += [{"lead_id": "c", kind: "Wave 1"}, {"lead_id": "d", kind: "Wave 2"}]
    (finding,) = told(tmp_path, leads=rows)
    assert finding.column == kind


def test_words_run_together_are_told_with_the_name_they_may_mean(tmp_path: Path) -> None:
    names = ["GTX Basic", "GTX Plus Pro", "GTXPro", "GTXPro", "MG Special"]
    deals = [{"opportunity_id": str(n), "product": name} for n, name in enumerate(names)]
    (finding,) = told(tmp_path, opportunities=deals)
    assert (finding.code, finding.count) == ("words-run-together", 2)
    assert "“GTXPro” (2 rows), perhaps “GTX Pro”" in finding.message


def test_a_parted_twin_makes_it_a_case_of_two_spellings_only(tmp_path: Path) -> None:
    names = ["GTX Basic", "GTX Pro", "GTXPro"]
    deals = [{"opportunity_id": str(n), "product": name} for n, name in enumerate(names)]
    assert [it.code for it in told(tmp_path, opportunities=deals)] == ["two-spellings"]
