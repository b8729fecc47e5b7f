"""Accounts a meeting looks at: recomputed row by row from the demo's book."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data_sources.allocating import Allocations
from data_sources.meeting_week import whole
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.agreed.accounts.coverage import halves
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.tiers import Profile, tiered
from planning.review.exceptions.account_matters import uncovered


@pytest.fixture(scope="module")
def demo(demo_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo company; read only."""
    home = shutil.copytree(demo_made_once, tmp_path_factory.mktemp("met") / "home")
    return Workspace.open(Settings(home=home, database_url=None, facts_url=None))


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
    planned = tuple(halves(coverage).values())
    found = uncovered(book, criteria, planned, book.as_of)
    assert {one.region: one.accounts for one in found} == expected
    assert expected
    assert uncovered(book, (), planned, book.as_of) == ()
    assert uncovered(book, criteria, (), book.as_of) == ()


def test_the_whole_agenda_tells_no_owner_of_facts_and_parks_what_was_parked(
    demo: Workspace,
) -> None:
    gathered = whole(demo)
    assert set(gathered.parked) == {"placeholders"}
    kinds = {item.kind for item in gathered.items}
    assert {"accounts-uncovered", "contradiction", "target-off", "ignored-accounts"} <= kinds
    sellers = set(demo.accounts.sellers()["name"])
    assert not [item.finding for item in gathered.items for name in sellers if name in item.finding]
