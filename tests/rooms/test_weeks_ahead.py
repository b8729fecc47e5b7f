"""The next eight weeks as the meeting sees them on page This week."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from planning.review.week_shares import weeks_after
from planning.review.weeks_ahead import WHOLE, WeeksAhead
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.test_targets import read
from views.weeks_ahead import weeks_frame, weeks_picture, weeks_words

WEEKS = weeks_after(date(2026, 7, 1))


def ahead(to_ask: float, capacity: float, waits: float, *regions: str) -> WeeksAhead:
    """Eight weeks alike."""
    names = regions or (WHOLE,)
    shape = (len(WEEKS), len(names))
    return WeeksAhead(
        weeks=WEEKS,
        regions=names,
        leads=np.full(shape, to_ask * 2),
        asking=np.full(shape, to_ask),
        waiting=np.full(len(names), waits),
        capacity=np.full(shape, capacity),
        campaigns=(),
        basis="model",
        why="",
    )


def shown(app: AppTest) -> str:
    assert not app.exception, app.exception[0].message
    return read(words(app))


def pictures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(it.proto.spec) for it in app.get("vega_lite_chart")]


def test_this_week_says_where_leads_are_left_over(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "this_week")
    told = shown(app)
    assert "The next eight weeks" in told
    assert "Week of 24 Aug: " in told
    assert " leads to follow up in Iberia, capacity 11. " in told
    assert " leads wait there already." in told
    assert "Leads are left over in 8 of 8 weeks in Iberia" in told
    starts = next(it.value for it in app.dataframe if "Starts" in it.value and "Offer" in it.value)
    assert starts["Starts"].tolist() == ["13 Jul 2026", "3 Aug 2026"]
    assert starts["Offer"].all()
    table = next(it.value for it in app.dataframe if "Left over" in it.value)
    assert len(table) == 8 * 4
    assert table["Week of"].iloc[0] == "6 Jul 2026"


def test_another_region_can_be_looked_at(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "this_week")
    app.button_group(key="weeks-region").set_value("DACH").run()
    assert "Capacity is enough in all 8 weeks in DACH" in shown(app)


def test_without_a_plan_the_past_tells(visit: Visit, small_home: Path) -> None:
    told = shown(visit(small_home, "this_week"))
    assert "The next eight weeks" in told
    assert "as many as were followed up per working day" in told or "Sales can follow up" in told


@pytest.mark.parametrize("what", ["no dates"])
def test_facts_without_dates_have_no_weeks(visit: Visit, tmp_path: Path, what: str) -> None:
    companies.broken(tmp_path / "home", what)
    assert "eight weeks" not in shown(visit(tmp_path / "home", "this_week"))


def test_the_sentence_names_week_region_leads_and_capacity() -> None:
    assert weeks_words(ahead(180, 110, 0, "DACH")) == (
        "Week of 24 Aug: 670 leads to follow up in DACH, capacity 110."
    )
    assert weeks_words(ahead(10, 10, 1)) == (
        "Week of 6 Jul: 11 leads to follow up, capacity 10. 1 lead waits there already."
    )
    assert "every lead" in weeks_words(ahead(10, 20, 5, "North", "South"))


def test_bars_and_table_add_what_is_left_to_what_is_new() -> None:
    told = ahead(12, 10, 3, "North", "South")
    rows = weeks_picture(told, "South").rows
    assert [row["before"] for row in rows] == [3, 5, 7, 9, 11, 13, 15, 17]
    assert all(row["total"] == row["before"] + 12 for row in rows)
    frame = weeks_frame(told)
    south = frame[frame["Region"] == "South"]
    assert south["Left over"].tolist() == [5, 7, 9, 11, 13, 15, 17, 19]
    assert (south["Left from before"] + south["New to follow up"]).tolist() == [
        row["total"] for row in rows
    ]
