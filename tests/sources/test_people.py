"""People: who may come in and do what, and that it holds at the very next write."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from data_sources.actors import LOCAL, Actor, actor_named
from data_sources.admission import Identity, admit, admitted, identity_of
from data_sources.settings import Settings
from data_sources.store.history import Author
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, NotPossible, UsageError

ADA = "ada@example.com"
BO = "bo@example.com"


def opened(home: Path, admin: str | None = None) -> Workspace:
    """A workspace in the hands of the local administrator."""
    return Workspace.open(Settings(home=home, database_url=None, facts_url=None, admin=admin))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return opened(tmp_path)


def identity(email: str = ADA, subject: str = "7", *, verified: bool = True) -> Identity:
    """Who a provider says is there."""
    return Identity(
        issuer="https://id.example.com", subject=subject, email=email, verified=verified
    )


def hands_of(workspace: Workspace, email: str) -> Workspace:
    """The workspace in the hands of a registered person."""
    with workspace.store.read() as connection:
        return workspace.acting_as(actor_named(connection, email, workspace.settings))


# ---- registering ----


def test_a_registered_person_is_found_under_any_case_of_the_address(workspace: Workspace) -> None:
    added = workspace.people.add(" Ada@Example.COM", ["planner"], ["marketing"], " Ada ")
    assert (added.email, added.name) == (ADA, "Ada")
    assert workspace.people.all() == (added,)
    with pytest.raises(UsageError, match="registered already"):
        workspace.people.add("ADA@example.com", ["viewer"])


def test_letters_that_only_look_alike_are_somebody_else(workspace: Workspace) -> None:
    workspace.people.add("kim@example.com", ["viewer"])
    with pytest.raises(NotAllowed, match="not registered"):
        admit(workspace, identity("\u212aim@example.com"))


@pytest.mark.parametrize(
    ("email", "roles", "teams", "words"),
    [
        (" ", ["viewer"], [], "address is missing"),
        ("ada", ["viewer"], [], "not an e-mail address"),
        ("a\n@example.com", ["viewer"], [], "not an e-mail address"),
        (f"{'a' * 320}@example.com", ["viewer"], [], "not an e-mail address"),
        (ADA, [], [], "needs a role"),
        (ADA, ["boss"], [], "“boss” is not a role"),
        (ADA, ["planner"], [], "A planner needs a team"),
        (ADA, ["leader"], [], "A leader needs a team"),
        (ADA, ["viewer"], ["finance"], "“finance” is not a team"),
        (ADA, ["planner"], ["joint"], "team joint"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(
    workspace: Workspace, email: str, roles: list[str], teams: list[str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        workspace.people.add(email, roles, teams)
    assert workspace.people.all() == ()
    assert workspace.revision() == 0


def test_every_change_of_people_is_in_the_history(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["planner"], ["marketing"])
    workspace.people.change(ADA, roles=["leader"], teams=["sales"])
    workspace.people.change(ADA, roles=["leader"])
    workspace.people.remove(ADA)
    told = [(entry.act, entry.thing, entry.before, entry.after) for entry in workspace.history()]
    states = [(before and before["roles"], after and after["roles"]) for *_, before, after in told]  # type: ignore[index, call-overload]
    assert states == [(["leader"], None), (["planner"], ["leader"]), (None, ["planner"])]
    assert {(act, thing) for act, thing, *_ in told} == {("person", ADA)}


def test_a_change_made_from_an_older_state_is_refused(workspace: Workspace) -> None:
    seen = workspace.people.add(ADA, ["viewer"]).version
    workspace.people.change(ADA, roles=["planner"], teams=["sales"], based_on=seen)
    with pytest.raises(NotPossible, match="meanwhile"):
        workspace.people.change(ADA, roles=["executive"], based_on=seen)
    with pytest.raises(NotPossible, match="meanwhile"):
        workspace.people.remove(ADA, based_on=seen)
    assert workspace.people.all()[0].roles == {"planner"}


def test_the_last_administrator_stays(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["administrator"])
    with pytest.raises(NotPossible, match="last administrator"):
        workspace.people.remove(ADA)
    with pytest.raises(NotPossible, match="last administrator"):
        workspace.people.change(ADA, roles=["viewer"])
    assert workspace.people.all()[0].roles == {"administrator"}
    workspace.people.add(BO, ["administrator"])
    workspace.people.remove(ADA)
    assert [one.email for one in workspace.people.all()] == [BO]


def test_where_the_settings_name_an_administrator_the_others_may_all_go(tmp_path: Path) -> None:
    workspace = opened(tmp_path, admin=BO.upper())
    workspace.people.add(ADA, ["administrator"])
    workspace.people.remove(ADA)
    admit(workspace, identity(BO))
    with pytest.raises(NotPossible, match="TANDEM_ADMIN names"):
        workspace.people.remove(BO)
    workspace.people.change(BO, roles=["viewer"])
    assert workspace.people.all()[0].roles == {"viewer", "administrator"}


# ---- coming in ----


def test_the_first_verified_sign_in_binds_the_address(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["planner"], ["sales"])
    assert admitted(workspace, identity()) is None
    actor = admit(workspace, identity())
    assert (actor.email, [*actor.roles], [*actor.teams]) == (ADA, ["planner"], ["sales"])
    entry = workspace.history()[0]
    assert (entry.actor, entry.thing) == (ADA, ADA)
    revision = workspace.revision()
    assert admit(workspace, identity()) == actor == admitted(workspace, identity())
    assert workspace.revision() == revision


def test_once_bound_the_identity_counts_whatever_the_address_becomes(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["viewer"])
    admit(workspace, identity())
    moved = identity("ada.married@example.com", verified=False)
    assert admit(workspace, moved).email == ADA


def test_a_second_identity_with_the_address_is_refused(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["viewer"])
    admit(workspace, identity())
    with pytest.raises(NotAllowed, match="belongs to another sign-in"):
        admit(workspace, identity(subject="8"))
    other_provider = identity().model_copy(update={"issuer": "https://evil.example.com"})
    with pytest.raises(NotAllowed, match="belongs to another sign-in"):
        admit(workspace, other_provider)


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        (identity(BO), "bo@example.com is not registered here"),
        (identity(verified=False), "does not confirm"),
        (identity(""), "does not confirm"),
    ],
)
def test_unknown_people_get_no_access_and_leave_no_trace(
    workspace: Workspace, claimed: Identity, words: str
) -> None:
    workspace.people.add(ADA, ["viewer"])
    with pytest.raises(NotAllowed, match=words):
        admit(workspace, claimed)
    assert workspace.revision() == 1


@pytest.mark.parametrize("verified", [None, False, "false", "yes", 0, "", [True]])
def test_only_a_plain_yes_of_the_provider_verifies_an_address(verified: object) -> None:
    claims = {"iss": "https://id", "sub": "7", "email": ADA, "email_verified": verified}
    assert identity_of(claims).verified is False
    assert identity_of({**claims, "email_verified": True}).verified is True


@pytest.mark.parametrize("claims", [{}, {"iss": "x"}, {"sub": "7"}, {"iss": "x", "sub": 7}])
def test_who_does_not_say_who_it_is_stays_out(claims: dict[str, object]) -> None:
    with pytest.raises(NotAllowed, match="does not say who you are"):
        identity_of({"email": ADA, "email_verified": True, **claims})


def test_the_named_administrator_comes_in_unregistered_and_registers_others(tmp_path: Path) -> None:
    workspace = opened(tmp_path, admin="ADA@example.com")
    boss = workspace.acting_as(admit(workspace, identity()))
    assert boss.actor.roles == {"administrator"}
    boss.people.add(BO, ["planner"], ["sales"])
    assert [entry.actor for entry in workspace.history()] == [ADA, ADA]
    with pytest.raises(NotAllowed, match="change lines and targets"):
        boss.require("edit", "sales")


def test_somebody_removed_and_registered_again_may_come_with_another_identity(
    workspace: Workspace,
) -> None:
    workspace.people.add(ADA, ["viewer"])
    admit(workspace, identity())
    workspace.people.remove(ADA)
    with pytest.raises(NotAllowed, match="not registered"):
        admit(workspace, identity())
    workspace.people.add(ADA, ["viewer"])
    assert admit(workspace, identity(subject="8")).email == ADA


# ---- at every write ----


def test_a_role_that_was_taken_away_is_gone_at_the_very_next_write(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["administrator"])
    workspace.people.add(BO, ["administrator"])
    ada = hands_of(workspace, ADA)
    ada.set_setting("sla_hours", "48")
    workspace.people.change(ADA, roles=["viewer"])
    with pytest.raises(NotAllowed, match="may not change settings"):
        ada.set_setting("sla_hours", "72")
    ada.people.all()
    workspace.people.remove(ADA)
    with pytest.raises(NotAllowed, match="may not read"):
        ada.people.all()
    assert workspace.company.sla_hours == 48


def test_a_role_that_was_given_holds_at_the_very_next_write(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["viewer"])
    ada = hands_of(workspace, ADA)
    workspace.people.change(ADA, roles=["administrator"])
    ada.set_setting("sla_hours", "48")
    assert workspace.company.sla_hours == 48


def test_a_role_that_goes_while_somebody_waits_for_the_store_is_gone(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["administrator"])
    workspace.people.add(BO, ["administrator"])
    ada = hands_of(workspace, ADA)
    author: Author = ada.author("settings")
    waits, outcome = Event(), []

    def write() -> None:
        waits.set()
        try:
            with author.change("setting") as change:
                change.record("sla_hours", before=None, after=48)
        except NotAllowed as error:
            outcome.append(error)

    with workspace.author("people").change("person") as change:
        writer = Thread(target=write)
        writer.start()
        waits.wait(10)
        from data_sources.store import users

        users.drop(change.connection, ADA)
    writer.join(30)
    assert [str(error) for error in outcome] == [
        "ada@example.com may not change settings. Ask somebody with the role administrator."
    ]
    assert all(entry.act == "person" for entry in workspace.history())


# ---- the terminal ----


def test_until_anybody_is_known_whoever_runs_commands_is_administrator(
    workspace: Workspace,
) -> None:
    assert hands_of(workspace, "Any@example.com").actor == Actor(
        email="any@example.com", name="any@example.com", roles=frozenset({"administrator"})
    )


def test_once_people_are_known_a_command_takes_their_roles_and_nobody_elses(
    workspace: Workspace,
) -> None:
    workspace.people.add(ADA, ["planner"], ["sales"])
    assert hands_of(workspace, "ADA@example.com").actor.roles == {"planner"}
    with pytest.raises(NotAllowed, match="not registered here"):
        hands_of(workspace, BO)


def test_the_local_administrator_needs_no_registration(workspace: Workspace) -> None:
    workspace.people.add(ADA, ["viewer"])
    assert workspace.present() == LOCAL
