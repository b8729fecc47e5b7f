"""Slices add up exactly what a plain sum over the rows adds up."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.counts import Scope
from planning.actuals.parts import add_up
from planning.actuals.slices import Context, Slice
from planning.periods import UNDATED, Period
from tests.actuals.small_counts import JAN, Row, small_counts

Labels = tuple[str | None, ...] | None

rows = st.lists(
    st.fixed_dictionaries(
        {
            "month": st.sampled_from([UNDATED, JAN, JAN + 2, JAN + 40]),
            "channel": st.sampled_from(["Web", "Fair", None]),
            "region": st.sampled_from(["West", "East", None]),
            "motion": st.sampled_from(["acquire", "retain", None]),
            "won_cents": st.integers(-(10**16), 10**16),
        }
    ),
    max_size=25,
)
labels: st.SearchStrategy[Labels] = st.none() | st.lists(
    st.sampled_from(["Web", "West", "Gone", None]), max_size=3
).map(tuple)
periods = st.none() | st.tuples(st.integers(JAN - 3, JAN + 45), st.integers(1, 50)).map(
    lambda pair: Period(start=pair[0], end=pair[0] + pair[1])
)


def kept(row: Row, scope: Scope, period: Period | None) -> bool:
    inside = period is None or period.start <= row["month"] < period.end
    return inside and all(
        wanted is None or row[key] in wanted
        for key, wanted in (("channel", scope.channel), ("region", scope.region))
    )


@given(rows, labels, labels, periods)
@settings(deadline=None)
def test_a_total_is_the_sum_of_its_rows_to_the_cent(
    base: list[Row], channel: Labels, region: Labels, period: Period | None
) -> None:
    scope = Scope(channel=channel, region=region)
    part = Slice(small_counts(base=base), scope, Context())
    expected = sum(row["won_cents"] for row in base if kept(row, scope, period))
    assert part.total("won_cents", period) == expected


@given(rows, periods)
@settings(deadline=None)
def test_splitting_loses_no_row_and_counts_none_twice(
    base: list[Row], period: Period | None
) -> None:
    part = Slice(small_counts(base=base), Scope(), Context())
    for by in ("channel", "region", "motion", "segment"):
        split = [one.total("won_cents", period) for one in part.split(by)]
        assert sum(split) == part.total("won_cents", period)


@given(rows)
@settings(deadline=None)
def test_acquiring_and_marketings_rows_are_told_by_their_labels(base: list[Row]) -> None:
    part = Slice(small_counts(base=base), Scope(), Context(channel_teams={"Fair": "sales"}))
    acquire = sum(row["won_cents"] for row in base if row["motion"] in ("acquire", None))
    marketing = sum(row["won_cents"] for row in base if row["channel"] in ("Web", None))
    assert part.total("won_cents", None, "acquire") == acquire
    assert part.total("won_cents", None, "marketing") == marketing


def test_sums_beyond_what_a_float_holds_stay_exact() -> None:
    large = np.array([2**53, 1, 1, 1], dtype=np.int64)
    assert add_up(np.zeros(4, dtype=np.intp), large, 1).tolist() == [2**53 + 3]


def test_groups_come_in_the_order_of_their_names_and_the_nameless_last() -> None:
    counts = small_counts(
        base=[{"region": name, "leads": 1} for name in ("west", None, "East", "north")]
    )
    part = Slice(counts, Scope(), Context())
    assert [one.label for one in part.split("region")] == ["East", "north", "west", None]


def test_a_slice_does_not_change_the_counts_it_reads() -> None:
    counts = small_counts(base=[{"leads": 3}])
    before = counts.cubes["base"].measures["leads"].copy()
    Slice(counts, Scope(region=("West",)), Context()).total("leads", None)
    assert counts.cubes["base"].measures["leads"].tolist() == before.tolist()
