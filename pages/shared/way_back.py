"""The way back: after signing in people land on the page they asked for, not on the first."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "tandem_way_back"
_LEAVING: Final = "/auth/login"
_RETURNING: Final = "/oauth2callback"
_SECONDS: Final = 600
_LONGEST: Final = 2000
_FAILED: Final = 400
_NO_ANSWER: Final = "The sign-in provider does not answer. Go back and try again in a minute."
# A place on this server: anything else could send people to a stranger's page.
_PLACE: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


class WayBack:
    """Remembers in a cookie which page of this server led to sign-in, and returns there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; add the cookie on leaving, use it up on returning.

        Where sign-in itself fails, a sentence takes the place of the server's own words.
        """
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.endswith((_LEAVING, _RETURNING)):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        leaving = path.endswith(_LEAVING)
        place = came_from(request) if leaving else kept(request)

        failed = False

        async def with_place(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start" and message["status"] >= _FAILED:
                failed = True
                await PlainTextResponse(_NO_ANSWER, 502)(scope, receive, send)
            if failed:
                return
            if message["type"] == "http.response.start" and place is not None:
                headers = MutableHeaders(scope=message)
                if leaving:
                    headers.append("set-cookie", _cookie(quote(place, safe=""), _SECONDS))
                elif "location" in headers:
                    headers["location"] = place
                    headers.append("set-cookie", _cookie("", 0))
            await send(message)

        await self._app(scope, receive, with_place)


def came_from(request: Request) -> str | None:
    """Return the page of this server that a request came from, or None."""
    try:
        parts = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return None
    if parts.netloc != request.headers.get("host"):
        return None
    return _place(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def kept(request: Request) -> str | None:
    """Return the page a cookie remembers, if it is one of this server."""
    return _place(unquote(request.cookies.get(COOKIE, "")))


def _place(text: str) -> str | None:
    return text if len(text) <= _LONGEST and _PLACE.fullmatch(text) else None


def _cookie(value: str, seconds: int) -> str:
    return f"{COOKIE}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax"
