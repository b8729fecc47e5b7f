"""What falls between the teams, in sentences and tables."""

from __future__ import annotations

from typing import Final

import pandas as pd

from planning.review.accounts.matrix import Matrix
from planning.review.accounts.one_sided import Kind
from planning.review.accounts.waking import Waking
from planning.review.accounts.white_space import WhiteSpace
from planning.review.accounts.works import WORKS
from views.formats import counted, short, visible

KIND_WORDS: Final[dict[Kind, str]] = {
    "one team": "One team only",
    "nobody": "Money nobody works",
    "sales alone": "Sales alone",
    "marketing alone": "Marketing alone",
}


_WAVE: Final = 1.15
"""From how many times as many touches of all accounts on the rise is told."""


def matrix_frame(found: Matrix, measure: str, currency: str) -> pd.DataFrame:
    """Return the matrix as a table with a last row for all.

    Args:
        found: The matrix.
        measure: accounts, open_cents or won_year_cents.
        currency: The plan currency.
    """
    frame = found.wide(measure).rename(columns={found.by: found.by.capitalize()})
    if measure != "accounts":
        for works in (*WORKS, "All"):
            frame[works] = frame[works] / 100
    names: dict[str, str] = {works: works.capitalize() for works in WORKS}
    unit = "" if measure == "accounts" else f", {currency}"
    return frame.rename(columns=names | {"All": f"All{unit}"})


def gap_sentence(number: int, value: float, tiers: str, currency: str, *, planned: bool) -> str:
    """Say how many good accounts nobody works.

    Example:
        >>> gap_sentence(12, 950, "A", "EUR", planned=True)
        'Nobody is planned to work 12 A accounts; they may bring about 950 EUR a year.'
        >>> gap_sentence(0, 0, "A and B", "EUR", planned=False)
        'Somebody works every A and B account.'
    """
    if not number:
        verb = "is planned to work" if planned else "works"
        return f"Somebody {verb} every {tiers} account."
    verb = "is planned to work" if planned else "works"
    one = "it" if number == 1 else "they"
    return (
        f"Nobody {verb} {number:,} {tiers} account{'' if number == 1 else 's'}; "
        f"{one} may bring about {short(value)} {currency} a year."
    )


def waking_sentence(found: Waking) -> str:
    """Say how many accounts woke up, and what was looked at."""
    if not found.earlier_weeks:
        return "Too few weeks of touches are known to say which accounts woke up."
    span = f"the last {found.recent_weeks} weeks"
    # All rose: that is a campaign of ours, no news of any account.
    wave = f" Touches of all accounts rose {found.wave:.1f}-fold; only what goes beyond counts."
    told = wave if found.wave >= _WAVE else ""
    if found.accounts.empty:
        return f"No account's touches rose beyond chance in {span}.{told}"
    number = counted(len(found.accounts), "account")
    return f"{number} woke up in {span}: their touches rose well above their own usual rate.{told}"


def waking_frame(found: Waking) -> pd.DataFrame:
    """Return accounts that woke up as people read them."""
    frame = found.accounts
    names = frame["name"].where(frame["name"].notna(), frame["account_id"])
    return pd.DataFrame(
        {
            "Account": [visible(str(it)) for it in names],
            "Account id": [visible(str(it)) for it in frame["account_id"]],
            "Touches lately": frame["recent"],
            "Usual": [round(float(it), 1) for it in frame["usual"]],
            "Times as many": [round(float(it), 1) for it in frame["times"]],
        }
    )


def space_sentence(found: WhiteSpace, currency: str) -> str:
    """Say what could be sold to customers whose products are known."""
    if not found.known:
        return "No product is known of any account: map the column of products owned on import."
    known = f"Products are known of {found.known:,} of {counted(found.of_accounts, 'account')}."
    if found.missing.empty:
        return f"{known} Alike customers own nothing that one of them lacks."
    first = found.missing.iloc[0]
    name = first["name"] if isinstance(first["name"], str) else first["account_id"]
    best = f"{visible(str(first['product']))} to {visible(str(name))}"
    worth = first["expected_cents"]
    money = "" if pd.isna(worth) else f", worth about {short(worth / 100)} {currency}"
    return f"{known} Likeliest next sale: {best}{money}."


def contacts_frame(found: pd.DataFrame, head: str) -> pd.DataFrame:
    """Return known contacts by a label of the accounts.

    Args:
        found: Of `planning.review.accounts.contacts.contacts`.
        head: What the labels are.
    """
    return pd.DataFrame(
        {
            head: found["label"],
            "Accounts": found["accounts"],
            "Contacts an account": [
                None if pd.isna(it) else round(float(it), 1) for it in found["each"]
            ],
            "Nobody known": found["without"],
            "Not told": found["untold"],
        }
    )
