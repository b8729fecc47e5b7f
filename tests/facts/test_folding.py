"""A cube beyond its limit folds its smallest labels, and its totals never change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_sources.facts.counting import build_counts
from data_sources.facts.folding import FOLDED, folded
from planning.actuals.cubes import KEYS, MEASURES
from planning.company import Company
from tests.builders import AS_OF, facts
from tests.facts.agreement import cells_of_frame

CAMPAIGNS = 12


@pytest.fixture
def frames(tmp_path: Path) -> Mapping[str, pd.DataFrame]:
    leads = [
        {
            "lead_id": f"{campaign}-{month}",
            "campaign": f"c{campaign:02}",
            "created_on": f"2025-0{month}-01",
            "quantity": 1 + campaign,
            "first_touch_hours": campaign * 7 + month,
        }
        for campaign in range(CAMPAIGNS)
        for month in (1, 2, 3)
    ]
    deals = [
        {"opportunity_id": str(cents), "is_won": True, "amount_cents": cents}
        for cents in (0, 7, 999, 1000, 1004, 1005, -123_456, -123_499, 99_950)
    ]
    paths = facts(tmp_path, leads=[*leads, {"lead_id": "none"}], opportunities=deals)
    return build_counts(paths, AS_OF, Company(), "s").frames


def sums(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    return {measure: frame[measure].sum() for measure in MEASURES[name]}


def labels(frame: pd.DataFrame, key: str) -> set[str | None]:
    return {None if pd.isna(label) else str(label) for label in frame[key].astype(object)}


def test_within_the_limit_nothing_folds(frames: Mapping[str, pd.DataFrame]) -> None:
    small, findings = folded(frames)
    assert findings == []
    assert all(small[name].equals(frame) for name, frame in frames.items())


def test_the_smallest_labels_fold_in_all_cubes_of_their_key(
    frames: Mapping[str, pd.DataFrame],
) -> None:
    small, findings = folded(frames, limit=20)
    assert [note.column for note in findings] == ["campaign"]
    kept = labels(small["campaign"], "campaign") - {FOLDED, None}
    assert len(kept) == CAMPAIGNS - findings[0].count
    assert kept == {f"c{place:02}" for place in range(CAMPAIGNS - len(kept), CAMPAIGNS)}
    assert len(small["campaign"]) <= 20
    for name in ("deal_days:campaign", "follow_up:campaign"):
        assert labels(small[name], "campaign") <= kept | {FOLDED, None}


def test_folding_changes_no_total_and_no_month(frames: Mapping[str, pd.DataFrame]) -> None:
    small, _ = folded(frames, limit=20)
    for name, frame in frames.items():
        assert sums(small[name], name) == sums(frame, name), name
        cells_of_frame(name, small[name])  # every combination of keys once
        if "month" in KEYS[name]:
            measure = MEASURES[name][0]
            before, after = (
                part.groupby("month")[measure].sum().to_dict() for part in (frame, small[name])
            )
            assert before == after, name


def test_follow_up_beyond_three_days_folds_to_days(frames: Mapping[str, pd.DataFrame]) -> None:
    small, _ = folded(frames, limit=20)
    before, after = (set(part["follow_up"]["hours"]) for part in (frames, small))
    exact = {hour for hour in before if hour <= 72}
    assert after == exact | {hour // 24 * 24 for hour in before if hour > 72}
    assert after != before


def test_amounts_fold_to_three_digits(frames: Mapping[str, pd.DataFrame]) -> None:
    small, _ = folded({"won_amounts": frames["won_amounts"], **_rest(frames)}, limit=5)
    assert set(small["won_amounts"]["cents"]) == {0, 7, 999, 1000, 1010, -123_000, 100_000}


def _rest(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: frame for name, frame in frames.items() if name != "won_amounts"}
