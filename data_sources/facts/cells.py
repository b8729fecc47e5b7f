"""How rows become cells: groups by keys with whole-number sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from planning.actuals.cubes import SQUARE_MEASURES


def cells(
    rows: ir.Table, keys: Mapping[str, str], measures: Mapping[str, ir.IntegerColumn | None]
) -> ir.Table:
    """Return one row per combination of keys that occurs.

    Args:
        rows: The rows to group.
        keys: The cube's key by the column that holds it.
        measures: What to add, per measure; missing values add nothing. None counts rows.
    """
    sums = {
        name: rows.count() if value is None else value.sum().fill_null(0)
        for name, value in measures.items()
    }
    return rows.group_by([rows[column].name(key) for key, column in keys.items()]).aggregate(
        **{name: total.cast(kind_of(name)) for name, total in sums.items()}
    )


def added(parts: Sequence[ir.Table], keys: Sequence[str], measures: Sequence[str]) -> ir.Table:
    """Return the cells of several parts as one cube; a part without a measure adds 0."""
    padded = [
        part.select(
            *keys,
            **{
                name: part[name] if name in part.columns else ibis.literal(0).cast(kind_of(name))
                for name in measures
            },
        )
        for part in parts
    ]
    stacked = ibis.union(*padded)
    return stacked.group_by(list(keys)).aggregate(
        **{name: stacked[name].sum().cast(kind_of(name)) for name in measures}
    )


def kind_of(measure: str) -> str:
    """Return the engine's type of a measure while it is added: squares outgrow 64 bits."""
    return "decimal(38, 0)" if measure in SQUARE_MEASURES else "int64"


def squared(cents: ir.IntegerColumn) -> ir.DecimalColumn:
    """Return squares as whole numbers of up to 38 digits."""
    wide = cents.cast("decimal(38, 0)")
    return wide * wide
