"""How a file was read can be kept as a small file and used for the next one alike."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data_sources.imports.mapping import (
    over,
    read,
    read_mapping,
    requested,
    shape_key,
    write_mapping,
    written,
)
from data_sources.imports.options import read_request
from data_sources.imports.read import inspect_file
from data_sources.imports.request import ImportRequest, Mapping
from data_sources.imports.stage import stage
from data_sources.imports.staged import Staged
from planning.company import Company
from planning.errors import NotPossible, UsageError
from tests.sources.imports.importing import column_of, csv_file, rows_of, staged

FULL = Mapping(
    table="opportunities",
    columns={"opportunity_id": "Id", "stage": "State", "attributes.tier": "Tier"},
    constants={"currency": "EUR"},
    won=("Signed",),
    lost=("Gone",),
    statuses={"won": ("1",)},
    source="crm",
    date_format="%d.%m.%Y",
    dates={"created_on": "%m/%d/%Y"},
    sheet="Deals",
    guess=False,
    preset="none",
    values={"channel": {"Select": "", "OnlineStore": "Online Store"}},
    scale={"amount": Decimal("0.000001")},
    leave_out={"Deleted": ("true", "1")},
    only_where={"is_won": {"Closed": ("yes",)}},
    instead={"closed_on": ("Lost at",)},
    first_of=("lead_id",),
    ignored=("Title",),
    decimal=",",
)
DEALS = [
    ["Id", "Shop", "Value", "State", "Made"],
    ["1", "OnlineStore", "1.234,50", "Signed", "31.12.2024"],
    ["2", "Select", "2,00", "Talking", "01.02.2025"],
]


def first_read(folder: Path) -> tuple[Path, Staged]:
    path = csv_file(folder, DEALS, separator=";")
    told: dict[str, Any] = {
        "columns": {"opportunity_id": "Id", "channel": "Shop", "stage": "State",
                    "created_on": "Made"},
        "won": ("Signed",),
        "values": {"channel": {"onlinestore": "Online Store", "Select": ""}},
    }  # fmt: skip
    return path, staged(path, "opportunities", folder / "first", **told)


def test_a_mapping_survives_being_written_and_read() -> None:
    assert read(written(FULL), "m.json") == FULL
    bare = Mapping(table="leads")
    assert read(written(bare), "m.json") == bare


def test_a_mapping_file_is_small_and_says_what_it_is(tmp_path: Path) -> None:
    write_mapping(Mapping(table="leads", columns={"lead_id": "Nr"}), tmp_path / "m.json")
    told = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert told == {
        "tandem_mapping": 1,
        "table": "leads",
        "guess": True,
        "columns": {"lead_id": "Nr"},
    }
    assert read_mapping(tmp_path / "m.json").columns == {"lead_id": "Nr"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no mapping"),
        ("[]", "does not say “tandem_mapping”"),
        ('{"table": "leads"}', "does not say “tandem_mapping”"),
        ('{"tandem_mapping": 2, "table": "leads"}', "newer Tandem"),
        ('{"tandem_mapping": 1}', "table: Field required"),
        ('{"tandem_mapping": 1, "table": "leads", "colums": {}}', "colums: Extra"),
        ('{"tandem_mapping": 1, "table": "leads", "scale": {"amount": "x"}}', "scale.amount"),
    ],
)
def test_what_is_no_mapping_is_refused_in_one_sentence(text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as refused:
        read(text, "m.json")
    assert "m.json" in refused.value.what
    assert "\n" not in str(refused.value)


def test_a_mapping_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="cannot be opened"):
        read_mapping(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not text"):
        read_mapping(tmp_path / "bytes.json")
    with pytest.raises(NotPossible, match="cannot be written"):
        write_mapping(FULL, tmp_path / "no folder" / "m.json")


def test_the_next_file_is_read_as_the_first_was(tmp_path: Path) -> None:
    path, first = first_read(tmp_path)
    assert column_of(first, "channel") == ["Online Store", None]
    assert column_of(first, "is_won") == [True, None]
    mapping = read(written(first.mapping), "m.json")
    again = stage(requested(mapping, path, "june.csv"), Company(), tmp_path / "again")
    assert rows_of(again) == rows_of(first)
    assert again.source == first.source
    assert again.mapping == first.mapping


def test_what_was_guessed_is_written_out_and_nothing_more_is_guessed(tmp_path: Path) -> None:
    path, first = first_read(tmp_path)
    assert first.mapping.columns["amount"] == "Value"
    assert first.mapping.dates == {"created_on": "%d.%m.%Y"}
    assert not first.mapping.guess
    without = first.mapping.model_copy(
        update={"columns": {f: c for f, c in first.mapping.columns.items() if f != "amount"}}
    )
    again = stage(requested(without, path, "june.csv"), Company(), tmp_path / "again")
    assert column_of(again, "amount_cents") == [None, None]


def test_typed_options_go_before_the_mapping_s() -> None:
    typed = ImportRequest(
        path=Path("f.csv"),
        label="f.csv",
        table="opportunities",
        columns={"stage": "Status", "closed_on": "Won at"},
        constants={"opportunity_id": "7"},
        values={"channel": {"Shop": "Online Store"}},
        won=("Yes",),
        leave_out={"Deleted": ()},
    )
    merged = over(typed, FULL)
    assert merged.columns == {"stage": "Status", "closed_on": "Won at", "attributes.tier": "Tier"}
    assert merged.constants == {"currency": "EUR", "opportunity_id": "7"}
    assert merged.values["channel"] == {
        "Select": "", "OnlineStore": "Online Store", "Shop": "Online Store",
    }  # fmt: skip
    assert (merged.won, merged.lost) == (("Yes",), ("Gone",))
    assert merged.leave_out == {"Deleted": ()}
    assert merged.instead == {}
    assert (merged.source, merged.decimal, merged.guess) == ("crm", ",", False)


def test_a_mapping_of_another_table_is_refused() -> None:
    typed = ImportRequest(path=Path("f.csv"), label="f.csv", table="leads")
    with pytest.raises(UsageError, match="for opportunities, not leads"):
        over(typed, FULL)


def test_the_terminal_takes_table_and_all_from_the_mapping_file(tmp_path: Path) -> None:
    write_mapping(FULL, tmp_path / "m.json")
    request = read_request(tmp_path / "f.csv", mapping=tmp_path / "m.json", won=["Yes"])
    assert request.table == "opportunities"
    assert request.won == ("Yes",)
    assert request.model_dump(exclude={"path", "label", "won"}) == FULL.model_dump(exclude={"won"})


def test_without_table_mapping_or_preset_nothing_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Which table"):
        read_request(tmp_path / "f.csv")
    assert read_request(tmp_path / "f.csv", preset="google-ads").table == "spend"


@pytest.mark.parametrize("typed", ["channel", "channel:Web", ":Web=Online", "channel:=x"])
def test_a_meaning_that_cannot_be_read_is_refused(typed: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--value FIELD:WORD=MEANING"):
        read_request(tmp_path / "f.csv", "leads", values=[typed])


def test_files_alike_share_a_key_whatever_their_order_and_case(tmp_path: Path) -> None:
    def key(*columns: str) -> str:
        path = csv_file(tmp_path, [columns, ["x"] * len(columns)])
        return shape_key(inspect_file(path, label="f.csv"))

    assert key("Lead ID", "Channel") == key("channel", "lead_id")
    assert key("Lead ID", "Channel") != key("Lead ID", "Channel", "Region")
    assert key("Ärger", "ß") != key("Arger", "s")
