"""The same question by the definition: a second programme, and all subsets one by one.

Written from the words of the definitions with other variables than the program's: what is
equal by definition is one variable here (SQLs, opportunities and decided deals; wins,
customers and won leads), and the company is the sum of the parts of one kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]

NAMES = ("leads", "mqls", "sqls", "won", "revenue", "programme", "other", "sales", "heads")
MARKETING = {"programme": 1.0, "other": 1.0}
SUMS: dict[str, dict[str, float]] = {
    "leads": {"leads": 1.0},
    "mqls": {"mqls": 1.0},
    "sqls": {"sqls": 1.0},
    "opportunities": {"sqls": 1.0},
    "won": {"won": 1.0},
    "customers": {"won": 1.0},
    "revenue": {"revenue": 1.0},
    "spend_marketing": MARKETING,
    "spend_sales": {"sales": 1.0},
}
RATIOS: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "mql_rate": ({"mqls": 1.0}, {"leads": 1.0}),
    "sql_rate": ({"sqls": 1.0}, {"mqls": 1.0}),
    "close_ratio": ({"won": 1.0}, {"sqls": 1.0}),
    "lead_to_customer": ({"won": 1.0}, {"leads": 1.0}),
    "average_deal": ({"revenue": 1.0}, {"won": 1.0}),
    "cost_per_lead": ({"programme": 1.0}, {"leads": 1.0}),
    "cac": ({**MARKETING, "sales": 1.0}, {"won": 1.0}),
    "opportunities_per_head": ({"sqls": 1.0}, {"heads": 1.0}),
    "cost_per_head": ({"sales": 1.0}, {"heads": 1.0}),
}


@dataclass(frozen=True)
class Line:
    """One row of a file of targets; `scope` is empty or `kind:label`."""

    kpi: str
    scope: str
    low: float | None
    high: float | None


def can_hold(lines: Sequence[Line], scopes: Sequence[str]) -> bool:
    """Whether all rows can hold in a company made up of the scopes."""
    parts = list(scopes) or [""]
    width = len(parts) * len(NAMES)

    def over(scope: str, weights: dict[str, float]) -> np.ndarray:
        row = np.zeros(width)
        for at, part in enumerate(parts):
            if scope in ("", part):
                for name, weight in weights.items():
                    row[at * len(NAMES) + NAMES.index(name)] += weight
        return row

    rows: list[np.ndarray] = []
    limits: list[float] = []
    for part in parts:
        for larger, smaller in (("leads", "mqls"), ("mqls", "sqls"), ("sqls", "won")):
            rows.append(over(part, {larger: -1.0, smaller: 1.0}))
            limits.append(0.0)
    for line in lines:
        if line.kpi in SUMS:
            above, below, unit = over(line.scope, SUMS[line.kpi]), np.zeros(width), 1.0
        else:
            above, below = (over(line.scope, it) for it in RATIOS[line.kpi])
            unit = 0.0
            rows.append(-below)
            limits.append(-1.0)
        for bound, sign in ((line.low, -1.0), (line.high, 1.0)):
            if bound is not None:
                rows.append(sign * (above - bound * below))
                limits.append(sign * bound * unit)
    size = np.abs(np.column_stack((np.array(rows), limits))).max(axis=1)
    found = linprog(
        np.zeros(width), np.array(rows) / size[:, None], np.array(limits) / size, method="highs"
    )
    assert found.status in (0, 2), found.message
    return bool(found.status == 0)


def smallest_conflicts(lines: Sequence[Line], scopes: Sequence[str]) -> set[frozenset[int]]:
    """Return every set of rows that cannot hold and whose every subset can.

    Every subset has its verdict: it is asked, or lies within one that holds, or around one
    that does not.
    """
    sets = np.arange(2 ** len(lines))
    order = sorted(sets.tolist(), key=lambda it: -it.bit_count())
    holds: dict[int, bool] = {}

    def ask(chosen: int) -> bool:
        if chosen not in holds:
            rows = [line for at, line in enumerate(lines) if chosen >> at & 1]
            told = can_hold(rows, scopes)
            alike = (sets & chosen) == (sets if told else chosen)
            holds.update(dict.fromkeys(sets[alike].tolist(), told))
        return holds[chosen]

    for chosen in order:
        if chosen not in holds and not ask(chosen):
            # Its smaller sets first: one of them settles all that lie around it.
            for at in range(len(lines)):
                if chosen >> at & 1 and not ask(chosen & ~(1 << at)):
                    chosen &= ~(1 << at)  # noqa: PLW2901 - the set shrinks
    refused = [it for it in order if not holds[it]]
    return {
        frozenset(at for at in range(len(lines)) if it >> at & 1)
        for it in refused
        if all(holds[it & ~(1 << at)] for at in range(len(lines)) if it >> at & 1)
    }
