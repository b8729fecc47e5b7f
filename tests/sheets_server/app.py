"""The interface itself: spreadsheets, values, Drive files and tokens."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.sheets_server import cells, looks, values
from tests.sheets_server.faults import Faults, error
from tests.sheets_server.grid import Json, Refusal, Spreadsheet, bad
from tests.sheets_server.signing_in import Desk

Kind = Literal["reads", "writes", "drive", "token"]
_SHEETS, _DRIVE = "/v4/spreadsheets/", "/drive/v3/files"
_TITLED = re.compile(r"name = ['\"](.*)['\"]$")


@dataclass
class Seen:
    """A request that came in."""

    kind: Kind
    method: str
    path: str


@dataclass
class Google:
    """Everything the server knows, and what is to go wrong.

    Attributes:
        books: The spreadsheets by id.
        faults: What goes wrong next.
        desk: Who holds which token.
        seen: The requests that came in, in their order.
        address: Where it listens.
    """

    books: dict[str, Spreadsheet] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    desk: Desk = field(default_factory=Desk)
    seen: list[Seen] = field(default_factory=list)
    address: str = ""

    def count(self, *kinds: Kind) -> int:
        """How many requests came in, of these kinds or of all but tokens."""
        wanted = kinds or ("reads", "writes", "drive")
        return sum(one.kind in wanted for one in self.seen)

    def new_book(self, title: str, owner: str) -> Spreadsheet:
        """Make a spreadsheet with an empty tab."""
        book = Spreadsheet("1" + secrets.token_urlsafe(32)[:43], title, owner)
        self.books[book.id] = book
        return book

    def app(self) -> Starlette:
        """The server as an ASGI application."""
        methods = ["GET", "POST", "PUT", "DELETE"]
        return Starlette(routes=[Route("/{path:path}", self._serve, methods=methods)])

    async def _serve(self, request: Request) -> Response:
        path = request.scope["raw_path"].decode().partition("?")[0]
        body = (await request.body()).decode()
        kind = _kind(request.method, path)
        self.seen.append(Seen(kind, request.method, unquote(path)))
        return await self.faults.around(kind, request, lambda: self._answer(request, path, body))

    def _answer(self, request: Request, path: str, body: str) -> Response:
        if path == "/token":
            code, told = self.desk.exchange(body)
            return JSONResponse(told, code)
        who = self.desk.who(request.headers.get("Authorization"))
        if who is None:
            said = "Request had invalid authentication credentials."
            return error(401, said)
        try:
            sent = json.loads(body) if body else {}
            if path.startswith(_DRIVE):
                return self._drive(request, path.removeprefix(_DRIVE).strip("/"), sent, who)
            if path.startswith(_SHEETS):
                return self._sheets(request, path.removeprefix(_SHEETS), sent, who)
        except Refusal as refused:
            return error(refused.code, refused.message)
        except ValueError:
            return error(400, "Invalid JSON payload received.")
        return error(404, "Not found.")

    def _book(self, book_id: str, who: str, *, write: bool) -> Spreadsheet:
        book = self.books.get(book_id)
        if book is None:
            raise Refusal(404, "NOT_FOUND", "Requested entity was not found.")
        if not book.may(who, write=write):
            raise Refusal(403, "PERMISSION_DENIED", "The caller does not have permission")
        return book

    def _drive(self, request: Request, file: str, sent: Json, who: str) -> Response:
        if request.method == "POST" and not file:
            book = self.new_book(sent.get("name", "Untitled"), who)
            return JSONResponse({"kind": "drive#file", **_file(book), "mimeType": _MIME})
        if not file:
            found = _TITLED.search(request.query_params.get("q", ""))
            mine = [book for book in self.books.values() if book.may(who, write=False)]
            named = [book for book in mine if found is None or book.title == found.group(1)]
            listed = [_file(book) | _times(book) for book in named]
            return JSONResponse({"kind": "drive#fileList", "files": listed})
        known = self.books.get(file)
        if known is None or not known.may(who, write=request.method == "DELETE"):
            said = f"File not found: {file}."
            reason = {"domain": "global", "reason": "notFound", "message": said}
            return error(404, said, errors=[reason])
        if request.method == "DELETE":
            del self.books[file]
            return Response(status_code=204)
        fields = request.query_params.get("fields", "id,name").split(",")
        told = _file(known) | _times(known)
        return JSONResponse({name: told[name] for name in fields})

    def _sheets(self, request: Request, rest: str, sent: Json, who: str) -> Response:
        book_id, _, inner = rest.partition("/")
        book_id, colon, verb = book_id.partition(":")
        writes = request.method != "GET"
        book = self._book(unquote(book_id), who, write=writes)
        if inner.startswith("values"):
            return JSONResponse(_values(book, request, inner.removeprefix("values"), sent))
        if colon and verb == "batchUpdate" and request.method == "POST":
            mask = request.query_params.get("fields")
            return JSONResponse(book.changed(lambda it: cells.changed(it, sent, who, mask)))
        if inner or colon or writes:
            return error(404, "Not found.")
        return JSONResponse(looks.told(book, request.query_params.get("fields")))


_MIME = "application/vnd.google-apps.spreadsheet"


def _kind(method: str, path: str) -> Kind:
    if path == "/token":
        return "token"
    if path.startswith(_DRIVE):
        return "drive"
    return "reads" if method == "GET" else "writes"


def _values(book: Spreadsheet, request: Request, rest: str, sent: Json) -> Any:  # noqa: ANN401
    asked = request.query_params
    render = asked.get("valueRenderOption", "FORMATTED_VALUE")
    dates = asked.get("dateTimeRenderOption", "SERIAL_NUMBER")
    option = asked.get("valueInputOption", "")
    method = request.method
    if rest == ":batchGet" and method == "GET":
        ranges = asked.getlist("ranges")
        told = [values.get(book, one, render, dates) for one in ranges]
        return {"spreadsheetId": book.id, "valueRanges": told}
    if rest == ":batchUpdate" and method == "POST":
        return book.changed(lambda it: values.batch_update(it, sent))
    if rest.endswith((":append", ":clear")):
        place, _, verb = rest.lstrip("/").rpartition(":")
    else:
        place, verb = rest.lstrip("/"), ""
    text = unquote(place)
    ways: dict[tuple[str, str], Callable[[Spreadsheet], Json]] = {
        ("PUT", ""): lambda it: values.put(it, text, sent["values"], option),
        ("POST", "append"): lambda it: values.append(it, text, sent["values"], option),
        ("POST", "clear"): lambda it: values.clear(it, text),
    }
    if method == "GET":
        return values.get(book, text, render, dates)
    if (method, verb) not in ways:
        raise bad("Unknown request.")
    return book.changed(ways[method, verb])


def _file(book: Spreadsheet) -> Json:
    return {"id": book.id, "name": book.title}


def _times(book: Spreadsheet) -> Json:
    return {"createdTime": _moment(book.created), "modifiedTime": _moment(book.modified)}


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03}Z"
