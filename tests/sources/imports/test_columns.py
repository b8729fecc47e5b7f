"""Columns are recognised by name and other names; what a person says wins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data_sources.imports.columns import guess_columns
from data_sources.imports.read import inspect_file
from data_sources.imports.stage import source_name
from data_sources.imports.templates import template_csv
from planning.actuals.tables import TABLES
from planning.errors import UsageError
from tests.sources.imports.importing import column_of, csv_file, file_of, rows_of, staged


def guessed(folder: Path, table: str, *names: str) -> dict[str, str]:
    """Return the guesses for a file with these column names."""
    shape = inspect_file(csv_file(folder, [names, ["1"] * len(names)]), label="x")
    return {guess.field: guess.column for guess in guess_columns(shape, table)}


@pytest.mark.parametrize("spelling", ["LeadId", "lead_id", "Lead ID", " LEAD  ID ", "lead-id"])
def test_case_spaces_and_underscores_do_not_matter(tmp_path: Path, spelling: str) -> None:
    assert guessed(tmp_path, "leads", spelling, "zip") == {"lead_id": spelling.strip()}


def test_a_field_s_own_name_goes_before_other_names(tmp_path: Path) -> None:
    found = guessed(tmp_path, "leads", "source", "channel", "id")
    assert found == {"channel": "channel", "lead_id": "id"}


def test_a_guess_never_uses_a_column_twice(tmp_path: Path) -> None:
    assert guessed(tmp_path, "people", "sales_agent", "manager") == {
        "person_id": "sales_agent",
        "manager": "manager",
    }


def test_one_column_may_feed_two_fields_if_the_person_says_so(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["sales_agent"], ["Ann"]])
    asked = {"person_id": "sales_agent", "name": "Sales Agent"}
    row = rows_of(staged(path, "people", tmp_path, columns=asked))[0]
    assert (row["person_id"], row["name"]) == ("Ann", "Ann")


def test_columns_nobody_maps_are_dropped(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["id", "e-mail"], ["1", "ann@example.org"]])
    outcome = staged(path, "leads", tmp_path)
    assert outcome.provided == ("lead_id",)
    assert b"ann@example.org" not in outcome.rows.read_bytes()


def test_own_properties_become_json(tmp_path: Path) -> None:
    rows = [["id", "Country", "Spec"], ["1", "IN", "a \"b\" 'c'"], ["2", "", ""]]
    asked = {"attributes.Country": "Country", "attributes.Sp.ec": "Spec"}
    outcome = staged(csv_file(tmp_path, rows), "leads", tmp_path, columns=asked)
    assert column_of(outcome, "attributes") == ['{"Country":"IN","Sp.ec":"a \\"b\\" \'c\'"}', None]


def test_a_constant_stands_in_every_row_and_is_checked_like_a_value(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["Month", "Cost", "Region"], ["2025-01", "5", "East"]])
    outcome = staged(path, "spend", tmp_path, constants={"region": " EMEA ", "team": "Sales"})
    row = rows_of(outcome)[0]
    assert (row["region"], row["team"]) == ("EMEA", "sales")
    assert set(outcome.provided) == {"month", "team", "region", "amount_cents"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"columns": {"lead": "id"}}, "has no field “lead”.*lead_id"),
        ({"columns": {"channel": "sauce"}}, "no column “sauce”.*“source”"),
        ({"columns": {"channel": "source"}, "constants": {"channel": "x"}}, "given twice"),
        ({"won": ("yes",)}, "--won"),
        ({"statuses": {"won": ("1",)}}, "--status"),
    ],
)
def test_what_does_not_fit_the_file_is_told(
    tmp_path: Path, asked: dict[str, Any], told: str
) -> None:
    path = csv_file(tmp_path, [["id", "source"], ["1", "Web"]])
    with pytest.raises(UsageError, match=told):
        staged(path, "leads", tmp_path, **asked)


def test_a_needed_column_that_is_missing_is_named_with_the_columns_there(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["Day", "Kosten"], ["2025-01-01", "5"]])
    with pytest.raises(UsageError, match=r"“amount”.*--map amount=.*“Day”, “Kosten”"):
        staged(path, "spend", tmp_path)


def test_guesses_can_be_switched_off(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["id", "source"], ["1", "Web"]])
    outcome = staged(path, "leads", tmp_path, guess=False, columns={"lead_id": "id"})
    assert outcome.provided == ("lead_id",)


def test_files_of_one_kind_share_a_source() -> None:
    one = source_name("spend", ["Date", "Cost"], {"team": "sales"})
    assert one == source_name("spend", ["Cost", "Date"], {"team": "sales"})
    assert one != source_name("spend", ["Date", "Cost"], {"team": "marketing"})
    assert one != source_name("touches", ["Date", "Cost"], {"team": "sales"})
    assert one.startswith("spend-")
    assert len(one) == len("spend-") + 8


@pytest.mark.parametrize("table", TABLES)
def test_a_template_is_an_empty_file_of_its_table(tmp_path: Path, table: str) -> None:
    names = [field.name for field in TABLES[table].fields if field.kind != "attributes"]
    path = file_of(tmp_path, template_csv(table))
    shape = inspect_file(path, label="x")
    assert list(shape.names) == names
    assert {guess.field for guess in guess_columns(shape, table)} == set(names)
