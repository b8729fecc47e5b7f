"""Packages are taken whole or not at all; disputes are taken one at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data_sources.agreement import Offer
from planning.agreed.packages import Addition
from planning.agreed.rows import PlanRow
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.sources.agreement.tables import Table
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, LINE, MAX, SUE, VIC, edit

HEAD = {**LINE, "team": "sales", "category": "people", "job": "development", "plan_03": "6000"}


def events_for_a_head(table: Table) -> tuple[PlanRow, PlanRow, PlanRow]:
    """Marketing gives money from events if sales adds a head: package and both lines."""
    events = table.line(MAX, channel="Events", plan_03="40000")
    calls = table.line(SUE, channel="Outbound", plan_03="100")
    offer = Offer(
        "Events for a head",
        "marketing",
        {events.id: {"plan_03": "0"}, calls.id: {"plan_03": "200"}},
        [Addition("line", HEAD)],
        "Leads wait in EMEA.",
    )
    (package,) = table.by(ADA).offer(table.scenario, offer).rows
    return package, events, calls


def test_a_package_changes_nothing_until_it_is_taken_whole(table: Table) -> None:
    package, events, calls = events_for_a_head(table)
    assert (table.now(events)["plan_03"], table.now(package)["state"]) == ("40000.00", "open")
    table.by(SUE).answer_package(package.id, True, "Fine.")
    assert (table.now(events)["plan_03"], table.now(calls)["plan_03"]) == ("0.00", "200.00")
    heads = [row for row in table.of(VIC).rows("line", table.scenario) if row["job"]]
    assert [(row.team, row["plan_03"]) for row in heads] == [("sales", "6000.00")]
    assert table.now(package)["state"] == "taken"
    offered, taken = table.told(2)
    assert offered == (
        "ada@example.com offered the package “Events for a head” for marketing: "
        "“Leads wait in EMEA.”"
    )
    assert taken == "sue@example.com took the package “Events for a head”: “Fine.”"


def test_a_declined_package_changes_nothing(table: Table) -> None:
    package, events, _ = events_for_a_head(table)
    table.by(SUE).answer_package(package.id, False, "No.")
    assert (table.now(events)["plan_03"], table.now(package)["state"]) == ("40000.00", "declined")
    assert len(table.of(VIC).rows("line", table.scenario)) == 2


def test_where_one_cell_has_moved_nothing_of_the_package_is_taken(table: Table) -> None:
    package, events, calls = events_for_a_head(table)
    table.of(MAX).save([edit(events, plan_03="39000")])
    lines = table.of(VIC).rows("line", table.scenario)
    saved = table.by(SUE).answer_package(package.id, True)
    assert [(clash.row, clash.theirs) for clash in saved.clashes] == [(events.id, "39000.00")]
    assert saved.revision is None
    assert table.of(VIC).rows("line", table.scenario) == lines
    assert table.now(package)["state"] == "open"
    assert table.now(calls)["plan_03"] == "100.00"


def test_only_a_leader_of_the_other_team_answers(table: Table) -> None:
    package, *_ = events_for_a_head(table)
    before = table.everything()
    for somebody in (ADA, MAX, BO, EVE, VIC, ALF):
        for take in (True, False):
            with pytest.raises(NotAllowed):
                table.by(somebody).answer_package(package.id, take)
    assert table.everything() == before


def test_the_executive_alone_settles_a_package_with_a_reason(table: Table) -> None:
    package, events, _ = events_for_a_head(table)
    for somebody in (MAX, SUE):
        with pytest.raises(NotAllowed):
            table.by(somebody).settle_package(package.id, True, "Because.")
    with pytest.raises(UsageError, match="reason"):
        table.by(EVE).settle_package(package.id, True, " ")
    table.by(EVE).settle_package(package.id, True, "Both gain.")
    assert table.now(events)["plan_03"] == "0.00"
    assert table.now(package)["settled_by"] == EVE.email
    assert table.told() == [
        "eve@example.com settled the package “Events for a head”, taken: “Both gain.”"
    ]


def test_an_answered_package_is_not_answered_undone_or_withdrawn(table: Table) -> None:
    package, *_ = events_for_a_head(table)
    declined = table.by(SUE).answer_package(package.id, False).revision
    acts: list[Callable[[], object]] = [
        lambda: table.by(SUE).answer_package(package.id, True),
        lambda: table.by(EVE).settle_package(package.id, True, "Yes."),
        lambda: table.by(ADA).withdraw_package(package.id),
    ]
    for act in acts:
        with pytest.raises(NotPossible, match="was declined"):
            act()
    with pytest.raises(NotPossible, match="not taken back so"):
        table.of(SUE).undo(declined or 0)


def test_its_author_or_their_leader_withdraws_a_package(table: Table) -> None:
    for somebody in (ADA, MAX):
        package, *_ = events_for_a_head(table)
        for other in (BO, SUE, EVE, VIC):
            with pytest.raises(NotAllowed):
                table.by(other).withdraw_package(package.id)
        table.by(somebody).withdraw_package(package.id)
        assert table.now(package)["state"] == "withdrawn"


def test_nobody_offers_in_the_name_of_the_other_team(table: Table) -> None:
    line = table.line(MAX, plan_01="1")
    for somebody in (BO, SUE, EVE, VIC, ALF):
        with pytest.raises(NotAllowed):
            table.by(somebody).offer(
                table.scenario, Offer("Give", "marketing", {line.id: {"plan_01": "2"}})
            )


def test_what_is_in_no_package_is_refused(table: Table) -> None:
    joint = table.line(EVE, plan_01="1")
    other = table.another("Other").line(MAX, plan_01="1")
    for row in (joint.id, other.id, table.envelope("sales").id):
        with pytest.raises(UsageError):
            table.by(MAX).offer(table.scenario, Offer("Give", "marketing", {row: {"plan_01": "2"}}))
    with pytest.raises(UsageError, match="changes something"):
        table.by(MAX).offer(table.scenario, Offer("Give", "marketing", {}))


def test_a_package_with_a_refused_cell_is_not_offered(table: Table) -> None:
    line = table.line(MAX, plan_01="1")
    offer = Offer(
        "Give",
        "marketing",
        {line.id: {"plan_01": "-2"}},
        [Addition("line", {**HEAD, "status": None})],
    )
    saved = table.by(MAX).offer(table.scenario, offer)
    assert {refused.cell for refused in saved.refused} == {"plan_01", "status"}
    assert table.of(VIC).rows("package", table.scenario) == ()


def test_taking_a_package_of_a_proposed_plan_withdraws_its_signatures(table: Table) -> None:
    package, *_ = events_for_a_head(table)
    table.proposed().sign()
    table.by(SUE).answer_package(package.id, True)
    assert table.signatures() == set()
    assert table.told()[0].endswith(
        "took the package “Events for a head”. "
        "This withdrew the signatures of marketing, sales and the executive."
    )


def test_a_package_is_commented_on(table: Table) -> None:
    package, *_ = events_for_a_head(table)
    table.of(BO).comment(package.id, "Which month?")
    assert table.told() == ["bo@example.com said about “Events for a head”: “Which month?”."]


def test_a_dispute_is_raised_taken_up_and_settled(table: Table) -> None:
    line = table.line(MAX, channel="Events")
    dispute = table.by(BO).raise_dispute(table.scenario, "Who pays?", about=line.id).rows[0]
    assert dispute["state"] == "parked"
    table.by(BO).say(dispute.id, "sales", "It is marketing's show.")
    table.by(MAX).say(dispute.id, "marketing", "Sales uses it most.")
    table.by(SUE).take_up(dispute.id)
    table.by(EVE).settle_dispute(dispute.id, "Half each.")
    now = table.now(dispute)
    assert (now["state"], now["outcome"], now["settled_by"]) == (
        "settled",
        "Half each.",
        EVE.email,
    )
    assert table.told(5) == [
        "bo@example.com raised the dispute “Who pays?”.",
        "bo@example.com said for sales about “Who pays?”: “It is marketing's show.”",
        "max@example.com said for marketing about “Who pays?”: “Sales uses it most.”",
        "sue@example.com took up the dispute “Who pays?”.",
        "eve@example.com settled the dispute “Who pays?”: “Half each.”",
    ]


def test_one_dispute_at_a_time_is_in_discussion(table: Table) -> None:
    first, second = (
        table.by(BO).raise_dispute(table.scenario, name).rows[0] for name in ("One", "Two")
    )
    table.by(MAX).take_up(first.id)
    with pytest.raises(NotPossible, match="“One” is in discussion"):
        table.by(SUE).take_up(second.id)
    table.by(MAX).park(first.id)
    table.by(SUE).take_up(second.id)


def test_rights_about_disputes(table: Table) -> None:
    dispute = table.by(BO).raise_dispute(table.scenario, "Who pays?").rows[0]
    for somebody in (VIC, ALF):
        with pytest.raises(NotAllowed):
            table.by(somebody).raise_dispute(table.scenario, "Other")
    for somebody in (ADA, MAX, EVE, VIC):
        with pytest.raises(NotAllowed):
            table.by(somebody).say(dispute.id, "sales", "We pay.")
    for somebody in (ADA, BO, VIC, ALF):
        with pytest.raises(NotAllowed):
            table.by(somebody).take_up(dispute.id)
    table.by(MAX).take_up(dispute.id)
    for somebody in (ADA, MAX, SUE, VIC):
        with pytest.raises(NotAllowed):
            table.by(somebody).settle_dispute(dispute.id, "So.")
