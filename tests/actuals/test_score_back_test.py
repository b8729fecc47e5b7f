"""Back-tests count what plain loops count, and judge only leads that are old enough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.actuals.intervals import wilson
from planning.actuals.lead_sample import LeadSample
from planning.actuals.scoring.back_test import band_of, score_back_test
from planning.actuals.scoring.cohort import Cohort, cohort


def everybody(rows: int) -> Cohort:
    every = np.ones(rows, dtype=np.bool_)
    return Cohort(every, np.arange(rows) < rows // 2, 90, 0, 10.0)


def test_a_small_score_by_hand() -> None:
    points = np.array([0, 0, 0, 0, 10, 10, 10, 10], dtype=np.float64)
    won = np.array([0, 0, 0, 1, 1, 1, 1, 0])
    found = score_back_test(
        points, np.ones(8, np.int64), won, everybody(8), handed=points >= 10, threshold=10
    )
    low, high = found.bands
    assert (low.cases, low.won, high.cases, high.won) == (4, 1, 4, 3)
    assert (low.lift, high.lift) == (0.5, 1.5)
    assert high.interval == wilson(3, 4)
    assert found.separation is not None
    assert found.separation.auc == 0.75
    assert found.handed is not None
    assert (found.handed.share, found.handed.caught, found.handed.a_month) == (0.5, 0.75, 0.4)


@given(
    st.lists(
        st.tuples(st.integers(-20, 60), st.integers(0, 3), st.integers(0, 3)),
        min_size=1,
        max_size=80,
    )
)
def test_bands_add_up_to_all_leads_and_hold_their_own(rows: list[tuple[int, int, int]]) -> None:
    points = np.array([it[0] for it in rows], dtype=np.float64)
    n = np.array([it[1] for it in rows])
    won = np.minimum(np.array([it[2] for it in rows]), n)
    found = score_back_test(points, n, won, everybody(len(rows)))
    assert (found.cases, found.won) == (n.sum(), won.sum())
    assert sum(band.cases for band in found.bands) == n.sum()
    assert sum(band.won for band in found.bands) == won.sum()
    assert sum(band.later_cases for band in found.bands) == n[len(rows) // 2 :].sum()
    for at, band in enumerate(found.bands):
        inside = (points >= band.low) & (points <= band.high)
        assert band.cases == n[inside].sum()
        assert set(band_of(points[inside & (n > 0)], found.bands)) == {at}


def sample(created: Sequence[str | None], won: Sequence[str | None]) -> LeadSample:
    leads = pd.DataFrame(
        {
            "created_on": pd.to_datetime(pd.Series(list(created))),
            "won_on": pd.to_datetime(pd.Series(list(won))),
            "n": 1,
        }
    )
    return LeadSample("s", date(2026, 6, 30), leads, pd.DataFrame(), len(leads))


def test_leads_younger_than_nine_of_ten_wins_took_are_left_out_even_if_won() -> None:
    created = ["2026-01-01"] * 10 + ["2026-05-15", "2026-05-15"]
    wins = [*["2026-04-11"] * 10, "2026-05-20", None]
    found = cohort(sample(created, wins))
    assert found.mature_days == 100
    assert found.judged.tolist() == [True] * 10 + [False, False]
    assert found.left_out == 2


def test_without_days_every_lead_is_judged() -> None:
    found = cohort(sample([None, None], [None, None]))
    assert found.mature_days is None
    assert found.judged.all()


def test_the_score_of_the_source_is_judged_on_the_leads_it_scored() -> None:
    points = np.array([1.0, 2, 3, 4, 5, 6])
    won = np.array([0, 0, 1, 0, 1, 1])
    told = np.array([9.0, 1, 5, np.nan, np.nan, 7])
    found = score_back_test(points, np.ones(6, np.int64), won, everybody(6), of_source=told)
    assert found.of_source is not None
    assert found.on_same is not None
    assert (found.of_source.auc, found.on_same.auc) == (0.5, 1.0)
    assert found.of_source.won == found.on_same.won == 2
    assert found.separation is not None
    assert found.separation.auc == pytest.approx(8 / 9)
