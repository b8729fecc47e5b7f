"""Comments: what people say about a row of the plan, and whom they ask."""

from __future__ import annotations

import re
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, Unfit, text
from planning.agreed.rows import Cells
from planning.money import quoted

_ADDRESS: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+\Z")
_MENTION: Final = re.compile(r"(?:^|(?<=[\s(,;]))@([^@\s,;]+@[^@\s,;()]+[^@\s,;().!?:])")
_ADDRESS_LIMIT: Final = 320
_MENTIONS_LIMIT: Final = 50


def addresses(value: object) -> list[JsonValue]:
    """Read e-mail addresses: a list, or text parted by commas, semicolons or blanks.

    Example:
        >>> addresses("Ada@example.com; bo@example.com, ada@example.com")
        ['ada@example.com', 'bo@example.com']
    """
    given = re.split(r"[\s,;]+", value) if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        raise Unfit(f"must be e-mail addresses, not “{quoted(value)}”.")
    found: dict[str, None] = {}
    for address in filter(None, given):
        if (
            not isinstance(address, str)
            or not _ADDRESS.match(address)
            or len(address) > _ADDRESS_LIMIT
        ):
            raise Unfit(f"must be e-mail addresses, not “{quoted(address)}”.")
        found[address.casefold()] = None
    if len(found) > _MENTIONS_LIMIT:
        raise Unfit(f"may name {_MENTIONS_LIMIT} people, not {len(found)}.")
    return list(found)


COLUMNS: Final = (
    Column("about", "Row", text(NAME_LIMIT), needed=True, fixed=True),
    Column("text", "Comment", text(TEXT_LIMIT, lines=True), needed=True),
    Column("mentions", "Mentions", addresses),
)


class Comment(BaseModel):
    """What somebody said about a row.

    Attributes:
        about: Id of the row.
        text: What was said.
        mentions: E-mail addresses of the people it is for.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    about: str
    text: str
    mentions: tuple[str, ...] = ()

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a comment from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row."""
        return self.model_dump(mode="json")


def mentioned(said: str) -> tuple[str, ...]:
    """Return the addresses a text calls with “@”, each once.

    Example:
        >>> mentioned("Can you check, @Bo@example.com? Thanks @ada@example.com.")
        ('bo@example.com', 'ada@example.com')
    """
    return tuple(dict.fromkeys(found.casefold() for found in _MENTION.findall(said)))
