"""`tandem user`: who may come in, said on the terminal."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Tandem

ADA = "ada@example.com"


def test_people_are_added_listed_changed_and_removed(tandem: Tandem) -> None:
    added = tandem(
        "user", "add", "Ada@Example.com", "--role", "planner", "--team", "marketing",
        "--name", "Ada", "--json",
    )  # fmt: skip
    ada = {"email": ADA, "name": "Ada", "roles": ["planner"], "teams": ["marketing"]}
    assert added.document == {**ada, "signed_in": False}
    changed = tandem("user", "role", ADA, "--role", "leader", "--role", "viewer", "--json")
    assert changed.document["roles"] == ["viewer", "leader"]
    assert changed.document["teams"] == ["marketing"]
    told = tandem("user", "list", "--json").document["people"]
    assert [one["email"] for one in told] == [ADA]
    assert tandem("user", "remove", ADA.upper(), "--json").document == {"removed": ADA}
    assert tandem("user", "list", "--json").document == {"people": []}


def test_people_are_shown_as_a_table(tandem: Tandem) -> None:
    said = tandem("user", "add", ADA, "--role", "planner", "--team", "sales", "--team", "marketing")
    for word in (ADA, "planner", "marketing, sales", "not yet"):
        assert word in said.out
    assert said.out == tandem("user", "list").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["add", "ada", "--role", "viewer"], 2, "not an e-mail address"),
        (["add", ADA], 2, "needs a role"),
        (["add", ADA, "--role", "planner"], 2, "needs a team"),
        (["add", ADA, "--role", "king"], 2, "“king” is not a role"),
        (["role", "bo@example.com", "--role", "viewer"], 2, "not registered"),
        (["role", "bo@example.com"], 2, "What is to change?"),
        (["remove", "bo@example.com"], 2, "not registered"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    tandem: Tandem, arguments: list[str], code: int, words: str
) -> None:
    said = tandem("user", *arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert len(said.err.splitlines()) == 1


def test_a_command_acts_with_the_roles_of_whom_it_names(tandem: Tandem) -> None:
    tandem("user", "add", ADA, "--role", "administrator")
    tandem("user", "add", "vic@example.com", "--role", "viewer")
    said = tandem("--as", "vic@example.com", "user", "add", "eve@example.com", "--role", "viewer")
    assert said.code == 1
    assert "vic@example.com may not change people and their roles" in said.err
    assert tandem("--as", "eve@example.com", "user", "list").code == 1
    assert tandem("--as", "Ada@example.com", "settings", "sla_hours=48").code == 0
    raised = ("user", "role", "vic@example.com", "--role", "administrator")
    assert tandem("--as", ADA, *raised).code == 0
    assert tandem("--as", "vic@example.com", "settings", "sla_hours=50").code == 0
    from data_sources.workspace import Workspace

    actors = [entry.actor for entry in Workspace.open().history()]
    assert actors == ["vic@example.com", ADA, ADA, "local", "local"]
