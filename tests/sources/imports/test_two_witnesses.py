"""The column expressions and the row models say the same about every row."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data_sources.imports.checks import CHECKED, REJECTED, Check, check_rows, unreadable
from data_sources.imports.database import name, workbench
from planning.actuals.dates import DAY_FORMATS, EXCEL_SERIAL, ISO, MONTH_FORMATS
from planning.actuals.reading import Reading, clean
from planning.actuals.tables import TABLES, FieldSpec, TableSpec
from planning.company import Company
from tests.sources.imports.texts import DAYS, NUMBERS, TEXTS, WORDS

COMPANY = Company(
    currency="EUR",
    fiscal_year_start=7,
    time_zone="America/New_York",
    rates={"USD": {0: Decimal("0.9")}, "GBP": {2025: Decimal("1.2")}},
)
LIKELY: Final[Mapping[str, st.SearchStrategy[str]]] = {
    "day": DAYS, "month": DAYS, "money": NUMBERS, "count": NUMBERS, "number": NUMBERS,
    "flag": WORDS, "choice": WORDS,
}  # fmt: skip
FITTING: Final = {"text": "x", "day": "2025-01-31", "month": "2025-01-31", "money": "1"}


def rows_for(spec: TableSpec) -> st.SearchStrategy[list[dict[str, str]]]:
    """Return rows of text that are often, but not always, what their fields expect."""
    cells = {
        field.name: st.one_of(LIKELY.get(field.kind, WORDS), LIKELY.get(field.kind, TEXTS), TEXTS)
        for field in spec.fields
        if field.kind != "attributes"
    }
    return st.lists(st.fixed_dictionaries(cells), min_size=10, max_size=20)


def readings_for(spec: TableSpec) -> st.SearchStrategy[Reading]:
    """Return what might have been decided about the columns."""
    dated = {f.name: _formats(f) for f in spec.fields if f.kind in ("day", "month")}
    numeric = [f.name for f in spec.fields if f.kind in ("money", "count", "number")]
    some = st.frozensets(st.sampled_from(numeric)) if numeric else st.just(frozenset[str]())
    return st.builds(
        Reading,
        dates=st.fixed_dictionaries(dated),
        decimal_comma=some,
        millionths=some,
        time_zone=st.just(COMPANY.time_zone),
        won=st.sampled_from([frozenset[str](), frozenset({"true"}), frozenset({"open", "won"})]),
        lost=st.sampled_from([frozenset[str](), frozenset({"false"})]),
        statuses=st.sampled_from([{}, {"1": "won", "gatekeeper": "qualified"}]),
    )


def _formats(field: FieldSpec) -> st.SearchStrategy[str]:
    months = MONTH_FORMATS if field.kind == "month" else ()
    return st.sampled_from((*DAY_FORMATS, *months, EXCEL_SERIAL, ISO, ISO))


def by_columns(check: Check, rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return what the column expressions say about each row."""
    with tempfile.TemporaryDirectory() as folder, workbench(Path(folder)) as database:
        listed = ", ".join(f"{name(field)} VARCHAR" for field in check.fields)
        database.execute(f"CREATE TABLE cells (row_number BIGINT, {listed})")
        marks = ", ".join("?" for _ in range(len(check.fields) + 1))
        for number, row in enumerate(rows):
            values = [clean(row[field]) or None for field in check.fields]
            database.execute(f"INSERT INTO cells VALUES ({marks})", [number, *values])
        check_rows(database, check)
        found = database.execute(f"SELECT * FROM {CHECKED} ORDER BY row_number")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def by_model(check: Check, row: Mapping[str, str]) -> tuple[bool, set[str], dict[str, Any]]:
    """Return what the row model says: accepted, fields it cannot read, values it can."""
    required = {field.name: field for field in check.spec.fields if field.required}
    bad: set[str] = set()
    replaced: set[str] = set()
    texts = dict(row)
    while True:
        try:
            values = check.spec.model.model_validate(texts, context=check.reading).model_dump()
            break
        except ValidationError as problem:
            wrong = {str(error["loc"][0]) for error in problem.errors()}
        bad |= {field for field in wrong if clean(texts[field])}
        replaced |= wrong & set(required)
        for field in wrong:
            texts[field] = _fitting(required[field]) if field in required else ""
    money = [field.name for field in check.spec.fields if field.kind == "money"]
    has_money = any(values.get(one) is not None for one in money if one not in replaced)
    unpaid = has_money and ("currency" in bad or not _has_rate(check, values, replaced))
    kept = {field: value for field, value in values.items() if field not in replaced}
    return not replaced and not unpaid, bad, kept


def _fitting(field: FieldSpec) -> str:
    return field.choices[0] if field.choices else FITTING[field.kind]


def _has_rate(check: Check, values: Mapping[str, Any], replaced: Collection[str]) -> bool:
    main = check.spec.main_date or ""
    day = None if main in replaced else values.get(main)
    currency = values.get("currency")
    return currency is None or check.company.rate(currency, day) is not None


def _stored(value: object) -> object:
    """Return a value of a model as the facts store it."""
    return int(value * 100) if isinstance(value, Decimal) else value


def compare(check: Check, row: Mapping[str, str], told: Mapping[str, Any]) -> None:
    """Hold both verdicts on one row together."""
    accepted, bad, values = by_model(check, row)
    assert accepted == (not told[REJECTED]), row
    for field in (field for field in check.spec.fields if field.name in row):
        context = (field.name, row[field.name], check.reading)
        assert (field.name in bad) == told[unreadable(field.name)], context
        seen = told[field.column]
        if field.name in values:
            takes_default = seen is None and field.default is not None
            seen = field.default if takes_default else seen
        assert seen == _stored(values.get(field.name)), context


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_columns_and_models_agree_on_every_row(table: str, data: st.DataObject) -> None:
    spec = TABLES[table]
    rows = data.draw(rows_for(spec))
    reading = data.draw(readings_for(spec))
    fields = tuple(field.name for field in spec.fields if field.kind != "attributes")
    check = Check(spec=spec, fields=fields, reading=reading, company=COMPANY)
    for row, told in zip(rows, by_columns(check, rows), strict=True):
        compare(check, row, told)


def test_a_difference_between_the_two_is_noticed() -> None:
    reading = Reading(dates={"month": ISO})
    check = Check(
        spec=TABLES["spend"], fields=("month", "amount"), reading=reading, company=COMPANY
    )
    told = by_columns(check, [{"month": "2025-01", "amount": "5"}])[0]
    compare(check, {"month": "2025-01", "amount": "5"}, told)
    with pytest.raises(AssertionError):
        compare(check, {"month": "2025-01", "amount": "6"}, told)
