"""The book of accounts says of every account what its rows say, counted another way."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.demo import generate
from data_sources.demo.frames import write
from data_sources.facts import account_book
from data_sources.facts.account_frames import book_for, under_one_name, with_owners_of
from data_sources.facts.counting import build_counts
from data_sources.facts.sellers import sellers_on
from planning.actuals.book import ACCOUNT_COLUMNS, DEAL_COLUMNS, TOUCH_COLUMNS, AccountBook
from planning.company import Company
from tests.builders import facts
from tests.facts.any_facts import AS_OF, Rows, crowd
from tests.facts.plain_book import rows, state_of, sums, weeks

SUMS = (
    "leads",
    "mqls",
    "deals_open",
    "open_cents",
    "deals_won",
    "won_cents",
    "deals_lost",
    "won_year_cents",
    "marketing_touches",
    "sales_touches",
)


def in_plan_currency(seed: int) -> Rows:
    """Hundreds of odd rows whose deals have one plain amount."""
    tables = crowd(seed)
    for row in tables["opportunities"]:
        row |= {"currency": None, "recurring_amount_cents": None}
    return tables


@pytest.fixture(scope="module", params=["demo", "odd rows", "other odd rows"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Path], AccountBook]:
    folder = tmp_path_factory.mktemp("facts")
    if request.param == "demo":
        company = generate(seed=7)
        paths, as_of, agreed = write(company.frames, folder), company.as_of, company.company
        for path in paths.values():
            table = pq.read_table(path)
            source = pa.array(["demo"] * len(table), pa.string())
            pq.write_table(table.append_column("source", source), path)
    else:
        seed = 4 if request.param == "odd rows" else 11
        paths, as_of, agreed = (
            facts(folder, stored=True, **in_plan_currency(seed)),
            AS_OF,
            Company(),
        )
    return paths, book_for(paths, as_of, agreed, "s", folder / "cache")


def test_every_column_is_there_in_order_of_the_accounts(
    told: tuple[dict[str, Path], AccountBook],
) -> None:
    paths, book = told
    assert tuple(book.accounts.columns) == ACCOUNT_COLUMNS
    assert tuple(book.deals.columns) == DEAL_COLUMNS
    assert tuple(book.touches.columns) == TOUCH_COLUMNS
    listed = sorted(row["account_id"] for row in rows(paths, "accounts"))
    assert book.accounts["account_id"].tolist() == listed
    assert len(book) == len(listed) > 20


def test_sums_are_those_of_the_rows(told: tuple[dict[str, Path], AccountBook]) -> None:
    paths, book = told
    known = sums(paths, book.as_of)
    for row in book.accounts.to_dict("records"):
        one = known[row["account_id"]]
        assert {name: row[name] for name in SUMS} == {name: one[name] for name in SUMS}
        for name in ("last_marketing", "last_sales"):
            on = None if pd.isna(row[name]) else row[name].date()
            assert on == one[name], (row["account_id"], name)


def test_accounts_are_told_as_they_are_stored(
    told: tuple[dict[str, Path], AccountBook],
) -> None:
    paths, book = told
    stored = {row["account_id"]: row for row in rows(paths, "accounts")}
    known = sums(paths, book.as_of)
    for row in book.accounts.to_dict("records"):
        one, summed = stored[row["account_id"]], known[row["account_id"]]
        for name in ("name", "domain", "industry", "region", "country", "segment", "owner"):
            assert row[name] == one[name]
        assert row["has_owner"] == (one["owner"] is not None)
        since = one["customer_since"] or summed["first"] or None
        assert (None if pd.isna(row["customer_since"]) else row["customer_since"].date()) == since
        buys = bool(one["is_customer"] or one["customer_since"] or summed["deals_won"] > 0)
        assert row["is_customer"] == buys
        revenue = one["annual_revenue_cents"]
        assert (
            pd.isna(row["annual_revenue"])
            if revenue is None
            else (row["annual_revenue"] == pytest.approx(revenue / 100))
        )


def test_who_works_an_account_is_what_the_counts_say(
    told: tuple[dict[str, Path], AccountBook],
) -> None:
    paths, book = told
    cube = build_counts(paths, book.as_of, Company(), "s").counts().cubes["accounts"]
    places, labels = cube.keys["worked_by"], cube.labels["worked_by"]
    counted: Counter[str | None] = Counter()
    for place, n in zip(places, cube.measures["accounts"], strict=True):
        counted[labels[place]] += int(n)
    assert Counter(book.accounts["worked_by"]) == counted


def test_deals_are_those_with_a_known_account(
    told: tuple[dict[str, Path], AccountBook],
) -> None:
    paths, book = told
    ids = book.accounts["account_id"].to_numpy()
    known = {row["opportunity_id"]: row for row in rows(paths, "opportunities")}
    assert set(book.deals["opportunity_id"]) == {
        name for name, row in known.items() if row["account_id"] in set(ids)
    }
    for row in book.deals.to_dict("records"):
        one = known[row["opportunity_id"]]
        assert ids[row["account"]] == one["account_id"]
        assert (row["outcome"], row["cents"]) == (state_of(one), one["amount_cents"] or 0)
        end = book.as_of if row["outcome"] == "open" else one["closed_on"]
        if one["created_on"] is None or end is None:
            assert pd.isna(row["days"])
        else:
            assert row["days"] == max((end - one["created_on"]).days, 0)


def test_touches_by_week_are_those_of_the_rows(
    told: tuple[dict[str, Path], AccountBook],
) -> None:
    paths, book = told
    ids = book.accounts["account_id"].to_numpy()
    found = {
        (ids[row["account"]], row["week"], row["team"]): row["touches"]
        for row in book.touches.to_dict("records")
    }
    assert found == dict(weeks(paths, book.as_of))


def test_disqualified_leads_are_those_of_the_rows(
    told: tuple[dict[str, Path], AccountBook],
) -> None:
    paths, book = told
    assert book.disqualified is not None
    ids = book.accounts["account_id"].tolist()
    expected: Counter[tuple[str, str | None]] = Counter()
    for row in rows(paths, "leads"):
        out = row["disqualified_on"] is not None or row["status"] == "disqualified"
        if out and row["account_id"] in set(ids):
            why = row["disqualify_reason"] or row["recycle_reason"]
            expected[row["account_id"], why] += 1 if row["quantity"] is None else row["quantity"]
    found = {
        (ids[row["account"]], row["reason"]): row["n"]
        for row in book.disqualified.to_dict("records")
    }
    assert found == dict(expected)


def test_the_book_is_asked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = facts(tmp_path / "facts", stored=True, **in_plan_currency(4))
    first = book_for(paths, AS_OF, Company(), "s", tmp_path / "cache")
    monkeypatch.setattr(account_book, "ask_book", lambda *_: pytest.fail("asked again"))
    again = book_for(paths, AS_OF, Company(name="Acme"), "s", tmp_path / "cache")
    for part in ("accounts", "deals", "touches", "disqualified"):
        pd.testing.assert_frame_equal(getattr(again, part), getattr(first, part))


@pytest.mark.parametrize("file", ["accounts.parquet", "notes.json"])
def test_a_damaged_book_is_asked_for_anew(tmp_path: Path, file: str) -> None:
    paths = facts(tmp_path / "facts", accounts=[{"account_id": "A"}, {"account_id": "B"}])
    book_for(paths, AS_OF, Company(), "s", tmp_path / "cache")
    (folder,) = (tmp_path / "cache").glob("book-*")
    (folder / file).write_bytes(b"PAR1")
    assert len(book_for(paths, AS_OF, Company(), "s", tmp_path / "cache")) == 2


def test_an_empty_company_has_an_empty_book(tmp_path: Path) -> None:
    book = book_for({}, AS_OF, Company(), "s", tmp_path)
    assert (len(book), len(book.deals), len(book.touches)) == (0, 0, 0)
    assert tuple(book.accounts.columns) == ACCOUNT_COLUMNS


def test_own_attributes_are_told_and_older_files_read(tmp_path: Path) -> None:
    given: list[dict[str, object]] = [
        {"account_id": "A", "attributes": {"ISO 9001": "yes"}},
        {"account_id": "B"},
    ]
    paths = facts(tmp_path / "new", accounts=given)
    book = book_for(paths, AS_OF, Company(), "s", tmp_path / "cache")
    assert book.accounts["attributes"].tolist() == ['{"ISO 9001": "yes"}', None]
    older = pq.read_table(paths["accounts"]).drop_columns(["attributes"])
    pq.write_table(older, paths["accounts"])
    book = book_for(paths, AS_OF, Company(), "older", tmp_path / "cache")
    assert book.accounts["attributes"].tolist() == [None, None]


def test_an_alias_stands_under_the_channel_it_means(tmp_path: Path) -> None:
    deals = [
        {"opportunity_id": str(n), "account_id": "A", "channel": channel}
        for n, channel in enumerate(["SEA", "Search", None])
    ]
    paths = facts(tmp_path / "f", accounts=[{"account_id": "A"}], opportunities=deals)
    book = under_one_name(book_for(paths, AS_OF, Company(), "s", tmp_path / "c"), {"SEA": "Search"})
    assert book.deals["channel"].tolist() == ["Search", "Search", "unknown"]


def test_owners_are_told_to_themselves(tmp_path: Path) -> None:
    given = [
        {"account_id": name, "owner": owner}
        for name, owner in (("A", "Bo@example.com"), ("B", "cy"), ("C", None))
    ]
    book = book_for(facts(tmp_path / "f", accounts=given), AS_OF, Company(), "s", tmp_path / "c")
    shown = with_owners_of(book, ["bo@example.com"])
    assert shown.accounts["owner"].tolist() == ["Bo@example.com", None, None]
    assert shown.accounts["has_owner"].tolist() == [True, True, False]


def test_sellers_are_the_people_of_sales_who_are_there(tmp_path: Path) -> None:
    people = [
        {"person_id": "p4", "team": "sales"},
        {"person_id": "p1", "team": "sales", "name": "Ada", "end_on": "2025-06-15"},
        {"person_id": "p2", "team": "sales", "end_on": "2025-06-14"},
        {"person_id": "p3", "team": "marketing"},
        {"person_id": "p5", "team": "sales", "start_on": "2025-06-16"},
    ]
    found = sellers_on(facts(tmp_path, people=people), date(2025, 6, 15))
    assert found["person_id"].tolist() == ["p1", "p4"]
    assert found["name"].tolist() == ["Ada", None]
    assert len(sellers_on({}, date(2025, 6, 15))) == 0
