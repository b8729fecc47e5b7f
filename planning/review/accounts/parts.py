"""The parts of the accounts that facts can be asked about: each value of each attribute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from planning.agreed.accounts.conditions import Condition, values
from planning.agreed.cells import Unfit

if TYPE_CHECKING:
    from planning.review.accounts.attributes import Attributes

TEXTS: Final = ("industry", "segment", "region", "country")
SIZES: Final = ("employees", "annual_revenue")
MOST_VALUES: Final = 60
"""An attribute with more values than this, such as a web address, sorts nobody."""

_CUTS: Final = (0.25, 0.5, 0.75)
_DIGITS: Final = 2


@dataclass(frozen=True)
class Part:
    """The accounts of which one condition is true, beside those of which it is not.

    Attributes:
        condition: The condition.
        inside: Of which accounts it is true.
        known: Whose attribute is known at all: only these are compared.
        of_two: Whether the attribute has one other value, so that its part says the same.
    """

    condition: Condition
    inside: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    of_two: bool = False


def parts(accounts: Attributes, names: Iterable[str] | None = None) -> Iterator[Part]:
    """Yield the parts worth comparing: words one by one, numbers above a round cut.

    Args:
        accounts: What is known of the accounts.
        names: Attributes; None takes all that winning a deal does not change.
    """
    chosen = (*TEXTS, *SIZES, *accounts.own) if names is None else tuple(names)
    for name in chosen:
        yield from _of_numbers(accounts, name) if name in SIZES else _of_words(accounts, name)


def _of_words(accounts: Attributes, name: str) -> Iterator[Part]:
    codes, spellings = accounts.texts(name)
    texts: dict[str, str] = {}
    for text in sorted(spellings):
        texts.setdefault(text.strip().casefold(), text.strip())
    if not 1 < len(texts) <= MOST_VALUES:
        return
    for text in texts.values():
        if _can_be_asked(text):
            condition = Condition(attribute=name, test="is one of", values=text)
            yield Part(condition, accounts.met(condition), codes >= 0, of_two=len(texts) == 2)


def _can_be_asked(text: str) -> bool:
    """Whether a condition can name a value: a semicolon would part it, “=” be a formula.

    Example:
        >>> [_can_be_asked(text) for text in ("Food", "a; b", "=1+1", "")]
        [True, False, False, False]
    """
    try:
        return ";" not in text and values(text) == text != ""
    except Unfit:
        return False


def _of_numbers(accounts: Attributes, name: str) -> Iterator[Part]:
    numbers = accounts.numbers(name)
    known = ~np.isnan(numbers)
    if not known.any():
        return
    cuts = {_round(float(cut)) for cut in np.quantile(numbers[known], _CUTS)}
    for cut in sorted(cuts):
        condition = Condition(attribute=name, test="is at least", values=f"{cut:.0f}")
        yield Part(condition, accounts.met(condition), known)


def _round(number: float) -> float:
    """Return a number as people would say it: two digits and zeros.

    Example:
        >>> _round(263.0), _round(7.0), _round(0.0)
        (260.0, 7.0, 0.0)
    """
    if number < 1:
        return 0.0
    step = 10.0 ** (int(np.floor(np.log10(number))) - _DIGITS + 1)
    return float(np.rint(number / step) * step) if step >= 1 else float(np.rint(number))
