"""Three people, one plan: drafted, given and taken, signed, returned, changed late, agreed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data_sources.actors import actor_named
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.e2e.patience import holds, settled
from tests.e2e.sheets import line, save, write
from tests.e2e.signed_in import Doors, running_with_sign_in

pytestmark = pytest.mark.browser

PLAN = "Plan together"
REASON = "Fairs are too dear: find 500."
WITHDRAWN = "This withdrew the signatures of marketing and sales."
PEOPLE = {"max": ("leader", "marketing"), "sue": ("leader", "sales"), "eve": ("executive",)}

STORY = (
    "Max began Plan together.",
    "Max added the line Fairs.",
    "Sue added the line Outbound.",
    "Max proposed Plan together for signatures.",
    "Sue offered the package “Fairs for calls” for sales: “Calls win in spring.”",
    "Max took the package “Fairs for calls”: “Agreed.”",
    "Max signed the plan for marketing as of change ",
    "Sue signed the plan for sales as of change ",
    f"Eve returned Plan together: “{REASON}” {WITHDRAWN}",
    "Max changed January of Fairs from 900 to 400.",
    "Max proposed Plan together for signatures.",
    "Max signed the plan for marketing as of change ",
    "Sue signed the plan for sales as of change ",
    f"Sue changed January of Outbound from 1,000 to 1,200. {WITHDRAWN}",
    "Max signed the plan for marketing as of change ",
    "Sue signed the plan for sales as of change ",
    "Eve signed the plan as the executive as of change ",
    "Eve agreed Plan together for ",
)


@dataclass(frozen=True)
class Desk:
    """Somebody's own browser on the page Budget."""

    page: Page

    def view(self, name: str) -> Page:
        """Open a view of the plan as it stands now."""
        # Another view first: the same one again would be no new look.
        for one in ("Compare", name):
            self.page.get_by_role("radio", name=one, exact=True).click()
            settled(self.page)
        return self.page

    def step(self, button: str, confirm: str, said: str, reason: str = "") -> None:
        """Take a step of the view Sign and wait until the page says it is done."""
        page = self.view("Sign")
        page.get_by_role("button", name=button, exact=True).click()
        dialog = page.get_by_role("dialog")
        if reason:
            dialog.get_by_role("textbox").fill(reason)
            dialog.get_by_role("textbox").press("Tab")
        dialog.get_by_role("button", name=confirm, exact=True).click()
        expect(page.get_by_text(said)).to_be_visible()
        expect(dialog).to_have_count(0)

    def signs(self, whom: str) -> None:
        """Sign as one of the seats."""
        self.step(f"Sign {whom}", "Sign", "You signed Plan together")

    def writes(self, row: int, text: str) -> None:
        """Change January of a line and save it."""
        page = self.view("Lines")
        # Whoever opens the page anew has the newest lines before them.
        page.reload()
        settled(page)
        write(page, 1, row, text)
        save(page)
        expect(page.get_by_text("Saved 1 line.")).to_be_visible()


def adds(workspace: Workspace, who: str, channel: str, team: str) -> None:
    """Somebody adds a line of their team."""
    with workspace.store.read() as connection:
        actor = actor_named(connection, f"{who}@example.com", workspace.settings)
    plan = workspace.acting_as(actor).plan
    (scenario,) = plan.scenarios()
    assert not plan.add("line", scenario.id, line(channel, team)).refused


def seated(doors: Doors) -> dict[str, Desk]:
    """Register and sign in the three, each at their own desk; Max begins the plan."""
    for who, (role, *teams) in PEOPLE.items():
        doors.registered(f"{who}@example.com", role, *teams, name=who.capitalize())
    page = doors.signed_in("max@example.com", "budget", "Max")
    page.get_by_role("textbox", name="Name").fill(PLAN)
    page.get_by_role("button", name="Begin the plan").click()
    expect(page.get_by_text(f"{PLAN} has no money placed yet.")).to_be_visible()
    adds(doors.workspace(), "max", "Fairs", "marketing")
    adds(doors.workspace(), "sue", "Outbound", "sales")
    others = {
        who: Desk(doors.signed_in(f"{who}@example.com", "budget", who.capitalize()))
        for who in ("sue", "eve")
    }
    return {"max": Desk(page), **others}


