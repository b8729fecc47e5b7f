"""Names that seem to mean the same: offered to a person, never joined by themselves."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from planning.actuals.words import fold

LONG_ENOUGH: Final = 5
"""Letters a word needs before one letter more, less or other is taken for a slip."""

_DIGITS: Final = re.compile(r"\d+")
_WORDS: Final = re.compile(r"[^\W_]+")


class Spelling(BaseModel):
    """One way in which a name is written.

    Attributes:
        name: The name.
        rows: How many rows use it.
        why: "signs" where only case, spaces, accents or signs differ, "letter" where one
            letter of a long word does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rows: int
    why: Literal["signs", "letter"]


class Alike(BaseModel):
    """Names that seem to mean the same.

    Attributes:
        name: The name most rows use, proposed for all.
        rows: How many rows use it.
        others: The other spellings, the most used first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rows: int
    others: tuple[Spelling, ...]

    @property
    def meanings(self) -> dict[str, str]:
        """The proposed name by each other spelling, as a mapping's `values` take it."""
        return {other.name: self.name for other in self.others}


def alike(names: Mapping[str, int] | Mapping[str | None, int]) -> tuple[Alike, ...]:
    """Return the groups of names that seem to mean the same, the most used first.

    Names that differ in a digit, in a short word or in a single letter that stands alone
    ("Region A", "Region B") are different things.

    Args:
        names: Rows by name, for example `cube.by("channel", "n")`; None is no name.

    Example:
        >>> found = alike({"Online Store": 9, "OnlineStore": 2, "Google": 5, "google": 1})
        >>> [group.meanings for group in found]
        [{'OnlineStore': 'Online Store'}, {'google': 'Google'}]
    """
    kept = {name: rows for name, rows in names.items() if name}
    groups = _by_key(kept)
    slips = _slips(groups, kept)
    found = []
    for key, members in groups.items():
        if key in slips:
            continue
        first, *rest = members
        others = [Spelling(name=name, rows=kept[name], why="signs") for name in rest]
        others += [
            Spelling(name=name, rows=kept[name], why="letter")
            for slip, meant in slips.items()
            if meant == key
            for name in groups[slip]
        ]
        if others:
            others.sort(key=lambda one: (-one.rows, one.name))
            found.append(Alike(name=first, rows=kept[first], others=tuple(others)))
    return tuple(sorted(found, key=lambda one: (-one.rows, one.name)))


_Key = tuple[str, tuple[str, ...]]


def _key(name: str) -> _Key:
    """Return what is left of a name without case, spaces, accents and signs.

    Numbers stay apart: "Web 2.0" is not "Web 20".
    """
    bare = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return fold(letters) or name, tuple(_DIGITS.findall(letters))


def _by_key(names: Mapping[str, int]) -> dict[_Key, list[str]]:
    groups: dict[_Key, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda one: (-names[one], -_spread(one), one)):
        groups[_key(name)].append(name)
    return dict(groups)


def _spread(name: str) -> int:
    """Prefer, of equally used spellings, the one with more words and capitals."""
    return len(_WORDS.findall(name)) + sum(letter.isupper() for letter in name)


def _slips(groups: Mapping[_Key, list[str]], names: Mapping[str, int]) -> dict[_Key, _Key]:
    """Return keys that look like slips of another key, by the key they are nearest to."""
    weight = {key: sum(names[name] for name in members) for key, members in groups.items()}
    order = sorted(groups, key=lambda key: (-weight[key], key))
    place = {key: rank for rank, key in enumerate(order)}
    near: dict[_Key, list[_Key]] = defaultdict(list)
    for one, other in _near_pairs(order):
        if _is_slip(groups[one][0], groups[other][0]):
            first, second = sorted((one, other), key=place.__getitem__)
            near[second].append(first)
    slips: dict[_Key, _Key] = {}
    for key in order:
        # Only what stands for itself takes slips in, so that no chain joins far names.
        meant = [one for one in near.get(key, ()) if one not in slips]
        if meant:
            slips[key] = min(meant, key=place.__getitem__)
    return slips


def _near_pairs(keys: Iterable[_Key]) -> Iterator[tuple[_Key, _Key]]:
    """Yield pairs that may be one letter apart: they agree once a letter is taken out."""
    shorter: dict[tuple[str, tuple[str, ...]], list[_Key]] = defaultdict(list)
    seen: set[tuple[_Key, _Key]] = set()
    for key in keys:
        text, digits = key
        if len(text) < LONG_ENOUGH:
            continue
        for variant in {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}:
            for other in shorter[(variant, digits)]:
                if (other, key) not in seen and other != key:
                    seen.add((other, key))
                    yield other, key
            shorter[(variant, digits)].append(key)


def _is_slip(one: str, other: str) -> bool:
    """Return whether two names differ by a slip in one long word."""
    first, second = (_WORDS.findall(name.casefold()) for name in (one, other))
    if len(first) != len(second):
        first, second = ["".join(first)], ["".join(second)]
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(differing) != 1:
        return False
    a, b = differing[0]
    return min(len(a), len(b)) >= LONG_ENOUGH and one_letter_apart(a, b)


def one_letter_apart(one: str, other: str) -> bool:
    """Return whether one letter more, less, other or swapped makes two words equal.

    A digit is never a slip, nor is the first letter.

    Example:
        >>> one_letter_apart("referral", "referal"), one_letter_apart("organic", "orgnaic")
        (True, True)
        >>> one_letter_apart("campaign1", "campaign2"), one_letter_apart("inbound", "unbound")
        (False, False)
    """
    if one == other or _DIGITS.findall(one) != _DIGITS.findall(other) or one[:1] != other[:1]:
        return False
    short, long = sorted((one, other), key=len)
    same = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    if len(short) > len(long) or short[same + 1 :] == long[same + 1 :]:
        return len(short) == len(long)
    swapped = short[same + 1 : same + 2] + short[same : same + 1]
    return swapped == long[same : same + 2] and short[same + 2 :] == long[same + 2 :]
