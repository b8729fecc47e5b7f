"""Tables of leads with leaks planted under names that say nothing, and honest columns."""

from __future__ import annotations

import string
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

Bools = npt.NDArray[np.bool_]


@dataclass
class Table:
    """Leads with their outcome.

    Attributes:
        won: The outcome.
        columns: What is known of each lead.
        planted: Columns that are leaks, by name, with their sort.
        created, decided: Days.
    """

    won: Bools
    created: pd.Series
    decided: pd.Series
    columns: dict[str, object] = field(default_factory=dict)
    planted: dict[str, str] = field(default_factory=dict)

    @property
    def frame(self) -> pd.DataFrame:
        """The columns as a table."""
        return pd.DataFrame(self.columns)


def table(seed: int) -> Table:
    """Return leads of a firm with any rate of winning, seven leaks and ten honest columns."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2_500, 6_000))
    taste = rng.normal(size=n)
    rate = float(rng.uniform(0.05, 0.45))
    chance = 1 / (1 + np.exp(-(np.log(rate / (1 - rate)) + 0.75 * taste)))
    won: Bools = rng.random(n) < chance
    created = pd.Series(pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 300, n), "D"))
    decided = created + pd.to_timedelta(rng.integers(5, 90, n), "D")
    made = Table(won, created, decided)
    _honest(rng, made, taste)
    _leaks(rng, made)
    order = list(made.columns)
    rng.shuffle(order)
    made.columns = {name: made.columns[name] for name in order}
    return made


def _name(rng: np.random.Generator) -> str:
    return "".join(rng.choice(list(string.ascii_lowercase), 9))


def _blank(values: object, known: Bools) -> pd.Series:
    return pd.Series(values, dtype=object).where(known)


def _honest(rng: np.random.Generator, made: Table, taste: npt.NDArray[np.float64]) -> None:
    won, n = made.won, len(made.won)
    minutes = np.exp(0.5 * taste + rng.normal(0, 0.35, n)) * 10
    jobs = np.array(["works", "looks", "studies", "other"])
    job = jobs[np.clip((taste + rng.normal(0, 1.2, n) + 2).astype(int), 0, 3)]
    origin = np.where(rng.random(n) < 0.03 + 0.09 * won, "form", rng.choice(["api", "page"], n))
    made.columns |= {
        _name(rng): [f"P{number:06d}" for number in rng.permutation(n)],
        _name(rng): np.arange(n) + 600_000,
        _name(rng): minutes,
        _name(rng): _blank(job, rng.random(n) < 0.7),
        _name(rng): origin,
        _name(rng): [_name(rng) for _ in range(n)],
        _name(rng): _blank(rng.choice(["north", "south"], n), rng.random(n) < 0.5),
        _name(rng): ["no"] * n,
        _name(rng): rng.poisson(3 + 0.6 * (taste > 0.5)),
        _name(rng): rng.choice([f"city {number}" for number in range(40)], n),
        _name(rng): made.created - pd.to_timedelta(rng.integers(0, 400, n), "D"),
    }


def _leaks(rng: np.random.Generator, made: Table) -> None:
    won, n = made.won, len(made.won)

    def plant(sort: str, values: object) -> None:
        name = _name(rng)
        made.columns[name], made.planted[name] = values, sort

    plant("a noisy copy", np.where(rng.random(n) < 0.06, ~won, won).astype(int))
    plant("a copy as a number", won * 40 + rng.normal(20, 9, n))
    plant("a code of the won", _blank([f"C{it}" for it in range(n)], won & (rng.random(n) < 0.9)))
    reasons = rng.choice(["price", "no need", "silent"], n)
    plant("a reason of the lost", _blank(reasons, ~won & (rng.random(n) < 0.5)))
    later = made.decided + pd.to_timedelta(rng.integers(0, 20, n), "D")
    plant("a day of change", later.dt.strftime("%Y-%m-%d"))
    done = np.where(won, rng.choice(["signed", "paid"], n), rng.choice(["shut", "gone", "bad"], n))
    plant(
        "a status",
        np.where(rng.random(n) < 0.4, "in talks", np.where(rng.random(n) < 0.01, "shut", done)),
    )
    first = rng.choice(["mail", "call", "visit", "chat"], n)
    made.columns[_name(rng)] = first
    changed = rng.random(n) < np.where(won, 0.1, 0.35)
    plant("what was last done", np.where(changed, "edited", first))
