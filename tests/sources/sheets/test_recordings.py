"""The local server answers as Google did when it was recorded."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sheets_server.app import Google
from tests.sheets_server.running import session_of
from tests.sheets_server.signing_in import ROBOT

RECORDINGS = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "sheets_recordings"
Json = Any
HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")
PRIVATE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
DRAWN = frozenset({"id", "spreadsheetId", "sheetId", "protectedRangeId"})
"""What Google draws at random: another number here, the same wherever it comes again."""
TIMES = frozenset({"createdTime", "modifiedTime"})
RECORDED_ROBOT = "service-account@example.iam"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not on this machine"),
]
FILES = sorted(RECORDINGS.glob("*.json")) if RECORDINGS.is_dir() else []


def alike(recorded: Json, here: Json, drawn: dict[str, str], place: str = "") -> None:
    """Compare two answers; what was drawn is noted in `drawn`."""
    assert type(recorded) is type(here), place
    if isinstance(recorded, dict):
        assert set(recorded) == set(here), place
        for name, value in recorded.items():
            inner = f"{place}.{name}"
            if name in TIMES:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", here[name]), inner
            elif name in DRAWN and value != 0:
                assert type(value) is type(here[name]), inner
                assert drawn.setdefault(str(value), str(here[name])) == str(here[name]), inner
            else:
                alike(value, here[name], drawn, inner)
    elif isinstance(recorded, list):
        assert len(recorded) == len(here), place
        for number, (one, other) in enumerate(zip(recorded, here, strict=True)):
            alike(one, other, drawn, f"{place}[{number}]")
    elif isinstance(recorded, str):
        assert said_here(recorded, drawn) == here, place
    else:
        assert recorded == here, place


def said_here(text: str, drawn: dict[str, str]) -> str:
    """A recorded text with what was drawn here in place of what was drawn there."""
    for there, here in drawn.items():
        text = text.replace(there, here)
    return text.replace(RECORDED_ROBOT, ROBOT)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_recorded_request_has_the_same_answer(google: Google, file: Path) -> None:
    other = google.new_book("Private", "somebody@example.com")
    google.books[PRIVATE] = other
    session = session_of(google)
    drawn: dict[str, str] = {}
    recorded = json.loads(file.read_text("utf-8"))["interactions"]
    assert recorded
    for step, one in enumerate(recorded):
        asked, answer = one["request"], one["response"]
        host = next(host for host in HOSTS if asked["uri"].startswith(host))
        body = said_here(asked["body"], drawn) if asked["body"] else None
        here: requests.Response = session.request(
            asked["method"],
            google.address + said_here(asked["uri"].removeprefix(host), drawn),
            data=body.encode() if body else None,
            timeout=60,
        )  # type: ignore[no-untyped-call]
        place = f"{step}: {asked['method']} {asked['uri']}"
        assert here.status_code == answer["status"]["code"], f"{place}: {here.text}"
        said = answer["body"].get("string")
        if said:
            alike(json.loads(said), here.json(), drawn, place)
        else:
            assert here.content == b"", place
