"""The story of an agreement is told in plain sentences."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from planning.agreed.life import MOVES, STEPS
from planning.agreed.rows import Cells, Kind
from planning.agreed.stories import story, with_withdrawn

PLAN: dict[str, JsonValue] = {"name": "Plan", "fiscal_year": 2026}
PACKAGE: dict[str, JsonValue] = {
    "name": "Events for a head", "by_team": "marketing", "reason": "Leads wait.", "state": "open",
}  # fmt: skip
DISPUTE: dict[str, JsonValue] = {"name": "Who pays?", "state": "parked"}
SIGNATURE: dict[str, JsonValue] = {"seat": "sales", "signed": 41, "state": "signed"}
ACTION: dict[str, JsonValue] = {
    "what": "Call all",
    "owner": "Bo",
    "team": "sales",
    "due": "2026-06-03",
}
DONE: dict[str, JsonValue] = {"done_on": "2026-06-02"}
NOTE: dict[str, JsonValue] = {"week": "2026-06-01", "text": "Bo\nasks.", "finding": "Leads wait."}
PARKED: dict[str, JsonValue] = {"item": "k", "until": "2026-07-01", "why": "Later."}
QUESTION: dict[str, JsonValue] = {"question": "More shows?", "options": ["Yes", "No"]}


@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("scenario", None, PLAN | {"copied_from": "x"}, "Ada copied a plan as Plan."),
        (
            "scenario",
            PLAN | {"state": "draft"},
            PLAN | {"state": "proposed"},
            "Ada proposed Plan for signatures.",
        ),
        (
            "scenario",
            PLAN | {"state": "proposed"},
            PLAN | {"state": "draft", "returned": "Too much\nfor events."},
            "Ada returned Plan: “Too much for events.”",
        ),
        (
            "scenario",
            PLAN | {"state": "proposed"},
            PLAN | {"state": "agreed"},
            "Ada agreed Plan for 2026.",
        ),
        (
            "package",
            None,
            PACKAGE,
            "Ada offered the package “Events for a head” for marketing: “Leads wait.”",
        ),
        (
            "package",
            PACKAGE,
            PACKAGE | {"state": "declined", "answer": "No."},
            "Ada declined the package “Events for a head”: “No.”",
        ),
        (
            "package",
            PACKAGE,
            PACKAGE | {"state": "taken", "answer": "Both gain.", "settled_by": "eve"},
            "Ada settled the package “Events for a head”, taken: “Both gain.”",
        ),
        ("signature", None, SIGNATURE, "Ada signed the plan for sales as of change 41."),
        (
            "signature",
            SIGNATURE,
            SIGNATURE | {"state": "withdrawn"},
            "Ada withdrew the signature of sales.",
        ),
        ("dispute", None, DISPUTE, "Ada raised the dispute “Who pays?”."),
        (
            "dispute",
            DISPUTE,
            DISPUTE | {"state": "in discussion"},
            "Ada took up the dispute “Who pays?”.",
        ),
        (
            "dispute",
            DISPUTE,
            DISPUTE | {"sales_says": "They."},
            "Ada said for sales about “Who pays?”: “They.”",
        ),
        (
            "dispute",
            DISPUTE,
            DISPUTE | {"state": "settled", "outcome": "Half each."},
            "Ada settled the dispute “Who pays?”: “Half each.”",
        ),
        (
            "closing",
            None,
            {"month": "2026-03", "team": "sales"},
            "Ada closed Mar 2026 for sales.",
        ),
        ("action", None, ACTION, "Ada added the action “Call all” of Bo, due 3 Jun 2026."),
        ("action", ACTION, ACTION | DONE, "Ada finished the action “Call all”."),
        ("action", ACTION | DONE, ACTION, "Ada reopened “Call all”."),
        (
            "action",
            ACTION,
            ACTION | {"due": "2026-06-10"},
            "Ada moved the action “Call all” from 3 Jun 2026 to 10 Jun 2026.",
        ),
        ("decision", None, QUESTION, "Ada put the question “More shows?”."),
        (
            "decision",
            QUESTION,
            QUESTION | {"chosen": "No", "why": "Too dear."},
            "Ada decided “More shows?”: “No” because “Too dear.”.",
        ),
        (
            "decision",
            QUESTION | {"chosen": "No"},
            QUESTION,
            "Ada opened the question “More shows?” again.",
        ),
        ("note", None, NOTE, "Ada noted about “Leads wait.”: “Bo asks.”"),
        ("parked", None, PARKED, "Ada parked the item “k” until 1 Jul 2026: “Later.”"),
        (
            "meeting",
            None,
            {"week": "2026-06-01", "closed_on": "2026-06-03"},
            "Ada closed the meeting of the week of 1 Jun 2026.",
        ),
    ],
)
def test_what_became_of_a_plan_is_one_sentence(
    kind: Kind, before: Cells | None, after: Cells, told: str
) -> None:
    assert story("Ada", kind, before, after) == told


def test_every_move_of_a_plan_has_a_sentence() -> None:
    for move in MOVES:
        for state in STEPS[move].begins:
            after = PLAN | {"state": STEPS[move].ends}
            assert (story("Ada", "scenario", PLAN | {"state": state}, after) or "").startswith(
                "Ada"
            )


def test_what_others_tell_is_left_to_them() -> None:
    assert story("Ada", "line", None, {"team": "sales"}) is None
    assert story("Ada", "scenario", None, PLAN) is None
    assert story("Ada", "scenario", PLAN, PLAN | {"name": "Other"}) is None


def test_a_change_tells_whose_signatures_it_withdrew() -> None:
    seats = {seat: {"seat": seat} for seat in ("marketing", "sales", "executive")}
    assert with_withdrawn("Ada changed Events.", seats) == (
        "Ada changed Events. This withdrew the signatures of marketing, sales and the executive."
    )
    assert with_withdrawn("Ada changed Events.", {}) == "Ada changed Events."
