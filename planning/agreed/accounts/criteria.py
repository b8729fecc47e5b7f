"""Criteria of the ideal customer: points, musts and nevers that make an account A, B or C."""

from __future__ import annotations

from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict

from planning.agreed.accounts.conditions import (
    TESTS,
    Condition,
    attribute,
    attribute_told,
    odd_around,
    values,
)
from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, one_of, text, whole
from planning.agreed.rows import Cells

Rule = Literal["points", "must", "never", "tier A from", "tier B from"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
THRESHOLDS: Final[frozenset[Rule]] = frozenset({"tier A from", "tier B from"})
"""Rules that say how many points a tier takes; they have no condition."""

_POINTS: Final = whole(-100, 100)

COLUMNS: Final = (
    Column("rule", "Rule", one_of(*RULES), needed=True),
    Column("attribute", "Attribute", attribute, told=attribute_told),
    Column("test", "Test", one_of(*TESTS)),
    Column("values", "Compared with", values),
    Column("points", "Points", _POINTS),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("copied_from", "Copied from", text(NAME_LIMIT), fixed=True),
)


class Criterion(BaseModel):
    """One criterion of the ideal customer.

    Attributes:
        rule: points: the points are added where the condition holds · must: who does not
            meet it is no target · never: who meets it is no target · tier A from, tier B
            from: the least points of a tier, without a condition.
        attribute, test, values: The condition; None beside a threshold.
        points: Added, or the threshold; -100 to 100.
        reason: Why.
        copied_from: The first criterion it was copied from, in another plan.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    rule: Rule
    attribute: str | None = None
    test: str | None = None
    values: str | None = None
    points: int | None = None
    reason: str = ""
    copied_from: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a criterion from the cells of its row, which nothing refused."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    @property
    def condition(self) -> Condition:
        """What must be true of an account; thresholds have none."""
        return Condition.of(self.model_dump(include={"attribute", "test", "values"}))


def title(cells: Cells) -> str:
    """Return what a criterion is called.

    Example:
        >>> title({"rule": "must", "attribute": "employees", "test": "is at least", "values": "50"})
        'employees at least 50 (must)'
        >>> title({"rule": "tier A from", "points": 60})
        'tier A from 60 points'
    """
    if cells.get("rule") in THRESHOLDS:
        return f"{cells['rule']} {cells.get('points')} points"
    if odd_together(cells) or not cells.get("attribute"):
        return "a criterion"
    return f"{Condition.of(cells).told} ({cells.get('rule')})"


def odd_together(cells: Cells) -> dict[str, str]:
    """Return what is wrong with cells that are right one by one, by cell.

    Example:
        >>> odd_together({"rule": "points", "attribute": "region", "test": "is known"})
        {'points': 'Points must be filled in.'}
    """
    rule = cells.get("rule")
    found: dict[str, str] = {}
    if rule in {"points", *THRESHOLDS} and cells.get("points") is None:
        found["points"] = "Points must be filled in."
    if rule in {"must", "never"} and cells.get("points") is not None:
        found["points"] = f"Points must stay blank beside “{rule}”."
    return found | odd_around(cells, without=rule in THRESHOLDS)
