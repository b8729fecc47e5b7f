"""Known contacts per account, by tier or another attribute: where nobody is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planning.actuals.book import AccountBook
from planning.review.accounts.matrix import NOT_KNOWN


def contacts(book: AccountBook, labels: pd.Series[str]) -> pd.DataFrame:
    """Count known contacts by a label of the accounts.

    Args:
        book: The accounts.
        labels: Of each account, in the order of the book: its tier, segment or region.

    Returns:
        One row per label, in their order: label, accounts, without (none is known: 0),
        untold (the facts do not say), contacts, each (contacts per account that is told;
        NaN where none is).
    """
    known = book.accounts["contacts_known"].to_numpy()
    frame = pd.DataFrame(
        {
            "label": [NOT_KNOWN if pd.isna(it) else str(it) for it in labels],
            "accounts": 1,
            "without": (known == 0).astype(np.int64),
            "untold": np.isnan(known).astype(np.int64),
            "contacts": np.nan_to_num(known),
        }
    )
    found = frame.groupby("label").sum().reset_index()
    told = found["accounts"] - found["untold"]
    found["each"] = (found["contacts"] / told).where(told > 0)
    found["last"] = found["label"] == NOT_KNOWN
    return found.sort_values(["last", "label"]).drop(columns="last").reset_index(drop=True)
