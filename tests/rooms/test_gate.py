"""The gate: without sign-in one local user, nobody by way of a proxy or another name."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send
from streamlit.errors import StreamlitSecretNotFoundError

from pages.shared import sign_in
from pages.shared.gate import LocalOnly, refusal
from pages.shared.headers import HEADERS, SecurityHeaders
from tests.rooms.conftest import Visit

HERE = {"host": "localhost:8501"}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8501", "127.0.0.1:80", "[::1]:8501"])
def test_this_machine_comes_in(host: str) -> None:
    assert refusal({"Host": host}) is None


@pytest.mark.parametrize(
    "host",
    ["example.com", "10.0.0.7:8501", "localhost.example.com", "127.0.0.1.nip.io", "", "a:b:c", "["],
)
def test_another_name_is_refused(host: str) -> None:
    assert "another machine's name" in str(refusal({"Host": host}))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "x-real-ip", "Via"])
def test_whoever_comes_through_a_proxy_is_refused(header: str) -> None:
    assert "came through a proxy" in str(refusal({**HERE, header: "127.0.0.1"}))


async def _inner(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def asked(kind: str, headers: Mapping[str, str]) -> list[Message]:
    """What a request gets back through the whole middleware."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope: Scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(SecurityHeaders(LocalOnly(_inner))(scope, receive, send))
    return sent


def test_files_and_uploads_meet_the_same_gate() -> None:
    assert asked("http", HERE)[0]["status"] == 200
    refused = asked("http", {**HERE, "x-forwarded-for": "10.0.0.7"})
    assert refused[0]["status"] == 403
    assert b"inside" not in refused[1]["body"]


def test_the_live_connection_meets_the_same_gate() -> None:
    assert asked("websocket", {"host": "evil.example.com"})[0]["type"] == "websocket.close"


def test_every_answer_carries_the_security_headers() -> None:
    for headers in (HERE, {"host": "evil.example.com"}):
        given = {name.decode().lower() for name, _ in asked("http", headers)[0]["headers"]}
        assert {name.lower() for name in HEADERS} <= given


def test_a_sign_in_that_is_set_up_wrongly_keeps_everybody_out(
    visit: Visit, small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "secrets", {"auth": {"client_id": "x"}})
    app = visit(small_home)
    assert not app.metric
    assert "lacks redirect\\_uri, cookie\\_secret" in app.error[0].value


def test_no_secrets_file_means_no_sign_in() -> None:
    assert sign_in.is_set_up() is False


def test_a_secrets_file_that_cannot_be_read_keeps_everybody_out(
    visit: Visit, small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\nclient_id = 'of nobody'", encoding="utf-8")
    asked = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: [str(broken)] if name == "secrets.files" else asked(name)
    )
    assert sign_in.is_set_up() is True

    class Unreadable:
        def __contains__(self, name: object) -> bool:
            raise StreamlitSecretNotFoundError(f"{broken} cannot be parsed")

        def __getitem__(self, name: str) -> object:
            raise StreamlitSecretNotFoundError(f"{broken} cannot be parsed")

    monkeypatch.setattr(st, "secrets", Unreadable())
    app = visit(small_home)
    assert not app.metric
    assert "secrets file cannot be read" in app.error[0].value
    assert "of nobody" not in app.error[0].value


def test_with_sign_in_a_proxy_may_stand_in_front_but_says_nothing_about_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(st, "secrets", {"auth": {}})
    through = {"host": "tandem.example.com", "x-forwarded-for": "10.0.0.7"}
    assert asked("http", through)[0]["status"] == 200
