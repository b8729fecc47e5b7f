"""The book of accounts: what the facts tell of every account, one row each.

Ratios, tiers and suggestions are computed from it in whole columns, so a hundred thousand
accounts cost a fraction of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

WORKED_BY: Final = ("both", "marketing", "sales", "neither")

RECENT_DAYS: Final = 90
"""Touches this near the as-of date count as recent."""

WEEKS: Final = 104
"""Weeks of touches kept, back from the as-of date."""

ACCOUNT_COLUMNS: Final = (
    "account_id",  # text, in order of the id
    "name",  # text or None; so are the next six
    "domain",
    "industry",
    "region",
    "country",
    "segment",
    "owner",  # person id of the sales owner; None also where the actor may not see it
    "has_owner",  # bool
    "employees",  # float, NaN unknown
    "annual_revenue",  # float, the account's own, as in the facts
    "contacts_known",  # float, NaN unknown
    "products_owned",  # text parted by semicolons, or None
    "attributes",  # JSON object as text, or None
    "parent_id",  # text or None
    "is_customer",  # bool: marked so, with a first purchase, or with a won deal
    "customer_since",  # datetime64, NaT unknown: the mark, else the first won deal
    "worked_by",  # one of WORKED_BY, as the counts say it
    "leads",  # whole numbers from here, 0 where there are none
    "mqls",
    "deals_open",
    "open_cents",
    "deals_won",
    "won_cents",
    "deals_lost",
    "won_year_cents",  # won in the 365 days up to the as-of date
    "marketing_touches",  # in the RECENT_DAYS up to it
    "sales_touches",
    "last_marketing",  # datetime64, up to the as-of date; NaT without any dated touch
    "last_sales",
)
DEAL_COLUMNS: Final = (
    "account",  # position in the accounts
    "opportunity_id",
    "motion",  # text or None
    "product",
    "channel",  # credited
    "outcome",  # won | lost | open
    "created_on",  # datetime64
    "closed_on",
    "days",  # float, created to closed, for open deals to the as-of date; NaN unknown
    "cents",  # whole, plan currency
    "n",
)
TOUCH_COLUMNS: Final = (
    "account",  # position in the accounts
    "week",  # whole weeks before the as-of date: 0 is the seven days up to it
    "team",
    "touches",
)
DISQUALIFIED_COLUMNS: Final = (
    "account",  # position in the accounts
    "reason",  # text or None
    "n",  # leads
)


@dataclass(frozen=True)
class AccountBook:
    """The accounts of one snapshot.

    Attributes:
        snapshot_id: The snapshot.
        as_of: Today for the facts.
        accounts: One row per account, columns ACCOUNT_COLUMNS.
        deals: Deals that have an account, columns DEAL_COLUMNS.
        touches: Touches by week of the last WEEKS weeks, columns TOUCH_COLUMNS; a touch of
            a lead or deal is one of its account, a joint touch stands under both teams.
        disqualified: Disqualified leads of accounts by reason, columns
            DISQUALIFIED_COLUMNS; None where nobody asked.
    """

    snapshot_id: str
    as_of: date
    accounts: pd.DataFrame
    deals: pd.DataFrame
    touches: pd.DataFrame
    disqualified: pd.DataFrame | None = None

    def __len__(self) -> int:
        """Return how many accounts there are."""
        return len(self.accounts)
