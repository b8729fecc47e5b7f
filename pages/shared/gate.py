"""Who is let in: with sign-in whoever is registered, without it one local user.

A proxy on this machine would make everyone behind it the local administrator, so any
forwarded header or foreign host name is refused until sign-in is set up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shared import sign_in
from pages.shared.sign_in import LOOPBACK

FORWARDED: Final = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-user",
    "x-real-ip",
)
_REMEDY: Final = "Open it on the machine it runs on, or set up sign-in."


def refusal(headers: Mapping[str, str]) -> str | None:
    """Return why a request is refused while no sign-in is set up, or None.

    Args:
        headers: The request's headers, names in any case.

    Example:
        >>> refusal({"Host": "localhost:8501"}) is None
        True
        >>> refusal({"Host": "localhost", "X-Forwarded-For": "10.0.0.7"})
        'This request came through a proxy. Open it on the machine it runs on, or set up sign-in.'
    """
    given = {name.lower(): value for name, value in headers.items()}
    if any(name in given for name in FORWARDED):
        return f"This request came through a proxy. {_REMEDY}"
    if "host" in given and _host(given["host"]) not in LOOPBACK:
        return f"This request asked for another machine's name. {_REMEDY}"
    return None


def _host(header: str) -> str | None:
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


def turned_away(headers: Mapping[str, str]) -> str | None:
    """Return why a visitor may not come in, before anybody asks who it is, or None.

    With sign-in the sign-in decides, and names and headers of a request say nothing; without
    it whoever stands at this machine is let in and nobody else.
    """
    if sign_in.is_set_up():
        broken = sign_in.trouble()
        return f"Sign-in is not set up rightly. {broken}" if broken else None
    return refusal(headers)


class LocalOnly:
    """Holds `refusal` for files, uploads and the live connection too, where nobody signs in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403 with the reason."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        why = None if sign_in.is_set_up() else refusal(Headers(scope=scope))
        if why is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Closing before accepting answers the handshake with 403.
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
        else:
            await PlainTextResponse(why, status_code=403)(scope, receive, send)
