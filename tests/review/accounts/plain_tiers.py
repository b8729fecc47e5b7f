"""Tiers by brute force: every account and criterion by itself, in plain Python."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from planning.agreed.accounts.criteria import Criterion

Row = Mapping[str, Any]


def value_of(row: Row, attribute: str) -> str | float | None:
    """Return what the facts tell of one account: text, a number, or None."""
    if attribute.startswith("attributes."):
        own = json.loads(row["attributes"]) if row["attributes"] else {}
        wanted = attribute.removeprefix("attributes.").casefold()
        return next((text for name, text in own.items() if name.casefold() == wanted), None)
    found = row[attribute]
    if attribute == "is_customer":
        return "yes" if found else "no"
    return None if found is None or found != found else found


def is_met(row: Row, one: Criterion) -> bool:
    """Whether one criterion's condition is true of one account."""
    value = value_of(row, str(one.attribute))
    if one.test in ("is at least", "is at most"):
        try:
            number = float(value) if value is not None else None
        except ValueError:
            number = None
        if number is None:
            return False
        bound = float(str(one.values))
        return number >= bound if one.test == "is at least" else number <= bound
    if value is None:
        return False
    if isinstance(value, float):
        asked = [float(word) for word in str(one.values or "").split(";") if word.strip()]
        if one.test == "is known":
            return True
        return (value in asked) == (one.test == "is one of")
    parts = value.split(";") if one.attribute == "products_owned" else [value]
    has = {part.strip().casefold() for part in parts if part.strip()}
    if not has:
        return False
    if one.test == "is known":
        return True
    wanted = {word.strip().casefold() for word in str(one.values).split(";")}
    return bool(has & wanted) == (one.test == "is one of")


def tier_of(row: Row, criteria: Sequence[Criterion]) -> tuple[str, int]:
    """Return the tier of one account and its points."""
    asked = [one for one in criteria if not one.rule.startswith("tier")]
    points = sum(one.points or 0 for one in asked if one.rule == "points" and is_met(row, one))
    most = sum(max(one.points or 0, 0) for one in asked if one.rule == "points")
    least = {
        rule: [one.points or 0 for one in criteria if one.rule == rule]
        for rule in ("tier A from", "tier B from")
    }
    a_from = max(least["tier A from"]) if least["tier A from"] else (2 * most + 2) // 3
    b_from = max(least["tier B from"]) if least["tier B from"] else (a_from + 1) // 2
    if any(one.rule == "must" and not is_met(row, one) for one in asked):
        return "no target", points
    if any(one.rule == "never" and is_met(row, one) for one in asked):
        return "no target", points
    return "A" if points >= a_from else "B" if points >= b_from else "C", points
