"""Small plans for tests: state only what matters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Final

from pydantic import JsonValue

from planning.agreed.lines import COMMITTED, PLAN
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.teams import Team

YEAR: Final = Scenario(name="Plan 2025", fiscal_year=2025, start="2025-01")
_NUMBERS: Final = count(1)


def line(
    name: str | None = None,
    *,
    team: Team = "marketing",
    category: str = "programme",
    status: str = "placed",
    plan: Sequence[str | int | None] = (),
    committed: Sequence[str | int | None] = (),
    **cells: JsonValue,
) -> PlanRow:
    """Return a line; `plan` and `committed` are whole units or decimal text from month 1 on."""
    months = {
        cell: f"{value}.00" if isinstance(value, int) else value
        for names, values in ((PLAN, plan), (COMMITTED, committed))
        for cell, value in zip(names, values, strict=False)
    }
    said: dict[str, JsonValue] = {"team": team, "category": category, "status": status}
    row = name or f"line-{next(_NUMBERS)}"
    return PlanRow(row, "line", "plan", team, cells={**said, **months, **cells})


def envelope(scope: str, amount: str | None) -> PlanRow:
    """Return an envelope."""
    team: Team = "marketing" if scope == "marketing" else "sales" if scope == "sales" else "joint"
    return PlanRow(scope, "envelope", "plan", team, cells={"scope": scope, "amount": amount})
