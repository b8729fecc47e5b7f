"""Promises kept, hand-worked: in time, late, open; by team and never by person."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from pydantic import JsonValue

from planning.agreed.rows import PlanRow
from planning.teams import Team
from planning.together.promises import Kept, actions_kept
from views.promises import ACTIONS, kept_frame, promises_words

TODAY = date(2026, 6, 10)  # a Wednesday; 13 weeks before its Monday is 9 March


def action(team: Team, due: str, done: str | None = None, promised: str | None = None) -> PlanRow:
    """An action of a team."""
    cells: dict[str, JsonValue] = {"what": "Call", "owner": "Bo", "team": team, "due": due}
    cells |= {"done_on": done} if done else {}
    cells |= {"promised": promised} if promised else {}
    return PlanRow("a", "action", "m", team, cells=cells)


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (action("sales", "2026-06-03", "2026-06-03"), Kept(kept=1)),
        (action("sales", "2026-06-03", "2026-06-04"), Kept(late=1)),
        # Putting it off does not make it kept.
        (action("sales", "2026-06-08", "2026-06-08", "2026-06-03"), Kept(late=1)),
        (action("sales", "2026-06-20", promised="2026-06-03"), Kept(missed=1)),
        (action("sales", "2026-06-09"), Kept(missed=1)),
        (action("sales", "2026-06-10"), Kept(waiting=1)),
        (action("sales", "2026-07-01", "2026-06-01"), Kept(kept=1)),
        (action("sales", "2026-03-09", "2026-03-10"), Kept(late=1)),
        (action("sales", "2026-03-08", "2026-03-10"), Kept()),
        (action("marketing", "2026-06-03", "2026-06-03"), Kept()),
    ],
)
def test_an_action_is_judged_by_the_day_first_promised(row: PlanRow, kept: Kept) -> None:
    assert actions_kept([row], TODAY)["sales"] == kept


def test_a_share_of_few_has_an_interval_and_of_none_no_share() -> None:
    assert (Kept().share, Kept().between) == (None, None)
    few = Kept(kept=3, late=1)
    assert few.share == 0.75
    low, high = few.between or (0, 0)
    # Wilson: (0.75 + 1.96²/8 ± 1.96 √(0.75·0.25/4 + 1.96²/64)) / (1 + 1.96²/4)
    assert (round(low, 3), round(high, 3)) == (0.301, 0.954)
    assert Kept(kept=90, missed=10).between is None


def test_no_column_or_field_can_hold_a_person() -> None:
    assert {one.name for one in fields(Kept)} == {"kept", "late", "missed", "waiting"}
    frame = kept_frame(actions_kept([action("sales", "2026-06-03", "2026-06-03")], TODAY))
    assert tuple(frame.columns) == ACTIONS
    assert frame["Team"].tolist() == ["Sales"]
    assert "Bo" not in frame.to_string() + promises_words({"sales": Kept(1)}, {})
