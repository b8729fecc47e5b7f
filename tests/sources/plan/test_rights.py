"""For every method and every role: what the role may not do is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from data_sources.actors import Actor
from data_sources.plan import Draft, Plan
from data_sources.store import drafts
from planning.agreed.rows import PlanRow
from planning.errors import NotAllowed
from tests.sources.plan.sheets import (
    ADA,
    ALF,
    BO,
    EVE,
    LINE,
    MAX,
    SUE,
    TARGET,
    VIC,
    Sheet,
    edit,
)
from tests.workspaces import workspace_in

NOBODY: Final = Actor(email="nobody@example.com", name="Nobody")
PEOPLE: Final = (ADA, MAX, BO, SUE, EVE, VIC, ALF, NOBODY)
KNOWN: Final = {ADA, MAX, BO, SUE, EVE, VIC, ALF}
PLANNING: Final = {ADA, MAX, BO, SUE, EVE}
LEADING: Final = {MAX, SUE, EVE}
MARKETING: Final = {ADA, MAX}
DAY: Final = date(2026, 1, 5)


@dataclass(frozen=True)
class Before:
    """What stands before somebody tries something.

    Attributes:
        plan: The id of a draft of their own to try it on.
        line: A line of marketing, changed once after it was added.
        asked: A proposal of Bo's about it.
        total: The envelope of marketing.
        goals: Its two goals, in their order.
    """

    plan: str
    line: PlanRow
    asked: str
    total: PlanRow
    goals: tuple[str, ...]


CALLS: Final[Mapping[str, tuple[Callable[[Plan, Before], object], set[Actor]]]] = {
    "scenarios": (lambda plan, _: plan.scenarios(), KNOWN),
    "rows": (lambda plan, it: plan.rows("line", it.plan), KNOWN),
    "row": (lambda plan, it: plan.row(it.line.id), KNOWN),
    "revision_at": (lambda plan, _: plan.revision_at(DAY), KNOWN),
    "begun_by": (lambda plan, it: plan.begun_by([it.line.id]), KNOWN),
    "changes_since": (lambda plan, it: plan.changes_since(0, it.plan), KNOWN),
    "history": (lambda plan, _: plan.history(), KNOWN),
    "draft": (lambda plan, _: plan.draft("budget"), KNOWN),
    "drop_draft": (lambda plan, _: plan.drop_draft("budget"), KNOWN),
    "keep_draft": (
        lambda plan, _: plan.keep_draft("budget", Draft(base_revision=1, mine={})),
        PLANNING,
    ),
    "begin": (lambda plan, it: plan.begin(2027, it.plan), LEADING),
    "rename": (lambda plan, it: plan.rename(it.plan, it.plan), LEADING),
    "put_away": (lambda plan, it: plan.put_away(it.plan), LEADING),
    "save": (lambda plan, it: plan.save([edit(it.line, plan_01="3")]), MARKETING),
    "save an envelope": (lambda plan, it: plan.save([edit(it.total, amount="7")]), {EVE}),
    "add": (lambda plan, it: plan.add("line", it.plan, LINE), MARKETING),
    "add a target": (lambda plan, it: plan.add("target", it.plan, TARGET), MARKETING),
    "arrange": (lambda plan, it: plan.arrange(it.plan, it.goals[::-1]), LEADING),
    "remove": (lambda plan, it: plan.remove([it.line.id]), MARKETING),
    "undo": (lambda plan, it: plan.undo(it.line.revision), MARKETING),
    "restore": (lambda plan, it: plan.restore(it.line.id, it.line.revision - 1), MARKETING),
    "propose": (lambda plan, it: plan.propose(it.line.id, {"plan_02": "5"}, ""), PLANNING),
    "comment": (lambda plan, it: plan.comment(it.line.id, "Why?"), PLANNING),
    "answer": (lambda plan, it: plan.answer(it.asked, True, ""), {MAX}),
    "answer no": (lambda plan, it: plan.answer(it.asked, False, ""), {MAX}),
    "withdraw": (lambda plan, it: plan.withdraw(it.asked), {BO}),
}
READING: Final = {*list(CALLS)[:9]}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sheet]:
    """A sheet that many try things on; rights are asked before any database is."""
    home: Path = tmp_path_factory.mktemp("rights") / "home"
    opened = workspace_in(home, EVE)
    yield Sheet(opened, opened.plan.begin(2025, "Plan 2025").id)
    opened.close()


def standing(sheet: Sheet, name: str) -> tuple[Sheet, Before]:
    """A draft with a line that was changed, and a proposal about it."""
    own = Sheet(sheet.workspace, sheet.of(EVE).begin(2026, name).id)
    line = own.line(MAX, plan_01="1")
    own.of(MAX).save([edit(line, plan_01="2")])
    asked = own.of(BO).propose(line.id, {"plan_02": "5"}, "").rows[0].id
    aims = own.of(EVE).add("goal", own.scenario, [{"name": "Grow"}, {"name": "Stay"}]).rows
    goals = tuple(row.id for row in aims)
    return own, Before(own.scenario, own.now(line), asked, own.envelope("marketing"), goals)


def everything(sheet: Sheet) -> dict[str, object]:
    """The draft, who has unsaved edits, and how many plans there are."""
    with sheet.workspace.store.read() as connection:
        unsaved = {one.email: drafts.kept(connection, one.email, "budget") for one in PEOPLE}
    return {**sheet.everything(), **unsaved, "plans": len(sheet.of(EVE).scenarios())}


def test_every_method_is_held_against_every_role() -> None:
    methods = {name for name in vars(Plan) if not name.startswith("_")} - {"workspace"}
    assert methods == {name.split(" ")[0] for name in CALLS}


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.name)
@pytest.mark.parametrize("name", CALLS)
def test_what_a_role_may_not_do_is_refused_and_nothing_changed(
    sheet: Sheet, name: str, who: Actor
) -> None:
    call, may = CALLS[name]
    own, before_it = standing(sheet, f"{name} by {who.name}")
    before = everything(own)
    if who in may:
        call(own.of(who), before_it)
        assert (everything(own) == before) == (name in READING)
        return
    with pytest.raises(NotAllowed):
        call(own.of(who), before_it)
    assert everything(own) == before


def test_roles_are_asked_for_at_every_write(sheet: Sheet) -> None:
    admin = sheet.workspace.acting_as(ALF)
    admin.people.add(ADA.email, roles=["planner"], teams=["marketing"], name="Ada")
    own, before_it = standing(sheet, "Asked again")
    plan = own.of(ADA.model_copy(update={"registered": True}))
    plan.save([edit(before_it.line, plan_01="3")])
    admin.people.change(ADA.email, roles=["viewer"])
    before = everything(own)
    with pytest.raises(NotAllowed):
        plan.save([edit(before_it.line, plan_02="3")])
    assert everything(own) == before
    admin.people.remove(ADA.email)
    with pytest.raises(NotAllowed):
        plan.rows("line", own.scenario)
