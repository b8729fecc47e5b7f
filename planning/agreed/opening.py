"""Which plan is meant where nobody said which."""

from __future__ import annotations

from collections.abc import Sequence

from planning.agreed.rows import PlanRow


def opening(plans: Sequence[PlanRow], year: int) -> PlanRow:
    """Return the plan that is most likely meant where nobody said which.

    The one agreed for this fiscal year or a later one, else the newest draft, else the
    newest of all.

    Args:
        plans: At least one, the latest fiscal year first.
        year: The fiscal year of today.

    Example:
        >>> def plan(name, year, state):
        ...     cells = {"name": name, "fiscal_year": year, "state": state}
        ...     return PlanRow(name, "scenario", name, "joint", cells=cells)
        >>> plans = [plan("A", 2026, "archived"), plan("B", 2026, "draft"),
        ...     plan("C", 2025, "agreed")]
        >>> opening(plans, 2025).id, opening(plans, 2026).id, opening(plans[:1], 2026).id
        ('C', 'B', 'A')
    """
    agreed = [row for row in plans if row["state"] == "agreed" and _year(row) >= year]
    drafts = [row for row in plans if row["state"] == "draft"]
    return [*agreed, *drafts, *plans][0]


def _year(row: PlanRow) -> int:
    year = row["fiscal_year"]
    return year if isinstance(year, int) else 0
