"""Waiting in a browser for what is true a moment later.

While Streamlit draws a page anew, elements of the run before stand beside those of the run
at hand. Playwright waits for nearly everything, yet gives up at once where a locator that
means one element finds two. Here it waits for one of them to go.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, ParamSpec, TypeVar

import pytest
from playwright.sync_api import Error, Locator, Page
from playwright.sync_api._generated import LocatorAssertions

SECONDS: Final = 120.0
"""Until what was asked for must have happened; a busy machine is ten times as slow."""
MILLISECONDS: Final = 1000 * SECONDS
READY: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
_TWO: Final = "strict mode violation"
_PAUSE: Final = 0.1
_QUIET: Final = 250
"""Milliseconds without a change after which a page counts as drawn."""
_STEPS: Final = (
    "bounding_box", "click", "dblclick", "evaluate", "fill", "focus", "get_attribute", "hover",
    "inner_text", "input_value", "is_disabled", "is_enabled", "press", "press_sequentially",
    "scroll_into_view_if_needed", "text_content", "wait_for",
)  # fmt: skip
_STILL: Final = """([quiet, longest]) => new Promise(rest => {
  const app = document.querySelector('[data-testid=stApp]');
  const began = performance.now();
  let last = began;
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(document.body, {subtree: true, childList: true, characterData: true});
  const look = () => {
    const now = performance.now();
    const ready = app.getAttribute('data-test-script-state') === 'notRunning';
    if ((ready && now - last > quiet) || now - began > longest) { watch.disconnect(); rest(); }
    else setTimeout(look, 20);
  };
  look();
})"""

P = ParamSpec("P")
R = TypeVar("R")


def patient(step: Callable[P, R]) -> Callable[P, R]:
    """Take a step again as long as it finds two elements where one is meant."""

    @functools.wraps(step)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        ends = time.monotonic() + SECONDS
        while True:
            try:
                return step(*args, **kwargs)
            except (Error, AssertionError) as error:
                if _TWO not in str(error) or time.monotonic() > ends:
                    raise
            time.sleep(_PAUSE)

    return again


@contextmanager
def patience() -> Iterator[None]:
    """Make all steps and expectations of Playwright wait for one element to be left."""
    expected = [name for name in dir(LocatorAssertions) if name.startswith(("to_", "not_to_"))]
    with pytest.MonkeyPatch.context() as patch:
        for owner, names in ((Locator, _STEPS), (LocatorAssertions, expected)):
            for name in names:
                patch.setattr(owner, name, patient(getattr(owner, name)))
        yield


def holds(ask: Callable[[], Any], wanted: object) -> None:
    """Ask again until the answer is the wanted one, as a notice may be of an earlier step.

    Raises:
        AssertionError: The answer stayed another.
    """
    ends = time.monotonic() + SECONDS
    while (found := ask()) != wanted and time.monotonic() < ends:
        time.sleep(_PAUSE)
    assert found == wanted


def settled(page: Page) -> None:
    """Wait until the page has a title and stands still."""
    # An empty home is filled before its first page shows.
    page.wait_for_selector("h1", timeout=3 * MILLISECONDS)
    still(page)


def still(page: Page) -> None:
    """Wait until the script rests and nothing on the page has moved for a moment."""
    while True:
        page.wait_for_selector(READY)
        try:
            page.evaluate(_STILL, [_QUIET, MILLISECONDS])
            return
        except Error as error:
            # A visitor who is led on to another address is waited for there.
            if "context was destroyed" not in str(error):
                raise
