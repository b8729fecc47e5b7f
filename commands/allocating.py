"""The command that asks the joint model: where the next money does most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.session import Json, Texts, workspace_of
from planning.errors import NotPossible, UsageError
from views.printing import print_json, show

if TYPE_CHECKING:
    from planning.model.advising.allocation import Allocation
    from planning.model.advising.question import Question
    from planning.model.limits import Limit
    from planning.model.optimising.optimise import Objective
    from planning.model.problem import Problem

_OBJECTIVES = ("contribution", "revenue", "least-spend")
_TAKES = {
    "total": "--total", "revenue": "--revenue", "ceiling": "--cac", "amount": "--floor or --cap",
}  # fmt: skip
"""The option a limit's amount is given by."""


def allocate(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="A plan; else the agreed one.")
    ] = None,
    total: Annotated[
        float | None, typer.Option(help="The most all lines of the fiscal year may come to.")
    ] = None,
    objective: Annotated[
        str, typer.Option(metavar="contribution|revenue|least-spend", help="What is sought.")
    ] = "contribution",
    revenue: Annotated[
        float | None, typer.Option(help="Bookings of the fiscal year, at least.")
    ] = None,
    finalise: Annotated[bool, typer.Option("--finalise", help="Hire whole people.")] = False,
    floor: Annotated[
        Texts, typer.Option(metavar="CHANNEL=N", help="At least, over the open months.")
    ] = None,
    cap: Annotated[
        Texts, typer.Option(metavar="CHANNEL=N", help="At most, over the open months.")
    ] = None,
    cac: Annotated[
        float | None, typer.Option(help="Cost of a new customer in the fiscal year, at most.")
    ] = None,
    problem: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A problem file in place of a plan.")
    ] = None,
    write_problem: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the problem there.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Find the plan that does most with the money, and say what holds it back."""
    if objective not in _OBJECTIVES:
        raise UsageError(f"“{objective}” is no objective.", f"Use {', '.join(_OBJECTIVES)}.")
    sought: Objective = objective  # type: ignore[assignment]  # one of the three
    limits = _limits(total, revenue, floor, cap, cac)
    if problem is not None and scenario is not None:
        raise UsageError("--problem and --scenario cannot be combined.", "Give one of them.")
    if sought == "least-spend" and problem is None and revenue is None:
        raise UsageError("Least spend has nothing to reach.", "Give --revenue.")
    asked: Problem | Question
    target: float | None = None
    if problem is not None:
        asked = _from_file(problem, limits)
    else:
        from data_sources.allocating import Allocations

        asking = Allocations(workspace_of(context))
        enveloped = sought != "least-spend"
        plan = asking.plan(scenario)
        asked = asking.question(plan, limits, enveloped=enveloped)
        target = asking.revenue_target(plan)
    if write_problem is not None:
        _write(asked, write_problem)
    _answer(asked, sought, target, finalise=finalise, as_json=as_json)


def _answer(
    asked: Problem | Question,
    sought: Objective,
    target: float | None,
    *,
    finalise: bool,
    as_json: bool,
) -> None:
    from planning.model.advising.allocation import allocate as best
    from planning.model.advising.allocation import allocate_problem, no_allocation
    from planning.model.advising.question import Question
    from views.allocation import allocation_document

    try:
        found: Allocation
        if isinstance(asked, Question):
            found = best(asked, sought, finalise=finalise, target=target)
        else:
            found = allocate_problem(asked, sought, finalise=finalise)
    except NotPossible as error:
        if as_json:
            own = asked.problem if isinstance(asked, Question) else asked
            print_json(allocation_document(no_allocation(own, sought, error)))
        raise
    if as_json:
        return print_json(allocation_document(found))
    from views.allocation import allocation_tables

    return show(*allocation_tables(found))


def _limits(
    total: float | None,
    revenue: float | None,
    floor: Texts,
    cap: Texts,
    cac: float | None,
) -> list[Limit]:
    from pydantic import ValidationError

    from planning.model.limits import CacCeiling, Cap, Envelope, Floor, LeastRevenue

    found: list[Limit] = []
    try:
        if total is not None:
            found.append(Envelope(total=total))
        if revenue is not None:
            found.append(LeastRevenue(revenue=revenue))
        if cac is not None:
            found.append(CacCeiling(ceiling=cac))
        found += [Floor(channel=name, amount=it) for name, it in _pairs("--floor", floor)]
        found += [Cap(channel=name, amount=it) for name, it in _pairs("--cap", cap)]
    except ValidationError as error:
        option = _TAKES[str(error.errors()[0]["loc"][0])]
        above = "above 0" if option == "--cac" else "of 0 or more"
        raise UsageError(f"{option} takes an amount {above}.", "Write it like 20000.") from error
    return found


def _pairs(option: str, given: Texts) -> list[tuple[str, float]]:
    found = []
    for text in given or ():
        name, sign, amount = text.rpartition("=")
        try:
            found.append((name.strip(), float(amount)))
        except ValueError:
            sign = ""
        if not sign or not name.strip():
            raise UsageError(f"{option} cannot read “{text}”.", f'Write {option} "Events=20000".')
    return found


def _from_file(path: Path, limits: list[Limit]) -> Problem:
    from planning.model.limits import Envelope
    from planning.model.problem_file import read_problem

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read.", "Name a problem file.") from error
    problem = read_problem(text)
    replaced = any(isinstance(it, Envelope) for it in limits)
    kept = [it for it in problem.limits if not (replaced and isinstance(it, Envelope))]
    return problem.under(*kept, *limits)


def _write(asked: Problem | Question, path: Path) -> None:
    from planning.model.advising.question import Question
    from planning.model.problem_file import write_problem

    problem = asked.problem if isinstance(asked, Question) else asked
    try:
        path.write_text(write_problem(problem), encoding="utf-8")
    except OSError as error:
        raise NotPossible(f"{path.name} cannot be written.", "Name another place.") from error
