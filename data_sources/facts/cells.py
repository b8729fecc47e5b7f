"""How rows become cells: groups by keys with whole-number sums."""

from __future__ import annotations

from collections.abc import Mapping

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
            Sums of squares are added as whole numbers and leave as floats.
    """
    sums = {
        name: rows.count() if value is None else _sum(name, value)
        for name, value in measures.items()
    }
    return rows.group_by([rows[column].name(key) for key, column in keys.items()]).aggregate(**sums)


def _sum(measure: str, value: ir.IntegerColumn) -> ir.NumericScalar:
    total = value.sum().fill_null(0)
    return total.cast("float64") if measure in SQUARE_MEASURES else whole_sum(total)


def whole_sum(total: ir.IntegerScalar) -> ir.IntegerScalar:
    """Return a sum of whole numbers as 64 bits, by way of 38 digits.

    Engines add 64-bit numbers up to wider ones; Ibis takes the sum for 64 bits already
    and drops a plain cast, and wide numbers are slow to read and to add again.
    """
    return total.cast("decimal(38, 0)").cast("int64")


def squared(cents: ir.IntegerColumn) -> ir.DecimalColumn:
    """Return squares as whole numbers of up to 38 digits: they outgrow 64 bits."""
    wide = cents.cast("decimal(38, 0)")
    return wide * wide
