"""Counts: the additive cubes every page reads.

Data engines fill them (`data_sources/facts`); planning divides, takes medians and draws
intervals. A cube is a few columns of codes and a matrix of integers, so that filtering
and adding a quarter of a million rows takes about a millisecond and a page's speed does
not depend on the number of leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import BaseModel, ConfigDict

from planning.errors import Finding
from planning.periods import UNDATED, Period

COUNTS_VERSION: Final = 4
"""Rises whenever a cube's content changes, so that old cached cubes are not read."""

NO_DATE: Final = date(1970, 1, 1)
"""The as-of date of facts in which nothing is dated, so that nothing is aged at it."""

DIMENSIONS: Final = ("channel", "segment", "region", "motion")
SIDE_DIMENSIONS: Final = ("campaign", "owner", "product", "asset", "reason")

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


class Scope(BaseModel):
    """Which months and which parts of the company a figure speaks of.

    Attributes:
        period: Whole months, or None for everything, undated rows included.
        channel, segment, region, motion: The labels kept, or None for all. The label
            None inside a tuple stands for rows without a value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: Period | None = None
    channel: tuple[str | None, ...] | None = None
    segment: tuple[str | None, ...] | None = None
    region: tuple[str | None, ...] | None = None
    motion: tuple[str | None, ...] | None = None

    def during(self, period: Period | None) -> Scope:
        """Return the same parts of the company in another period."""
        return self.model_copy(update={"period": period})

    def only(self, **labels: str | None) -> Scope:
        """Return the scope narrowed to one label per named dimension."""
        return self.model_copy(update={name: (label,) for name, label in labels.items()})


@dataclass(frozen=True)
class _Cells:
    """Rows grouped by their combination of dimensions.

    Attributes:
        order: Row positions, combination by combination.
        edges: Where each combination begins in `order`, and the end.
        codes: For each dimension the code of each combination.
    """

    order: npt.NDArray[np.intp]
    edges: npt.NDArray[np.intp]
    codes: Mapping[str, npt.NDArray[np.integer[Any]]]


@dataclass(frozen=True)
class Cube:
    """Additive counts by keys.

    Attributes:
        keys: For each key column an int32 array of length n. `month` and whole-number
            keys (`days`, `hours`, `cents`) hold the number itself; text keys hold
            positions in `labels`.
        labels: For each text key its labels; a label may be None.
        measures: For each measure an int64 array (float64 for sums of squares), length n.
    """

    keys: Mapping[str, npt.NDArray[np.int64] | Codes]
    labels: Mapping[str, tuple[str | None, ...]]
    measures: Mapping[str, npt.NDArray[np.int64] | npt.NDArray[np.float64]]
    size: int = field(default=0)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, *, measures: Iterable[str]) -> Cube:
        """Build a cube from a frame with one row per key combination.

        Args:
            frame: Text key columns (None for missing), integer key columns, measures.
            measures: Which columns are measures; all others are keys.
        """
        wanted = set(measures)
        keys: dict[str, npt.NDArray[np.int64] | Codes] = {}
        labels: dict[str, tuple[str | None, ...]] = {}
        values: dict[str, npt.NDArray[np.int64] | npt.NDArray[np.float64]] = {}
        for name in frame.columns:
            column = frame[name]
            if name in wanted:
                exact = np.int64 if pd.api.types.is_integer_dtype(column.dtype) else np.float64
                values[name] = np.ascontiguousarray(column.to_numpy(dtype=exact))
            elif pd.api.types.is_integer_dtype(column.dtype):
                keys[name] = np.ascontiguousarray(column.to_numpy(dtype=np.int64))
            else:
                codes, found = pd.factorize(column, use_na_sentinel=False, sort=False)
                keys[name] = codes.astype(np.int32)
                labels[name] = tuple(None if pd.isna(label) else str(label) for label in found)
        return cls(keys=keys, labels=labels, measures=values, size=len(frame))

    def mask(self, scope: Scope, *, month: str = "month") -> Mask:
        """Return which rows a scope keeps.

        A dimension the cube does not carry is not filtered: callers that must not mix
        ask `carries` first. Without a period undated rows are kept; with one they are not.
        """
        kept = np.ones(self.size, dtype=np.bool_)
        if scope.period is not None and month in self.keys:
            months = self.keys[month]
            kept &= (months >= scope.period.start) & (months < scope.period.end)
        for dimension in DIMENSIONS:
            wanted = getattr(scope, dimension)
            if wanted is not None and dimension in self.labels:
                allowed = np.array([label in wanted for label in self.labels[dimension]], np.bool_)
                kept &= allowed[self.keys[dimension]] if len(allowed) else False
        return kept

    def carries_under(self, measure: str, key: str) -> bool:
        """Whether anything counted under a measure has a value under a text key."""
        if (measure, key) not in self._known:
            column = self.measures.get(measure)
            told = [label is not None for label in self.labels.get(key, ())]
            used: Any = ()
            if column is not None and told:
                used = np.unique(self.keys[key][column != 0])
            self._known[measure, key] = any(told[code] for code in used)
        return self._known[measure, key]

    @cached_property
    def _known(self) -> dict[tuple[str, str], bool]:
        """Answers of `carries_under`: a cube never changes, so neither do they."""
        return {}

    @cached_property
    def dated(self) -> tuple[int, int] | None:
        """First dated month and one past the last, or None without any."""
        months = self.keys["month"] if "month" in self.keys else np.zeros(0, np.int64)
        known = months[months != UNDATED]
        return (int(known.min()), int(known.max()) + 1) if len(known) else None

    def rows_of(self, scope: Scope) -> npt.NDArray[np.intp]:
        """Return the positions of the rows whose dimensions a scope keeps, of any month.

        Takes as long as there are rows kept, not as long as there are rows: rows lie
        grouped by their combination of dimensions after the first call.
        """
        kept = np.ones(len(self._cells.edges) - 1, dtype=np.bool_)
        for dimension, codes in self._cells.codes.items():
            wanted = getattr(scope, dimension)
            if wanted is not None:
                allowed = [label in wanted for label in self.labels[dimension]]
                kept &= np.array(allowed, np.bool_)[codes]
        edges, order = self._cells.edges, self._cells.order
        found = [order[edges[cell] : edges[cell + 1]] for cell in np.flatnonzero(kept)]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.intp)

    @cached_property
    def _cells(self) -> _Cells:
        carried = [name for name in DIMENSIONS if name in self.labels]
        combined = np.zeros(self.size, dtype=np.int64)
        for name in carried:
            combined = combined * max(len(self.labels[name]), 1) + self.keys[name]
        order = np.argsort(combined, kind="stable")
        _, first = np.unique(combined[order], return_index=True)
        return _Cells(
            order=order,
            edges=np.append(first, self.size),
            codes={name: self.keys[name][order[first]] for name in carried},
        )

    def where(self, key: str, *labels: str | None) -> Mask:
        """Return which rows have one of the labels in a text key."""
        allowed = np.array([label in labels for label in self.labels[key]], np.bool_)
        if not len(allowed):
            return np.zeros(self.size, dtype=np.bool_)
        kept: Mask = allowed[self.keys[key]]
        return kept

    def total(self, measure: str, mask: Mask | None = None) -> int:
        """Return the sum of a measure over the kept rows, exactly."""
        values = self.measures[measure]
        return int(values.sum() if mask is None else values[mask].sum())

    def by(self, key: str, measure: str, mask: Mask | None = None) -> dict[str | None, int]:
        """Return the sum of a measure for each label of a text key, zero rows left out."""
        codes, values = self.keys[key], self.measures[measure]
        if mask is not None:
            codes, values = codes[mask], values[mask]
        # np.add.at keeps integers exact where bincount would go through floats.
        sums = np.zeros(len(self.labels[key]), dtype=values.dtype)
        np.add.at(sums, codes, values)
        seen = np.bincount(codes, minlength=len(sums)) > 0
        return {
            label: int(total)
            for label, total, present in zip(self.labels[key], sums, seen, strict=True)
            if present
        }

    def by_month(self, measure: str, mask: Mask | None = None) -> dict[int, int]:
        """Return the sum of a measure per dated month, months without rows left out."""
        months, values = self.keys["month"], self.measures[measure]
        if mask is not None:
            months, values = months[mask], values[mask]
        dated = months != UNDATED
        found, where = np.unique(months[dated], return_inverse=True)
        sums = np.zeros(len(found), dtype=values.dtype)
        np.add.at(sums, where, values[dated])
        return {int(month): int(total) for month, total in zip(found, sums, strict=True)}

    def carries(self, key: str) -> bool:
        """Whether any row has a value under a text key."""
        return any(label is not None for label in self.labels.get(key, ()))


@dataclass(frozen=True)
class Counts:
    """All cubes of one snapshot.

    Attributes:
        snapshot_id: The snapshot counted.
        as_of: The date treated as today for facts; `NO_DATE` while nothing is dated.
        cubes: By name; `data_sources/facts` documents each.
        history_start: First day of each kind of event, by name (`leads`, `created`,
            `closed`, `won`, `spend`); absent where there is none.
        findings: What the facts' reader should know (for example events after `as_of`).
    """

    snapshot_id: str
    as_of: date
    cubes: Mapping[str, Cube]
    history_start: Mapping[str, date]
    findings: tuple[Finding, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether anything in the facts has a date, so that `as_of` tells something."""
        return self.as_of != NO_DATE
