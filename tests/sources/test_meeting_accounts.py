"""Accounts a meeting looks at: recomputed row by row from the demo's book."""

from __future__ import annotations

import dataclasses

import pytest

from data_sources.allocating import Allocations
from data_sources.meeting_accounts import SHOWN_WEEKS, uncovered, woken
from data_sources.meeting_week import whole
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.tiers import Profile, tiered
from planning.review.accounts.waking import waking


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo company; read only."""
    home = tmp_path_factory.mktemp("met") / "home"
    workspace = Workspace.open(Settings(home=home, database_url=None, facts_url=None))
    workspace.load_demo()
    return workspace


def test_uncovered_are_the_a_accounts_in_no_half_of_the_plan(demo: Workspace) -> None:
    book = demo.accounts.book()
    assert book is not None
    plan = Allocations(demo).plan()
    criteria, coverage = (demo.plan.rows(kind, plan.id) for kind in ("criterion", "coverage"))
    names = tiered(Profile.of(criteria), Attributes(book)).names
    held = set()
    for row in coverage:
        begins, ends = str(row["start"] or ""), str(row["end"] or "9")
        if (row["owner"] or row["programme"]) and begins <= str(book.as_of) <= ends:
            held.add(row["account"])
    expected: dict[object, int] = {}
    for at, account in enumerate(book.accounts.itertuples()):
        if names[at] == "A" and account.account_id not in held:
            expected[account.region] = expected.get(account.region, 0) + 1
    found = uncovered(book, criteria, coverage)
    assert {one.region: one.accounts for one in found} == expected
    assert expected
    assert [one.money for one in found] == sorted((one.money or 0 for one in found), reverse=True)
    assert uncovered(book, (), coverage) == ()
    assert uncovered(book, criteria, ()) == ()


def test_woken_accounts_have_no_open_deal_and_their_own_touches(demo: Workspace) -> None:
    book = demo.accounts.book()
    assert book is not None
    named = list(waking(book).accounts["account_id"])
    assert len(named) > 2
    # Of the demo's accounts that woke up all but the first have no open deal here.
    still = book.accounts.assign(deals_open=book.accounts["account_id"].eq(named[0]).astype(int))
    book = dataclasses.replace(book, accounts=still)
    found = woken(book)
    assert [one.key for one in found] == named[1 : 1 + len(found)]
    assert found
    for one in found:
        assert len(one.weeks) == SHOWN_WEEKS
        assert sum(one.weeks[-4:]) == one.touches


def test_the_whole_agenda_tells_no_owner_of_facts_and_parks_what_was_parked(
    demo: Workspace,
) -> None:
    gathered = whole(demo)
    assert set(gathered.parked) == {"placeholders"}
    kinds = {item.kind for item in gathered.items}
    assert {"accounts-uncovered", "contradiction", "target-off", "ignored-accounts"} <= kinds
    sellers = set(demo.accounts.sellers()["name"])
    assert not [item.finding for item in gathered.items for name in sellers if name in item.finding]
