"""Faults on demand: what the server does instead of answering as it should."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

Kind = Literal["reads", "writes", "drive", "token", "any"]
NAMES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED",
         404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL",
         503: "UNAVAILABLE"}  # fmt: skip


def error(code: int, message: str, **more: Any) -> JSONResponse:  # noqa: ANN401 - any JSON
    """An error as Google answers it."""
    told = {"code": code, "message": message, "status": NAMES.get(code, "UNKNOWN"), **more}
    return JSONResponse({"error": told}, code)


class CutOff(Response):
    """An answer of which only the head arrives before the connection is gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise a body and send none; the server then closes the connection."""
        del scope, receive
        head = [(b"content-type", b"application/json"), (b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


@dataclass
class Fault:
    """What goes wrong with the next requests of a kind.

    Attributes:
        kind: Which requests it waits for; `any` is all but those for a token.
        times: How many of them it hits.
        applied: Whether the request takes effect all the same.
        code: The answer's status; None for a cut connection.
        retry_after: The answer's header Retry-After.
        held: Whether the request, or the (else right) answer, is held back until `let_go`.
        reason: The short reason in the answer's details.
    """

    kind: Kind
    times: int = 1
    applied: bool = False
    code: int | None = None
    retry_after: str | None = None
    held: Literal["", "request", "answer"] = ""
    reason: str | None = None

    def hits(self, kind: str) -> bool:
        """Whether it waits for such a request."""
        asked = self.kind == kind or (self.kind == "any" and kind != "token")
        return self.times > 0 and asked

    def answer(self) -> Response:
        """What the caller gets."""
        if self.code is None:
            return CutOff()
        details = {"details": [{"reason": self.reason}]} if self.reason else {}
        said = error(self.code, "Simulated trouble.", **details)
        if self.retry_after is not None:
            said.headers["Retry-After"] = self.retry_after
        return said


@dataclass
class Faults:
    """The faults that are to come, in their order.

    Attributes:
        waiting: The faults.
        holding: Whether what is held back stays so.
        held: How many requests are not done yet because they are held back.
    """

    waiting: list[Fault] = field(default_factory=list)
    holding: bool = False
    held: int = 0

    def too_many(self, kind: Kind = "any", times: int = 1, retry_after: str | None = None) -> None:
        """Answer 429; nothing is applied."""
        self.waiting.append(Fault(kind, times, code=429, retry_after=retry_after))

    def broken_before(
        self, kind: Kind = "any", times: int = 1, code: int = 500, reason: str | None = None
    ) -> None:
        """Answer 5xx (or 401, 403) without having done anything."""
        self.waiting.append(Fault(kind, times, code=code, reason=reason))

    def broken_after(self, kind: Kind = "writes", times: int = 1, code: int = 500) -> None:
        """Do what is asked, then answer 5xx."""
        self.waiting.append(Fault(kind, times, applied=True, code=code))

    def cut(self, kind: Kind = "any", times: int = 1, *, applied: bool = False) -> None:
        """Cut the connection, before or after doing what is asked."""
        self.waiting.append(Fault(kind, times, applied=applied))

    def slow(self, kind: Kind = "any", times: int = 1) -> None:
        """Do what is asked at once, and answer only when let go."""
        self.waiting.append(Fault(kind, times, applied=True, code=200, held="answer"))
        self.holding = True

    def late(self, kind: Kind = "writes", times: int = 1) -> None:
        """Do what is asked only when let go, after the caller has given up."""
        self.waiting.append(Fault(kind, times, code=200, held="request"))
        self.holding = True

    def let_go(self) -> None:
        """Hold nothing back any more."""
        self.holding = False

    def none(self) -> None:
        """Nothing goes wrong any more."""
        self.waiting.clear()
        self.let_go()

    def _next(self, kind: str) -> Fault | None:
        found = next((one for one in self.waiting if one.hits(kind)), None)
        if found is not None:
            found.times -= 1
            self.waiting = [one for one in self.waiting if one.times > 0]
        return found

    async def around(self, kind: str, request: Request, answer: Callable[[], Response]) -> Response:
        """Answer a request, or do what the next fault of its kind says."""
        del request
        fault = self._next(kind)
        if fault is None:
            return answer()
        if fault.held:
            return await self._held(fault, answer)
        if not fault.applied:
            return fault.answer()
        right = answer()
        return fault.answer() if right.status_code < 400 else right

    async def _held(self, fault: Fault, answer: Callable[[], Response]) -> Response:
        self.held += 1
        right = answer() if fault.held == "answer" else None
        while self.holding:
            await asyncio.sleep(0.01)
        right = right or answer()
        self.held -= 1
        return right

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.waiting)
