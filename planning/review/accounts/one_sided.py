"""What falls between the teams: one-sided accounts, money nobody works, touches alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from planning.actuals.book import AccountBook
from planning.review.accounts.works import WORKS, Codes

Kind = Literal["one team", "nobody", "sales alone", "marketing alone"]
KINDS: Final[tuple[Kind, ...]] = ("one team", "nobody", "sales alone", "marketing alone")

_SHOWN: Final = [
    "account_id",
    "name",
    "segment",
    "region",
    "works",
    "open_cents",
    "won_year_cents",
    "sales_touches",
    "marketing_touches",
]


@dataclass(frozen=True, eq=False)
class OneSided:
    """Accounts that are not worked by both.

    Attributes:
        kind: one team: worked by one only · nobody: by none, with money in open deals or
            won in the last year · sales alone: touched by sales lately and not worked by
            marketing · marketing alone: the other way round.
        accounts: The accounts, most money or most touches first: id, name, segment,
            region, works, open_cents, won_year_cents, sales_touches, marketing_touches.
        of_accounts: All accounts.
        open_cents: In their open deals.
        won_year_cents: Won with them in the last 365 days.
        touches: Of the team alone, in the last 90 days; 0 where no team is meant.
        of_touches: All recent touches of this team.
    """

    kind: Kind
    accounts: pd.DataFrame
    of_accounts: int
    open_cents: int
    won_year_cents: int
    touches: int = 0
    of_touches: int = 0

    @property
    def share(self) -> float | None:
        """Share of the team's recent touches, None where there is none; a fraction."""
        return self.touches / self.of_touches if self.of_touches else None

    def by_works(self, works: str) -> int:
        """Return how many of the accounts one column of WORKS has."""
        return int((self.accounts["works"] == works).sum())


def one_sided(book: AccountBook, works: Codes) -> dict[Kind, OneSided]:
    """Return what falls between the teams, by kind.

    Args:
        book: The accounts.
        works: Who works each of them, by plan or by facts.
    """
    accounts = book.accounts.assign(works=np.array(WORKS, dtype=object)[works])
    by_sales, by_marketing = np.isin(works, (0, 1)), np.isin(works, (0, 2))
    has_money = (accounts["open_cents"] + accounts["won_year_cents"]).to_numpy() > 0
    chosen: dict[Kind, tuple[np.ndarray, str | None]] = {
        "one team": (by_sales != by_marketing, None),
        "nobody": (~by_sales & ~by_marketing & has_money, None),
        "sales alone": (~by_marketing & (accounts["sales_touches"].to_numpy() > 0), "sales"),
        "marketing alone": (
            ~by_sales & (accounts["marketing_touches"].to_numpy() > 0),
            "marketing",
        ),
    }
    return {kind: _of(kind, accounts, mask, team) for kind, (mask, team) in chosen.items()}


def _of(kind: Kind, accounts: pd.DataFrame, mask: np.ndarray, team: str | None) -> OneSided:
    kept = accounts.loc[mask]
    first = f"{team}_touches" if team else "open_cents"
    ordered = kept.sort_values(
        [first, "won_year_cents", "account_id"], ascending=[False, False, True]
    )
    return OneSided(
        kind,
        ordered[_SHOWN].reset_index(drop=True),
        len(accounts),
        int(kept["open_cents"].sum()),
        int(kept["won_year_cents"].sum()),
        int(kept[first].sum()) if team else 0,
        int(accounts[first].sum()) if team else 0,
    )
