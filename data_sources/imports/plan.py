"""What is going to be read from a file: asked for, known of the product, or guessed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_sources.imports.columns import choose_columns, table_spec
from data_sources.imports.presets.filling import preset_constants, with_preset
from data_sources.imports.presets.preset import Preset
from data_sources.imports.presets.recognise import preset_for, telling_columns
from data_sources.imports.request import ImportRequest
from data_sources.imports.row_rules import RowRules, row_rules
from data_sources.imports.shape import ColumnGuess, FileShape
from planning.actuals.numerals import steps_of
from planning.actuals.reading import clean
from planning.actuals.words import FLAGS, fold
from planning.errors import Finding, UsageError

_SCALED = ("money", "number")


@dataclass(frozen=True)
class Plan:
    """How one file is going to be read.

    Attributes:
        request: All that is asked for, what the preset knows included.
        shape: What the file looks like.
        columns: Which column feeds which field, and why.
        rules: Which rows are read, and where a field comes from in each.
        source: Name of the source the rows belong to.
        preset: What is known of the product, or None.
    """

    request: ImportRequest
    shape: FileShape
    columns: tuple[ColumnGuess, ...]
    rules: RowRules
    source: str
    preset: Preset | None

    @property
    def origin(self) -> dict[str, str]:
        """What a person calls the place each field comes from."""
        told = {guess.field: guess.column for guess in self.columns}
        return told | {field: f"--set {field}" for field in self.request.constants}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Say by which preset the file is read, and why."""
        if self.preset is None:
            return ()
        told = telling_columns(self.preset, self.shape)
        why = f"told by {_and(told)}" if told else "as asked for"
        return (
            Finding(
                level="info",
                code="preset",
                message=" ".join([f"Read as {self.preset.title}, {why}.", *self.preset.notes]),
                remedy="Use --preset none to read it by its column names alone.",
                table=self.preset.table,
            ),
        )


def plan_import(request: ImportRequest, shape: FileShape) -> Plan:
    """Decide what is read from a file.

    Where a person has seen the guesses (`request.guess` is false) nothing is added to
    what they ask for.

    Raises:
        UsageError: Table, preset, columns, words or scales do not fit the file.
    """
    table_spec(request.table)
    preset = preset_for(request, shape)
    asked = with_preset(request, preset, shape) if preset and request.guess else request
    columns = choose_columns(shape, asked)
    known = set(asked.columns) - set(request.columns)
    plan = Plan(
        request=asked,
        shape=shape,
        columns=tuple(
            guess.model_copy(update={"why": "preset"}) if guess.field in known else guess
            for guess in columns
        ),
        rules=row_rules(shape, asked, columns),
        source=request.source or _source(request, preset, shape),
        preset=preset,
    )
    _check_scales(asked, plan.origin)
    _check_meanings(asked, plan.origin)
    return plan


def _source(request: ImportRequest, preset: Preset | None, shape: FileShape) -> str:
    # What a preset puts in by itself must not tell two imports of one file apart.
    known = preset_constants(preset, {}, shape) if preset else {}
    own = {field: text for field, text in request.constants.items() if known.get(field) != text}
    return source_name(request.table, shape.names, own)


def source_name(table: str, columns: Sequence[str], constants: Mapping[str, str]) -> str:
    """Return the name of the source a file belongs to when nobody names it.

    Files with the same columns and constants share a source, so that a newer file takes
    the place of an older one.

    Args:
        table: The fact table.
        columns: Every column name of the file.
        constants: Text set by the person, by field.

    Example:
        >>> source_name("spend", ["Date", "Cost"], {}) == source_name("spend", ["Cost", "Date"], {})
        True
    """
    told = json.dumps([table, sorted(columns), sorted(constants.items())], ensure_ascii=False)
    return f"{table}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _check_scales(request: ImportRequest, origin: Mapping[str, str]) -> None:
    kinds = {field.name: field.kind for field in table_spec(request.table).fields}
    for field, scale in request.scale.items():
        if field not in origin or kinds.get(field) not in _SCALED:
            raise UsageError(
                f"“{field}” cannot be scaled: it is no amount or number that is read.",
                "Scale fields of money or numbers that a column feeds.",
            )
        try:
            steps_of(scale)
        except ValueError as error:
            raise UsageError(str(error), "Write it like 0.000001 or 12.") from error


def _check_meanings(request: ImportRequest, origin: Mapping[str, str]) -> None:
    specs = {field.name: field for field in table_spec(request.table).fields}
    for field, meanings in request.values.items():
        if field not in origin or field not in specs:
            raise UsageError(
                f"Words of “{field}” are given a meaning, but no column feeds it.",
                f'Say which with --map {field}="Column".',
            )
        spec = specs[field]
        for meaning in filter(None, map(clean, meanings.values())):
            if spec.choices and meaning not in spec.choices:
                raise UsageError(
                    f"“{meaning}” is no {field}.", f"Use one of {', '.join(spec.choices)}."
                )
            if spec.kind == "flag" and fold(meaning) not in FLAGS:
                raise UsageError(f"“{meaning}” is neither yes nor no.", f"Say so for {field}.")


def _and(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
