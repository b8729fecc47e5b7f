"""Asking for a file to be read as its preset says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from data_sources.imports.presets.preset import Preset, column_named, currency_named
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import FileShape
from planning.actuals.tables import TABLES
from planning.actuals.words import fold


def with_preset(request: ImportRequest, preset: Preset, shape: FileShape) -> ImportRequest:
    """Return a request that asks for all a preset knows; what the person said goes first.

    Args:
        request: What the person said.
        preset: What is known of the product.
        shape: The file's columns, of which the preset's names find theirs.
    """
    said = {*request.columns, *request.constants}
    outcome_said = {"is_won"} if request.won or request.lost else set()
    rules = _rules(preset, shape)
    columns = {}
    for field, names in preset.columns.items():
        column = column_named(shape, names)
        unruled = field in preset.only_where and field not in rules
        if column and not unruled and field not in said | outcome_said:
            columns[field] = column
    taken = set(request.columns.values())
    columns = {field: column for field, column in columns.items() if column not in taken}
    constants = preset_constants(preset, columns, shape)
    update: dict[str, Any] = {
        "preset": preset.name,
        "columns": {**columns, **request.columns},
        "constants": {
            **{field: text for field, text in constants.items() if field not in said},
            **request.constants,
        },
        "values": _values(preset, request, {*columns, *request.columns}),
        "scale": {**_scale(preset, columns), **request.scale},
        "leave_out": {**_leave_out(preset, shape), **request.leave_out},
        "only_where": {
            **{field: rule for field, rule in rules.items() if field in columns},
            **request.only_where,
        },
        "instead": {**_instead(preset, columns, shape), **request.instead},
        "first_of": (*request.first_of, *(f for f in preset.first_of if f in columns)),
        "ignored": (*request.ignored, *preset.ignored),
    }
    return request.model_copy(update=update)


def preset_constants(
    preset: Preset, columns: Mapping[str, str], shape: FileShape
) -> dict[str, str]:
    """Return the text a preset puts into every row, a currency told by a header included.

    Args:
        preset: What is known of the product.
        columns: The column of each field that has one.
        shape: The file's columns.
    """
    found = {field: text for field, text in preset.constants.items() if field not in columns}
    amount = columns.get("amount") or column_named(shape, preset.columns.get("amount", ()))
    currency = currency_named(amount) if amount else None
    has_field = any(field.name == "currency" for field in TABLES[preset.table].fields)
    if currency and has_field and "currency" not in columns:
        found["currency"] = currency
    return found


def _rules(preset: Preset, shape: FileShape) -> dict[str, dict[str, tuple[str, ...]]]:
    rules = {}
    for field, rule in preset.only_where.items():
        found = {column_named(shape, [name]): words for name, words in rule.items()}
        if None not in found:
            rules[field] = {column: words for column, words in found.items() if column}
    return rules


def _values(preset: Preset, request: ImportRequest, fed: set[str]) -> dict[str, dict[str, str]]:
    fields = sorted({*(fed & set(preset.values)), *request.values})
    return {
        field: {**preset.values.get(field, {}), **request.values.get(field, {})} for field in fields
    }


def _scale(preset: Preset, columns: Mapping[str, str]) -> dict[str, Decimal]:
    by_name = {fold(name): scale for name, scale in preset.scale.items()}
    return {
        field: by_name[fold(column)] for field, column in columns.items() if fold(column) in by_name
    }


def _leave_out(preset: Preset, shape: FileShape) -> dict[str, tuple[str, ...]]:
    found = {column_named(shape, [name]): words for name, words in preset.leave_out.items()}
    return {column: words for column, words in found.items() if column}


def _instead(
    preset: Preset, columns: Mapping[str, str], shape: FileShape
) -> dict[str, tuple[str, ...]]:
    found = {}
    for field, names in preset.instead.items():
        if field in columns:
            further = (column_named(shape, [name]) for name in names)
            others = tuple(
                dict.fromkeys(c for c in further if c is not None and c != columns[field])
            )
            if others:
                found[field] = others
    return found
