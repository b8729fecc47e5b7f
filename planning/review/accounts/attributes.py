"""What is known of every account, ready to be compared with conditions in whole columns.

A condition holds only where the facts say so: of an account whose attribute is unknown it
is never met, not even “is none of”. So missing facts win no points and exclude nobody by a
“never”; a “must” keeps out whom nothing is known of.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from planning.agreed.accounts.conditions import (
    ACCOUNT_ATTRIBUTES,
    NUMBERS,
    OWN,
    Condition,
)

if TYPE_CHECKING:
    from planning.actuals.book import AccountBook

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Codes = tuple[npt.NDArray[np.int64], list[str]]
"""Per account the position of its text, -1 where unknown; and the texts."""

YES, NO = "yes", "no"
_SETS: Final = frozenset({"products_owned"})
"""Attributes that hold several words, parted by semicolons."""

_WORDS_OF_FLAGS: Final = {"true": YES, "1": YES, "false": NO, "0": NO}


class Attributes:
    """The attributes of the accounts of a book.

    Attributes:
        size: How many accounts there are.
    """

    def __init__(self, book: AccountBook) -> None:
        """Look at a book; columns are laid out when first asked for."""
        self._accounts = book.accounts
        self.size: Final = len(book)
        self._texts: dict[str, Codes] = {}
        self._numbers: dict[str, Floats] = {}

    def met(self, condition: Condition) -> Bools:
        """Return of which accounts a condition is true.

        Text is compared without regard to case; of products owned one is enough for “is one
        of” and too many for “is none of”. An attribute the facts do not have is met by
        nobody.

        Args:
            condition: What must be true.
        """
        if condition.test in {"is at least", "is at most"}:
            return self._compared(condition)
        if condition.attribute in NUMBERS:
            known = self.numbers(condition.attribute)
            if condition.test == "is known":
                return ~np.isnan(known)
            among = np.isin(known, [it for it in map(_number, condition.words) if it == it])
            return among if condition.test == "is one of" else ~among & ~np.isnan(known)
        codes, texts = self.texts(condition.attribute)
        holds = [_holds(condition, text) for text in texts]
        # The last place stands for the unknown, whose code is -1.
        return np.array([*holds, False], dtype=np.bool_)[codes]

    def _compared(self, condition: Condition) -> Bools:
        known = self.numbers(condition.attribute)
        with np.errstate(invalid="ignore"):
            if condition.test == "is at least":
                return known >= condition.bound
            return known <= condition.bound

    def texts(self, attribute: str) -> Codes:
        """Return an attribute as text; unknown everywhere where the facts do not have it."""
        if attribute not in self._texts:
            self._texts[attribute] = self._read_texts(attribute)
        return self._texts[attribute]

    def numbers(self, attribute: str) -> Floats:
        """Return an attribute as numbers, NaN where unknown or no number."""
        if attribute not in self._numbers:
            if attribute in NUMBERS and attribute in self._accounts:
                found = self._accounts[attribute].to_numpy(dtype=np.float64)
            else:
                codes, texts = self.texts(attribute)
                found = np.array([*map(_number, texts), np.nan])[codes]
            self._numbers[attribute] = found
        return self._numbers[attribute]

    @property
    def own(self) -> tuple[str, ...]:
        """Names of the company's own attributes, as conditions name them."""
        return tuple(OWN + name for name in self._own)

    def _read_texts(self, attribute: str) -> Codes:
        if attribute.startswith(OWN):
            wanted = attribute.removeprefix(OWN).strip().casefold()
            return next(
                (codes for name, codes in self._own.items() if name.casefold() == wanted),
                self._nothing,
            )
        if attribute not in ACCOUNT_ATTRIBUTES or attribute not in self._accounts:
            return self._nothing
        column = self._accounts[attribute]
        if attribute == "is_customer":
            return np.where(column.to_numpy(dtype=np.bool_), 0, 1).astype(np.int64), [YES, NO]
        return _coded(column)

    @property
    def _nothing(self) -> Codes:
        return np.full(self.size, -1, dtype=np.int64), []

    @cached_property
    def _own(self) -> dict[str, Codes]:
        """The own attributes by the first spelling of their name, case aside.

        Equal objects of many accounts are read once.
        """
        codes, objects = _coded(self._accounts["attributes"])
        names: dict[str, str] = {}
        read: list[dict[str, str]] = []
        for text in objects:
            told: dict[str, str] = {}
            for name, value in _object(text).items():
                told.setdefault(names.setdefault(name.casefold(), name), value)
            read.append(told)
        found = {}
        for name in names.values():
            values = pd.Series([*(one.get(name) for one in read), None], dtype=object)
            places, texts = _coded(values)
            found[name] = places[codes], texts
        return found


def _coded(column: pd.Series) -> Codes:
    codes, texts = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=True)
    return codes.astype(np.int64), [str(text) for text in texts]


def _object(text: str) -> dict[str, str]:
    try:
        read: Any = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(read, dict):
        return {}
    return {str(name): str(value) for name, value in read.items() if value is not None}


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", "").strip())
    except ValueError:
        return float("nan")
    return number if np.isfinite(number) else float("nan")


def _holds(condition: Condition, text: str) -> bool:
    """Whether a condition on words is true of an attribute's text."""
    several = condition.attribute in _SETS
    has = {part.strip().casefold() for part in (text.split(";") if several else [text])} - {""}
    if not has:
        return False
    if condition.test == "is known":
        return True
    asked = {word.casefold() for word in condition.words}
    if condition.attribute == "is_customer":
        asked = {_WORDS_OF_FLAGS.get(word, word) for word in asked}
    return bool(has & asked) == (condition.test == "is one of")
