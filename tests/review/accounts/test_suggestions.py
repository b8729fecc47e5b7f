"""Facts suggest what truly differs, and keep silent where chance is enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats  # type: ignore[import-untyped]

from planning.actuals.book import AccountBook
from planning.agreed.accounts.criteria import Criterion
from planning.agreed.kinds import cleaned, refusals
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.chance import beyond, of_shares, of_sizes
from planning.review.accounts.disqualified import from_disqualified
from planning.review.accounts.suggestions import Suggestion, suggested
from tests.review.accounts.books import book_of

INDUSTRIES = ("Food", "Steel", "Energy", "Paper")


def made_up(
    seed: int, ratio: dict[str, float], size: dict[str, float] | None = None
) -> AccountBook:
    """400 accounts with five closed deals each; who wins and for how much is drawn."""
    draw = np.random.default_rng(seed)
    industry = draw.choice(INDUSTRIES, 400)
    region = draw.choice(["North", "South", "East", "West", "Centre"], 400)
    rows: list[dict[str, Any]] = [
        {"industry": str(one), "region": str(other), "employees": float(draw.integers(5, 900))}
        for one, other in zip(industry, region, strict=True)
    ]
    deals = [
        {
            "account": at,
            "outcome": "won" if draw.random() < ratio.get(str(industry[at]), 0.2) else "lost",
            "cents": int(1_000 * (size or {}).get(str(industry[at]), 1) * draw.lognormal(0, 0.5)),
        }
        for at in range(400)
        for _ in range(5)
    ]
    return book_of(rows, deals)


def of(book: AccountBook, *agreed: Criterion) -> tuple[Suggestion, ...]:
    return suggested(book, Attributes(book), agreed)


def test_an_industry_that_wins_more_is_suggested_with_its_counts() -> None:
    book = made_up(1, {"Food": 0.5})
    first = of(book)[0]
    assert (first.cells["attribute"], first.cells["values"]) == ("industry", "Food")
    assert int(str(first.cells["points"])) > 0
    place = book.deals["account"].to_numpy()
    food = (book.accounts["industry"] == "Food").to_numpy()[place]
    won = (book.deals["outcome"] == "won").to_numpy()
    own, rest = won[food].mean() * 100, won[~food].mean() * 100
    told = f"Food closes {own:.0f} % of {food.sum():,} deals, others {rest:.0f} %."
    assert first.cells["reason"] == told


def test_an_industry_that_buys_for_more_is_suggested_too() -> None:
    found = {str(one.cells["values"]): one for one in of(made_up(2, {}, {"Energy": 4.0}))}
    assert "times as much as others" in str(found["Energy"].cells["reason"])
    assert int(str(found["Energy"].cells["points"])) > 0


def test_every_suggestion_can_be_added_as_it_is() -> None:
    for one in of(made_up(3, {"Food": 0.5, "Steel": 0.05}, {"Energy": 3.0})):
        assert not refusals("criterion", cleaned("criterion", one.cells), whole=True)


def test_chance_alone_seldom_suggests_anything() -> None:
    # At most one book in twenty is expected to suggest something that is not there.
    silent = sum(not of(made_up(seed, {})) for seed in range(100, 140))
    assert silent >= 34


def test_what_is_agreed_is_not_suggested_again() -> None:
    book = made_up(1, {"Food": 0.5})
    food = Criterion(
        rule="points", attribute="industry", test="is one of", values="food; X", points=5
    )
    assert all(one.cells["values"] != "Food" for one in of(book, food))


def test_few_deals_suggest_nothing_however_good() -> None:
    rows = [{"industry": "Food"}, {"industry": "Steel"}]
    deals = [{"account": 0, "outcome": "won"}] * 19 + [{"account": 1, "outcome": "lost"}] * 500
    assert not of(book_of(rows, deals))
    assert of(book_of(rows, [*deals, {"account": 0, "outcome": "won"}]))


def test_yes_and_no_are_suggested_once() -> None:
    rows = [{"industry": "Food"}, {"industry": "Steel"}]
    deals = [{"account": 0, "outcome": "won"}] * 40 + [{"account": 1, "outcome": "lost"}] * 60
    (one,) = of(book_of(rows, deals))
    assert int(str(one.cells["points"])) > 0


def test_leads_that_are_turned_down_speak_against_their_accounts() -> None:
    rows = [
        {"industry": "Software", "leads": 100},
        {"industry": "Food", "leads": 100, "deals_won": 3},
        {"industry": "Steel", "leads": 100, "deals_won": 3},
    ]
    out: list[dict[str, object]] = [
        {"account": 0, "reason": "Outside our market", "n": 50},
        {"account": 0, "reason": "No budget", "n": 12},
        {"account": 1, "reason": "No budget", "n": 30},
        {"account": 2, "reason": None, "n": 32},
    ]
    book = book_of(rows, [], out)
    first = from_disqualified(book, Attributes(book))[0]
    assert first.cells == {
        "rule": "points",
        "attribute": "industry",
        "test": "is one of",
        "values": "Software",
        "points": -15,
        "reason": "Software: 62 % of 100 leads were disqualified, of others 31 %; "
        "most often “Outside our market” (50).",
    }
    worse = book_of(rows, [], [{"account": 0, "reason": None, "n": 85}])
    assert from_disqualified(worse, Attributes(worse))[0].cells["rule"] == "never"


def test_who_is_turned_down_as_often_as_others_is_left_alone() -> None:
    rows = [{"industry": name, "leads": 100} for name in INDUSTRIES]
    out = [{"account": at, "reason": "No need", "n": 30 + at} for at in range(4)]
    book = book_of(rows, [], out)
    assert from_disqualified(book, Attributes(book)) == ()


@pytest.mark.parametrize(("won", "n", "others", "rest"), [(30, 100, 20, 100), (5, 40, 60, 300)])
def test_the_chance_of_two_shares_is_the_root_of_the_square_test(
    won: int, n: int, others: int, rest: int
) -> None:
    table = [[won, n - won], [others, rest - others]]
    expected = stats.chi2_contingency(table, correction=False).pvalue
    assert of_shares(won, n, others, rest) == pytest.approx(expected)


def test_the_chance_of_two_sizes_is_welchs() -> None:
    draw = np.random.default_rng(5)
    one, other = draw.lognormal(1, 1, 30), draw.lognormal(1.4, 0.5, 50)
    expected = stats.ttest_ind(np.log(one), np.log(other), equal_var=False).pvalue
    assert of_sizes(one, other) == pytest.approx(expected)


def test_many_comparisons_are_corrected_as_published() -> None:
    draw = np.random.default_rng(6)
    chances = [*draw.random(40), 1e-5, 2e-4, 0.004]
    expected = stats.false_discovery_control(chances, method="bh") <= 0.05
    assert beyond(chances) == expected.tolist()
