"""What `--json` prints: plain names, numbers as numbers, nothing that only a screen needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from planning.actuals.scorecard import Group, Scorecard
from planning.periods import Period, month_key

Document = dict[str, Any]


def period_document(period: Period | None) -> dict[str, str] | None:
    """Return a period as months, the second exclusive.

    Example:
        >>> period_document(Period.parse("2025-01", "2025-07"))
        {'from': '2025-01', 'to': '2025-07'}
    """
    if period is None:
        return None
    return {"from": month_key(period.start), "to": month_key(period.end)}


def scorecard_document(card: Scorecard, groups: Iterable[Group], as_of: date | None) -> Document:
    """Return a scorecard as a document.

    Args:
        card: The company's figures.
        groups: The same figures by group; none where no grouping was asked for.
        as_of: The facts' date, or None while no fact has one.
    """
    return {
        "period": period_document(card.scope.period),
        "as_of": as_of.isoformat() if as_of else None,
        "undated": card.undated,
        "warnings": list(card.warnings),
        "kpis": {key: figure.as_json() for key, figure in card.figures.items()},
        "groups": [
            {
                "name": group.name,
                "kpis": {key: figure.as_json() for key, figure in group.figures.items()},
            }
            for group in groups
        ],
    }


def snapshot_document(snapshot: str, as_of: date | None, rows: Mapping[str, int]) -> Document:
    """Return what a snapshot holds as a document."""
    return {
        "snapshot": snapshot,
        "as_of": as_of.isoformat() if as_of else None,
        "rows": dict(rows),
    }
