"""A Google of our own, an empty spreadsheet that is shared, and the product's client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data_sources.sheets.client import GoogleSheets
from data_sources.sheets.patience import Patience
from tests.sheets_server.app import Google
from tests.sheets_server.grid import Spreadsheet
from tests.sheets_server.person import Person
from tests.sheets_server.running import client_of, running_google
from tests.sheets_server.signing_in import ROBOT
from tests.waiting import LONGEST_SECONDS

OWNER = "ada@example.com"


@pytest.fixture(scope="module")
def server() -> Iterator[Google]:
    """One server for a module's tests."""
    with running_google() as google:
        yield google


@pytest.fixture
def google(server: Google) -> Google:
    """The server, without the spreadsheets, faults and requests of other tests."""
    server.books.clear()
    server.faults.none()
    server.seen.clear()
    return server


@pytest.fixture
def book(google: Google) -> Spreadsheet:
    """A person's spreadsheet, shared with the service account as an editor."""
    made = google.new_book("Plan", OWNER)
    made.shared[ROBOT] = "writer"
    return made


@pytest.fixture
def person(book: Spreadsheet) -> Person:
    """The spreadsheet's owner at the sheet."""
    return Person(book, OWNER)


@pytest.fixture
def waits() -> list[float]:
    """The waits of the client, in seconds; nobody really waits."""
    return []


@pytest.fixture
def sheets(google: Google, waits: list[float]) -> GoogleSheets:
    """The product's client; its dice always show a half."""
    return client_of(google, Patience(sleep=waits.append, share=lambda: 0.5))


@pytest.fixture
def hasty(google: Google, waits: list[float]) -> GoogleSheets:
    """One that gives up an answer soon, for requests that are held back."""
    soon = (LONGEST_SECONDS, 1.0)
    return client_of(google, Patience(sleep=waits.append, timeout_seconds=soon))
