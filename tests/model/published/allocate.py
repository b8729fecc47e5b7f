"""Allocate with pymc-marketing and record what it says, as the table beside this file.

Runs in an environment of its own, which has pymc-marketing and not Tandem:

    uv venv --python 3.12 ENV
    uv pip install --python ENV/bin/python pymc-marketing==1.3.0
    ENV/bin/python tests/model/published/allocate.py

Each case is a set of Michaelis–Menten curves, known exactly, and a budget per month; the
allocator finds the money of each channel that brings most, every month alike.
"""

from __future__ import annotations

import json
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TABLE = Path(__file__).with_name("allocations.json")
COMMAND = "ENV/bin/python tests/model/published/allocate.py"
MONTHS = 12
MONEY = 10_000.0
"""The allocator is given money in units of this."""


def main() -> None:
    """Write the table."""
    cases = [
        allocated(seed, channels, share)
        for seed, channels in ((1, 3), (2, 6), (3, 12))
        for share in (0.1, 0.5, 1.5)
    ]
    record = {
        "package": "pymc-marketing",
        "version": version("pymc-marketing"),
        "command": COMMAND,
        "months": MONTHS,
        "cases": cases,
    }
    TABLE.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def allocated(seed: int, channels: int, share: float) -> dict[str, Any]:
    """Return one case: curves drawn from a seed, a budget as a share of Σ half, the answer."""
    rng = np.random.default_rng(seed)
    half = rng.lognormal(np.log(30_000), 0.6, channels).round(2)
    ceiling = rng.lognormal(np.log(200), 0.5, channels).round(3)
    budget = round(share * float(half.sum()), 2)
    return {
        "seed": seed,
        "half": half.tolist(),
        "ceiling": ceiling.tolist(),
        "budget_per_month": budget,
        "allocation_per_month": best(half, ceiling, budget).tolist(),
    }


def best(half: Floats, ceiling: Floats, budget: float) -> Floats:
    """Ask the allocator."""
    pm, xr = import_module("pymc"), import_module("xarray")
    optimizer = import_module("pymc_marketing.mmm.budget_optimizer")
    curve = import_module("pymc_marketing.mmm").MichaelisMentenSaturation()
    named = import_module("pymc.dims")
    names = [f"Channel {at + 1}" for at in range(len(half))]
    coords = {"date": np.arange(MONTHS), "channel": names}
    with pm.Model(coords=coords) as model:
        nothing = np.zeros((MONTHS, len(names)))
        money = named.Data("channel_data", nothing, dims=("date", "channel"))
        alpha = named.HalfNormal("alpha", dims="channel")
        lam = named.HalfNormal("lam", dims="channel")
        named.Deterministic("leads", curve.function(money, alpha, lam).sum())
    known = {"alpha": ceiling, "lam": half / MONEY}
    posterior = xr.Dataset(
        {
            name: (("chain", "draw", "channel"), value[None, None, :])
            for name, value in known.items()
        },
        coords={"chain": [0], "draw": [0], "channel": names},
    )
    asked = optimizer.BudgetOptimizer(
        model=model,
        idata=xr.DataTree.from_dict({"posterior": posterior}),
        num_periods=MONTHS,
        response_variable="leads",
    )
    bounds = dict.fromkeys(names, (0.0, budget / MONEY))
    found = asked.allocate_budget(total_budget=budget / MONEY, budget_bounds=bounds)
    allocation: Floats = found.budgets.sel(channel=names).to_numpy() * MONEY
    return allocation


if __name__ == "__main__":
    main()
