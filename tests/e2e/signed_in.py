"""An app that people sign in to, each with a browser of their own, all on this machine.

    with running_with_sign_in(home, browser) as doors:
        doors.registered("ada@example.com", "planner", "marketing")
        ada = doors.signed_in("ada@example.com", "budget")
        bo = doors.signed_in("bo@example.com", "budget")

Every page stands in a browser context of its own, closed at the end.
"""

from __future__ import annotations

import json
import secrets
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.e2e.patience import MILLISECONDS, settled
from tests.servers import running_app, running_provider

SIZE: Final[Any] = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Doors:
    """A running app with its sign-in provider.

    Attributes:
        address: Of the app, without a trailing slash.
        provider: Address of the sign-in provider.
        home: What the app serves.
        browser: Where pages open.
    """

    address: str
    provider: str
    home: Path
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def workspace(self) -> Workspace:
        """The app's home in the hands of the local administrator."""
        return Workspace.open(Settings(home=self.home))

    def registered(self, email: str, role: str, *teams: str, name: str = "") -> None:
        """Register somebody, who may sign in from now on."""
        self.workspace().people.add(email, [role], teams, name)

    def known(self, subject: str, **claims: object) -> None:
        """Tell the provider somebody's claims; without it nobody's address is verified."""
        asked = urllib.request.Request(
            f"{self.provider}/users/{subject}",
            data=json.dumps(claims).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        with urllib.request.urlopen(asked, timeout=30):
            return

    def visited(self, place: str = "") -> Page:
        """A page in a new browser that nobody has signed in with."""
        context = self.browser.new_context(viewport=SIZE, accept_downloads=True)
        context.set_default_timeout(MILLISECONDS)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(f"{self.address}/{place}")
        settled(page)
        return page

    def signed_in(self, email: str, place: str = "", name: str = "") -> Page:
        """A page in a new browser after signing in with a verified address."""
        self.known(email, email=email, email_verified=True, name=name or email.split("@")[0])
        page = self.visited(place)
        self.sign_in(page, email)
        return page

    def sign_in(self, page: Page, subject: str) -> None:
        """Go from the sign-in screen to the provider and back as somebody it knows."""
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.provider}/**")
        page.locator("input[name=sub]").fill(subject)
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(f"{self.address}/**")
        settled(page)


@contextmanager
def running_with_sign_in(home: Path, browser: Browser, **environment: str) -> Iterator[Doors]:
    """Run a sign-in provider, and the app on a home with sign-in set up."""
    with ExitStack() as stack:
        provider = stack.enter_context(running_provider(home.parent))
        settings = secrets_file(home.parent / "secrets.toml", provider)
        address = stack.enter_context(running_app(home, secrets=settings, **environment))
        doors = Doors(address, provider, home, browser)
        try:
            yield doors
        finally:
            for context in doors.contexts:
                context.close()


def secrets_file(path: Path, provider: str) -> Path:
    """Write the secrets of an app that trusts a provider."""
    values = {
        "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": secrets.token_hex(32),
        "client_id": "tandem",
        "client_secret": secrets.token_hex(16),
        "server_metadata_url": f"{provider}/.well-known/openid-configuration",
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    path.write_text("\n".join(["[auth]", *lines, ""]), encoding="utf-8")
    return path
