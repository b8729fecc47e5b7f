"""Advice becomes a draft: own lines are written, others asked for, the plan itself untouched."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final

import pytest
from pydantic import JsonValue

from data_sources.actors import Actor
from data_sources.agreement import Advice
from data_sources.planning.saved import Saved
from planning.agreed.adoption import AdvisedLine
from planning.agreed.packages import MOST_ROWS
from planning.agreed.rows import Kind, PlanRow
from planning.errors import NotAllowed, NotPossible, TandemError, UsageError
from tests.sources.agreement.tables import Table
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, LINE, MAX, SUE, VIC, edit

SECONDS: Final = 60
HIRE: Final[dict[str, JsonValue]] = {
    **LINE, "team": "sales", "category": "people", "job": "closing", "plan_04": "7000.00",
    "drivers": [
        {"job": "closing", "heads": "1", "cost_per_month": "7000.00", "starts": "2026-04"}
    ],
}  # fmt: skip


def wanted(row: PlanRow, amount: str) -> AdvisedLine:
    """March of a line as the advice has it."""
    base = {"plan_03": row["plan_03"]}
    title = str(row["channel"])
    return AdvisedLine(row.team, title, f"{title} brings more.", row.id, base, {"plan_03": amount})


def advised(table: Table, seen: int | None = None) -> Advice:
    """Less for events and rooms, more for calls, and a hire beside them."""
    events = table.line(MAX, channel="Events", plan_03="100", reason="The fair.")
    calls = table.line(SUE, channel="Calls", plan_03="50")
    rooms = table.line(EVE, channel="Rooms", plan_03="10")
    hire = AdvisedLine("sales", "a hire", "North is short.", new=HIRE, beside=calls.id)
    lines = [wanted(events, "90.00"), wanted(calls, "70.00"), wanted(rooms, "5.00"), hire]
    return Advice(lines, table.workspace.revision() if seen is None else seen, 2)


def adopted(table: Table, advice: Advice, who: Actor, name: str = "Advised") -> Table:
    """The draft somebody makes of advice."""
    saved = table.by(who).adopt(table.scenario, advice, name)
    assert (saved.refused, saved.clashes) == ((), ())
    return Table(table.workspace, scenario_of(saved))


def scenario_of(saved: Saved) -> str:
    return next(row.id for row in saved.rows if row.kind == "scenario")


def rows(table: Table, kind: Kind) -> tuple[PlanRow, ...]:
    return table.of(VIC).rows(kind, table.scenario)


def test_a_leader_s_draft_has_the_own_lines_and_asks_for_the_others(table: Table) -> None:
    advice = advised(table)
    before = table.everything()
    draft = adopted(table, advice, MAX)
    assert {**table.everything(), "revision": 0} == {**before, "revision": 0}
    plan = draft.plan()
    assert (plan["state"], plan["copied_from"], plan["model_version"]) == (
        "draft", table.scenario, 2,
    )  # fmt: skip
    found = draft.lines()
    assert {name: row["plan_03"] for name, row in found.items()} == {
        "Events": "90.00", "Calls": "50.00", "Rooms": "10.00",
    }  # fmt: skip
    assert found["Events"]["reason"] == "Advice: Events brings more.\nThe fair."
    (package,) = rows(draft, "package")
    assert (package.team, package["by_team"], package["state"]) == ("sales", "marketing", "open")
    (proposal,) = rows(draft, "proposal")
    assert (proposal.team, proposal["about"]) == ("joint", found["Rooms"].id)
    assert draft.told() == ["max@example.com adopted the model's advice as Advised."]


def test_the_other_leader_takes_the_package_and_every_line_says_why(table: Table) -> None:
    draft = adopted(table, advised(table), MAX)
    (package,), (proposal,) = rows(draft, "package"), rows(draft, "proposal")
    assert draft.by(SUE).answer_package(package.id, True, "Good.").clashes == ()
    assert draft.of(EVE).answer(proposal.id, True, "Fine.").clashes == ()
    lines = rows(draft, "line")
    march = {row["channel"]: row["plan_03"] for row in lines if row["channel"]}
    assert march == {"Events": "90.00", "Calls": "70.00", "Rooms": "5.00"}
    (hire,) = [row for row in lines if row["category"] == "people"]
    assert (hire.team, hire["plan_04"], hire["drivers"]) == ("sales", "7000.00", HIRE["drivers"])
    assert all(str(row["reason"]).startswith("Advice: ") for row in lines)


def test_the_executive_proposes_to_both_teams_a_hire_beside_the_line_of_its_people(
    table: Table,
) -> None:
    draft = adopted(table, advised(table), EVE)
    found = draft.lines()
    assert found["Rooms"]["plan_03"] == "5.00"
    assert rows(draft, "package") == ()
    asked = {row["about"]: row for row in rows(draft, "proposal")}
    assert {key: row.team for key, row in asked.items()} == {
        found["Events"].id: "marketing", found["Calls"].id: "sales",
    }  # fmt: skip
    draft.of(SUE).answer(asked[found["Calls"].id].id, True, "Yes.")
    calls = draft.now(found["Calls"])
    assert (calls["plan_03"], calls["plan_04"]) == ("70.00", "7000.00")
    assert calls["drivers"] == HIRE["drivers"]


def test_only_who_copies_plans_adopts_advice(table: Table) -> None:
    advice = advised(table)
    before = table.everything()
    for somebody in (ADA, BO, VIC, ALF):
        with pytest.raises(NotAllowed):
            table.by(somebody).adopt(table.scenario, advice, "Advised")
    assert table.everything() == before
    for number, somebody in enumerate((MAX, SUE, EVE)):
        adopted(table, advice, somebody, f"Advised {number}")


def test_advice_on_a_plan_that_moved_is_refused_and_nothing_written(table: Table) -> None:
    advice = advised(table)
    moves: Sequence[Callable[[], object]] = [
        lambda: table.of(MAX).save([edit(table.lines()["Events"], plan_04="1")]),
        lambda: table.of(EVE).save([edit(table.envelope("sales"), amount="9")]),
        lambda: table.line(SUE, channel="Other"),
        lambda: table.of(SUE).remove([table.lines()["Calls"].id]),
    ]
    for move in moves:
        move()
        before = table.workspace.revision()
        with pytest.raises(NotPossible, match=r"was changed since this was .* Calculate again"):
            table.by(MAX).adopt(table.scenario, advice, "Advised")
        assert table.workspace.revision() == before
        advice = Advice(advice.lines, before, 2)
    with pytest.raises(NotPossible, match="Calls was removed from Plan 2026 since"):
        table.by(MAX).adopt(table.scenario, advice, "Advised")


def test_words_and_targets_meanwhile_hinder_nobody(table: Table) -> None:
    advice = advised(table)
    table.of(BO).comment(table.lines()["Events"].id, "Why so little?")
    target = table.target(MAX, value="900")
    draft = adopted(table, advice, MAX)
    assert [row["copied_from"] for row in rows(draft, "target")] == [target.id]


def test_undo_puts_the_draft_away_and_undo_again_brings_it_back(table: Table) -> None:
    draft = adopted(table, advised(table), MAX)
    begun = draft.plan().revision
    with pytest.raises(NotAllowed):
        table.of(ADA).undo(begun)
    away = table.of(MAX).undo(begun)
    assert draft.plan()["state"] == "put away"
    names = [row["name"] for row in table.of(VIC).scenarios()]
    assert names == ["Plan 2026"]
    table.of(MAX).undo(away.revision or 0)
    assert draft.plan()["state"] == "draft"
    draft.by(MAX).propose_plan(draft.scenario)
    with pytest.raises(NotPossible, match="it cannot be put away now"):
        table.of(MAX).undo(begun)


def test_a_plan_that_was_begun_or_copied_is_put_away_by_undo(table: Table) -> None:
    table.line(SUE, plan_01="5")
    for plan in (table.copied("Copy"), table.another("Other")):
        table.of(MAX).undo(plan.plan().revision)
        assert plan.plan()["state"] == "put away"


def test_a_repeat_adopts_once(table: Table) -> None:
    advice = advised(table)
    first = table.by(MAX).adopt(table.scenario, advice, "Advised", operation="once")
    revision = table.workspace.revision()
    again = table.by(MAX).adopt(table.scenario, advice, "Advised", operation="once")
    assert (again.revision, table.workspace.revision()) == (first.revision, revision)


def test_two_people_adopt_at_once_and_both_drafts_stand(table: Table) -> None:
    advice = advised(table)
    gate = threading.Barrier(2)
    said: dict[str, str] = {}

    def adopt(who: Actor, name: str) -> None:
        gate.wait(SECONDS)
        try:
            table.by(who).adopt(table.scenario, advice, name)
        except TandemError as error:
            said[who.name] = error.what

    def both(*names: str) -> None:
        threads = [
            threading.Thread(target=adopt, args=pair)
            for pair in zip((MAX, SUE), names, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS)

    both("Of marketing", "Of sales")
    assert said == {}
    both("Same", "Same")
    (loser,) = said.values()
    assert loser == "There is a plan “Same” already."
    plans = [row["name"] for row in table.of(VIC).scenarios()]
    assert sorted(map(str, plans)) == ["Of marketing", "Of sales", "Plan 2026", "Same"]


def test_what_no_line_can_hold_is_told_and_no_draft_made(table: Table) -> None:
    events = table.line(MAX, channel="Events", plan_03="100")
    for line in (
        wanted(events, "-5"),
        AdvisedLine("sales", "x", "Why.", new={**HIRE, "job": "=1"}),
    ):
        advice = Advice([line], table.workspace.revision(), 2)
        saved = table.by(MAX).adopt(table.scenario, advice, "Advised")
        assert saved.revision is None
        assert [one.cell for one in saved.refused] in (["plan_03"], ["job"])
    assert len(table.of(VIC).scenarios()) == 1


def test_nothing_taken_and_a_name_that_is_taken_are_refused(table: Table) -> None:
    advice = advised(table)
    with pytest.raises(UsageError, match="Nothing of the advice is taken"):
        table.by(MAX).adopt(table.scenario, Advice([], advice.seen, 2), "Advised")
    with pytest.raises(UsageError, match="There is a plan “Plan 2026” already"):
        table.by(MAX).adopt(table.scenario, advice, "Plan 2026")


def test_an_agreed_plan_is_advised_on_through_a_draft(table: Table) -> None:
    advice = advised(table)
    table.agreed()
    draft = adopted(table, advice, MAX)
    assert (table.plan()["state"], draft.plan()["state"]) == ("agreed", "draft")
    assert draft.copied("Again").plan()["model_version"] is None


def test_more_lines_than_a_package_holds_are_several(table: Table) -> None:
    hires = [AdvisedLine("sales", "a hire", "North is short.", new=HIRE)] * (MOST_ROWS + 1)
    draft = adopted(table, Advice(hires, table.workspace.revision(), 2), MAX)
    found = rows(draft, "package")
    assert [row["name"] for row in found] == [
        "What the advice changes for sales", "What the advice changes for sales, part 2",
    ]  # fmt: skip
