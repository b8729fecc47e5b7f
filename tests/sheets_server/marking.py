"""Named and protected ranges, as `spreadsheets.batchUpdate` adds, changes and deletes them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sheets_server.grid import (
    Json,
    Protected,
    Range,
    Spreadsheet,
    Tab,
    bad,
    editors_of,
    new_number,
)


def fields_of(text: str) -> list[str]:
    """The names of a field mask."""
    return [one.strip().replace("/", ".") for one in text.split(",") if one.strip()]


def refuse_protected(tab: Tab, row: int, column: int, who: str, owner: str) -> None:
    """Refuse a change of a protected cell by somebody who may not make it."""
    for one in tab.protected:
        if one.told.get("warningOnly") or not one.range.holds(tab.id, row, column):
            continue
        if who not in editors_of(one, owner):
            raise bad("You are trying to edit a protected cell or object.")


def add_named(book: Spreadsheet, told: Json, _who: str) -> Json:
    """Add a name; an id or a name that exists is refused."""
    named = told["namedRange"]
    key = named.get("namedRangeId") or str(new_number())
    if key in book.named:
        raise bad(f"Invalid requests[0].addNamedRange: The id {key} already exists.")
    _refuse_name(book, named["name"], key)
    cells = Range.of(named["range"])
    book.tab(cells.sheet_id)
    book.named[key] = (named["name"], cells)
    return {"addNamedRange": {"namedRange": told_name(key, book.named[key])}}


def told_name(key: str, named: tuple[str, Range]) -> Json:
    """A named range as Google tells it."""
    return {"namedRangeId": key, "name": named[0], "range": named[1].told()}


def _refuse_name(book: Spreadsheet, name: str, own: str) -> None:
    if any(k != own and known == name for k, (known, _) in book.named.items()):
        raise bad(f"A named range with the name {name} already exists.")


def _known_name(book: Spreadsheet, key: str) -> tuple[str, Range]:
    if key not in book.named:
        raise bad(f"No named range with id: {key}")
    return book.named[key]


def update_named(book: Spreadsheet, told: Json, _who: str) -> None:
    """Move or rename what is named."""
    named, fields = told["namedRange"], fields_of(told["fields"])
    key = named["namedRangeId"]
    name, cells = _known_name(book, key)
    name = named["name"] if "*" in fields or "name" in fields else name
    _refuse_name(book, name, key)
    cells = Range.of(named["range"]) if "*" in fields or "range" in fields else cells
    book.named[key] = (name, cells)


def delete_named(book: Spreadsheet, told: Json, _who: str) -> None:
    """Delete a name; an unknown id is refused."""
    _known_name(book, told["namedRangeId"])
    del book.named[told["namedRangeId"]]


def _all_protected(book: Spreadsheet) -> Iterator[tuple[Tab, Protected]]:
    return ((tab, one) for tab in book.tabs for one in tab.protected)


def add_protected(book: Spreadsheet, told: Json, who: str) -> Json:
    """Protect cells."""
    given = told["protectedRange"]
    key = given.get("protectedRangeId") or new_number()
    if any(one.id == key for _, one in _all_protected(book)):
        raise bad(f"A protected range with the id {key} already exists.")
    cells = Range.of(given["range"])
    one = Protected(key, cells, _protection(given), who)
    book.tab(cells.sheet_id).protected.append(one)
    said = {"protectedRangeId": key, "range": cells.told(), **one.told}
    return {"addProtectedRange": {"protectedRange": said}}


def _protection(given: Json) -> Json:
    told: Json = {"requestingUserCanEdit": True}
    if given.get("description"):
        told["description"] = given["description"]
    if given.get("warningOnly"):
        if given.get("editors", {}).get("users"):
            raise bad("Warning protections can not have editors.")
        return told | {"warningOnly": True}
    users = given.get("editors", {}).get("users", [])
    return told | {"editors": {"users": users} if users else {}}


def update_protected(book: Spreadsheet, told: Json, _who: str) -> None:
    """Change a protection."""
    given, fields = told["protectedRange"], fields_of(told["fields"])
    for tab, one in _all_protected(book):
        if one.id == given["protectedRangeId"]:
            wanted = {k: given[k] for k in given if "*" in fields or k in fields}
            kept = {k: v for k, v in one.told.items() if k not in fields}
            one.told = _protection(kept | wanted)
            if "range" in wanted:
                tab.protected.remove(one)
                one.range = Range.of(wanted["range"])
                book.tab(one.range.sheet_id).protected.append(one)
            return
    raise bad(f"No protected range with id: {given['protectedRangeId']}")


def delete_protected(book: Spreadsheet, told: Json, _who: str) -> None:
    """Take a protection away."""
    for tab, one in _all_protected(book):
        if one.id == told["protectedRangeId"]:
            tab.protected.remove(one)
            return
    raise bad(f"No protected range with id: {told['protectedRangeId']}")
