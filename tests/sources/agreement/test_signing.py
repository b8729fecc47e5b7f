"""A signature names the revision it was given for; a late edit withdraws it for all to see."""

from __future__ import annotations

import pytest

from data_sources.agreement import Offer
from data_sources.plan import Draft
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.sources.agreement.tables import SIGNERS, Table
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, MAX, SUE, VIC, edit


def test_a_signature_names_the_exact_revision_of_the_plan(table: Table) -> None:
    table.line(MAX)
    table.proposed()
    revision = table.by(VIC).revision_of(table.scenario)
    table.of(BO).comment(table.scenario, "Soon?")
    table.sign("sales")
    (signature,) = table.of(VIC).rows("signature", table.scenario)
    assert (signature["signed"], signature["by"]) == (revision, SUE.email)


def test_what_was_changed_since_it_was_read_is_not_signed(table: Table) -> None:
    line = table.line(MAX)
    table.proposed()
    seen = table.by(SUE).revision_of(table.scenario)
    table.of(ADA).save([edit(line, plan_01="3")])
    with pytest.raises(NotPossible, match="changed since you read it"):
        table.by(SUE).sign(table.scenario, "sales", seen=seen)
    table.by(SUE).sign(table.scenario, "sales", seen=table.workspace.revision())


def test_a_plan_without_all_three_signatures_is_not_agreed(table: Table) -> None:
    table.proposed().sign("marketing", "executive")
    with pytest.raises(NotPossible, match="not signed by sales"):
        table.by(EVE).agree(table.scenario)


def test_a_late_edit_withdraws_the_signatures_and_says_why(table: Table) -> None:
    line = table.line(MAX, channel="Events", plan_03="4000")
    table.proposed().sign()
    table.of(ADA).save([edit(line, plan_03="5000")])
    assert table.plan()["state"] == "proposed"
    assert table.signatures() == set()
    assert table.signatures("withdrawn") == set(SIGNERS)
    whys = {row["why"] for row in table.of(VIC).rows("signature", table.scenario)}
    assert whys == {"The plan was changed: Ada changed March of Events from 4,000 to 5,000."}
    (told,) = table.told()
    assert told == (
        "ada@example.com changed March of Events from 4,000 to 5,000. "
        "This withdrew the signatures of marketing, sales and the executive."
    )
    with pytest.raises(NotPossible, match="not signed"):
        table.by(EVE).agree(table.scenario)
    table.sign()
    table.by(EVE).agree(table.scenario)
    assert table.plan()["state"] == "agreed"


def test_every_change_of_what_was_signed_withdraws_and_talk_does_not(table: Table) -> None:
    line = table.line(MAX, plan_01="1")
    asked = table.of(BO).propose(line.id, {"plan_01": "2"}, "Please.").rows[0]
    table.proposed()
    talk = (
        lambda: table.of(BO).comment(line.id, "Why?"),
        lambda: table.of(BO).propose(line.id, {"plan_01": "3"}, "More."),
        lambda: table.by(BO).raise_dispute(table.scenario, "Who pays?"),
        lambda: table.of(MAX).keep_draft("budget", Draft(base_revision=1, mine={})),
    )
    changes = (
        lambda: table.of(MAX).answer(asked.id, True, "Yes"),
        lambda: table.of(MAX).add("line", table.scenario, dict(line.cells)),
        lambda: table.of(MAX).add("goal", table.scenario, {"name": "Grow"}),
        lambda: table.of(EVE).save([edit(table.envelope("company"), amount="9")]),
        lambda: table.workspace.assumptions.answer(
            table.scenario, "margin", "joint", {"value": "0.6"}
        ),
        lambda: table.of(MAX).remove([line.id]),
        lambda: table.of(EVE).rename(table.scenario, "Other"),
    )
    for act in talk:
        table.sign("sales") if "sales" not in table.signatures() else None
        act()
        assert table.signatures() == {"sales"}
    for act in changes:
        table.sign("sales") if "sales" not in table.signatures() else None
        act()
        assert table.signatures() == set()


def test_undoing_the_late_edit_brings_no_signature_back(table: Table) -> None:
    line = table.line(MAX, plan_01="1")
    table.proposed().sign()
    late = table.of(MAX).save([edit(line, plan_01="2")]).revision
    table.of(MAX).undo(late or 0)
    assert table.now(line)["plan_01"] == "1.00"
    assert table.signatures() == set()


def test_a_signature_itself_is_not_undone_or_restored(table: Table) -> None:
    table.proposed().sign("sales")
    (row,) = table.of(VIC).rows("signature", table.scenario)
    with pytest.raises(NotPossible, match="Withdraw it instead"):
        table.of(SUE).undo(row.revision)
    with pytest.raises(UsageError, match="not restored"):
        table.of(SUE).restore(row.id, row.revision)
    table.by(SUE).withdraw(row.id, "I misread a line.")
    assert table.signatures("withdrawn") == {"sales"}
    assert table.now(row)["why"] == "I misread a line."
    with pytest.raises(NotPossible, match="was withdrawn"):
        table.by(SUE).withdraw(row.id)


def test_a_seat_is_signed_once_and_only_on_a_proposed_plan(table: Table) -> None:
    with pytest.raises(NotPossible, match="is draft, not proposed"):
        table.sign("sales")
    table.proposed().sign("sales")
    with pytest.raises(NotPossible, match="signed for sales already"):
        table.sign("sales")
    with pytest.raises(UsageError):
        table.by(SUE).sign(table.scenario, "joint", seen=10**6)  # type: ignore[arg-type]


@pytest.mark.parametrize("seat", SIGNERS)
def test_only_who_sits_there_signs(table: Table, seat: str) -> None:
    table.proposed()
    seen = table.workspace.revision()
    for somebody in (ADA, MAX, BO, SUE, EVE, VIC, ALF):
        if somebody == SIGNERS[seat]:  # type: ignore[index]
            continue
        with pytest.raises(NotAllowed):
            table.by(somebody).sign(table.scenario, seat, seen=seen)  # type: ignore[arg-type]
    assert table.signatures() == set()


def test_an_open_package_or_a_dispute_in_discussion_hinders_agreement(table: Table) -> None:
    line = table.line(MAX, plan_01="5")
    package = _offered(table, line.id)
    dispute = table.by(BO).raise_dispute(table.scenario, "Who pays?").rows[0]
    table.by(SUE).take_up(dispute.id)
    table.proposed().sign()
    with pytest.raises(NotPossible, match="The package “Give” is open"):
        table.by(EVE).agree(table.scenario)
    table.by(SUE).answer_package(package, False)
    with pytest.raises(NotPossible, match="The dispute “Who pays\\?” is in discussion"):
        table.by(EVE).agree(table.scenario)
    table.by(SUE).park(dispute.id)
    table.by(EVE).agree(table.scenario)


def _offered(table: Table, line: str) -> str:
    offer = Offer("Give", "marketing", {line: {"plan_01": "4"}})
    return table.by(MAX).offer(table.scenario, offer).rows[0].id
