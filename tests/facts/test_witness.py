"""Two engines that share no code count the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from data_sources.demo import generate
from data_sources.demo.frames import write
from data_sources.facts.merge import merge
from planning.actuals.tables import TABLES
from tests.builders import facts
from tests.facts.agreement import assert_agreement
from tests.facts.any_facts import AS_OF, COMPANY, crowd, tables


@given(tables)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_engines_agree_in_every_cell_on_any_facts(rows: dict[str, list[Any]]) -> None:
    with TemporaryDirectory() as folder:
        assert_agreement(facts(Path(folder), stored=True, **rows), AS_OF, COMPANY)


@pytest.mark.parametrize("seed", range(3))
def test_both_engines_agree_in_every_cell_on_a_crowd(tmp_path: Path, seed: int) -> None:
    assert_agreement(facts(tmp_path, stored=True, **crowd(seed)), AS_OF, COMPANY)


SIDES = ("campaign", "owner", "product", "asset", "loss_reason", "disqualify_reason")
"""What side cubes are cut by, and recycled leads keep a reason beside these."""


@pytest.mark.parametrize("last", ["leads", "opportunities", "spend", None])
def test_they_agree_where_side_keys_are_named_by_one_row_or_by_none(
    tmp_path: Path, last: str | None
) -> None:
    company = {
        table: [{**row, **{side: None for side in SIDES if side in row}} for row in rows]
        for table, rows in crowd(seed=1).items()
    }
    company["leads"] = [{**row, "recycle_reason": None} for row in company["leads"]]
    if last:
        row = company[last][-1]
        row |= {side: "only one" for side in SIDES if side in row}
        row |= {"amount_cents": 700} if last == "spend" else {}
    assert_agreement(facts(tmp_path, stored=True, **company), AS_OF, COMPANY)


def test_both_engines_agree_in_every_cell_on_a_whole_company(tmp_path: Path) -> None:
    demo = generate(seed=11, size=0.1)
    paths = {}
    for name, path in write(demo.frames, tmp_path / "frames").items():
        columns = [field.column for field in TABLES[name].fields]
        stored = merge(TABLES[name], None, path, columns, "demo", tmp_path / "facts").path
        assert stored is not None
        paths[name] = stored
    assert_agreement(paths, demo.as_of, demo.company)
