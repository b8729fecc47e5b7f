"""A plan moves from draft to agreed, one a year; past months stay as they were agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from data_sources.store import agreed_years
from data_sources.store.tables import agreed_years as agreed_table
from planning.agreed.rows import PlanRow
from planning.errors import NotPossible, UsageError
from planning.periods import month_key, month_of
from tests.sources.agreement.tables import Table
from tests.sources.plan.sheets import ADA, BO, EVE, MAX, SUE, VIC, Clock, edit


def standing(table: Table) -> tuple[PlanRow | None, PlanRow | None]:
    """The agreed plan of the year, and its baseline."""
    return table.by(VIC).agreed(2026), table.by(VIC).baseline(2026)


def test_a_plan_is_drafted_proposed_signed_and_agreed(table: Table) -> None:
    table.line(MAX, plan_01="5")
    table.agreed()
    assert (table.plan()["state"], table.plan()["agreed_as"]) == ("agreed", 1)
    assert [row and row.id for row in standing(table)] == [table.scenario, table.scenario]


def test_an_agreed_plan_is_read_only_for_everybody(table: Table) -> None:
    line = table.line(MAX, plan_01="5")
    said = table.line(MAX, plan_01="6").revision
    table.agreed()
    before = table.everything()
    acts: list[Callable[[], object]] = [
        lambda: table.of(MAX).save([edit(line, plan_01="9")]),
        lambda: table.of(MAX).add("line", table.scenario, dict(line.cells)),
        lambda: table.of(MAX).remove([line.id]),
        lambda: table.of(BO).propose(line.id, {"plan_01": "9"}, ""),
        lambda: table.of(EVE).rename(table.scenario, "Other"),
        lambda: table.of(EVE).put_away(table.scenario),
        lambda: table.by(EVE).archive(table.scenario),
        lambda: table.by(EVE).return_plan(table.scenario, "No."),
        lambda: table.of(MAX).undo(said),
    ]
    for act in acts:
        with pytest.raises(NotPossible, match="is agreed"):
            act()
    assert table.everything() == before


def test_agreeing_archives_the_former_plan_and_the_first_stays_the_baseline(table: Table) -> None:
    table.agreed()
    second = table.copied("Plan 2026 b").agreed()
    assert (table.plan()["state"], second.plan()["state"]) == ("archived", "agreed")
    assert second.plan()["agreed_as"] == 2
    assert [row and row.id for row in standing(table)] == [second.scenario, table.scenario]


def test_other_years_are_agreed_beside_it(table: Table) -> None:
    table.agreed()
    other = table.another("Plan 2027", 2027).agreed()
    assert [plan.plan()["state"] for plan in (table, other)] == ["agreed", "agreed"]


def test_a_plan_proposed_before_another_was_agreed_is_not_agreed(table: Table) -> None:
    other = table.another("Other").proposed()
    other.sign()
    table.agreed()
    before = other.everything()
    with pytest.raises(NotPossible, match="Plan 2026 was agreed for 2026 since Other"):
        other.by(EVE).agree(other.scenario)
    assert other.everything() == before
    other.by(MAX).take_back(other.scenario)
    other.agreed()
    assert table.plan()["state"] == "archived"


def test_the_store_itself_refuses_a_second_agreed_plan(table: Table) -> None:
    table.agreed()
    store = table.workspace.store
    row = {"origin": "real", "fiscal_year": 2026, "scenario": "f" * 32}
    with pytest.raises(sa.exc.IntegrityError), store.write() as connection:
        connection.execute(sa.insert(agreed_table).values(row))
    with pytest.raises(NotPossible, match="Another plan was agreed"), store.write() as connection:
        agreed_years.claim(connection, "real", 2026, "f" * 32, None)
    with pytest.raises(NotPossible, match="Another plan was agreed"), store.write() as connection:
        agreed_years.claim(connection, "real", 2026, "f" * 32, "e" * 32)


def test_a_repeat_of_an_agreement_is_harmless(table: Table) -> None:
    table.proposed().sign()
    first = table.by(EVE).agree(table.scenario, operation="once")
    before = table.everything()
    again = table.by(EVE).agree(table.scenario, operation="once")
    assert (again.revision, table.everything()) == (first.revision, before)


def test_a_copy_has_the_rows_and_names_what_they_come_from(table: Table) -> None:
    goal = table.of(MAX).add("goal", table.scenario, {"name": "Grow"}).rows[0]
    line = table.line(MAX, plan_01="5", channel="Events", goal=goal.id)
    target = table.target(MAX, value="900")
    table.of(EVE).save([edit(table.envelope("marketing"), amount="70")])
    table.of(BO).comment(line.id, "Why?")
    copy = table.copied("Again")
    assert copy.plan()["copied_from"] == table.scenario
    (own,) = copy.of(VIC).rows("goal", copy.scenario)
    assert (own["name"], own["copied_from"]) == ("Grow", goal.id)
    found = copy.lines()["Events"]
    assert (found["plan_01"], found["copied_from"], found["goal"]) == ("5.00", line.id, own.id)
    assert copy.of(VIC).rows("target", copy.scenario)[0]["copied_from"] == target.id
    assert copy.envelope("marketing")["amount"] == "70.00"
    assert copy.of(VIC).rows("comment", copy.scenario) == ()
    third = copy.copied("Once more").lines()["Events"]
    assert third["copied_from"] == line.id


def test_nobody_types_whose_copy_a_line_is(table: Table) -> None:
    line = table.line(MAX, copied_from="x", channel="Events")
    assert line["copied_from"] is None
    saved = table.of(MAX).save([edit(line, copied_from="x")])
    assert [refused.cell for refused in saved.refused] == ["copied_from"]


def test_a_copy_needs_a_name_of_its_own(table: Table) -> None:
    with pytest.raises(UsageError, match="There is a plan “Plan 2026” already"):
        table.by(MAX).copy(table.scenario, "Plan 2026")


def test_agreeing_again_replaces_future_months_only(table: Table, clock: Clock) -> None:
    table.line(MAX, channel="Events", plan_03="3", plan_09="9")
    table.line(MAX, channel="Gone", plan_03="4", plan_09="4")
    table.agreed()
    clock.at = datetime(2026, 5, 10, tzinfo=UTC)
    copy = table.copied("From June")
    lines = copy.lines()
    copy.of(MAX).save([edit(lines["Events"], plan_03="30", plan_09="90")])
    copy.of(MAX).remove([lines["Gone"].id])
    copy.line(MAX, channel="New", plan_03="7", plan_09="7")
    copy.agreed()
    found = {name: (line["plan_03"], line["plan_09"]) for name, line in copy.lines().items()}
    assert found == {
        "Events": ("3.00", "90.00"),
        "Gone": ("4.00", None),
        "New": (None, "7.00"),
    }
    assert copy.plan()["changes_from"] == "2026-06"


def test_a_year_that_is_over_is_not_agreed_again(table: Table, clock: Clock) -> None:
    table.agreed()
    clock.at = datetime(2026, 12, 10, tzinfo=UTC)
    with pytest.raises(NotPossible, match="No month of 2026 is left"):
        table.copied("Late").proposed()


def test_a_returned_plan_is_a_draft_with_the_reason(table: Table) -> None:
    table.proposed().sign("marketing", "sales")
    table.by(EVE).return_plan(table.scenario, "Too much for events.")
    assert (table.plan()["state"], table.plan()["returned"]) == ("draft", "Too much for events.")
    assert table.signatures() == set()
    table.proposed()
    assert table.plan()["returned"] is None
    table.by(MAX).take_back(table.scenario)
    with pytest.raises(UsageError, match="returned with a reason"):
        table.by(EVE).return_plan(table.scenario, "  ")


def test_what_became_of_a_plan_is_not_undone_by_the_history(table: Table) -> None:
    revision = table.by(MAX).propose_plan(table.scenario).revision
    with pytest.raises(NotPossible, match="not taken back so"):
        table.of(EVE).undo(revision or 0)
    table.by(MAX).take_back(table.scenario)
    with pytest.raises(NotPossible, match="was proposed then"):
        table.of(EVE).restore(table.scenario, revision or 0)


def test_a_plan_has_at_most_five_goals(table: Table) -> None:
    for number in range(5):
        table.of(MAX).add("goal", table.scenario, {"name": f"Goal {number}"})
    with pytest.raises(NotPossible, match="at most 5 goals"):
        table.of(MAX).add("goal", table.scenario, {"name": "One more"})
    gone = table.of(MAX).rows("goal", table.scenario)[0]
    removed = table.of(MAX).remove([gone.id]).revision
    table.of(MAX).add("goal", table.scenario, {"name": "Another"})
    acts: list[Callable[[], object]] = [
        lambda: table.of(MAX).undo(removed or 0),
        lambda: table.of(MAX).restore(gone.id, gone.revision),
    ]
    for act in acts:
        with pytest.raises(NotPossible, match="at most 5 goals"):
            act()


def test_a_line_serves_a_goal_of_its_own_plan_only(table: Table) -> None:
    other = table.another("Other")
    stranger = other.of(MAX).add("goal", other.scenario, {"name": "Theirs"}).rows[0]
    line = table.line(MAX)
    for goal in (stranger.id, line.id, "none"):
        saved = table.of(ADA).save([edit(line, goal=goal)])
        assert [refused.cell for refused in saved.refused] == ["goal"]
        added = table.of(ADA).add("line", table.scenario, {**line.cells, "goal": goal})
        assert [refused.cell for refused in added.refused] == ["goal"]
    own = table.of(MAX).add("goal", table.scenario, {"name": "Ours"}).rows[0]
    table.of(ADA).save([edit(line, goal=own.id)])
    assert table.now(line)["goal"] == own.id


def test_two_plans_compare_by_what_they_were_copied_from(table: Table) -> None:
    table.line(MAX, channel="Events", plan_01="5")
    table.line(SUE, channel="Outbound", plan_01="5")
    table.target(MAX)
    copy = table.copied("Other")
    copy.of(MAX).save([edit(copy.lines()["Events"], plan_01="8", channel="Fairs")])
    found = table.by(VIC).compare([table.scenario, copy.scenario])
    assert [(line.title, line.is_alike) for line in found.lines] == [
        ("Events", False),
        ("Outbound", True),
    ]
    assert found.lines[0].differs == ("channel", "plan_01")
    assert [str(total) for total in found.totals] == ["10.00", "13.00"]


def test_a_month_is_closed_by_a_leader_of_each_team(table: Table, clock: Clock) -> None:
    table.agreed()
    clock.at = datetime(2026, 4, 2, tzinfo=UTC)
    table.by(MAX).close_month("2026-03", "marketing")
    with pytest.raises(NotPossible, match="closed for marketing already"):
        table.by(MAX).close_month("2026-03", "marketing")
    table.by(SUE).close_month("2026-03", "sales")
    with pytest.raises(NotPossible, match="Apr 2026 is not over"):
        table.by(SUE).close_month("2026-04", "sales")
    assert [row["month"] for row in table.by(VIC).closings(2026)] == ["2026-03", "2026-03"]
    assert table.told(2) == [
        "max@example.com closed Mar 2026 for marketing.",
        "sue@example.com closed Mar 2026 for sales.",
    ]


def test_months_of_a_plan_nobody_agreed_are_not_closed(table: Table, clock: Clock) -> None:
    clock.at = datetime(2026, 4, 2, tzinfo=UTC)
    with pytest.raises(NotPossible, match="No plan is agreed for 2026-03"):
        table.by(MAX).close_month("2026-03", "marketing")


def test_closed_months_stay_closed_when_the_plan_is_agreed_again(
    table: Table, clock: Clock
) -> None:
    table.line(MAX, channel="Events", plan_04="4")
    table.agreed()
    clock.at = datetime(2026, 3, 10, tzinfo=UTC)
    copy = table.copied("From April")
    copy.of(MAX).save([edit(copy.lines()["Events"], plan_04="40")])
    copy.proposed().sign()
    clock.at = datetime(2026, 5, 1, tzinfo=UTC)
    table.by(MAX).close_month(month_key(month_of(clock.at.date()) - 1), "marketing")
    table.by(SUE).close_month("2026-04", "sales")
    with pytest.raises(NotPossible, match="Apr 2026 was closed since From April was proposed"):
        copy.by(EVE).agree(copy.scenario)
    copy.by(MAX).take_back(copy.scenario)
    copy.agreed()
    assert copy.lines()["Events"]["plan_04"] == "4.00"
    assert len(copy.by(VIC).closings(2026)) == 2
