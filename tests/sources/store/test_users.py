"""People as rows, on each database the store can live in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from data_sources.admission import Identity, admit
from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, TandemError

ADA = "ada@example.com"


@pytest.fixture
def workspace(empty_store: Store, tmp_path: Path) -> Workspace:
    url = empty_store.engine.url.render_as_string(hide_password=False)
    return Workspace.open(Settings(home=tmp_path / "home", database_url=SecretStr(url)))


def test_a_person_is_kept_as_registered(workspace: Workspace) -> None:
    ada = workspace.people.add(ADA, ["leader", "planner"], ["sales", "marketing"], "Ada ß 漢字")
    assert workspace.people.all() == (ada,)
    workspace.people.change(ADA, teams=["sales"])
    assert [one.version for one in workspace.people.all()] == [2]


def test_of_many_first_sign_ins_at_once_one_identity_gets_the_address(
    workspace: Workspace,
) -> None:
    workspace.people.add(ADA, ["viewer"])

    def comes(subject: int) -> str:
        who = Identity(issuer="https://id", subject=str(subject % 2), email=ADA, verified=True)
        try:
            return admit(workspace, who).email
        except NotAllowed as error:
            return error.what

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(comes, range(16)))
    assert sorted(set(told)) == [ADA, f"{ADA} belongs to another sign-in."]
    assert told.count(ADA) == 8
    assert [entry.thing for entry in workspace.history()] == [ADA, ADA]


def test_of_many_registrations_at_once_one_is_made(workspace: Workspace) -> None:
    def adds(_number: int) -> bool:
        try:
            workspace.people.add(ADA, ["viewer"])
        except TandemError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(adds, range(8))) == 1
    assert len(workspace.history()) == 1
