"""One account in words: what the facts know of it, and how it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from planning.agreed.rows import PlanRow
from views.coverage import SIDE_WORDS
from views.formats import counted, short, visible

_WORKED: Mapping[str, str] = {
    "both": "Both teams work it.",
    "marketing": "Marketing reaches it; sales does not work it.",
    "sales": "Sales works it; marketing does not reach it.",
    "neither": "Nobody works it so far.",
}


def facts_words(account: pd.Series, value: float, currency: str) -> list[str]:
    """Return what the facts say of an account, in sentences.

    Args:
        account: Its row of the book.
        value: What it may bring in a year, in plan-currency units.
        currency: The plan currency.
    """
    known = [account[name] for name in ("industry", "segment", "region", "country")]
    told = [", ".join(visible(str(it)) for it in known if isinstance(it, str))]
    deals = (
        f"{counted(int(account['deals_won']), 'deal')} won for "
        f"{short(account['won_cents'] / 100)} {currency}, {int(account['deals_lost'])} lost, "
        f"{int(account['deals_open'])} open for {short(account['open_cents'] / 100)} {currency}."
    )
    touches = (
        f"In the last 90 days marketing touched it {_times(account['marketing_touches'])}, "
        f"sales {_times(account['sales_touches'])}. {_WORKED[str(account['worked_by'])]}"
    )
    return [
        *(one for one in told if one),
        f"It may bring about {short(value)} {currency} a year. {deals}",
        touches,
        contacts_words(account["contacts_known"], account["products_owned"]),
    ]


def contacts_words(contacts: float, products: object) -> str:
    """Say how many contacts are known and what the account owns.

    Example:
        >>> contacts_words(1.0, "Core; Shield"), contacts_words(float("nan"), None)
        ('1 known contact. It owns Core, Shield.', 'How many contacts are known is not said.')
    """
    known = (
        "How many contacts are known is not said."
        if pd.isna(contacts)
        else f"{counted(int(contacts), 'known contact')}."
    )
    if not isinstance(products, str) or not products.strip():
        return known
    owned = ", ".join(visible(part.strip()) for part in products.split(";") if part.strip())
    return f"{known} It owns {owned}."


def fit_words(tier: str) -> str:
    """Say how an account fits the ideal customer.

    Example:
        >>> fit_words("A"), fit_words("no target")
        ('Tier A, because:', 'No target, because:')
    """
    return f"Tier {tier}, because:" if len(tier) == 1 else f"{tier[:1].upper()}{tier[1:]}, because:"


def halves_frame(rows: Sequence[PlanRow], owners: Mapping[str, str]) -> pd.DataFrame:
    """Return both teams' rows of an account, to be read."""
    return pd.DataFrame(
        {
            "Team": [SIDE_WORDS[row.team] for row in rows],
            "Motion": [row["motion"] for row in rows],
            "Who": [
                visible(str(owners.get(str(row["owner"]), row["owner"]) or row["programme"] or "—"))
                for row in rows
            ],
            "Touches a month": [row["touches"] for row in rows],
            "From": [row["start"] for row in rows],
            "Until": [row["end"] for row in rows],
            "Reason": [visible(str(row["reason"] or "")) for row in rows],
        }
    )


def _times(number: float) -> str:
    return {0: "not at all", 1: "once", 2: "twice"}.get(int(number), f"{int(number):,} times")
