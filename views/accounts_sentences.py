"""What falls between the teams, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from planning.review.accounts.one_sided import Kind, OneSided
from planning.review.accounts.white_space import WhiteSpace
from views.formats import counted, percent, short, visible, whole

TOUCHED: Final = "touches of the last 90 days"
_ALONE: Final[tuple[tuple[Kind, str, str], ...]] = (
    ("sales alone", "Sales", "marketing"),
    ("marketing alone", "Marketing", "sales"),
)


def between_the_teams(
    found: Mapping[Kind, OneSided], currency: str, *, planned: bool
) -> tuple[str, ...]:
    """Say what falls between the teams; what is not there is left out.

    Args:
        found: As `one_sided` gives it.
        currency: The plan currency.
        planned: Whether who works whom is by plan, else by the facts.

    Returns:
        Sentences without Markdown, in the order of their weight.
    """
    said = (
        _nobody(found["nobody"], currency, "plans to work" if planned else "works"),
        *(
            _alone(found[kind], team, f"{other} does not {'plan to work' if planned else 'work'}")
            for kind, team, other in _ALONE
        ),
        _one_team(found["one team"], "planned for" if planned else "worked"),
    )
    return tuple(filter(None, said))


def _nobody(it: OneSided, currency: str, works: str) -> str:
    if it.accounts.empty:
        return ""
    parts = [
        f"{short(cents / 100)} {currency} {where}"
        for cents, where in (
            (it.open_cents, "in open deals"),
            (it.won_year_cents, "won in the last year"),
        )
        if cents
    ]
    number = len(it.accounts)
    verb = "holds" if number == 1 else "hold"
    return f"{counted(number, 'account')} nobody {works} {verb} {' and '.join(parts)}."


def _alone(it: OneSided, team: str, other: str) -> str:
    if it.accounts.empty or it.share is None:
        return ""
    return (
        f"{team} spent {percent(it.share)} of its {TOUCHED} on "
        f"{counted(len(it.accounts), 'account')} that {other}."
    )


def _one_team(it: OneSided, worked: str) -> str:
    if it.accounts.empty:
        return ""
    sales, marketing = it.by_works("sales only"), it.by_works("marketing only")
    verb = "is" if len(it.accounts) == 1 else "are"
    return (
        f"{whole(len(it.accounts))} of {counted(it.of_accounts, 'account')} {verb} {worked} by "
        f"one team only: {whole(sales)} by sales, {whole(marketing)} by marketing."
    )


def between_frame(it: OneSided, currency: str) -> pd.DataFrame:
    """Lay out accounts that fall between the teams, one row each, money in plan currency."""
    accounts = it.accounts
    return pd.DataFrame(
        {
            "Account": [
                visible(str(row.name if row.name is not None else row.account_id))
                for row in accounts[["account_id", "name"]].itertuples(index=False)
            ],
            "Id": accounts["account_id"],
            "Segment": accounts["segment"],
            "Region": accounts["region"],
            "Worked by": accounts["works"],
            f"In open deals, {currency}": accounts["open_cents"] / 100,
            f"Won in the last year, {currency}": accounts["won_year_cents"] / 100,
            "Touches of sales": accounts["sales_touches"],
            "Touches of marketing": accounts["marketing_touches"],
        }
    )


def white_frame(found: WhiteSpace, currency: str) -> pd.DataFrame:
    """Lay out products that alike customers own and an account does not, one row each."""
    missing = found.missing
    return pd.DataFrame(
        {
            "Account": [
                visible(str(row.name if row.name is not None else row.account_id))
                for row in missing[["account_id", "name"]].itertuples(index=False)
            ],
            "Id": missing["account_id"],
            "Segment": missing["segment"],
            "Industry": missing["industry"],
            "Product": missing["product"],
            "Alike customers own it, %": missing["share"].astype(float) * 100,
            "Alike customers": missing["alike"],
            f"Median deal, {currency}": missing["deal_cents"].astype(float) / 100,
            f"To be expected, {currency}": missing["expected_cents"].astype(float) / 100,
        }
    )
