"""Whether the parts of a problem fit together; refusals name table, row and field."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import numpy as np

from planning.errors import UsageError
from planning.model.fields import statements
from planning.model.problem import Problem
from planning.model.tables import NONE, TABLES

_ADDS_TO_ONE: Final = 1e-6


def checked(problem: Problem) -> Problem:
    """Return the problem if its arrays fit together and stay in range.

    Raises:
        UsageError: Something does not; names the table, row and field.
    """
    if problem.open_months < 1 or problem.ahead_months < 0 or problem.tail_months < 1:
        raise UsageError("A problem needs an open month.", "Give at least one plan month.")
    if not (0 <= problem.margin <= 1 and problem.value_months >= 0):
        raise UsageError("The margin is outside 0 to 1.", "Give it as a fraction.")
    for name in TABLES:
        _check_table(problem, name)
    _check_shares(problem)
    kernels = [("lead lag", problem.lead_lag), ("ready lag", problem.ready_lag)]
    kernels += [
        (f"cycle of {name}", row)
        for name, row in zip(problem.groups.name, problem.groups.cycle, strict=True)
    ]
    kernels += [
        (f"money of {name}", row)
        for name, row in zip(problem.groups.name, problem.pays, strict=True)
    ]
    for name, kernel in kernels:
        if abs(kernel.sum() - 1) > _ADDS_TO_ONE or (kernel < 0).any():
            raise UsageError(f"The {name} adds to {kernel.sum():.6g}.", "Let its shares add to 1.")
    return problem


def _check_table(problem: Problem, name: str) -> None:
    table = getattr(problem, name)
    rows = len(getattr(table, fields(table)[0].name))
    widths = {"months": problem.months, "open": problem.open_months}
    for column, said in statements(type(table)):
        values = getattr(table, column)
        if said.kind == "text":
            if len(values) != rows or (column == "name" and len(set(values)) != rows):
                raise UsageError(f"Names of {name} are repeated.", "Give each its own name.")
            continue
        width = widths.get(said.along or "")
        wanted = (rows,) if said.along is None else (rows, width or values.shape[-1])
        if values.shape != wanted:
            raise UsageError(f"{name}.{column} has shape {values.shape}.", f"Give {wanted}.")
        low, high = said.low, said.high
        if said.kind == "reference":
            low = NONE if said.may_lack else 0
            high = len(getattr(problem, said.to).name) - 1
        bad = ~((values >= low) & (values <= high) & np.isfinite(values))
        if bad.any():
            at = int(np.argwhere(bad)[0][0])
            raise UsageError(
                f"{name} row {at + 1}: {column} is outside {low:g} to {high:g}.",
                f"It is a {said.unit or said.kind}: {said.means}",
            )


def _check_shares(problem: Problem) -> None:
    cells = problem.cells
    reached = cells.channel >= 0
    shares = np.bincount(
        cells.channel[reached], cells.share[reached], minlength=len(problem.channels.name)
    )
    for name, share in zip(problem.channels.name, shares, strict=True):
        if share > 1 + _ADDS_TO_ONE:
            raise UsageError(f"Shares of {name} add to {share:.6g}.", "Let them add to 1 at most.")
