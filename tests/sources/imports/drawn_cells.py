"""Cells to put rows together from, drawn by hypothesis for each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from hypothesis import strategies as st

from planning.actuals.dates import EXCEL_SERIAL
from planning.actuals.kinds import STATUSES
from planning.actuals.tables import FieldSpec
from planning.actuals.words import CHOICE_WORDS, FLAGS, STATUS_WORDS
from tests.sources.imports.texts import (
    DAYS,
    MOMENT_FORMATS,
    NAMES,
    NUMBERS,
    TEXTS,
    WORDS,
    days_in,
    moments_in,
    numbers_with,
)

ATTRIBUTE: Final = "attributes."
_DIRT: Final = (0.0, 0.05, 0.15, 0.5)
"""How likely an odd cell is in a row."""

_CENTURY: Final = date(1969, 1, 1), date(2068, 12, 31)
"""Days that two digits of a year can tell."""

_MISSING: Final = 0.1
_SPLICED: Final = 0.4
"""Share of the odd cells that are put together from the pieces of two."""


@dataclass(frozen=True)
class Pools:
    """Cells to choose from, by field."""

    good: Mapping[str, Sequence[str]]
    odd: Mapping[str, Sequence[str]]

    def rows(
        self, random: Random, columns: Sequence[str], required: frozenset[str], filled: int
    ) -> Iterator[dict[str, str]]:
        """Put rows together, so many of them not blank."""
        while filled:
            row = self.row(random, columns, required)
            filled -= any(map(str.strip, row.values()))
            yield row

    def row(
        self, random: Random, columns: Sequence[str], required: frozenset[str]
    ) -> dict[str, str]:
        """Put a row together."""
        dirt = random.choice(_DIRT)
        row = {}
        for name in columns:
            pool = "attributes" if name.startswith(ATTRIBUTE) else name
            missing = _MISSING * dirt if name in required else _MISSING
            chance = random.random()
            if chance < missing:
                row[name] = ""
            elif chance < missing + dirt:
                row[name] = self._odd(random, pool)
            else:
                row[name] = random.choice(self.good[pool])
        return row

    def _odd(self, random: Random, pool: str) -> str:
        cell = random.choice(self.odd[pool])
        if random.random() < _SPLICED:
            other = random.choice((*self.good[pool], *self.odd[pool]))
            cell = cell[: random.randint(0, len(cell))] + other[random.randint(0, len(other)) :]
        return cell


def drawn_pools(
    draw: st.DrawFn, fields: Sequence[FieldSpec], dates: Mapping[str, str], decimal: str
) -> Pools:
    """Draw the cells of some fields, well and badly written.

    Args:
        draw: Draws.
        fields: The fields.
        dates: The format of each that holds days.
        decimal: The sign before decimals.
    """

    def some(strategy: st.SearchStrategy[str], size: int = 12) -> list[str]:
        return draw(st.lists(strategy, min_size=size, max_size=size))

    names, words, texts = some(NAMES), some(WORDS, 24), some(TEXTS, 60)
    amounts, wholes = some(numbers_with(decimal), 30), some(st.integers(0, 10**13).map(str))
    days = {one: [*some(_written(one)), *some(_plain(one))] for one in sorted(set(dates.values()))}
    odd = {"number": some(NUMBERS, 60), "day": some(DAYS, 60), "word": [*words, *texts]}
    good: dict[str, Sequence[str]] = {"attributes": names}
    strange: dict[str, Sequence[str]] = {"attributes": odd["word"]}
    for one in fields:
        if one.name in dates:
            good[one.name], strange[one.name] = days[dates[one.name]], odd["day"]
        elif one.kind in ("money", "number", "count"):
            good[one.name] = [*wholes, *"0123"] if one.kind == "count" else amounts
            strange[one.name] = odd["number"]
        else:
            good[one.name], strange[one.name] = _good_words(one) or names, odd["word"]
    return Pools(good, {name: [*cells, *texts[:20]] for name, cells in strange.items()})


def _plain(date_format: str) -> st.SearchStrategy[str]:
    if date_format == EXCEL_SERIAL:
        return st.integers(44_562, 46_752).map(str)
    days = st.dates(date(2022, 1, 1), date(2027, 12, 31)) | st.dates(*_CENTURY)
    return days.map(lambda day: day.strftime(date_format))


def _written(date_format: str) -> st.SearchStrategy[str]:
    if date_format == EXCEL_SERIAL:
        return st.decimals(20_000, 79_999, places=2).map(str)
    return moments_in(date_format) if date_format in MOMENT_FORMATS else days_in(date_format)


def _good_words(one: FieldSpec) -> list[str]:
    if one.name == "currency":
        return ["EUR", "EUR", "USD", "USD", "usd", "GBP", "GBP", "€", "CHF"]
    if one.name == "stage":
        return ["Demo", "Open", "Closed Won", "closed-lost", "Lost", "TRUE", "gatekeeper"]
    if one.name == "status":
        return [*STATUSES, *list(STATUS_WORDS)[::4], "Gatekeeper"]
    if one.kind == "flag":
        return [*FLAGS, "Yes", "1.0", "Won"] if one.name == "is_won" else [*FLAGS, "Yes", "0.0"]
    others = [word for word, meant in CHOICE_WORDS.items() if meant in one.choices]
    return [*one.choices, *map(str.upper, one.choices), *others]
