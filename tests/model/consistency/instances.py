"""Small random sets of targets, about half of them impossible."""

from __future__ import annotations

import numpy as np

from tests.model.consistency.oracle import RATIOS, SUMS, Line

SHARES = {"mql_rate", "sql_rate", "close_ratio", "lead_to_customer"}


STEPS = ("cost_per_lead", "mql_rate", "sql_rate", "close_ratio", "average_deal")
WHOLE = ("spend_marketing", "revenue", "leads", "customers", "cac")


def instance(seed: int) -> tuple[list[Line], tuple[str, ...]]:
    """Return up to eight rows about a made-up company, and the scopes it consists of.

    Bounds lie around what the company would do; some ask for more than it could. Three in
    four instances are about the steps from money to revenue, whose conflicts are long.
    """
    rng = np.random.default_rng(seed)
    parts = tuple(f"segment:{name}" for name in "ABC"[: int(rng.integers(0, 4))])
    if len(parts) == 1:
        parts = ()
    truth = {part: _company(rng) for part in parts or ("",)}
    pairs = [
        (str(key), str(rng.choice(["", *parts])) if parts else "")
        for key in rng.choice([*SUMS, *RATIOS], int(rng.integers(2, 9)))
    ]
    if seed % 4:
        scopes = parts if len(parts) == 2 and rng.random() < 0.3 else ("",)
        chosen = STEPS if len(scopes) == 1 else tuple(rng.choice(STEPS, 3, replace=False))
        pairs = [(str(key), scope) for key in chosen for scope in scopes]
        more = rng.choice(WHOLE, 8 - len(pairs), replace=False)
        pairs += [(str(key), "") for key in more]
    lines = [
        _line(rng, key, _value(key, [truth[scope]] if scope in truth else [*truth.values()]), scope)
        for key, scope in pairs
    ]
    used = {it.scope for it in lines} - {""}
    return lines, tuple(part for part in parts if part in used)


def _line(rng: np.random.Generator, key: str, value: float, scope: str) -> Line:
    ambition = float(rng.choice([0.9, 1.0, 1.2, 1.6, 2.5]))
    is_cost = key in ("cost_per_lead", "cac", "cost_per_head", "spend_marketing", "spend_sales")
    middle = value / ambition if is_cost else value * ambition
    low, high = middle * float(rng.uniform(0.96, 1.0)), middle * float(rng.uniform(1.0, 1.04))
    if key in SHARES:
        low, high = min(low, 0.97), min(high, 1.0)
    kind = rng.integers(0, 6)
    return Line(
        key,
        scope,
        None if kind == 1 else float(f"{low:.6g}"),
        None if kind == 0 else float(f"{high:.6g}"),
    )


def _company(rng: np.random.Generator) -> dict[str, float]:
    leads = float(rng.integers(200, 5000))
    mqls = leads * float(rng.uniform(0.2, 0.6))
    sqls = mqls * float(rng.uniform(0.2, 0.6))
    won = sqls * float(rng.uniform(0.1, 0.4))
    heads = sqls / float(rng.uniform(20, 80))
    return {
        "leads": leads,
        "mqls": mqls,
        "sqls": sqls,
        "won": won,
        "revenue": won * float(rng.uniform(2_000, 60_000)),
        "programme": leads * float(rng.uniform(20, 200)),
        "other": float(rng.uniform(10_000, 200_000)),
        "sales": heads * float(rng.uniform(60_000, 150_000)),
        "heads": heads,
    }


def _value(key: str, companies: list[dict[str, float]]) -> float:
    def total(weights: dict[str, float]) -> float:
        return sum(weight * each[name] for each in companies for name, weight in weights.items())

    if key in SUMS:
        return total(SUMS[key])
    above, below = RATIOS[key]
    return total(above) / total(below)
