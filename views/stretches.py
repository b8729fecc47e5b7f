"""A plan accepted as a stretch, in words."""

from __future__ import annotations

from datetime import date

from planning.agreed.scenarios import Scenario
from views.formats import day


def accepted(scenario: Scenario, by: str) -> str:
    """Say who accepted a plan as a stretch and when.

    Args:
        scenario: The plan.
        by: Their shown name.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01",
        ...                 stretch_of="a low 1", stretch_on="2026-03-03")
        >>> accepted(plan, "Eve")
        'A stretch: Eve accepted on 3 Mar 2026 that its targets cannot all hold.'
    """
    when = f" on {day(date.fromisoformat(scenario.stretch_on))}" if scenario.stretch_on else ""
    return f"A stretch: {by} accepted{when} that its targets cannot all hold."


def before_signing(scenario: Scenario) -> str:
    """Say what has to happen before a plan is signed whose targets collide.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01", state="proposed")
        >>> before_signing(plan)
        'It is signed once they are mended, or the executive accepts it as a stretch.'
    """
    if scenario.stretch_of:
        return "It was accepted as a stretch for other values; the executive looks again."
    return "It is signed once they are mended, or the executive accepts it as a stretch."


def accepting(name: str) -> str:
    """Say what accepting a plan as a stretch means."""
    return (
        f"{name} can then be signed although its targets cannot all hold. "
        "Your name stands beside it, for all to see."
    )
