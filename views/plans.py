"""Plans as people choose and meet them: names with states, and what a state allows."""

from __future__ import annotations

from collections.abc import Sequence

from planning.agreed.opening import opening as opening
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.signatures import Seat
from views.formats import visible


def called(scenario: Scenario) -> str:
    """Return what a plan is called where one is chosen: its name and its state.

    Example:
        >>> called(Scenario(name="Plan 2026", fiscal_year=2026, start="2026-01"))
        'Plan 2026 · draft'
    """
    return f"{visible(scenario.name)} · {scenario.state}"


def called_with_state(row: PlanRow) -> str:
    """Return a plan inside a sentence: its name, then its state.

    Example:
        >>> called_with_state(PlanRow("a", "scenario", "a", "joint",
        ...     cells={"name": "Plan 2026", "state": "draft"}))
        'Plan 2026, draft'
    """
    return f"{visible(str(row['name']))}, {row['state']}"


def compared_first(row: PlanRow, others: Sequence[PlanRow]) -> PlanRow:
    """Return the plan that another one is compared with where nobody said which.

    The agreed one of its year, else the one it was copied from, else one of its year.

    Args:
        row: The plan that is looked at.
        others: At least one other plan.

    Example:
        >>> def plan(name, **cells):
        ...     cells = {"fiscal_year": 2026, **cells}
        ...     return PlanRow(name, "scenario", name, "joint", cells=cells)
        >>> own, agreed = plan("own", copied_from="origin"), plan("agreed", state="agreed")
        >>> others = [plan("other"), plan("origin"), agreed]
        >>> compared_first(own, others).id, compared_first(own, others[:2]).id
        ('agreed', 'origin')
        >>> compared_first(plan("own"), others[:2]).id
        'other'
    """
    of_year = [one for one in others if one["fiscal_year"] == row["fiscal_year"]]
    agreed = [one for one in of_year if one["state"] == "agreed"]
    origin = [one for one in others if one.id == row["copied_from"]]
    return [*agreed, *origin, *of_year, *others][0]


def closed_words(scenario: Scenario) -> str:
    """Say why a plan is only read.

    Example:
        >>> closed_words(Scenario(name="P", fiscal_year=2026, start="2026-01", state="agreed"))
        'P is agreed: it changes through a copied draft.'
    """
    return f"{visible(scenario.name)} is {scenario.state}: it changes through a copied draft."


def copy_name(name: str, taken: Sequence[str]) -> str:
    """Propose a name for a copy that no plan has.

    Example:
        >>> copy_name("Plan", []), copy_name("Plan", ["Plan", "Plan copy"])
        ('Plan copy', 'Plan copy 2')
    """
    number, found = 1, f"{name} copy"
    while found in taken:
        number += 1
        found = f"{name} copy {number}"
    return found


def withdraws_words(signed: Sequence[Seat]) -> str:
    """Say whose signatures a change of a proposed plan withdraws.

    Args:
        signed: Who signed, at least one.

    Example:
        >>> withdraws_words(["marketing"])
        'A change withdraws the signature of marketing.'
        >>> withdraws_words(["sales", "executive"])
        'A change withdraws the signatures of sales and the executive.'
    """
    names = ["the executive" if seat == "executive" else seat for seat in signed]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"A change withdraws the signature{'s' * (len(names) > 1)} of {listed}."
