"""The order of goals is the leaders' to set, and part of what is signed."""

from __future__ import annotations

import pytest

from planning.agreed.rows import PlanRow
from planning.errors import NotAllowed, NotPossible
from tests.sources.agreement.tables import Table
from tests.sources.plan.sheets import ADA, EVE, MAX, SUE, VIC


def goals(table: Table, *names: str) -> list[str]:
    """Set goals, the first on top."""
    rows = table.of(MAX).add("goal", table.scenario, [{"name": name} for name in names]).rows
    return [row.id for row in rows]


def order(rows: tuple[PlanRow, ...]) -> str:
    return "".join(str(row["name"]) for row in rows)


def test_a_leader_arranges_goals_and_the_older_order_stays_known(table: Table) -> None:
    one, two, three = goals(table, "1", "2", "3")
    before = table.workspace.revision()
    table.of(SUE).arrange(table.scenario, [three, one, two])
    assert order(table.of(VIC).rows("goal", table.scenario)) == "312"
    assert order(table.of(VIC).rows("goal", table.scenario, as_of=before)) == "123"


def test_an_order_of_other_goals_than_stand_is_refused(table: Table) -> None:
    one, two = goals(table, "1", "2")
    table.of(EVE).remove([two])
    with pytest.raises(NotPossible, match="changed meanwhile"):
        table.of(MAX).arrange(table.scenario, [two, one])
    with pytest.raises(NotAllowed):
        table.of(ADA).arrange(table.scenario, [one])


def test_an_order_asked_for_twice_is_set_once(table: Table) -> None:
    one, two = goals(table, "1", "2")
    first = table.of(MAX).arrange(table.scenario, [two, one], operation="once")
    table.of(MAX).arrange(table.scenario, [one, two])
    again = table.of(MAX).arrange(table.scenario, [two, one], operation="once")
    assert again.revision == first.revision
    assert order(table.of(VIC).rows("goal", table.scenario)) == "12"


def test_another_order_of_goals_withdraws_the_signatures_and_says_why(table: Table) -> None:
    one, two = goals(table, "1", "2")
    table.proposed().sign()
    table.of(MAX).arrange(table.scenario, [two, one])
    assert table.signatures("withdrawn") == {"marketing", "sales", "executive"}
    whys = {row["why"] for row in table.of(VIC).rows("signature", table.scenario)}
    assert whys == {"The plan was changed: Max put the goals in another order."}
    (told,) = table.told()
    assert told.startswith("max@example.com put the goals in another order. This withdrew")
    table.sign()
    table.by(EVE).agree(table.scenario)
    assert table.plan()["state"] == "agreed"
    with pytest.raises(NotPossible, match="Copy it"):
        table.of(MAX).arrange(table.scenario, [one, two])
