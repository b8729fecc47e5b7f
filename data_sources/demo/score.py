"""The lead score the fictitious firm agreed: what fits, what counts as interest, what never."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from data_sources.demo.planning_year import Row, Year
from planning.agreed.kinds import cleaned

_FROM: Final = 30
_FROM_BEFORE: Final = 25

_POINTS: Final[tuple[tuple[str, str, str, int, str], ...]] = (
    ("segment", "is one of", "Enterprise", 12, "Three locations or more: one deal pays the visit."),
    ("segment", "is one of", "Mid-market", 6, "Big enough to need two products."),
    ("industry", "is one of", "Machinery; Chemicals; Energy", 8, "Where our references are."),
    ("channel", "is one of", "Partner; Website", 10, "They come because somebody told them."),
    ("channel", "is one of", "Content syndication", -15, "They wanted the guide, not us."),
    ("attributes.form", "is one of", "demo request; trial", 15, "They ask to see it work."),
    ("attributes.pages_viewed", "is at least", "6", 12, "Nobody reads six pages for fun."),
    ("attributes.Job level", "is one of", "Director; Manager", 8, "They can sign or ask for it."),
)
_TOUCHES: Final[tuple[tuple[str, int, int, int, str], ...]] = (
    ("webinar; download", 5, 30, 15, "An hour of attention, worth half a month later."),
    ("visit; click", 3, 14, 9, "A sign of life, and soon forgotten."),
)


def score_rules(year: Year) -> Iterator[Row]:
    """Return the rules of the lead score in the order people read them."""
    for number, (attribute, test, values, points, reason) in enumerate(_POINTS):
        yield _rule(
            number, rule="points", attribute=attribute, test=test, values=values,
            points=points, reason=reason,
        )  # fmt: skip
    for number, (kinds, points, half, most, reason) in enumerate(_TOUCHES, start=len(_POINTS)):
        yield _rule(
            number, rule="points", attribute="touch", test="is one of", values=kinds,
            points=points, half_life_days=half, most=most, reason=reason,
        )  # fmt: skip
    yield _rule(
        90, rule="never", attribute="attributes.Job level", test="is one of", values="Student",
        reason="Marketing answers them; sales has no time for theses.",
    )  # fmt: skip
    yield _rule(
        91, rule="hand over from", points=_FROM if year.is_this_year else _FROM_BEFORE,
        reason="What four development heads can call within a day.",
    )  # fmt: skip


def _rule(number: int, **cells: JsonValue) -> Row:
    return Row(f"score {number:02d}", "score", "joint", cleaned("score", cells))
