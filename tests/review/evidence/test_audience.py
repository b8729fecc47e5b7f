"""Who would be there: domain first, then name, nothing guessed and nobody kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.review.evidence.audience import Guest, audience, guest, match
from planning.review.evidence.domains import FREE_MAIL, company_of, domain_of
from tests.rooms.companies import NAUGHTY

BLNS = Path(__file__).resolve().parents[4] / "shared" / "data" / "dirty" / "blns.json"


def book(*rows: tuple[str, str | None, str | None], **more: Any) -> pd.DataFrame:  # noqa: ANN401
    """Accounts of so many ids, names and domains."""
    frame = pd.DataFrame(rows, columns=["account_id", "name", "domain"])
    usual: dict[str, Any] = {"segment": "Mid", "region": "North", "is_customer": False,
                             "deals_open": 0, "open_cents": 0}  # fmt: skip
    return frame.assign(**(usual | more))


BOOK = book(
    ("1", "Acme GmbH", "acme.com"),
    ("2", "Bakery", "https://www.bakery.example/about"),
    ("3", "Acme Nordics", "acme.com"),
    ("4", "Gmail Fans", "gmail.com"),
    ("5", "Twin Ltd", None),
    ("6", "TWIN", None),
    ("7", None, None),
)


def placed(address: str = "", company: str = "") -> tuple[str, ...]:
    """The accounts one row belongs to."""
    return tuple(match([guest(address, company)], BOOK).by_account)


def test_the_domain_of_address_or_website_decides_before_the_name() -> None:
    assert placed("ada@bakery.example", "Acme GmbH") == ("2",)
    assert placed("https://BAKERY.example/jobs?x=1", "") == ("2",)
    assert placed("Ada Lovelace <ada@mail.eu.bakery.example>") == ("2",)


def test_of_accounts_that_share_a_domain_the_one_of_the_name_is_meant() -> None:
    assert placed("ada@acme.com", "ACME") == ("1",)
    assert placed("ada@acme.com", "acme nordics ab") == ("3",)
    assert placed("ada@acme.com", "") == ()
    assert match([guest("ada@acme.com", "Else")], BOOK).unclear == 1


def test_free_mail_never_matches_by_domain_but_its_company_may() -> None:
    assert placed("ada@gmail.com") == ()
    assert placed("ada@gmx.de", "bakery") == ("2",)
    found = match([guest("ada@web.de", ""), guest("bo@gmail.com", "Nowhere")], BOOK)
    assert (found.free_mail, found.unmatched, found.matched) == (2, 2, 0)
    assert {"gmail.com", "web.de", "gmx.de", "gmx.net", "t-online.de"} <= FREE_MAIL


def test_a_name_two_accounts_bear_is_unclear_and_no_name_matches_nothing() -> None:
    assert placed("", "Twin") == ()
    assert match([guest("", "twin limited")], BOOK).unclear == 1
    assert match([guest("", ""), guest(" ", "…")], BOOK).blank == 2


def test_a_domain_that_only_ends_alike_is_another() -> None:
    assert placed("ada@notbakery.example") == ()
    assert placed("ada@example") == ()


def test_counts_of_the_accounts_that_would_be_there() -> None:
    frame = BOOK.assign(
        is_customer=[True, False, False, False, False, False, False],
        deals_open=[2, 1, 0, 0, 0, 0, 0],
        open_cents=[100_00, 50_00, 0, 0, 0, 0, 0],
        segment=pd.Series(["Big", None, *["Mid"] * 5], dtype=object),
    )
    rows = [guest("a@acme.com", "Acme"), guest("b@acme.com", "Acme"), guest("c@bakery.example", "")]
    matched = match([*rows, guest("d@nowhere.example", "Nowhere")], frame)
    found = audience(matched, frame)
    assert (matched.rows, matched.matched, matched.unmatched) == (4, 3, 1)
    assert found.mix == {"Big": 1, "no segment": 1}
    assert (found.customers, found.deals_open, found.open_cents) == (1, 3, 150_00)
    assert found.accounts["account_id"].tolist() == ["1", "2"]
    assert found.accounts["guests"].tolist() == [2, 1]
    assert found.uncovered is None
    tiered = audience(matched, frame, {"1": "A", "2": "A"}, covered={"2"})
    assert tiered.mix == {"A": 2}
    assert tiered.uncovered == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "x@acme.com", "y@bakery.example", "z@gmail.com", "w@no.example"]),
            st.sampled_from(["", "Acme", "Bakery", "Twin", "Nobody"]),
        )
    )
)
def test_every_row_is_counted_once(rows: list[tuple[str, str]]) -> None:
    found = match([guest(*row) for row in rows], BOOK)
    assert found.rows == len(rows)
    assert found.matched + found.unclear + found.unmatched + found.blank == found.rows
    assert sum(found.by_account.values()) == found.matched
    one_by_one = [account for row in rows for account in placed(*row)]
    assert sorted(one_by_one) == sorted(
        account for account, count in found.by_account.items() for _ in range(count)
    )


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_is_no_domain_and_its_own_name(text: str) -> None:
    frame = book(("1", text, text))
    found = match([guest("", text)], frame)
    # What is nothing but signs names nobody.
    assert found.by_account == ({"1": 1} if company_of(text) else {})
    domain = domain_of(text)
    assert domain is None or "/" not in domain


@pytest.mark.realdata
@pytest.mark.skipif(not BLNS.exists(), reason="the shared data are not here")
def test_naughty_strings_match_only_what_is_called_so() -> None:
    texts = json.loads(BLNS.read_text("utf-8"))
    frame = book(*((str(at), text, text) for at, text in enumerate(texts)))
    found = match([guest(text, text) for text in texts], frame)
    assert found.rows == len(texts)
    assert sum(found.by_account.values()) == found.matched


def test_what_is_kept_holds_no_address_and_no_person() -> None:
    rows = [guest("ada.lovelace@acme.com", "Acme"), guest("bo.smith@gmail.com", "Nowhere Inc")]
    assert all(isinstance(row, Guest) for row in rows)
    matched = match(rows, BOOK)
    kept = json.dumps([asdict(matched), audience(matched, BOOK).accounts.to_dict()], default=str)
    for word in ("ada", "lovelace", "bo.smith", "smith", "@", "nowhere"):
        assert word not in kept.casefold()
