"""A real browser on a real server, both on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.e2e.patience import MILLISECONDS, patience, settled
from tests.rooms import companies
from tests.servers import running_app

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")

Surf = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; where there is none a laptop skips and a build fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        why = "no Chromium on this machine: install one to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright, patience():
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo(demo_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo company, counted; copy it before changing it."""
    return companies.copied(demo_made_once, tmp_path_factory.mktemp("e2e") / "home")


@pytest.fixture(scope="session")
def app(demo: Path) -> Iterator[str]:
    """The address of a server on the demo company, for tests that change nothing."""
    with running_app(demo) as address:
        yield address


@pytest.fixture
def surf(browser: Browser) -> Iterator[Surf]:
    """Open addresses in one visitor's browser; foreign requests and refusals fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(MILLISECONDS)
    troubles: list[str] = []

    def opened(address: str) -> Page:
        page = context.new_page()

        def requested(request: Request) -> None:
            if not request.url.startswith((address.split("/", 3)[0], "data:", "blob:")):
                troubles.append(request.url)
            if "://" in request.url and "://127.0.0.1:" not in request.url:
                troubles.append(f"asked the network for {request.url}")

        def logged(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text:
                troubles.append(message.text)

        page.on("request", requested)
        page.on("console", logged)
        page.on("dialog", lambda dialog: troubles.append(f"a script asked: {dialog.message}"))
        page.goto(address)
        settled(page)
        return page

    yield opened
    context.close()
    assert not troubles, troubles
