"""What won deals have in common: what is planted is found, what is drawn by chance is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from planning.review.wins.common import Common, commonalities
from planning.review.wins.traits import THIRDS, TOUCHED, thirds_at, traits
from tests.review.wins.closed import deals, drawn, read

SEEDS = range(150)
"""Enough that 1 in 20 is more than luck: over 800 seeds 2 to 3 % find anything."""


def found_in(frame: pd.DataFrame) -> tuple[Common, ...]:
    return commonalities(frame, traits(read(frame), frame))


def sure(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [
        (one.trait, one.level, one.found)
        for one in found_in(frame)
        if one.found in ("more often", "less often")
    ]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("column", "level", "rate", "found"),
    [("region", "South", 0.6, "more often"), ("industry", "Food", 0.1, "less often")],
)
def test_what_is_planted_is_found(
    seed: int, column: str, level: str, rate: float, found: str
) -> None:
    frame = drawn(seed)
    rng = np.random.default_rng(1000 + seed)
    planted = frame[column] == level
    won = np.where(rng.random(len(frame)) < rate, "won", "lost")
    frame["outcome"] = frame["outcome"].where(~planted, won)
    one = next(one for one in found_in(frame) if (one.trait, one.level) == (column, level))
    assert one.found == found
    assert one.low is not None
    assert one.high is not None
    assert one.low > 1 if found == "more often" else one.high < 1


def test_a_planted_touch_is_found() -> None:
    frame = drawn(3)
    rng = np.random.default_rng(9)
    touched = frame["marketing_touches"] > 0
    frame["outcome"] = np.where(
        rng.random(len(frame)) < np.where(touched, 0.45, 0.2), "won", "lost"
    )
    assert ("marketing_touched", TOUCHED, "more often") in sure(frame)


def test_in_shuffled_outcomes_hardly_anything_is_found() -> None:
    # The false share is about companies: in how many anything at all is called sure.
    wrong = [seed for seed in SEEDS if sure(drawn(seed))]
    assert len(wrong) / len(SEEDS) <= 0.05, wrong


def test_shuffling_the_outcomes_of_a_planted_company_leaves_nothing() -> None:
    wrong = []
    for seed in SEEDS:
        frame = drawn(seed)
        frame.loc[frame["region"] == "South", "outcome"] = "won"
        shuffled = np.random.default_rng(seed).permutation(frame["outcome"].to_numpy())
        if sure(frame.assign(outcome=shuffled)):
            wrong.append(seed)
    assert len(wrong) / len(SEEDS) <= 0.05, wrong


def test_lift_by_hand() -> None:
    rows = [{"region": "North", "outcome": "won"}] * 30 + [
        {"region": "North", "outcome": "lost"}
    ] * 20
    rows += [{"region": "South", "outcome": "won"}] * 10 + [
        {"region": "South", "outcome": "lost"}
    ] * 40
    frame = deals(rows)
    one = next(one for one in found_in(frame) if one.trait == "region")
    # Of two values one tells what the other does.
    assert (one.level, one.won, one.closed, one.others_won, one.others_closed) == (
        "North", 30, 50, 10, 50,
    )  # fmt: skip
    # 30 of 40 won are northern, 50 of 100 closed: 0.75 / 0.5.
    assert one.seen_lift == pytest.approx(1.5)
    assert 1 < (one.lift or 0) < 1.5
    assert (one.rate, one.others_rate) == (0.6, 0.2)
    assert one.found == "more often"


def test_a_row_of_several_deals_counts_as_many() -> None:
    frame = deals([{"region": "North", "n": 7}, {"region": "South", "outcome": "lost", "n": 9}])
    one = next(one for one in found_in(frame) if one.trait == "region")
    assert (one.won, one.closed, one.others_won, one.others_closed) == (7, 7, 0, 9)


def test_few_deals_are_pulled_towards_all_and_never_called_sure() -> None:
    frame = drawn(1)
    few = frame.index[:3]
    frame.loc[few, "industry"] = "Space"
    frame.loc[few, "outcome"] = "won"
    one = next(one for one in found_in(frame) if one.level == "Space")
    assert one.found == "too few"
    assert one.seen_lift is not None
    assert one.lift is not None
    assert 1 < one.lift < one.seen_lift


def test_nothing_known_or_nothing_won_says_nothing() -> None:
    assert found_in(deals([])) == ()
    lost = deals([{"outcome": "lost", "region": name} for name in ("N", "S") * 20])
    assert all(one.lift is None and one.found != "more often" for one in found_in(lost))


def test_without_touches_in_the_facts_nothing_is_said_of_them() -> None:
    frame = drawn(2)
    quiet = traits(replace(read(frame), touches_told=False), frame)
    assert not [name for name in quiet if "touch" in name]


def test_classes_part_numbers_where_they_say() -> None:
    frame = deals([{"employees": it} for it in (49.0, 50.0, 249.0, 250.0, 999.0, 1000.0, np.nan)])
    found = traits(read(frame), frame)["employees"].tolist()
    assert found[:6] == [
        "under 50", "50 to 249", "50 to 249", "250 to 999", "250 to 999", "1,000 and more",
    ]  # fmt: skip
    assert found[6] is None
    frame = deals([{"lead_days": it} for it in (7.0, 8.0, 30.0, 31.0, 90.0, 91.0)])
    assert traits(read(frame), frame)["lead_age"].tolist() == [
        "up to 7 days", "8 to 30 days", "8 to 30 days", "31 to 90 days", "31 to 90 days",
        "over 90 days",
    ]  # fmt: skip


def test_sizes_are_parted_into_thirds_of_what_is_known() -> None:
    frame = deals([{"cents": it} for it in range(100, 700, 100)] + [{"amount_known": False}])
    found = traits(read(frame), frame)["size"].tolist()
    assert found[:6] == [THIRDS[0]] * 2 + [THIRDS[1]] * 2 + [THIRDS[2]] * 2
    assert found[6] is None
    assert thirds_at(pd.Series([5.0, 5.0, 5.0])) is None
