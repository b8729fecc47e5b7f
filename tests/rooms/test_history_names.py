"""The history names accounts and owners as the facts do, as nobody reads ids."""

from __future__ import annotations

from pathlib import Path

from pydantic import JsonValue

from data_sources.chronicle import Chronicle, Wanted
from data_sources.workspace import Workspace
from pages.shared.history import listing
from planning.agreed.changes import Edit
from planning.agreed.rows import PlanRow
from tests.rooms import companies
from tests.rooms.plans import planned


def covered(home: Path) -> tuple[Workspace, PlanRow, PlanRow]:
    """A plan in which sales covers a known account, one the facts do not know, and two Omars."""
    people = [
        {"person_id": one, "name": name, "team": "sales", "job": "closing"}
        for one, name in (("P1", "Nora"), ("P2", "Omar"), ("P3", "Omar"))
    ]
    companies.imported(
        home, {"accounts": [{"account_id": "A1", "name": "Acme Mills"}], "people": people}
    )
    workspace, scenario = planned(home, ())
    half: dict[str, JsonValue] = {"team": "sales", "motion": "acquire", "owner": "P1"}
    saved = workspace.plan.add("coverage", scenario.id, [half | {"account": "A1"}])
    workspace.plan.add("coverage", scenario.id, [half | {"account": "A9"}])
    return workspace, scenario, saved.rows[0]


def test_accounts_and_owners_stand_by_name(tmp_path: Path) -> None:
    workspace, _, row = covered(tmp_path / "home")
    workspace.plan.save([Edit(row.id, {"owner": "P1"}, {"owner": "P2"})])
    workspace.plan.comment(row.id, "They asked for Omar.")
    told = [listing.told(one) for one in Chronicle(workspace).page(Wanted())][:4]
    assert "Acme Mills" in told[0]
    assert told[1].startswith("You changed Sales owner of coverage of Acme Mills by sales")
    assert "from Nora to Omar" in told[1]
    assert "coverage of A9 by sales" in told[2], "the facts do not know it"
    assert told[3] == "You added coverage of Acme Mills by sales (acquire)."
    assert workspace.plan.history(row=row.id)[0].sentence == told[1]


def test_owners_of_one_name_are_told_apart(tmp_path: Path) -> None:
    workspace, _, row = covered(tmp_path / "home")
    workspace.plan.save([Edit(row.id, {"owner": "P1"}, {"owner": "P2"})])
    workspace.plan.save([Edit(row.id, {"owner": "P2"}, {"owner": "P3"})])
    newest = Chronicle(workspace).page(Wanted())[0]
    assert "from Omar (P2) to Omar (P3)" in listing.told(newest)


def test_the_history_is_told_by_ids_where_the_facts_are_gone(tmp_path: Path) -> None:
    workspace, _, row = covered(tmp_path / "home")
    for file in workspace.home.facts.glob("*.parquet"):
        file.unlink()
    told = [listing.told(one) for one in Chronicle(workspace).page(Wanted(row=row.id))]
    assert "coverage of A1 by sales" in told[0]


def test_bringing_a_half_back_shows_its_account_by_name(tmp_path: Path) -> None:
    workspace, _, row = covered(tmp_path / "home")
    workspace.plan.remove([row.id])
    cells = Chronicle(workspace).stood(row.id, workspace.revision() - 1)
    assert cells is not None
    assert cells["account"] == "A1"
    named = Chronicle(workspace).named("coverage", cells)
    assert named is not None
    assert (named["account"], named["owner"]) == ("Acme Mills", "Nora")
