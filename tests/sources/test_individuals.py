"""Other people's figures: a leader of sales sees them, everybody else only their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.actors import Actor
from data_sources.workspace import Workspace
from planning.actuals.individuals import OTHER_PEOPLE, shown_to
from planning.actuals.scorecard import grouped, scorecard
from planning.actuals.slices import Context
from planning.agreed.rights import ROLES, Role
from planning.errors import NotAllowed
from planning.teams import Team
from tests.workspaces import csv_file, request, workspace_in

BO = "Bo@Example.com"


@pytest.fixture
def facts(tmp_path: Path) -> Workspace:
    workspace = workspace_in(tmp_path / "home")
    deals = [
        {"opportunity_id": f"D{n}", "stage": "won", "closed_on": "2025-05-02", "owner": owner}
        for n, owner in enumerate(["Ada", "Ada", BO, "Cy", ""])
    ]
    path = csv_file(tmp_path, "deals.csv", deals)
    workspace.import_file(request(path, "opportunities", won=("won",)))
    return workspace


def somebody(role: Role, team: Team) -> Actor:
    """A person in one role and team, who calls themselves what somebody else is called."""
    teams = frozenset({team})
    return Actor(email="bo@example.com", name="Ada", roles=frozenset({role}), teams=teams)


def owners(workspace: Workspace) -> dict[str | None, float | None]:
    """Won deals by owner, as the actor sees them."""
    counts = workspace.counts()
    assert counts is not None
    groups = grouped(counts, None, "owner", Context(), ["won"])
    return {group.name: group.figures["won"].number for group in groups}


def test_a_leader_of_sales_sees_everybody(facts: Workspace) -> None:
    found = owners(facts.acting_as(somebody("leader", "sales")))
    assert found == {"Ada": 2, BO: 1, "Cy": 1, None: 1}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "leader"])
def test_others_see_themselves_and_the_rest_together(facts: Workspace, role: Role) -> None:
    found = owners(facts.acting_as(somebody(role, "sales")))
    assert found == {BO: 1, OTHER_PEOPLE: 3, None: 1}


def test_a_leader_of_marketing_does_not_see_the_people_of_sales(facts: Workspace) -> None:
    assert "Ada" not in owners(facts.acting_as(somebody("leader", "marketing")))


def test_totals_are_the_same_for_everybody(facts: Workspace) -> None:
    everything = facts.acting_as(somebody("leader", "sales")).counts()
    assert everything is not None
    shown = scorecard(shown_to(everything, ["nobody"]), None, Context())
    whole = scorecard(everything, None, Context())
    assert {key: one.value for key, one in shown.figures.items()} == {
        key: one.value for key, one in whole.figures.items()
    }


def test_rows_of_a_person_are_theirs_and_their_leaders(facts: Workspace) -> None:
    def rows(actor: Actor, owner: str) -> int:
        return len(facts.acting_as(actor).rows("opportunities", where={"owner": (owner,)}))

    assert rows(somebody("viewer", "sales"), BO) == 1
    assert rows(somebody("leader", "sales"), "Ada") == 2
    with pytest.raises(NotAllowed, match="may not see the figures of people of sales"):
        rows(somebody("viewer", "sales"), "Ada")


def test_whose_an_account_is_its_owner_and_the_leaders_of_sales_see(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "home")
    listed = [{"account_id": "A", "owner": "Ada"}, {"account_id": "B", "owner": BO}]
    path = csv_file(tmp_path, "accounts.csv", [*listed, {"account_id": "C", "owner": ""}])
    workspace.import_file(request(path, "accounts"))

    def owners_of(actor: Actor) -> list[str | None]:
        book = workspace.acting_as(actor).accounts.book()
        assert book is not None
        assert book.accounts["has_owner"].tolist() == [True, True, False]
        return list(book.accounts["owner"])

    assert owners_of(somebody("leader", "sales")) == ["Ada", BO, None]
    assert owners_of(somebody("leader", "marketing")) == [None, BO, None]
    assert owners_of(somebody("viewer", "sales")) == [None, BO, None]
