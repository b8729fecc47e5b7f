"""The way back from signing in: to the page that was asked for, never off this server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.way_back import COOKIE, WayBack

HOST = {"host": "tandem.example.com"}


async def _streamlit(_scope: Scope, _receive: Receive, send: Send) -> None:
    away = [(b"location", b"/"), (b"set-cookie", b"_streamlit_user=signed")]
    await send({"type": "http.response.start", "status": 302, "headers": away})
    await send({"type": "http.response.body", "body": b""})


def answered(path: str, headers: Mapping[str, str]) -> Headers:
    """The headers of the answer to a request."""
    return Headers(raw=requested(path, headers, _streamlit)[0]["headers"])


def requested(path: str, headers: Mapping[str, str], inner: ASGIApp) -> list[Message]:
    """Everything a request is answered with."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    raw = [(name.encode(), value.encode()) for name, value in {**HOST, **headers}.items()]
    scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": raw}
    asyncio.run(WayBack(inner)(scope, receive, send))
    return sent


def cookie(headers: Headers) -> str | None:
    """What the answer says of the page to return to."""
    told = [text for text in headers.getlist("set-cookie") if text.startswith(COOKIE)]
    return told[0].split(";")[0].split("=", 1)[1] if told else None


def returned_to(place: str) -> str:
    """Where somebody lands whose browser holds a cookie."""
    return answered("/oauth2callback", {"cookie": f"{COOKIE}={place}"})["location"]


def test_the_page_asked_for_is_returned_to_with_its_question() -> None:
    left = answered(
        "/auth/login", {"referer": "https://tandem.example.com/budget?team=sales&q=a%20b"}
    )
    place = cookie(left)
    assert place is not None
    back = answered("/oauth2callback", {"cookie": f"{COOKIE}={place}"})
    assert back["location"] == "/budget?team=sales&q=a%20b"
    assert cookie(back) == ""
    assert "_streamlit_user=signed" in back.getlist("set-cookie")


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example.com/budget",
        "https://tandem.example.com.evil.example.com/",
        "https://tandem.example.com//evil.example.com",
        "//evil.example.com",
        "javascript:alert(1)",
        "https://[",
        "",
        "https://tandem.example.com/" + "a" * 3000,
    ],
)
def test_only_a_page_of_this_server_is_remembered(referer: str) -> None:
    assert cookie(answered("/auth/login", {"referer": referer})) is None


@pytest.mark.parametrize(
    "place",
    [
        "https%3A%2F%2Fevil.example.com",
        "%2F%2Fevil.example.com",
        "%2F%5Cevil.example.com",
        "%2Fa%5C..%5Cevil",
        "%2Fa%0D%0ALocation%3A%20https%3A%2F%2Fevil",
        "%2F%09%2Fevil.example.com",
        "javascript%3Aalert(1)",
        "",
    ],
)
def test_no_cookie_leads_off_this_server(place: str) -> None:
    assert returned_to(place) == "/"


def test_other_requests_are_left_alone() -> None:
    headers = answered("/budget", {"cookie": f"{COOKIE}=%2Fdata"})
    assert headers["location"] == "/"
    assert cookie(headers) is None


def test_a_provider_that_does_not_answer_is_told_in_a_sentence() -> None:
    async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 400, "headers": []})
        await send({"type": "http.response.body", "body": b"Authentication error"})

    sent = requested("/auth/login", {}, broken)
    assert sent[0]["status"] == 502
    assert b"".join(message.get("body", b"") for message in sent) == (
        b"The sign-in provider does not answer. Go back and try again in a minute."
    )
