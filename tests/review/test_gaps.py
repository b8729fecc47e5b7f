"""A gap in words: what is missing, what alone would close it, or why that cannot be told."""

from __future__ import annotations

import pytest

from planning.periods import parse_month
from planning.review.levers.gap import Gap, Lever
from planning.review.levers.pulls import Key
from views.levers import gap_head, lead_in, lever_lines, not_enough, on_course

JAN = parse_month("2026-01")
DEC_BEFORE = JAN - 1


def lever(key: Key, words: str, change: float | None = 1.0, in_time: int | None = None) -> Lever:
    return Lever(key, change, JAN if change else None, None, in_time, words)


def test_the_gap_in_one_sentence() -> None:
    told = Gap(
        "revenue", 11e6, 9.8e6,
        (
            lever("mqls", "310 more MQLs by May 2026"),
            lever("close_ratio", "2.1 points of close ratio from Jan 2026 on"),
            lever("closers", "3 closers starting by Apr 2026"),
            lever("money", "twice as much marketing money from Dec 2025 on", None, DEC_BEFORE),
        ),
    )  # fmt: skip
    assert told.missing == pytest.approx(1.2e6)
    assert told.sentence == (
        "Revenue: landing 9,800,000 against 11,000,000; closing the gap alone needs one of: "
        "310 more MQLs by May 2026, 2.1 points of close ratio from Jan 2026 on, "
        "or 3 closers starting by Apr 2026."
    )
    assert [it.key for it in told.too_late] == ["money"]


def test_without_a_gap_the_year_is_on_course() -> None:
    told = Gap("revenue", 11e6, 11.2e6)
    assert not told.is_open
    assert told.missing == 0
    assert told.sentence == "Revenue: landing 11,200,000 against 11,000,000, on course."


def test_why_no_lever_can_be_told_is_said() -> None:
    told = Gap("revenue", 11e6, 9e6, why="There is no plan for 2026 yet.")
    assert told.sentence.endswith("cannot be told: There is no plan for 2026 yet.")
    silent = Gap("revenue", 11e6, None, why="A landing needs 3 months of facts.")
    assert silent.sentence == (
        "Revenue cannot be held against 11,000,000: A landing needs 3 months of facts."
    )
    assert not silent.is_open


def test_on_screen_what_is_too_late_is_struck_through_and_said_so() -> None:
    told = Gap(
        "customers", 180, 149.6,
        (
            lever("mqls", "310 more MQLs by May 2026"),
            lever("money", "twice as much marketing money from Dec 2025 on", None, DEC_BEFORE),
            lever("closers", "5 closers", None),
        ),
    )  # fmt: skip
    assert gap_head(told) == "Customers land at 150 against 180: 30 missing"
    assert lead_in(told) == "Closing the gap alone needs one of:"
    assert lever_lines(told) == (
        "**310 more MQLs by May 2026**",
        "~~twice as much marketing money from Dec 2025 on~~ · too late",
    )
    assert not_enough(told) == "Not enough alone: closers."
    assert on_course([told, Gap("leads", 10, 11)]) == "Leads are on course for the year."
