"""A file brought into a table updates by id, or replaces its source's months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.facts.engine import schema_of
from data_sources.facts.merge import Merged, merge
from planning.actuals.tables import TABLES
from tests.builders import facts, table_of

Rows = Iterable[Mapping[str, Any]]


class Table:
    """A fact table that files are brought into."""

    def __init__(self, name: str, folder: Path) -> None:
        self.spec, self.folder, self.files = TABLES[name], folder, 0
        self.path: Path | None = None

    def bring(self, rows: Rows, *, provided: Sequence[str] = (), source: str = "crm") -> Merged:
        """Bring rows in as a file of their own."""
        self.files += 1
        given = [dict(row) for row in rows]
        staged = facts(self.folder / str(self.files), stored=False, **{self.spec.name: given})
        fields = tuple(provided) or tuple({field for row in given for field in row})
        merged = merge(
            self.spec, self.path, staged[self.spec.name], fields, source, self.folder / "facts"
        )
        self.path = merged.path
        return merged

    def rows(self, *columns: str) -> list[tuple[Any, ...]]:
        """Return the stored rows in their order."""
        if self.path is None:
            return []
        table = pq.read_table(self.path, columns=list(columns))
        return list(zip(*(table[column].to_pylist() for column in columns), strict=True))


@pytest.fixture
def leads(tmp_path: Path) -> Table:
    return Table("leads", tmp_path)


@pytest.fixture
def spend(tmp_path: Path) -> Table:
    return Table("spend", tmp_path)


def said(merged: Merged) -> tuple[int, int, int, int]:
    return merged.rows, merged.added, merged.changed, merged.removed


def test_rows_keep_the_files_order(leads: Table) -> None:
    merged = leads.bring([{"lead_id": name} for name in "cab"])
    assert said(merged) == (3, 3, 0, 0)
    assert leads.rows("lead_id", "source") == [("c", "crm"), ("a", "crm"), ("b", "crm")]


def test_the_last_of_several_rows_with_one_id_counts(leads: Table) -> None:
    rows = [{"lead_id": "1", "channel": name} for name in ("a", "b")]
    assert said(leads.bring(rows)) == (1, 1, 0, 0)
    assert leads.rows("lead_id", "channel") == [("1", "b")]


def test_a_row_updates_the_row_of_its_id_in_place(leads: Table) -> None:
    leads.bring([{"lead_id": "1", "channel": "a"}, {"lead_id": "2", "channel": "b"}])
    merged = leads.bring([{"lead_id": "3", "channel": "c"}, {"lead_id": "1", "channel": "z"}])
    assert said(merged) == (3, 1, 1, 0)
    assert leads.rows("lead_id", "channel") == [("1", "z"), ("2", "b"), ("3", "c")]


def test_only_columns_the_file_provides_overwrite(leads: Table) -> None:
    leads.bring([{"lead_id": "1", "channel": "a", "campaign": "x", "quantity": 5}])
    leads.bring([{"lead_id": "1", "campaign": None, "channel": "b"}], provided=["campaign"])
    assert leads.rows("channel", "campaign", "quantity") == [("a", None, 5)]


def test_money_is_provided_by_field_or_by_column(leads: Table) -> None:
    leads.bring([{"lead_id": "1", "won_amount": 1}])
    leads.bring([{"lead_id": "1", "won_amount": 2}], provided=["won_amount"])
    assert leads.rows("won_amount_cents") == [(200,)]
    leads.bring([{"lead_id": "1", "won_amount": 3}], provided=["won_amount_cents"])
    assert leads.rows("won_amount_cents") == [(300,)]


def test_a_row_keeps_the_source_it_first_came_from(leads: Table) -> None:
    leads.bring([{"lead_id": "1"}], source="crm")
    leads.bring([{"lead_id": "1", "channel": "a"}, {"lead_id": "2"}], source="list")
    assert leads.rows("lead_id", "channel", "source") == [("1", "a", "crm"), ("2", None, "list")]


def test_the_same_file_twice_changes_nothing(leads: Table, spend: Table) -> None:
    rows: list[dict[str, Any]] = [
        {"lead_id": "2", "attributes": {"size": "1"}},
        {"lead_id": "1", "score_points": 0.1},
    ]
    first = leads.bring(rows)
    assert said(leads.bring(rows)) == (2, 0, 0, 0)
    assert leads.path == first.path
    lines = [{"month": "2025-05-01", "amount": 1}] * 2
    first = spend.bring(lines)
    assert said(spend.bring(lines)) == (2, 0, 0, 0)
    assert spend.path == first.path


def test_equal_contents_have_equal_names_wherever_they_lie(tmp_path: Path) -> None:
    one, other = Table("leads", tmp_path / "one"), Table("leads", tmp_path / "other")
    for table in (one, other):
        table.bring([{"lead_id": "1", "channel": "a"}])
    assert one.path is not None
    assert other.path is not None
    assert one.path.name == other.path.name
    assert one.path.read_bytes() == other.path.read_bytes()


def test_a_file_replaces_its_sources_rows_in_the_months_it_covers(spend: Table) -> None:
    spend.bring(
        [
            {"month": "2025-04-01", "amount": 1},
            {"month": "2025-05-01", "amount": 2},
            {"month": "2025-05-01", "amount": 3},
        ]
    )
    spend.bring([{"month": "2025-05-01", "amount": 4}], source="finance")
    merged = spend.bring(
        [{"month": "2025-05-01", "amount": 3}, {"month": "2025-06-01", "amount": 5}]
    )
    assert said(merged) == (4, 1, 0, 1)
    assert spend.rows("amount_cents", "source") == [
        (100, "crm"),
        (400, "finance"),
        (300, "crm"),
        (500, "crm"),
    ]


def test_equal_rows_of_one_file_are_all_kept(spend: Table) -> None:
    assert spend.bring([{"month": "2025-05-01", "amount": 1}] * 3).rows == 3
    merged = spend.bring([{"month": "2025-05-01", "amount": 1}] * 2)
    assert said(merged) == (2, 0, 0, 1)


def test_a_files_undated_rows_replace_its_sources_undated_rows(tmp_path: Path) -> None:
    touches = Table("touches", tmp_path)
    touches.bring([{"kind": "call"}, {"kind": "visit", "on": "2025-05-09"}])
    merged = touches.bring([{"kind": "e-mail"}])
    assert said(merged) == (2, 1, 0, 1)
    assert touches.rows("kind") == [("visit",), ("e-mail",)]


def test_a_day_covers_its_whole_month(tmp_path: Path) -> None:
    touches = Table("touches", tmp_path)
    touches.bring([{"kind": "a", "on": "2025-05-09"}, {"kind": "b", "on": "2025-06-01"}])
    touches.bring([{"kind": "c", "on": "2025-05-31"}])
    assert touches.rows("kind") == [("b",), ("c",)]


def test_a_file_without_rows_changes_nothing(leads: Table, spend: Table) -> None:
    assert leads.bring([]) == Merged(None, 0, 0, 0, 0)
    spend.bring([{"month": "2025-05-01", "amount": 1}])
    before = spend.path
    assert spend.bring([]) == Merged(before, 1, 0, 0, 0)


def test_a_file_from_before_a_column_existed_can_be_updated(leads: Table, tmp_path: Path) -> None:
    old = table_of("leads", [{"lead_id": "1", "channel": "a"}]).drop_columns(["attributes"])
    leads.path = tmp_path / "old.parquet"
    pq.write_table(old, leads.path)
    leads.bring([{"lead_id": "1", "attributes": {"size": "9"}}], provided=["attributes"])
    assert leads.rows("channel", "attributes") == [("a", '{"size": "9"}')]


def test_stored_files_have_the_documented_columns_and_nothing_lies_beside_them(
    leads: Table, tmp_path: Path
) -> None:
    leads.bring([{"lead_id": "1"}])
    assert leads.path is not None
    assert tuple(pq.read_schema(leads.path).names) == tuple(schema_of("leads").names)
    assert [path.name for path in (tmp_path / "facts").iterdir()] == [leads.path.name]
    assert leads.path.name.startswith("leads-")


ids = st.sampled_from(["a", "b", "c"])
lead_rows = st.lists(
    st.fixed_dictionaries({"lead_id": ids, "channel": st.none() | st.sampled_from(["x", "y"])}),
    max_size=5,
)


@given(files=st.lists(lead_rows, max_size=4))
@settings(max_examples=25, deadline=None)
def test_after_any_files_each_id_has_its_last_row_in_order_of_arrival(
    files: list[list[dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = Table("leads", tmp_path_factory.mktemp("merge"))
    expected: dict[str, str | None] = {}
    for rows in files:
        last = {row["lead_id"]: row["channel"] for row in rows}
        fresh = [row["lead_id"] for row in rows if row["lead_id"] not in expected]
        # A new id arrives where the file names it last.
        order = [name for place, name in enumerate(fresh) if name not in fresh[place + 1 :]]
        merged = table.bring(rows, provided=["lead_id", "channel"])
        assert merged.added == len(order)
        assert merged.changed == sum(
            name in expected and expected[name] != channel for name, channel in last.items()
        )
        expected |= {name: last[name] for name in [*expected, *order] if name in last}
    assert table.rows("lead_id", "channel") == list(expected.items())
