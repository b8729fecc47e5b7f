"""The demo company is consistent: nothing in it is suspicious, whatever its problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.demo import generate
from data_sources.demo.frames import write
from data_sources.facts.merge import merge
from data_sources.facts.quality_report import quality_report
from planning.actuals.tables import TABLES


@pytest.mark.parametrize("without", ["", "all"])
def test_the_demo_company_is_not_suspicious(tmp_path: Path, without: str) -> None:
    demo = generate(seed=7, without=frozenset({without} - {""}))
    paths = {}
    for name, frame in write(demo.frames, tmp_path / "frames").items():
        columns = [field.column for field in TABLES[name].fields]
        merged = merge(TABLES[name], None, frame, columns, "demo", tmp_path)
        assert merged.path is not None
        paths[name] = merged.path
    report = quality_report(paths, demo.as_of, demo.company)
    assert report.findings == ()
    assert {one.undated for one in report.tables} == {0}
    assert max(hidden.share for hidden in report.hidden) < 1 / 4
