"""White space: shares of alike customers by hand, and money by the product's median deal."""

from __future__ import annotations

import numpy as np
import pytest

from planning.actuals.book import AccountBook
from planning.actuals.intervals import beta_prior
from planning.review.accounts.white_space import white_space
from tests.books import book


def company() -> AccountBook:
    """Of ten large food firms eight own Pumps, of ten small ones two; all own Valves."""
    accounts = [
        {
            "account_id": f"{segment[0]}{at}",
            "segment": segment,
            "industry": "Food",
            "products_owned": "Valves; Pumps" if at < pumps else "valves",
        }
        for segment, pumps in (("Large", 8), ("Small", 2))
        for at in range(10)
    ]
    accounts.append({"account_id": "X", "segment": "Large", "industry": "Food"})
    deals = [
        {"account": "L0", "product": "Pumps", "cents": cents} for cents in (100_00, 300_00, 200_00)
    ]
    deals.append({"account": "L1", "product": "Pumps", "cents": 900_00, "outcome": "lost"})
    return book(accounts, deals)


def test_what_is_missing_by_hand() -> None:
    found = white_space(company())
    assert (found.known, found.of_accounts) == (20, 21), "nothing is known of X"
    assert set(found.missing["product"]) == {"Pumps"}, "everybody owns valves, however written"
    first = found.missing.iloc[0]
    prior = beta_prior([8, 2], [10, 10])
    assert prior is not None
    assert first["segment"] == "Large"
    assert (first["alike"], first["owners"]) == (9, 8)
    share = (8 + prior[0]) / (9 + sum(prior))
    assert first["share"] == pytest.approx(share)
    assert first["expected_cents"] == pytest.approx(share * 200_00), "the median won deal"
    assert found.missing["account_id"].tolist()[:2] == ["L8", "L9"]
    assert len(white_space(company(), at_most=1).missing) == 1
    only = found.products.iloc[0]
    assert (only["product"], only["accounts"]) == ("Pumps", 10)
    assert only["expected_cents"] == pytest.approx(found.missing["expected_cents"].sum())
    assert len(found.missing) == 2 + 8


def test_the_matrix_counts_owners_by_segment() -> None:
    owned = white_space(company()).owned
    pumps = owned[owned["product"] == "Pumps"].set_index("segment")
    assert pumps["owners"].to_dict() == {"Large": 8, "Small": 2}
    assert pumps["share"].to_dict() == {"Large": 0.8, "Small": 0.2}
    assert owned[owned["product"] == "Valves"]["share"].tolist() == [1.0, 1.0]


def test_a_won_deal_tells_a_product_too_and_small_groups_say_nothing() -> None:
    accounts = [{"account_id": f"A{at}", "segment": "S", "industry": "I"} for at in range(8)]
    deals = [{"account": f"A{at}", "product": "Pumps" if at < 5 else "Valves"} for at in range(8)]
    found = white_space(book(accounts, deals))
    assert found.known == 8
    assert found.missing[found.missing["product"] == "Pumps"]["owners"].tolist() == [5, 5, 5]
    assert found.missing["expected_cents"].isna().all(), "no amount is known"
    few = white_space(book(accounts[:5], deals[:5]))
    assert few.missing.empty


def test_without_products_there_is_nothing_to_say() -> None:
    found = white_space(book([{"account_id": "A"}]))
    assert (found.known, len(found.missing), len(found.owned)) == (0, 0, 0)
    assert white_space(book([])).known == 0


def test_shares_agree_with_counting_one_by_one() -> None:
    random = np.random.default_rng(4)
    accounts = [
        {
            "account_id": f"A{at:03}",
            "segment": ["S", "M", "L"][random.integers(3)],
            "industry": ["Food", None][random.integers(2)],
            "products_owned": ";".join(name for name in ("P", "Q", "R") if random.random() < 0.4)
            or None,
        }
        for at in range(200)
    ]
    found = white_space(book(accounts), at_most=10_000)
    known = [it for it in accounts if it["products_owned"]]
    for row in found.missing.itertuples():
        own = next(it for it in known if it["account_id"] == row.account_id)
        alike = [
            it
            for it in known
            if (it["segment"], it["industry"]) == (own["segment"], own["industry"])
            and it is not own
        ]
        assert row.alike == len(alike)
        assert row.owners == sum(
            row.product in str(it["products_owned"]).split(";") for it in alike
        )
        assert row.product not in str(own["products_owned"]).split(";")
    missing = sum(3 - len(str(it["products_owned"]).split(";")) for it in known)
    assert len(found.missing) == missing
