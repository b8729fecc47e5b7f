"""What the fictitious firm's meetings left behind: actions around today, decisions before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pydantic import JsonValue

from data_sources.demo.planned_talk import Said
from data_sources.demo.planners import Planners, address, planners
from data_sources.demo.planning_year import Row
from data_sources.demo.truth import AS_OF
from planning.agreed.rows import Kind
from planning.periods import month_key, month_of
from planning.teams import Team

if TYPE_CHECKING:
    from data_sources.demo.company import DemoCompany


def meetings(company: DemoCompany, today: date) -> tuple[Said, ...]:
    """Return who promised and decided what, in order.

    Args:
        company: The firm.
        today: The day of the calendar: only actions follow it, decisions follow the facts.
    """
    people = planners(company.truth)
    return (*_decisions(people), *_actions(people, today), *_notes(company, people, today))


def _actions(people: Planners, today: date) -> Iterator[Said]:
    marketing, sales = (people.heads[team] for team in ("marketing", "sales"))
    searching = people.channels["Paid search"]
    yield _action(
        "call", sales, "sales", "Call the leads of the spring shows that still wait",
        today - timedelta(days=2), promised=today - timedelta(days=16),
        about="follow_up_within_sla",
    )  # fmt: skip
    yield _action(
        "price", searching, "marketing", "Ask the agency for the new price of paid search",
        today + timedelta(days=3), about="cost_per_lead",
    )  # fmt: skip
    yield _action(
        "words", marketing, "marketing", "Send sales the five reasons why leads are turned down",
        today + timedelta(days=6), about="disqualified_rate",
    )  # fmt: skip
    yield _action(
        "quarter", people.executive, "joint", "Agree the plan of the second half of the year",
        today + timedelta(days=9),
    )  # fmt: skip
    yield _action(
        "stages", sales, "sales", "Close or clean up deals open for more than half a year",
        today - timedelta(days=6), done_on=today - timedelta(days=5), about="open_pipeline",
    )  # fmt: skip


def _decisions(people: Planners) -> Iterator[Said]:
    month = month_of(AS_OF)
    executive = address(people.executive)
    yield _decision(
        "bids", executive, "Paid search became dear: what do we do about it?",
        ("Bid less on broad words", "Give the money to webinars", "Leave it for a quarter"),
        chosen="Bid less on broad words",
        why="Broad words bring leads that never become deals; the others stay.",
        decided_on=date((month - 3) // 12, (month - 3) % 12 + 1, 17).isoformat(),
        kpi="cost_per_lead", channel="Paid search", change="-0.05", by_month=month_key(month),
    )  # fmt: skip
    yield _decision(
        "shows", executive, "Who calls the leads of shows in the first two days?",
        ("The region's development people", "Whoever stood at the show"),
        chosen="Whoever stood at the show",
        why="They know whom they spoke with.",
        decided_on=AS_OF.replace(day=16).isoformat(),
        kpi="follow_up_within_sla", channel="Trade shows", change="0.2",
        by_month=month_key(month + 3),
    )  # fmt: skip
    yield _decision(
        "autumn", address(people.heads["marketing"]), "Which autumn show do we leave out?",
        ("The one in Madrid", "The one in Oslo", "None, with smaller stands"),
    )  # fmt: skip


def _notes(company: DemoCompany, people: Planners, today: date) -> Iterator[Said]:
    """Return what was written and parked in the last two weeks."""
    marketing, sales = (people.heads[team] for team in ("marketing", "sales"))
    last = today - timedelta(days=today.weekday() + 7)
    if (place := company.truth.places.get("saturated-channel")) is not None:
        dear = {
            "item": f"saturated-channel|channel={place.channel}",
            "finding": f"Leads do not follow spend on {place.channel}: move a third of its money.",
        }
        yield _row(
            "note", "before", marketing, week=(last - timedelta(days=7)).isoformat(),
            text="Half of it reaches people who know us already. We look at the audiences first.",
            **dear,
        )  # fmt: skip
        yield _row(
            "note", "audiences", marketing, week=last.isoformat(),
            text="The audiences are narrowed. If leads stay dear until the end of the month,"
            " a third of the money moves to where they come cheaper.",
            **dear,
        )  # fmt: skip
    yield _row(
        "note", "calls", sales, week=last.isoformat(),
        text="Two of us call in Benelux until the new colleague starts.",
    )  # fmt: skip
    yield _row(
        "parked", "placeholders", marketing, item="placeholders",
        finding="Placeholders hold spend without a purpose: place them.",
        until=(last + timedelta(days=28)).isoformat(),
        why="The autumn shows are chosen in three weeks; the money waits for them.",
    )  # fmt: skip


def _row(kind: Kind, key: str, by: str, **cells: JsonValue) -> Said:
    return Said(address(by), (Row(f"{kind} {key}", kind, "joint", cells),))


def _action(
    key: str, owner: str, team: Team, what: str, due: date, **more: JsonValue | date
) -> Said:
    days = {name: it.isoformat() if isinstance(it, date) else it for name, it in more.items()}
    cells: dict[str, JsonValue] = {
        "what": what, "owner": address(owner), "team": team, "due": due.isoformat(),
        "promised": due.isoformat(), **days,
    }  # fmt: skip
    return Said(address(owner), (Row(f"action {key}", "action", team, cells),))


def _decision(
    key: str, by: str, question: str, options: tuple[str, ...], **more: JsonValue
) -> Said:
    cells: dict[str, JsonValue] = {"question": question, "options": [*options], **more}
    if "chosen" in more:
        cells["by"] = by
    return Said(by, (Row(f"decision {key}", "decision", "joint", cells),))
