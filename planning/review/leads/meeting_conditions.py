"""Which leads meet a condition: whole columns at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from planning.agreed.accounts.conditions import (
    ACCOUNT_ATTRIBUTES,
    BEHAVIOUR,
    LEAD_ATTRIBUTES,
    NUMBERS,
    OWN,
    Condition,
)

if TYPE_CHECKING:
    import pandas as pd

Bools = npt.NDArray[np.bool_]

LISTS: Final = frozenset({"products_owned"})
"""Attributes that hold several values, parted by semicolons."""

_COLUMNS: Final = frozenset({*ACCOUNT_ATTRIBUTES, *LEAD_ATTRIBUTES})


def own_attributes(texts: pd.Series) -> pd.DataFrame:
    """Return the company's own attributes as columns, named as conditions name them.

    Args:
        texts: Of each row a JSON object as text, or None.

    Returns:
        One column per name, texts; None where a row lacks it.
    """
    import pandas as pd

    codes, found = pd.factorize(texts)
    objects: list[dict[str, Any]] = [json.loads(text) for text in found]
    names = dict.fromkeys(name for it in objects for name in it)
    columns = {}
    for name in names:
        values = [_said(it.get(name)) for it in objects]
        columns[f"{OWN}{name}"] = pd.Series([*values, None], dtype=object).to_numpy()[codes]
    return pd.DataFrame(columns, index=texts.index)


def _said(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def with_own(leads: pd.DataFrame) -> pd.DataFrame:
    """Return leads with their own attributes as columns beside the others."""
    import pandas as pd

    return pd.concat([leads, own_attributes(leads["attributes"])], axis=1)


def meets(rows: pd.DataFrame, condition: Condition) -> Bools:
    """Return which rows meet a condition about what is known of them.

    What is not known meets no condition, also not “is none of”: a lead is not foreign
    because nobody noted its country. Words are compared without regard to case.

    Args:
        rows: Leads or accounts, own attributes as columns (`with_own`).
        condition: About anything but behaviour.

    Raises:
        ValueError: The condition is about behaviour.
    """
    name = condition.attribute
    if name in BEHAVIOUR:
        raise ValueError(f"{name} is behaviour")
    if name not in rows.columns or not (name in _COLUMNS or name.startswith(OWN)):
        return np.zeros(len(rows), dtype=np.bool_)
    column = rows[name]
    known: Bools = column.notna().to_numpy(dtype=np.bool_)
    if condition.test == "is known":
        return known
    if condition.test in {"is at least", "is at most"}:
        return compared(column, condition)
    among = _among(column, condition)
    return known & (among if condition.test == "is one of" else ~among)


def compared(column: pd.Series, condition: Condition) -> Bools:
    """Return where a number reaches, or does not exceed, the condition's."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
    bound = condition.bound
    with np.errstate(invalid="ignore"):
        # What is no number compares as false.
        met: Bools = numbers >= bound if condition.test == "is at least" else numbers <= bound
    return met


def _among(column: pd.Series, condition: Condition) -> Bools:
    import pandas as pd

    codes, found = pd.factorize(column)
    if condition.attribute in NUMBERS:
        wanted = set(pd.to_numeric(pd.Series(condition.words), errors="coerce").dropna())
        hit = [float(value) in wanted for value in found]
    else:
        words = {word.casefold() for word in condition.words}
        parted = condition.attribute in LISTS
        hit = [bool(words & _parts(str(value), parted=parted)) for value in found]
    among: Bools = np.array([*hit, False], dtype=np.bool_)[codes]
    return among


def _parts(value: str, *, parted: bool) -> set[str]:
    parts = value.split(";") if parted else [value]
    return {part.strip().casefold() for part in parts}
