"""The back-test agrees with deals counted another way, and says how sure it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pytest

from data_sources.demo import generate
from data_sources.demo.frames import write
from data_sources.demo.plan import plans
from data_sources.facts.account_frames import book_for
from planning.actuals.book import AccountBook
from planning.agreed.accounts.criteria import Criterion
from planning.agreed.rows import PlanRow
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.back_test import back_test
from planning.review.accounts.tiers import Profile, Tiers, tiered
from tests.review.accounts.books import book_of
from tests.review.accounts.plain_tiers import tier_of

FOOD: Final = {
    "rule": "points",
    "attribute": "industry",
    "test": "is one of",
    "values": "Food",
    "points": 10,
}
A_FROM: Final = {"rule": "tier A from", "points": 10}
B_FROM: Final = {"rule": "tier B from", "points": 5}


def tiers_of(book: AccountBook, *cells: dict[str, Any]) -> Tiers:
    rows = [PlanRow(str(n), "criterion", "p", "joint", cells=it) for n, it in enumerate(cells)]
    return tiered(Profile.of(rows), Attributes(book))


def deals(account: int, won: int, lost: int, **more: object) -> list[dict[str, object]]:
    ends = ["won"] * won + ["lost"] * lost
    return [{"account": account, "outcome": outcome, **more} for outcome in ends]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], AccountBook, Any]:
    """The demo company's fact files, its book, and its plan of the year that runs."""
    company = generate(seed=7)
    folder = tmp_path_factory.mktemp("facts")
    paths = write(company.frames, folder)
    for path in paths.values():
        frame = pd.read_parquet(path, dtype_backend="pyarrow").assign(source="demo")
        frame.to_parquet(path, index=False)
    book = book_for(paths, company.as_of, company.company, "s", folder / "cache")
    return paths, book, plans(company)[1]


def test_every_tier_is_what_the_fact_files_say(
    demo: tuple[dict[str, Path], AccountBook, Any],
) -> None:
    paths, book, plan = demo
    rows = [
        PlanRow(row.key, "criterion", "p", "joint", cells=row.cells)
        for row in plan.rows
        if row.kind == "criterion"
    ]
    criteria = [Criterion.of(row.cells) for row in rows]
    test = back_test(book, tiered(Profile.of(rows), Attributes(book)))

    accounts = pd.read_parquet(paths["accounts"])
    accounts["annual_revenue"] = accounts["annual_revenue_cents"] / 100
    told = accounts.astype(object).where(accounts.notna(), None).to_dict("records")
    tier = {str(row["account_id"]): tier_of(row, criteria)[0] for row in told}  # type: ignore[arg-type]
    facts = pd.read_parquet(paths["opportunities"])
    closed = facts[facts["is_won"].notna() & (facts["motion"] != "retain")].copy()
    closed["tier"] = closed["account_id"].map(tier)
    closed["won"] = closed["is_won"].astype(bool)
    closed["days"] = [
        (end - start).days
        for start, end in zip(closed["created_on"], closed["closed_on"], strict=True)
    ]
    assert sum(one.closed for one in test.tiers.values()) == len(closed) > 1_000
    for name, one in test.tiers.items():
        mine = closed[closed["tier"] == name]
        won = mine[mine["won"]]
        assert one.accounts == sum(it == name for it in tier.values())
        assert (one.won, one.lost) == (len(won), len(mine) - len(won))
        assert one.close_ratio == pytest.approx(len(won) / len(mine))
        assert one.deal_cents == pytest.approx(won["amount_cents"].mean())
        assert one.median_cents == pytest.approx(won["amount_cents"].median())
        assert one.cycle_days == pytest.approx(won["days"].median())
        low, high = one.close_between or (1, 0)
        assert low < len(won) / len(mine) < high


def test_the_agreed_profile_of_the_demo_holds_and_nothing_flatters_it(
    demo: tuple[dict[str, Path], AccountBook, Any],
) -> None:
    _, book, plan = demo
    rows = [
        PlanRow(row.key, "criterion", "p", "joint", cells=row.cells)
        for row in plan.rows
        if row.kind == "criterion"
    ]
    test = back_test(book, tiered(Profile.of(rows), Attributes(book)))
    assert test.is_sure
    assert test.flattered_by == ()
    assert all(one.accounts for one in test.tiers.values())


def test_how_sure_a_beats_c_is_the_share_of_draws() -> None:
    book = book_of(
        [{"industry": "Food"}, {"industry": "Steel"}], [*deals(0, 12, 8), *deals(1, 8, 12)]
    )
    found = back_test(book, tiers_of(book, FOOD, A_FROM, B_FROM)).a_beats_c
    # Two betas nearly normal: the difference of 0.2 in units of its spread.
    spread = np.sqrt(2 * (12.5 * 8.5) / (21**2 * 22))
    from scipy.stats import norm  # type: ignore[import-untyped]

    expected = norm.cdf((12.5 - 8.5) / 21 / spread)
    assert found == pytest.approx(expected, abs=0.01)


def test_equal_tiers_are_even_odds_and_few_deals_say_nothing() -> None:
    listed = [{"industry": "Food"}, {"industry": "Steel"}]
    even = book_of(listed, [*deals(0, 10, 10), *deals(1, 10, 10)])
    assert back_test(even, tiers_of(even, FOOD, A_FROM, B_FROM)).a_beats_c == pytest.approx(
        0.5, abs=0.02
    )
    few = book_of(listed, [*deals(0, 3, 1), *deals(1, 10, 10)])
    assert back_test(few, tiers_of(few, FOOD, A_FROM, B_FROM)).a_beats_c is None


def test_renewals_and_open_deals_are_left_aside_and_rows_count_as_often_as_they_say() -> None:
    book = book_of(
        [{"industry": "Food", "is_customer": True}],
        [
            *deals(0, 2, 0, motion="retain"),
            {"account": 0, "outcome": "open"},
            {"account": 0, "outcome": "won", "n": 3, "cents": 900, "days": 20.0, "motion": None},
            {"account": 0, "outcome": "won", "n": 1, "cents": 100, "days": float("nan")},
            {"account": 0, "outcome": "lost", "n": 0},
        ],
    )
    one = back_test(book, tiers_of(book, FOOD)).tiers["A"]
    assert (one.won, one.lost, one.customers) == (4, 0, 1)
    assert one.deal_cents == 250
    assert one.median_cents == 300
    assert (one.cycle_days, one.cases_timed) == (20, 3)


@pytest.mark.parametrize("attribute", ["is_customer", "products_owned", "contacts_known"])
def test_what_winning_changes_is_named(attribute: str) -> None:
    book = book_of([{"industry": "Food"}])
    late = {"rule": "points", "attribute": attribute, "test": "is known", "points": 5}
    (named,) = back_test(book, tiers_of(book, FOOD, late)).flattered_by
    assert named in {"Customer", "Products owned", "Known contacts"}


def test_an_empty_book_has_tiers_of_nobody() -> None:
    book = book_of([])
    test = back_test(book, tiers_of(book, FOOD))
    assert all(one.accounts == one.closed == 0 for one in test.tiers.values())
    assert test.a_beats_c is None
