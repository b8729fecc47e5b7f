"""Draws: parameters that are not known exactly, many values at once, draws on the last axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from planning.errors import UsageError
from planning.model.problem import Problem
from planning.model.tables import Floats

DRAWABLE: Final = frozenset(
    {"margin", "value_months"}
    | {f"channels.{name}" for name in ("base", "ceiling", "half", "season")}
    | {f"pools.{name}" for name in ("per_head", "cost_per_head")}
    | {
        f"cells.{name}"
        for name in (
            *("asks", "follow_effort", "kept_leads", "qualifies", "close_effort", "kept_deals"),
            *("closes", "customers_per_win", "revenue_per_win", "one_off", "recurring"),
            *("commission", "partner", "found_per_head", "waiting_leads", "waiting_deals"),
            *("arriving_leads", "arriving_deals"),
            *("open_won", "open_customers", "open_revenue", "open_gross", "open_charges"),
        )
    }
)
"""Parameters that may differ by draw; the others stand as the problem gives them."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Values of some parameters in each draw; drawn together, so that they may go together.

    Attributes:
        values: By parameter (`cells.closes`, `margin`): an array of the parameter's shape
            with one more axis at the end, the draws.
    """

    values: Mapping[str, Floats]

    def __post_init__(self) -> None:
        unknown = sorted(set(self.values) - DRAWABLE)
        if unknown:
            raise UsageError(f"{unknown[0]} cannot be drawn.", "Draw one of the known parameters.")
        if len({value.shape[-1] for value in self.values.values()}) > 1:
            raise UsageError("Parameters have unequal numbers of draws.", "Draw them together.")

    @property
    def count(self) -> int:
        """How many draws."""
        return next((value.shape[-1] for value in self.values.values()), 1)

    def problem(self, problem: Problem, at: int) -> Problem:
        """Return the question with the parameters of one draw."""
        single: dict[str, Any] = {}
        tables: dict[str, dict[str, Any]] = {}
        for name, values in self.values.items():
            value = values[..., at].astype(np.float64)
            table, _, column = name.rpartition(".")
            if table:
                tables.setdefault(table, {})[column] = value
            else:
                single[column] = float(value)
        changed = {name: replace(getattr(problem, name), **new) for name, new in tables.items()}
        return replace(problem, **single, **changed)


class Parameters:
    """Reads a problem's parameters, from the draws where they are drawn.

    Every array has one more axis at the end, the draws: of length 1 where nothing is drawn.
    """

    def __init__(self, problem: Problem, draws: Draws | None) -> None:
        self.problem = problem
        self.drawn = dict(draws.values) if draws else {}
        self.count = draws.count if draws else 1
        # Half the memory and twice the speed; ranges need no more than six digits.
        self.kind = np.float32 if self.count > 1 else np.float64

    def __call__(self, name: str) -> Any:  # noqa: ANN401 - float32 or float64
        """Return a parameter by its name, as `cells.closes`."""
        if name in self.drawn:
            return np.asarray(self.drawn[name]).astype(self.kind, copy=False)
        table, _, column = name.rpartition(".")
        place = getattr(self.problem, table) if table else self.problem
        return np.asarray(getattr(place, column))[..., None].astype(self.kind)
