"""Rankings: the chance to be among the best, not a list that noise reorders."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from planning.actuals.figures import Figure
from planning.actuals.ranking import top_probability
from planning.actuals.scorecard import grouped
from planning.errors import UsageError
from tests.actuals.small_counts import Row, small_counts


def channels(**rows: Row) -> dict[str | None, Mapping[str, Figure]]:
    counts = small_counts(base=[{"channel": name, **row} for name, row in rows.items()])
    return {group.name: group.figures for group in grouped(counts, by="channel", rivals=False)}


def test_the_probabilities_of_being_among_the_top_n_add_up_to_n() -> None:
    groups = channels(**{name: {"won": 10 + at, "lost": 20} for at, name in enumerate("abcdef")})
    for top in (1, 3, 6, 10):
        found = top_probability(groups, "close_ratio", top)
        assert sum(found.values()) == pytest.approx(min(top, 6))


def test_two_equal_channels_are_each_first_half_of_the_time() -> None:
    found = top_probability(channels(a={"won": 50}, b={"won": 50}), "won", top=1)
    assert found["a"] == pytest.approx(0.5, abs=0.03)


def test_the_chance_of_two_poisson_counts_agrees_with_the_binomial() -> None:
    # P(gamma(20.5) > gamma(10.5)) = P(beta(20.5, 10.5) > 1/2) = 0.9677
    found = top_probability(channels(a={"won": 20}, b={"won": 10}), "won", top=1, draws=40_000)
    assert found["a"] == pytest.approx(0.9677, abs=0.004)


def test_a_lucky_channel_with_two_cases_is_not_surely_the_best() -> None:
    groups = channels(
        lucky={"won": 2},
        proven={"won": 400, "lost": 600},
        middling={"won": 300, "lost": 700},
        poor={"won": 200, "lost": 800},
    )
    found = top_probability(groups, "close_ratio", top=1)
    assert found["lucky"] < 0.5 < found["proven"]
    assert found["poor"] == 0


def test_the_cheapest_channel_is_the_best_by_cost() -> None:
    groups = channels(
        cheap={"leads": 500, "marketing_programme_cents": 100_000},
        dear={"leads": 500, "marketing_programme_cents": 900_000},
    )
    assert top_probability(groups, "cost_per_lead", top=1) == {"cheap": 1.0, "dear": 0.0}


def test_averages_are_ranked_by_their_intervals() -> None:
    deals = {"won": 50, "won_amount_known": 50}
    groups = channels(
        large={**deals, "won_cents": 5_000_000, "won_cents_squared": 6 * 10**11},
        small={**deals, "won_cents": 500_000, "won_cents_squared": 6 * 10**9},
    )
    assert top_probability(groups, "average_deal", top=1)["large"] > 0.99


def test_the_same_seed_gives_the_same_answer() -> None:
    groups = channels(a={"won": 9}, b={"won": 8})
    assert top_probability(groups, "won", 1, seed=4) == top_probability(groups, "won", 1, seed=4)
    assert top_probability(groups, "won", 1, seed=4) != top_probability(groups, "won", 1, seed=5)


def test_undefined_figures_are_not_ranked() -> None:
    groups = channels(a={"won": 5, "lost": 5}, silent={"leads": 3})
    assert set(top_probability(groups, "close_ratio", 1)) == {"a"}
    assert top_probability({}, "close_ratio") == {}


def test_what_cannot_be_ranked_is_refused() -> None:
    with pytest.raises(UsageError, match="no better direction"):
        top_probability(channels(a={"marketing_cents": 5}), "spend_marketing")
    with pytest.raises(UsageError, match="no interval"):
        top_probability(channels(a={"created_open_cents": 5}), "open_pipeline")
