"""Notes among a lead's columns: texts that hardly repeat, read by the words they hold."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from planning.review.leads.telling import Bools

if TYPE_CHECKING:
    import pandas as pd

_REPEATED: Final = 0.5
"""Different texts a filled cell from which a column is one of notes."""

_FEWEST: Final = 15
_MOST_WORDS: Final = 400
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def words_of(column: pd.Series) -> dict[str, Bools]:
    """Return of a column of notes which rows hold each of its frequent words.

    Args:
        column: Its values.

    Returns:
        Rows by word, for words of three letters or more that several rows hold; none where
        the column holds numbers, single words, or texts that repeat.
    """
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return {}
    filled = column.dropna().astype("str")
    if filled.empty or filled.nunique() < _REPEATED * len(filled):
        return {}
    held = [frozenset(_WORD.findall(text.casefold())) for text in filled]
    often = Counter(word for words in held for word in words)
    kept = [word for word, rows in often.most_common(_MOST_WORDS) if rows >= _FEWEST]
    places = np.flatnonzero(column.notna().to_numpy())
    found: dict[str, Bools] = {word: np.zeros(len(column), dtype=np.bool_) for word in kept}
    for place, words in zip(places, held, strict=True):
        for word in words & found.keys():
            found[word][place] = True
    return found