def offers(page: Page) -> None:
    """Offer less money for fairs, by way of the view Give and take."""
    page.get_by_role("button", name="Offer a package").click()
    page.get_by_role("textbox", name="Name").fill("Fairs for calls")
    page.get_by_role("textbox", name="Reason").fill("Calls win in spring.")
    chooser = page.get_by_role("combobox", name="Lines and targets of marketing")
    chooser.click()
    page.get_by_role("option", name="Fairs").click()
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Amount, EUR").fill("400")
    page.get_by_role("combobox", name="Spread").click()
    page.get_by_role("option", name="As the months are planned").click()
    page.get_by_role("button", name="Put into the months").click()
    expect(page.get_by_text("What you offer", exact=True)).to_be_visible()
    page.get_by_role("button", name="Offer", exact=True).click()
    expect(page.get_by_text("“Fairs for calls” is offered.")).to_be_visible()


def sentences(page: Page) -> list[str]:
    """The history of the page, oldest first, without its times."""
    texts = page.get_by_test_id("stMarkdownContainer").all_inner_texts()
    found = [re.match(r"\d\d:\d\d\s+(.*)", text.strip(), re.DOTALL) for text in texts]
    return [one[1].replace("\u2060", "") for one in reversed(found) if one is not None]


def untold(page: Page) -> list[str]:
    """What of the story does not stand in its place on the page."""
    told = sentences(page)[-len(STORY) :]
    pairs = zip_longest(STORY, told, fillvalue="")
    return [wanted for wanted, said in pairs if not wanted or wanted not in said]


def test_a_plan_goes_from_draft_to_agreement_and_the_history_tells_it(
    browser: Browser, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    Workspace.open(Settings(home=home)).set_setting("name", "Acme")
    with running_with_sign_in(home, browser, TANDEM_ADMIN="boss@example.com") as doors:
        desks = seated(doors)
        marketing, sales, chief = desks["max"], desks["sue"], desks["eve"]

        marketing.step("Propose it for signatures", "Propose", f"{PLAN} is proposed.")
        offers(sales.view("Give and take"))
        page = marketing.view("Give and take")
        page.get_by_role("textbox", name="Your answer").fill("Agreed.")
        page.get_by_role("textbox", name="Your answer").press("Tab")
        page.get_by_role("button", name="Take it").click()
        expect(page.get_by_text("“Fairs for calls” was taken.")).to_be_visible()

        marketing.signs("for marketing")
        sales.signs("for sales")
        chief.step("Return with a reason", "Return", f"{PLAN} is returned.", reason=REASON)

        # The reason stands on the lines until the plan is proposed again.
        page = marketing.view("Lines")
        expect(page.get_by_text(REASON)).to_be_visible()
        page.get_by_role("button", name="To the signatures").click()
        expect(page.get_by_text("Eve returned it on")).to_be_visible()
        marketing.writes(0, "400")
        marketing.step("Propose it for signatures", "Propose", f"{PLAN} is proposed.")
        marketing.signs("for marketing")
        sales.signs("for sales")

        # A late edit withdraws both signatures, for all to see.
        sales.writes(1, "1200")
        page = chief.page
        expect(page.get_by_text(STORY[-5])).to_be_visible()
        page.get_by_role("button", name="Read it again").click()
        expect(page.get_by_text("The signature of Max was withdrawn on")).to_be_visible()
        expect(page.get_by_text("The signature of Sue was withdrawn on")).to_be_visible()
        expect(page.get_by_text("waits for three signatures")).to_be_visible()
        marketing.signs("for marketing")
        sales.signs("for sales")
        chief.signs("as the executive")
        chief.step("Agree", "Agree", f"{PLAN} is agreed for")

        page = chief.page
        page.get_by_role("link", name="History").click()
        expect(page.get_by_role("heading", name="History", exact=True)).to_be_visible()
        # The newest stands first: the story is whole once its beginning is drawn.
        expect(page.get_by_text(STORY[0])).to_be_visible()
        holds(lambda: untold(page), [])
