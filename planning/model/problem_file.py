"""A problem as one JSON file, documented field by field, so that others can check us.

`schema()` is its documentation: every field with unit, meaning and range. Tables are lists
of records; a record points at a row of another table by that row's name. Numbers are
written so that reading them gives the same problem again, bit by bit.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from functools import cache
from typing import Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from planning.errors import UsageError
from planning.model.checks import checked
from planning.model.fields import Stated, statements
from planning.model.limits import Limit
from planning.model.problem import Before, Problem
from planning.model.tables import NONE, TABLES
from planning.periods import month_key, parse_month

FORMAT: Final = "tandem-problem"
VERSION: Final = 1
_CLOSED: Final = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
_SHOWN: Final = 3
_SINGLE: Final = {
    "name": (str, "Name of the question."),
    "currency": (str, "Currency of all money."),
    "first_month": (str, "First open month, YYYY-MM."),
    "open_months": (int, "Months: plan months still open, at least 1."),
    "ahead_months": (int, "Months looked ahead after them."),
    "discount_rate": (float, "Fraction per year."),
    "tail_months": (int, "Months: look-ahead spend is the mean of so many last plan months."),
    "counts_after": (bool, "Whether deals worked count what they bring after the last month."),
    "backfill_after": (bool, "Whether leavers among those hired are replaced after the plan."),
    "margin": (float, "Fraction of one-off and recurring money, before sales and marketing."),
    "value_months": (float, "Months of recurring money a win counts."),
    "lead_lag": (list[float], "Fractions of leads asking for follow-up by months since."),
    "ready_lag": (list[float], "Fractions of qualified leads ready by months since follow-up."),
}


class BeforeRecord(BaseModel):
    """The closed months of the fiscal year."""

    model_config = _CLOSED

    months: int = Field(default=0, ge=0, description="Months closed.")
    money: dict[str, float] = Field(default={}, description="Plan-currency units by team.")
    told: float = Field(default=0.0, description="The part of it that `value` bears already.")
    acquisition: float = Field(default=0.0, description="Plan-currency units for new customers.")
    leads: dict[str, float] = Field(default={}, description="Leads by channel.")
    customers: float = Field(default=0.0, description="New customers.")
    revenue: float = Field(default=0.0, description="Plan-currency units booked.")
    value: float = Field(default=0.0, description="Plan-currency units of value of deals won.")


def schema() -> dict[str, Any]:
    """Return the JSON schema of a problem file: its documentation."""
    return _model().model_json_schema()


def write_problem(problem: Problem) -> str:
    """Return a problem as JSON text."""
    said: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    for name in _SINGLE:
        value = getattr(problem, name)
        said[name] = value.tolist() if isinstance(value, np.ndarray) else value
    said["first_month"] = month_key(problem.first_month)
    for name in TABLES:
        said[name] = _records(problem, name)
    said["before"] = asdict(problem.before)
    said["limits"] = [limit.model_dump() for limit in problem.limits]
    return json.dumps(said, indent=1, allow_nan=False, ensure_ascii=False)


def read_problem(text: str) -> Problem:
    """Read a problem from JSON text.

    Raises:
        UsageError: The text is no such file, or its parts do not fit; names the place.
    """
    try:
        record = _model().model_validate_json(text)
    except ValidationError as error:
        raise UsageError(_told(error), "See the file's documentation for its fields.") from error
    said = dict(record)
    single = {name: said[name] for name in _SINGLE}
    single["first_month"] = parse_month(single["first_month"])
    for name in ("lead_lag", "ready_lag"):
        single[name] = np.array(single[name], dtype=np.float64)
    widths = {
        "months": single["open_months"] + single["ahead_months"],
        "open": single["open_months"],
    }
    tables = {name: _table(said, name, widths) for name in TABLES}
    before = Before(**said["before"].model_dump())
    return checked(Problem(**single, **tables, before=before, limits=tuple(said["limits"])))


@cache
def _model() -> type[BaseModel]:
    kinds: dict[str, Any] = {
        "format": (Literal["tandem-problem"], Field(description="Says what the file is.")),
        "version": (Literal[1], Field(description="Of the file's form.")),
    }
    usual = {each.name: each for each in fields(Problem)}
    for name, (kind, means) in _SINGLE.items():
        default = usual[name].default
        is_given = isinstance(default, (bool, int, float))
        kinds[name] = (kind, Field(default=default if is_given else ..., description=means))
    for name, table in TABLES.items():
        kinds[name] = (list[_record(name, table)], Field(description=table.__doc__))  # type: ignore[misc]
    kinds["before"] = (BeforeRecord, Field(default=BeforeRecord()))
    kinds["limits"] = (list[Limit], Field(default=[], description="Limits of the plan."))
    return create_model("ProblemFile", __config__=_CLOSED, **kinds)


def _record(name: str, table: type) -> type[BaseModel]:
    given: dict[str, Any] = {}
    for column, said in statements(table):
        given[column] = _field(said)
    return create_model(f"{name.capitalize()}Record", __config__=_CLOSED, **given)


def _field(said: Stated) -> tuple[Any, Any]:
    means = f"{said.unit}. {said.means}" if said.unit else said.means
    if said.kind == "text":
        return str, Field(description=means)
    if said.kind == "reference":
        about = f"{means} A name of {said.to}."
        kind: Any = str | None if said.may_lack else str
        return kind, Field(default=None if said.may_lack else ..., description=about)
    kind = int if said.kind == "count" else float
    if said.along is not None:
        kind = list[kind]
    has_default = said.default is not None
    default: Any = said.default if said.along is None else []
    return kind, Field(default=default if has_default else ..., description=means)


def _records(problem: Problem, name: str) -> list[dict[str, Any]]:
    table = getattr(problem, name)
    columns: dict[str, list[Any]] = {}
    for column, said in statements(type(table)):
        values = getattr(table, column)
        if said.kind == "reference":
            names = getattr(problem, said.to).name
            columns[column] = [None if at == NONE else names[at] for at in values]
        else:
            columns[column] = values.tolist() if isinstance(values, np.ndarray) else list(values)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _table(said: dict[str, Any], name: str, widths: dict[str, int]) -> Any:  # noqa: ANN401
    records = said[name]
    values: dict[str, Any] = {}
    for column, told in statements(TABLES[name]):
        given = [getattr(record, column) for record in records]
        place = f"{name}.{column}"
        if told.kind == "text":
            values[column] = tuple(given)
        elif told.kind == "reference":
            names = [record.name for record in said[told.to]]
            values[column] = np.array([_found(names, each, place) for each in given], np.int64)
        elif told.along is None:
            kind = np.int64 if told.kind == "count" else np.float64
            values[column] = np.array(given, dtype=kind)
        else:
            values[column] = _rows(given, widths.get(told.along), told, place)
    return TABLES[name](**values)


def _rows(given: list[list[float]], width: int | None, told: Stated, place: str) -> Any:  # noqa: ANN401
    wanted = width if width is not None else max((len(row) for row in given), default=0)
    # A kernel ends in zeros, a ramp in full productivity.
    rest = 1.0 if place == "pools.ramp" else 0.0
    rows = np.full((len(given), wanted), rest)
    for at, row in enumerate(given):
        if width is not None and len(row) not in (width, 0 if told.default is not None else width):
            raise UsageError(
                f"{place} has {len(row)} values in row {at + 1}.", f"Give {width}, one per month."
            )
        rows[at, : len(row)] = row
    return rows


def _found(names: list[str], name: str | None, place: str) -> int:
    if name is None:
        return NONE
    if name not in names:
        raise UsageError(f"{place} names “{name}”, which is not there.", "Add it or name another.")
    return names.index(name)


def _told(error: ValidationError) -> str:
    found = [
        f"{'.'.join(str(part) for part in each['loc']) or 'the file'}: {each['msg']}"
        for each in error.errors()[:_SHOWN]
    ]
    return f"This is no problem file: {'; '.join(found)}."
