"""Counts are kept as Parquet, found again, and never half written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from data_sources.facts import counting
from data_sources.facts.cache import folder_name, load_counts, save_counts
from data_sources.facts.counting import build_counts, counts_for
from planning.actuals.counts import Cube
from planning.company import Company
from tests.builders import facts
from tests.facts.agreement import cells_of_frame

AS_OF = date(2025, 5, 31)


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    return facts(
        tmp_path / "facts",
        leads=[
            {"lead_id": "1", "channel": "Web", "campaign": "é", "created_on": "2025-05-01"},
            {"lead_id": "2", "region": "North", "created_on": "2025-06-01"},
            {"lead_id": "3"},
        ],
        opportunities=[{"opportunity_id": "1", "is_won": True, "amount": -7, "currency": "CHF"}],
    )


def cells(cube: Cube) -> set[tuple[object, ...]]:
    """Return a cube's rows with labels instead of codes."""
    keys = [
        [cube.labels[key][code] for code in codes] if key in cube.labels else codes.tolist()
        for key, codes in cube.keys.items()
    ]
    return set(zip(*keys, *(values.tolist() for values in cube.measures.values()), strict=True))


def test_kept_counts_are_the_counts(paths: dict[str, Path], tmp_path: Path) -> None:
    built = build_counts(paths, AS_OF, Company(), "s")
    save_counts(built, tmp_path / "kept")
    fresh, kept = built.counts(), load_counts(tmp_path / "kept")
    assert kept is not None
    assert (kept.snapshot_id, kept.as_of) == ("s", AS_OF)
    assert kept.history_start == fresh.history_start
    assert [note.code for note in kept.findings] == ["after-as-of", "no-rate"]
    assert kept.findings == fresh.findings
    assert kept.cubes.keys() == fresh.cubes.keys()
    for name, cube in fresh.cubes.items():
        assert cells(kept.cubes[name]) == cells(cube), name
        assert kept.cubes[name].size == cube.size
        for key, codes in kept.cubes[name].keys.items():
            assert codes.dtype == cube.keys[key].dtype, (name, key)
        for measure, values in kept.cubes[name].measures.items():
            assert values.dtype == cube.measures[measure].dtype, (name, measure)


def test_counts_are_built_once(
    paths: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = counts_for(paths, AS_OF, Company(), "s", tmp_path / "cache")
    monkeypatch.setattr(counting, "build_counts", lambda *_: pytest.fail("counted again"))
    again = counts_for(paths, AS_OF, Company(name="Acme", sla_hours=1), "s", tmp_path / "cache")
    assert cells(again.cubes["base"]) == cells(first.cubes["base"])
    assert len(list((tmp_path / "cache").glob("v*"))) == 1


@pytest.mark.parametrize(
    ("as_of", "company", "snapshot"),
    [
        (date(2025, 6, 1), Company(), "s"),
        (AS_OF, Company(), "t"),
        (AS_OF, Company(currency="CHF"), "s"),
        (AS_OF, Company(rates={"CHF": {0: Decimal(1)}}), "s"),
        (AS_OF, Company(fiscal_year_start=4), "s"),
        (AS_OF, Company(credit_window_days=1), "s"),
    ],
)
def test_whatever_changes_a_count_has_counts_of_its_own(
    as_of: date, company: Company, snapshot: str
) -> None:
    assert folder_name(snapshot, as_of, company) != folder_name("s", AS_OF, Company())


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"PAR1")])
@pytest.mark.parametrize("file", ["base.parquet", "notes.json"])
def test_a_damaged_folder_is_counted_anew(
    paths: dict[str, Path], tmp_path: Path, file: str, damage: Callable[[Path], object]
) -> None:
    cache = tmp_path / "cache"
    counts_for(paths, AS_OF, Company(), "s", cache)
    (folder,) = cache.glob("v*")
    damage(folder / file)
    assert load_counts(folder) is None
    assert counts_for(paths, AS_OF, Company(), "s", cache).cubes["base"].total("leads") == 3
    assert load_counts(folder) is not None


def test_equal_facts_give_equal_frames(paths: dict[str, Path]) -> None:
    one, other = (build_counts(paths, AS_OF, Company(), "s").frames for _ in range(2))
    for name, frame in one.items():
        assert frame.equals(other[name]), name
        assert np.array_equal(frame.index, np.arange(len(frame)))
        assert len(cells_of_frame(name, frame)) <= len(frame)
