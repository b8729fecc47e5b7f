"""A plan whose targets collide is signed only as a stretch, which the executive accepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from data_sources.planning.signing import sign
from planning.agreed.rows import PlanRow
from planning.errors import NotAllowed, NotPossible
from tests.sources.agreement.tables import SIGNERS, Table
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, MAX, SUE, VIC, edit

OTHERS = (ADA, MAX, BO, SUE, VIC, ALF)


class Colliding(NamedTuple):
    """A proposed plan, and its two targets that cannot both be reached."""

    table: Table
    least: PlanRow
    most: PlanRow

    def accept(self) -> None:
        agreement = self.table.by(EVE)
        agreement.accept_stretch(
            self.table.scenario, seen=agreement.revision_of(self.table.scenario)
        )


@pytest.fixture
def colliding(table: Table) -> Colliding:
    least = table.target(SUE, kpi="close_ratio", value=None, low="0.3")
    most = table.target(MAX, kpi="close_ratio", value=None, high="0.2")
    return Colliding(table.proposed(), least, most)


@pytest.mark.parametrize("seat", SIGNERS)
def test_nobody_signs_a_plan_whose_targets_collide(colliding: Colliding, seat: str) -> None:
    with pytest.raises(NotPossible, match=r"Targets of .* collide") as told:
        colliding.table.sign(seat)  # type: ignore[arg-type]
    assert "Close ratio at least 30 %" in told.value.what
    assert "accept the plan as a stretch" in told.value.remedy
    assert colliding.table.signatures() == set()


def test_an_accepted_stretch_is_signed_agreed_and_says_who_when_and_what(
    colliding: Colliding,
) -> None:
    colliding.accept()
    plan = colliding.table.plan()
    assert set(str(plan["stretch"]).splitlines()) == {plan["stretch"]}
    assert "Close ratio at least 30 %" in str(plan["stretch"])
    assert "Close ratio at most 20 %" in str(plan["stretch"])
    assert (plan["stretch_by"], plan["stretch_on"]) == (EVE.email, "2026-01-05")
    (told,) = colliding.table.told()
    assert told.startswith(f"{EVE.email} accepted {plan['name']} as a stretch: “These three cannot")
    colliding.table.sign()
    colliding.table.by(EVE).agree(colliding.table.scenario)
    agreed = colliding.table.plan()
    assert (agreed["state"], agreed["stretch_by"]) == ("agreed", EVE.email)


@pytest.mark.parametrize("actor", OTHERS, ids=lambda it: it.name)
def test_only_the_executive_accepts_and_takes_back(colliding: Colliding, actor: object) -> None:
    by = colliding.table.by(actor)  # type: ignore[arg-type]
    seen = by.revision_of(colliding.table.scenario)
    with pytest.raises(NotAllowed, match="may not accept stretches"):
        by.accept_stretch(colliding.table.scenario, seen=seen)
    colliding.accept()
    with pytest.raises(NotAllowed, match="may not accept stretches"):
        by.take_back_stretch(colliding.table.scenario)
    assert colliding.table.plan()["stretch_by"] == EVE.email


def test_where_all_can_hold_there_is_nothing_to_accept(table: Table) -> None:
    table.target(SUE, kpi="close_ratio", value=None, low="0.2")
    table.proposed()
    with pytest.raises(NotPossible, match="holds nothing that collides"):
        table.by(EVE).accept_stretch(table.scenario, seen=table.workspace.revision())
    table.sign()
    assert table.signatures() == set(SIGNERS)


def test_a_draft_is_not_accepted_and_neither_is_what_was_changed_since(
    colliding: Colliding,
) -> None:
    table = colliding.table
    seen = table.workspace.revision()
    table.of(SUE).save([edit(colliding.least, low="0.4")])
    with pytest.raises(NotPossible, match="changed since you read it"):
        table.by(EVE).accept_stretch(table.scenario, seen=seen)
    table.by(MAX).take_back(table.scenario)
    with pytest.raises(NotPossible, match="is draft, not proposed"):
        table.by(EVE).accept_stretch(table.scenario, seen=table.workspace.revision())


def _another_value(one: Colliding) -> None:
    one.table.of(SUE).save([edit(one.least, low="0.35")])


def _gone(one: Colliding) -> None:
    one.table.of(SUE).remove([one.least.id])


def _another_part(one: Colliding) -> None:
    one.table.of(SUE).save([edit(one.least, months="1")])


@pytest.mark.parametrize("change", [_another_value, _gone, _another_part])
def test_with_another_target_the_stretch_is_withdrawn_with_its_signatures(
    colliding: Colliding, change: Callable[[Colliding], None]
) -> None:
    table = colliding.table
    colliding.accept()
    table.sign()
    change(colliding)
    assert table.plan()["stretch_of"] is None
    assert table.plan()["stretch_by"] is None
    assert table.signatures() == set()
    (told,) = table.told()
    assert told.endswith(f"{table.plan()['name']} is no longer accepted as a stretch.")
    assert "This withdrew the signatures of marketing, sales and the executive." in told


def test_why_a_target_stands_may_change_without_touching_the_stretch(colliding: Colliding) -> None:
    colliding.accept()
    colliding.table.of(SUE).save([edit(colliding.least, reason="The market grows.")])
    assert colliding.table.plan()["stretch_by"] == EVE.email
    colliding.table.sign()


def test_another_contradiction_has_to_be_accepted_too(colliding: Colliding) -> None:
    table = colliding.table
    colliding.accept()
    table.target(SUE, kpi="mql_rate", value=None, low="0.5")
    table.target(MAX, kpi="mql_rate", value=None, high="0.4")
    with pytest.raises(NotPossible, match="MQL rate at least 50 %"):
        table.sign("sales")
    colliding.accept()
    assert str(table.plan()["stretch"]).count("cannot all hold") == 2
    table.sign()


def test_accepting_withdraws_what_was_signed_before_the_targets_collided(table: Table) -> None:
    least = table.target(SUE, kpi="close_ratio", value=None, low="0.1")
    table.target(MAX, kpi="close_ratio", value=None, high="0.2")
    table.proposed().sign("sales")
    table.of(SUE).save([edit(least, low="0.3")])
    assert table.signatures() == set()
    table.by(EVE).accept_stretch(table.scenario, seen=table.workspace.revision())
    table.sign()
    table.by(EVE).take_back_stretch(table.scenario)
    assert table.signatures() == set()
    told = table.told()[0]
    assert "no longer accepts" in told
    assert "withdrew the signatures" in told
    with pytest.raises(NotPossible, match="collide"):
        table.sign("sales")


def test_undo_and_restore_never_speak_for_the_executive(colliding: Colliding) -> None:
    table = colliding.table
    before = table.workspace.revision()
    colliding.accept()
    accepted = table.workspace.revision()
    with pytest.raises(NotPossible, match="not taken back so"):
        table.of(MAX).undo(accepted)
    table.of(MAX).restore(table.scenario, before)
    assert table.plan()["stretch_by"] == EVE.email
    changed = table.of(SUE).save([edit(colliding.least, low="0.35")]).revision
    assert changed is not None
    table.of(SUE).undo(changed)
    assert table.now(colliding.least.id)["low"] == colliding.least["low"]
    assert table.plan()["stretch_by"] is None
    table.of(MAX).restore(table.scenario, accepted)
    assert table.plan()["stretch_by"] is None


def test_a_copy_is_no_stretch(colliding: Colliding) -> None:
    colliding.accept()
    copy = colliding.table.copied("Copy")
    assert copy.plan()["stretch_of"] is None


def test_two_at_once_the_one_who_looked_earlier_is_told(colliding: Colliding) -> None:
    table = colliding.table
    looked = table.by(SUE).proven(table.scenario)
    colliding.accept()
    hands = table.workspace.acting_as(SUE)
    with pytest.raises(NotPossible, match="changed at this moment"):
        sign(hands, table.scenario, "sales", hands.revision(), looked, None)
    assert table.signatures() == set()


def test_accepting_twice_writes_once(colliding: Colliding) -> None:
    by, scenario = colliding.table.by(EVE), colliding.table.scenario
    seen = by.revision_of(scenario)
    first = by.accept_stretch(scenario, seen=seen, operation="once")
    again = by.accept_stretch(scenario, seen=seen, operation="once")
    assert first.revision == again.revision == colliding.table.workspace.revision()
    with pytest.raises(NotPossible, match="accepted already"):
        by.accept_stretch(scenario, seen=colliding.table.workspace.revision())
