"""What was said since the facts were looked at changes the agenda at once."""

from __future__ import annotations

from datetime import date

from pydantic import JsonValue

from planning.agreed.rows import PlanRow
from planning.review.exceptions.item import Item, Part
from planning.together.agenda import Gathered, week_agenda
from planning.together.freshening import freshened
from planning.together.rounds import rounds

TODAY = date(2026, 6, 10)
SHORT = Item(
    key="short-region|region=Nordics", kind="short-region", mood="problem", about="Nordics",
    part=Part(region="Nordics"), money=None, estimate="", finding="Short: move people.",
    step="capacity", lever="move people", teams=("sales",),
)  # fmt: skip


def action(due: str) -> PlanRow:
    """An open action."""
    cells: dict[str, JsonValue] = {"what": "Call", "owner": "Bo", "team": "sales", "due": due}
    return PlanRow(due, "action", "m", "sales", cells=cells)


def parked(until: str) -> PlanRow:
    """The item, parked."""
    return PlanRow("p", "parked", "m", "joint", cells={
        "item": SHORT.key, "until": until, "why": "New people.",
    })  # fmt: skip


def test_late_actions_are_told_once_however_often_it_is_freshened() -> None:
    rows = [action("2026-06-09"), action("2026-06-10")]
    once = freshened(Gathered((SHORT,)), rows, (), TODAY)
    twice = freshened(once, rows, (), TODAY)
    assert [it.kind for it in twice.items] == ["actions-overdue", "short-region"]
    assert len(twice.promises) == 2
    assert freshened(twice, (), (), TODAY).items == (SHORT,)


def test_a_parked_item_leaves_the_rounds_and_is_back_on_its_day() -> None:
    def stages(until: str) -> list[str]:
        found = week_agenda(freshened(Gathered((SHORT,)), (), [parked(until)], TODAY))
        return [one.stage for one in rounds(found)]

    assert stages("2026-06-11") == ["promises", "decisions", "close"]
    assert stages("2026-06-10") == ["promises", "item", "decisions", "close"]
