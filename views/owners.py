"""Owners' loads in words and as a table."""

from __future__ import annotations

import pandas as pd

from planning.review.accounts.loads import Spread
from views.formats import counted, visible


def spread_sentence(found: Spread | None) -> str:
    """Say how planned loads lie over the owners.

    Example:
        >>> spread_sentence(Spread(9, 20.0, 44.0, 61.0, 42.5))
        '9 owners share the planned touches: 20 to 61 a month, half of them above 44.'
        >>> spread_sentence(None)
        'No account has an owner in this plan yet.'
    """
    if found is None:
        return "No account has an owner in this plan yet."
    if found.owners == 1:
        return f"One owner has all planned touches: {found.most:,.0f} a month."
    return (
        f"{counted(found.owners, 'owner')} share the planned touches: {found.least:,.0f} to "
        f"{found.most:,.0f} a month, half of them above {found.middle:,.0f}."
    )


def loads_frame(loads: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return owners' loads as people read and take them away."""
    return pd.DataFrame(
        {
            "Owner": [visible(str(it)) for it in loads["name"]],
            "Accounts": loads["accounts"],
            "Touches a month": loads["touches"],
            "Without touches": loads["unplanned"],
            f"Open, {currency}": loads["open_cents"] / 100,
            f"Value a year, {currency}": (loads["value_cents"] / 100).round(),
        }
    )
