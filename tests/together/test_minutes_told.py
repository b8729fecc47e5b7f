"""Minutes and promises in words: nobody is a cause, and foreign text stays text."""

from __future__ import annotations

import inspect
import re
from datetime import date
from typing import Final

import pytest
from pydantic import JsonValue

from planning.agreed.kinds import cleaned
from planning.agreed.rows import Kind, PlanRow
from planning.together import promises as kept_by_team
from planning.together.minutes import Listed, Minutes, Records, Stamp, minutes
from planning.together.promises import Kept
from tests.rooms.companies import NAUGHTY
from views.minutes import lines, markdown, summary, text
from views.promises import ACTIONS, TARGETS, promises_words

WEEK: Final = date(2026, 6, 1)
BLAME: Final = re.compile(
    r"\b(because of|fault|failed|failure|blame|guilty|caused by|forgot|ignored by|too slow)\b", re.I
)


def _row(kind: Kind, name: str, **cells: JsonValue) -> PlanRow:
    return PlanRow(name, kind, "m", "joint", cells=cleaned(kind, cells))


def said(words: str) -> Minutes:
    """Minutes of a week in which every text people type says the same."""
    item = Listed("k", "problem", words)
    rows = {
        "actions": (
            _row("action", "a", what=words, owner=words, team="sales", due="2026-06-04", item="k"),
            _row("action", "b", what=words, owner=words, team="sales", due="2026-06-04",
                 done_on="2026-06-02"),
        ),
        "decisions": (
            _row("decision", "c", question=words, options=[words, "No"], chosen=words, why=words,
                 by=words, item="k"),
            _row("decision", "d", question=words, options=[words, "No"]),
        ),
        "notes": (
            _row("note", "e", week="2026-06-01", text=f"{words}\n# {words}", item="k"),
            _row("note", "f", week="2026-06-01", text=words),
        ),
        "parked": (_row("parked", "g", item="k", until="2026-07-01", why=words),),
    }  # fmt: skip
    stamps = {row.id: Stamp(WEEK, WEEK, words) for some in rows.values() for row in some}
    return minutes(WEEK, [item], Records(**rows, stamps=stamps), date(2026, 6, 5))


def test_minutes_tell_everything_of_the_week_once() -> None:
    found = said("Call")
    assert summary(found) == (
        "2 actions added, 1 action done, 1 question decided, 1 question put, 1 item parked, "
        "2 notes written."
    )
    told = dict(lines(found, {"Call": "Ada"}, str))
    assert told["Call"] == (
        "Decided: “Call” “Call”, because “Call” (Ada)",
        "Assigned: Call (Ada, Sales, due 4 Jun 2026)",
        "Parked until 1 Jul 2026: Call",
        "Ada: Call # Call",
    )
    assert told["Beside the agenda"] == (
        "To decide: Call (Call / No)",
        "Added: Call (Ada, Sales, due 4 Jun 2026), done 2 Jun 2026",
        "Done: Call",
        "Ada: Call",
    )
    assert told["Still to do"] == ("Call (Ada, Sales, due 4 Jun 2026)",)


@pytest.mark.parametrize("words", [one for one in NAUGHTY if not one.startswith("=")])
def test_foreign_text_is_no_markup_and_no_line_of_its_own_in_the_file(words: str) -> None:
    plain_lines = markdown(said("Call"), {}, "Firm").count("\n")
    written = markdown(said(words), {}, words)
    assert written.count("\n") == plain_lines
    assert "<script>" not in written
    assert "](javascript" not in written
    assert text(said(words), {}, words).count("\n") == plain_lines


def test_no_sentence_of_ours_names_a_person_as_a_cause() -> None:
    ours = [
        summary(said("x")),
        summary(Minutes(WEEK, ())),
        promises_words({"sales": Kept(1, 1, 1)}, {}),
    ]
    ours += [markdown(said("x"), {}, "Firm"), text(said("x"), {}, "Firm"), *ACTIONS, *TARGETS]
    assert not [one for one in ours if BLAME.search(one)]
    # Promises are counted by team: nothing a person is called can reach them.
    source = inspect.getsource(kept_by_team)
    assert ".owner" not in source
    assert "email" not in source
