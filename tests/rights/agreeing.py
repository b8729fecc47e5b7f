"""What the methods of the agreement are called with, and who may call them."""

from __future__ import annotations

from typing import Final

from data_sources.agreement import Advice, Offer
from data_sources.workspace import Workspace
from planning.agreed.adoption import AdvisedLine
from planning.agreed.signatures import Seat
from planning.teams import Team
from tests.rights.call import (
    EXECUTIVE,
    LEADERS,
    OF_MARKETING,
    OF_SALES,
    PLANNERS,
    READERS,
    Call,
)
from tests.rights.world import World

MARKETINGS_LEADER: Final = frozenset({"leader of marketing"})
SALES_LEADER: Final = frozenset({"leader of sales"})


def _sign(workspace: Workspace, world: World, seat: Seat) -> object:
    seen = world.opened().agreement.revision_of(world.table.proposed)
    return workspace.agreement.sign(world.table.proposed, seat, seen=seen)


def _judge(workspace: Workspace, world: World, team: Team, key: str) -> object:
    return workspace.assumptions.answer(world.table.draft, key, team, {"value": "0.5"})


def _offer(workspace: Workspace, world: World, team: str) -> object:
    wanted = Offer("More", team, {world.table.line: {"plan_02": "3"}})  # type: ignore[arg-type]
    return workspace.agreement.offer(world.table.draft, wanted)


def _adopt(workspace: Workspace, world: World) -> object:
    line = AdvisedLine(
        "marketing", "A line", "It brings more.", world.table.line, {"plan_02": None},
        {"plan_02": "3.00"},
    )  # fmt: skip
    advice = Advice([line], workspace.revision(), 1)
    return workspace.agreement.adopt(world.table.draft, advice, "Advised")


ASKING: Final[dict[str, Call]] = {
    "assumptions.rows": Call(READERS, lambda w, x: w.assumptions.rows(x.table.signed)),
    "assumptions.answered": Call(READERS, lambda w, x: w.assumptions.answered(x.table.signed)),
    "assumptions.current": Call(READERS, lambda w, x: w.assumptions.current(x.table.signed)),
    "agreement.agreed": Call(READERS, lambda w, x: w.agreement.agreed(x.table.year)),
    "agreement.baseline": Call(READERS, lambda w, x: w.agreement.baseline(x.table.year)),
    "agreement.revision_of": Call(READERS, lambda w, x: w.agreement.revision_of(x.table.signed)),
    "agreement.closable": Call(READERS, lambda w, x: w.agreement.closable(x.table.year)),
    "agreement.closings": Call(READERS, lambda w, x: w.agreement.closings(x.table.year)),
    "agreement.restatements": Call(READERS, lambda w, x: w.agreement.restatements(x.table.year)),
    "agreement.proven": Call(READERS, lambda w, x: w.agreement.proven(x.table.colliding)),
    "agreement.compare": Call(
        READERS, lambda w, x: w.agreement.compare([x.table.signed, x.table.draft])
    ),
}

AGREEING: Final[dict[str, Call]] = {
    "assumptions.answer: for marketing": Call(
        MARKETINGS_LEADER, lambda w, x: _judge(w, x, "marketing", "margin")
    ),
    "assumptions.answer: for sales": Call(
        SALES_LEADER, lambda w, x: _judge(w, x, "sales", "margin")
    ),
    "assumptions.answer: as the executive": Call(
        EXECUTIVE, lambda w, x: _judge(w, x, "joint", "margin")
    ),
    "assumptions.take_back": Call(
        MARKETINGS_LEADER,
        lambda w, x: w.assumptions.take_back(x.table.draft, "discount", "marketing"),
    ),
    "plan.add: a goal": Call(
        LEADERS, lambda w, x: w.plan.add("goal", x.table.draft, {"name": "Grow"})
    ),
    "plan.arrange": Call(LEADERS, lambda w, x: w.plan.arrange(x.table.draft, x.table.goals[::-1])),
    "agreement.copy": Call(LEADERS, lambda w, x: w.agreement.copy(x.table.signed, "Copy")),
    "agreement.adopt": Call(LEADERS, _adopt),
    "agreement.propose_plan": Call(LEADERS, lambda w, x: w.agreement.propose_plan(x.table.draft)),
    "agreement.take_back": Call(LEADERS, lambda w, x: w.agreement.take_back(x.table.proposed)),
    "agreement.return_plan": Call(
        EXECUTIVE, lambda w, x: w.agreement.return_plan(x.table.proposed, "Too much.")
    ),
    "agreement.archive": Call(LEADERS, lambda w, x: w.agreement.archive(x.table.proposed)),
    "agreement.agree": Call(LEADERS, lambda w, x: w.agreement.agree(x.table.signed)),
    "agreement.sign: for marketing": Call(MARKETINGS_LEADER, lambda w, x: _sign(w, x, "marketing")),
    "agreement.sign: for sales": Call(SALES_LEADER, lambda w, x: _sign(w, x, "sales")),
    "agreement.sign: as the executive": Call(EXECUTIVE, lambda w, x: _sign(w, x, "executive")),
    "agreement.accept_stretch": Call(
        EXECUTIVE,
        lambda w, x: w.agreement.accept_stretch(
            x.table.colliding, seen=x.opened().agreement.revision_of(x.table.colliding)
        ),
    ),
    "agreement.take_back_stretch": Call(
        EXECUTIVE, lambda w, x: w.agreement.take_back_stretch(x.table.stretched)
    ),
    "agreement.withdraw": Call(
        MARKETINGS_LEADER, lambda w, x: w.agreement.withdraw(x.table.signature)
    ),
    "agreement.close_month: for marketing": Call(
        MARKETINGS_LEADER,
        lambda w, x: w.agreement.close_month(f"{x.table.year}-01", "marketing"),
    ),
    "agreement.close_month: for sales": Call(
        SALES_LEADER, lambda w, x: w.agreement.close_month(f"{x.table.year}-01", "sales")
    ),
    "agreement.offer: of marketing": Call(OF_MARKETING, lambda w, x: _offer(w, x, "marketing")),
    "agreement.offer: of sales": Call(OF_SALES, lambda w, x: _offer(w, x, "sales")),
    "agreement.answer_package: take": Call(
        SALES_LEADER, lambda w, x: w.agreement.answer_package(x.table.package, True)
    ),
    "agreement.answer_package: decline": Call(
        SALES_LEADER, lambda w, x: w.agreement.answer_package(x.table.package, False)
    ),
    "agreement.settle_package": Call(
        EXECUTIVE, lambda w, x: w.agreement.settle_package(x.table.package, True, "Both gain.")
    ),
    "agreement.withdraw_package": Call(
        OF_MARKETING, lambda w, x: w.agreement.withdraw_package(x.table.package)
    ),
    "agreement.raise_dispute": Call(
        PLANNERS, lambda w, x: w.agreement.raise_dispute(x.table.draft, "Who pays?")
    ),
    "agreement.say: for marketing": Call(
        OF_MARKETING, lambda w, x: w.agreement.say(x.table.parked, "marketing", "They.")
    ),
    "agreement.say: for sales": Call(
        OF_SALES, lambda w, x: w.agreement.say(x.table.parked, "sales", "They.")
    ),
    "agreement.take_up": Call(LEADERS, lambda w, x: w.agreement.take_up(x.table.waiting)),
    "agreement.park": Call(LEADERS, lambda w, x: w.agreement.park(x.table.discussed)),
    "agreement.settle_dispute": Call(
        EXECUTIVE, lambda w, x: w.agreement.settle_dispute(x.table.discussed, "Half each.")
    ),
}
