"""Signing in with a real browser and a real provider: who comes in, as whom, and who not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.patience import holds, settled
from tests.e2e.signed_in import Doors, running_with_sign_in

pytestmark = pytest.mark.browser

BOSS = "boss@example.com"
NOT_FOUND = "Page not found"


@pytest.fixture(scope="module")
def doors(
    demo: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Doors]:
    home = shutil.copytree(demo, tmp_path_factory.mktemp("doors") / "home")
    with running_with_sign_in(home, browser, TANDEM_ADMIN=BOSS) as opened:
        yield opened


def test_a_deep_link_leads_through_sign_in_to_the_page_itself(doors: Doors) -> None:
    doors.registered("ada@example.com", "planner", "marketing")
    doors.known("a-1", email="Ada@Example.com", email_verified=True, name="Ada Adams")
    page = doors.visited("data?part=Quality")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_text("Fernhill")).to_have_count(0)
    expect(page.get_by_text(NOT_FOUND)).to_have_count(0)
    doors.sign_in(page, "a-1")
    expect(page).to_have_url(re.compile(r"/data\?part=Quality$"))
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar).to_contain_text("Ada Adams")
    expect(sidebar).to_contain_text("planner of marketing")
    expect(page.get_by_role("link", name="Scorecard")).to_be_visible()
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    expect(page.get_by_text(NOT_FOUND)).to_have_count(0)


def test_signing_out_closes_the_door_behind_one(doors: Doors) -> None:
    doors.registered("out@example.com", "viewer")
    page = doors.signed_in("out@example.com", "scorecard")
    expect(page.get_by_role("heading", name="Scorecard", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    settled(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto(f"{doors.address}/scorecard")
    settled(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_whoever_is_not_registered_hears_so_in_one_sentence(doors: Doors) -> None:
    before = doors.workspace().revision()
    page = doors.signed_in("stranger@example.com", "scorecard")
    expect(page.get_by_text("is not registered here.")).to_be_visible()
    expect(page.get_by_role("button", name="Use another account")).to_be_visible()
    expect(page.get_by_role("link", name="Scorecard")).to_have_count(0)
    assert doors.workspace().revision() == before


def test_an_address_that_is_not_verified_counts_for_nothing(doors: Doors) -> None:
    doors.registered("half@example.com", "planner", "sales")
    doors.known("h-1", email="half@example.com", email_verified=False)
    page = doors.visited("scorecard")
    doors.sign_in(page, "h-1")
    expect(page.get_by_text("does not confirm an e-mail address")).to_be_visible()


def test_a_second_identity_with_the_same_address_is_refused(doors: Doors) -> None:
    doors.registered("twin@example.com", "planner", "sales")
    doors.signed_in("twin@example.com", "scorecard")
    doors.known("t-2", email="twin@example.com", email_verified=True)
    page = doors.visited("scorecard")
    doors.sign_in(page, "t-2")
    expect(page.get_by_text("belongs to another sign-in.")).to_be_visible()


def test_whoever_is_removed_is_out_at_the_next_step(doors: Doors) -> None:
    doors.registered("gone@example.com", "planner", "sales")
    page = doors.signed_in("gone@example.com", "scorecard")
    expect(page.get_by_role("link", name="Data")).to_be_visible()
    doors.workspace().people.remove("gone@example.com")
    page.get_by_role("link", name="Data").click()
    expect(page.get_by_text("is not registered here.")).to_be_visible()
    expect(page.get_by_text("rows in")).to_have_count(0)


def test_the_named_administrator_comes_in_and_registers_others(doors: Doors) -> None:
    boss = doors.signed_in(BOSS, "people")
    expect(boss.get_by_role("heading", name="People", exact=True)).to_be_visible()
    form = boss.get_by_test_id("stForm")
    form.get_by_label("Address").fill("new@example.com")
    form.get_by_text("planner", exact=True).click()
    form.get_by_text("sales", exact=True).click()
    form.get_by_role("button", name="Add", exact=True).click()
    # Old and new form stand beside each other for a moment, so the store is asked.
    asked = "new@example.com"
    holds(lambda: asked in {one.email for one in doors.workspace().people.all()}, True)
    new = doors.signed_in("new@example.com", "data")
    expect(new.get_by_test_id("stSidebar")).to_contain_text("planner of sales")
    made = {
        entry.actor for entry in doors.workspace().history() if entry.thing == "new@example.com"
    }
    assert made == {BOSS, "new@example.com"}


def test_two_people_are_signed_in_at_once_each_with_their_own_rights(doors: Doors) -> None:
    doors.registered("vic@example.com", "viewer")
    boss, vic = doors.signed_in(BOSS, "people"), doors.signed_in("vic@example.com", "people")
    expect(boss.get_by_role("heading", name="People", exact=True)).to_be_visible()
    expect(vic.get_by_role("link", name="People")).to_have_count(0)
    expect(vic.get_by_role("heading", name="People", exact=True)).to_have_count(0)
    expect(vic.get_by_test_id("stSidebar")).to_contain_text("viewer")
