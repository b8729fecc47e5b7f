"""Whatever the facts lack, detectors answer, and what they say is whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.slices import Context
from planning.review.exceptions.found import in_the_facts
from planning.review.exceptions.item import FACTS, MOST_WORDS, Item
from planning.teams import UNKNOWN_CHANNEL
from tests.actuals.small_counts import small_counts
from tests.review.exceptions.even_company import CHANNELS, FIRST, Cell, even_counts
from tests.review.exceptions.even_company import REGIONS as COMPANY_REGIONS

LABELS = st.sampled_from([None, "Ads", "Mail", "Web", UNKNOWN_CHANNEL])
REGIONS = st.sampled_from([None, "North", "South", "West"])
MONTHS = st.integers(FIRST, FIRST + 23) | st.just(-1)


def rows(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a cube anywhere."""
    return st.lists(
        st.fixed_dictionaries({"month": MONTHS, "channel": LABELS, "region": REGIONS, **more}),
        max_size=25,
    )


MANY = st.sampled_from([0, 1, 40, 5_000])
BASE = rows(
    leads=MANY,
    mqls=MANY,
    sals=MANY,
    sqls=MANY,
    leads_won=MANY,
    leads_won_cents=MANY,
    won_new_cents=MANY,
)
FOLLOW_UP = rows(
    basis=st.just("mql"),
    state=st.sampled_from(["touched", "touched_untimed", "untouched", "untold"]),
    hours=st.sampled_from([-1, 5, 100, 2_000]),
    leads=MANY,
)
SPEND = rows(category=st.sampled_from(["programme", "people"]), cents=MANY)
ACCOUNTS = st.lists(
    st.fixed_dictionaries(
        {
            "region": REGIONS,
            "segment": st.sampled_from([None, "Large"]),
            "customer": st.sampled_from(["yes", "no"]),
            "worked_by": st.sampled_from(["both", "marketing", "sales", "neither"]),
            "accounts": MANY,
        }
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(BASE, FOLLOW_UP, SPEND, ACCOUNTS)
def test_any_facts_are_answered_with_whole_items(
    base: list[dict[str, Any]],
    follow_up: list[dict[str, Any]],
    spend: list[dict[str, Any]],
    accounts: list[dict[str, Any]],
) -> None:
    counts = small_counts(
        as_of=date(2025, 12, 31), base=base, follow_up=follow_up, spend=spend, accounts=accounts
    )
    hold_whole(in_the_facts(counts, Context()))


CHANGES = st.lists(
    st.tuples(
        st.sampled_from([None, *CHANNELS]),
        st.sampled_from([None, *COMPANY_REGIONS]),
        st.sampled_from(
            [
                ("accept", 0.1),
                ("qualify", 0.9),
                ("never", 18),
                ("late", 15),
                ("leads", 400),
                ("mqls", 2),
                ("money", 9_000.0),
                ("money", 0.0),
                ("won", 0),
                ("worth", 0),
            ]
        ),
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.sampled_from(COMPANY_REGIONS), st.integers(0, 5))
def test_whatever_goes_wrong_in_a_company_is_told_in_whole_items(
    changes: list[tuple[str | None, str | None, tuple[str, float]]], short: str, heads: int
) -> None:
    def change(cell: Cell) -> None:
        for channel, region, (name, value) in changes:
            if channel in (None, cell.channel) and region in (None, cell.region):
                setattr(cell, name, value)

    hold_whole(in_the_facts(even_counts(change, heads={short: heads}), Context()))


def hold_whole(items: tuple[Item, ...]) -> None:
    """Hold that every item says all it must."""
    assert len({item.key for item in items}) == len(items)
    for item in items:
        assert item.kind in FACTS
        assert item.money is not None
        assert item.money > 0
        assert item.estimate
        assert item.chance is not None
        assert 0 <= item.chance <= 1
        assert len(item.finding.split(" ")) <= MOST_WORDS
        assert "nan" not in item.finding.casefold()


@pytest.mark.parametrize("lacking", ["follow_up", "spend", "people", "accounts"])
def test_without_a_whole_table_a_healthy_company_stays_healthy(lacking: str) -> None:
    full = even_counts()
    kept = {name: cube for name, cube in full.cubes.items() if name != lacking}
    counts = type(full)(full.snapshot_id, full.as_of, kept, full.history_start)
    assert in_the_facts(counts, Context()) == ()


def test_leads_of_no_known_channel_are_nobodys_channel() -> None:
    def nameless(cell: Cell) -> None:
        if cell.channel == "Ads":
            cell.channel, cell.accept = UNKNOWN_CHANNEL, 0.1

    assert in_the_facts(even_counts(nameless), Context()) == ()
