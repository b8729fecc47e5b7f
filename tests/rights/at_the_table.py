"""Plans on their way to be agreed, with a package, disputes and signatures."""

from __future__ import annotations

from dataclasses import dataclass

from data_sources.agreement import Offer
from data_sources.workspace import Workspace
from planning.agreed.rows import PlanRow
from planning.agreed.signatures import SEATS


@dataclass(frozen=True)
class AtTheTable:
    """What is offered, disputed and signed.

    Attributes:
        draft: A plan nobody proposed, with the package, the disputes and a line.
        line: A line of marketing in the draft.
        goals: Two goals of the draft.
        proposed: A plan nobody signed.
        signed: A plan everybody signed.
        signature: The signature of marketing on it.
        package: Offered by the planner of marketing.
        parked, discussed: Disputes about the draft.
        waiting: A parked dispute about the proposed plan, where none is discussed.
        colliding: A proposed plan two of whose targets collide.
        stretched: Another such plan, accepted as a stretch.
        year: Fiscal year of an agreed plan, all of whose months are over.
        met: What meetings left behind.
    """

    draft: str
    line: str
    goals: tuple[str, ...]
    proposed: str
    signed: str
    signature: str
    package: str
    parked: str
    discussed: str
    waiting: str
    colliding: str
    stretched: str
    year: int
    met: AtAMeeting


@dataclass(frozen=True)
class AtAMeeting:
    """What is promised and asked.

    Attributes:
        own: An action of marketing, promised by its planner.
        given: An action of marketing that nobody registered promised or does.
        done: An action of marketing, promised by its planner and done.
        question: A question nobody decided.
        note: A note by the planner of marketing.
    """

    own: PlanRow
    given: PlanRow
    done: PlanRow
    question: PlanRow
    note: PlanRow


def _met(workspace: Workspace, marketing: Workspace) -> AtAMeeting:
    promised = {"what": "Call", "owner": "Bo", "team": "marketing", "due": "2026-03-04"}
    own, given, done = (
        hands.together.add_action(promised).rows[0] for hands in (marketing, workspace, marketing)
    )
    asked = workspace.together.ask({"question": "Who?", "options": ["We", "You"]})
    note = marketing.together.note({"week": "2026-03-02", "text": "We wait."}).rows[0]
    finished = marketing.together.finish(done.id).rows[0]
    return AtAMeeting(own, given, finished, asked.rows[0], note)


def agreeing(workspace: Workspace, marketing: Workspace, sales: Workspace) -> AtTheTable:
    """Set the table.

    Args:
        workspace: In hands that may do everything.
        marketing: In the hands of the planner of marketing.
        sales: In the hands of the leader of sales.
    """
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert snapshot.as_of is not None
    year = snapshot.as_of.year - 1
    draft, agreement = workspace.plan.begin(2030, "Draft").id, workspace.agreement
    line = marketing.plan.add(
        "line", draft, {"team": "marketing", "category": "programme", "status": "placed"}
    ).rows[0]
    offer = Offer("Give and take", "marketing", {line.id: {"plan_01": "3"}})
    package = marketing.agreement.offer(draft, offer).rows[0].id
    goals = sales.plan.add("goal", draft, [{"name": "Win more"}, {"name": "Keep them"}]).rows
    workspace.assumptions.answer(draft, "discount", "marketing", {"value": "0.1"})
    parked, discussed = (
        sales.agreement.raise_dispute(draft, name).rows[0].id for name in ("One", "Two")
    )
    sales.agreement.take_up(discussed)
    proposed = _proposed(workspace, 2031)
    signed = _proposed(workspace, 2032)
    _sign(workspace, signed)
    old = _proposed(workspace, year)
    _sign(workspace, old)
    agreement.agree(old)
    colliding, stretched = (_proposed(workspace, at, collides=True) for at in (2033, 2034))
    agreement.accept_stretch(stretched, seen=workspace.revision())
    signatures = workspace.plan.rows("signature", signed)
    return AtTheTable(
        draft=draft,
        line=line.id,
        goals=tuple(row.id for row in goals),
        proposed=proposed,
        signed=signed,
        signature=next(row.id for row in signatures if row["seat"] == "marketing"),
        package=package,
        parked=parked,
        discussed=discussed,
        waiting=sales.agreement.raise_dispute(proposed, "Three").rows[0].id,
        colliding=colliding,
        stretched=stretched,
        year=year,
        met=_met(workspace, marketing),
    )


def _proposed(workspace: Workspace, year: int, *, collides: bool = False) -> str:
    scenario = workspace.plan.begin(year, f"Plan of {year}").id
    bounds = ({"low": "0.3"}, {"high": "0.2"}) if collides else ()
    for bound in bounds:
        start = f"{year}-01"
        target = {"team": "sales", "kpi": "close_ratio", "start": start, "months": 12, **bound}
        workspace.plan.add("target", scenario, target)  # type: ignore[arg-type]
    workspace.agreement.propose_plan(scenario)
    return scenario


def _sign(workspace: Workspace, scenario: str) -> None:
    seen = workspace.agreement.revision_of(scenario)
    for seat in SEATS:
        workspace.agreement.sign(scenario, seat, seen=seen)
