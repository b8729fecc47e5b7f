"""Rules of the lead score: the points both teams agreed for fit and for behaviour."""

from __future__ import annotations

from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict

from planning.agreed.accounts.conditions import (
    BEHAVIOUR,
    TESTS,
    Condition,
    attribute,
    attribute_told,
    odd_around,
    values,
)
from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, one_of, text, whole
from planning.agreed.rows import Cells

Rule = Literal["points", "never", "hand over from"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)

LONGEST_HALF_LIFE: Final = 730
_POINTS: Final = whole(-100, 100)

COLUMNS: Final = (
    Column("rule", "Rule", one_of(*RULES), needed=True),
    Column("attribute", "Attribute", attribute, told=attribute_told),
    Column("test", "Test", one_of(*TESTS)),
    Column("values", "Compared with", values),
    Column("points", "Points", _POINTS),
    Column("half_life_days", "Half after days", whole(1, LONGEST_HALF_LIFE)),
    Column("most", "At most in all", whole(1, 100)),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("copied_from", "Copied from", text(NAME_LIMIT), fixed=True),
)


class ScoreRule(BaseModel):
    """One rule of the lead score.

    Attributes:
        rule: points: added where the condition holds · never: such a lead is not handed
            over · hand over from: the score a lead goes to sales with, without a condition.
        attribute, test, values: The condition. `touch` is met once by every touch of a
            kind, so that its points add; `touches` compares their number.
        points: Added, or the threshold; -100 to 100.
        half_life_days: Of points for a touch: days after which half of them is left; None
            keeps them.
        most: Of points for a touch: no more than this in all.
        reason: Why.
        copied_from: The first rule it was copied from, in another plan.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    rule: Rule
    attribute: str | None = None
    test: str | None = None
    values: str | None = None
    points: int | None = None
    half_life_days: int | None = None
    most: int | None = None
    reason: str = ""
    copied_from: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a rule from the cells of its row, which nothing refused."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    @property
    def condition(self) -> Condition:
        """What must be true of a lead; the threshold has none."""
        return Condition.of(self.model_dump(include={"attribute", "test", "values"}))


def title(cells: Cells) -> str:
    """Return what a rule is called.

    Example:
        >>> title({"rule": "points", "attribute": "touch", "test": "is one of",
        ...        "values": "webinar", "points": 10})
        'touch of the kind webinar (points)'
    """
    if cells.get("rule") == "hand over from":
        return f"hand over from {cells.get('points')} points"
    if odd_together(cells) or not cells.get("attribute"):
        return "a rule of the lead score"
    return f"{Condition.of(cells).told} ({cells.get('rule')})"


def odd_together(cells: Cells) -> dict[str, str]:
    """Return what is wrong with cells that are right one by one, by cell.

    Example:
        >>> odd_together({"rule": "never", "attribute": "region", "test": "is known", "most": 9})
        {'most': 'At most in all belongs to points for a touch. Leave it blank here.'}
    """
    rule, about = cells.get("rule"), cells.get("attribute")
    found: dict[str, str] = {}
    if rule in {"points", "hand over from"} and cells.get("points") is None:
        found["points"] = "Points must be filled in."
    if rule == "never" and cells.get("points") is not None:
        found["points"] = "Points must stay blank beside “never”."
    found |= odd_around(cells, without=rule == "hand over from")
    for cell, name in (("half_life_days", "Half after days"), ("most", "At most in all")):
        if cells.get(cell) is not None and not (rule == "points" and about in BEHAVIOUR):
            found[cell] = f"{name} belongs to points for a touch. Leave it blank here."
    return found
