"""Leads one by one with what is known of their accounts and what they did, of one snapshot.

Cubes answer how many; a score needs every lead by itself. Beyond a limit a fixed part of the
leads stands for all, the same ones whenever they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

LEAD_COLUMNS: Final = (
    "lead_id",  # text, in order of the id
    "account_id",  # text or None; so are the next five
    "channel",  # under its one name; `unknown` where missing
    "campaign",
    "asset",
    "segment",
    "region",
    "n",  # whole: leads the row stands for
    "state",  # new | working | qualified | disqualified | won
    "created_on",  # datetime64, NaT unknown; so are the next six
    "mql_on",
    "sal_on",
    "sql_on",
    "disqualified_on",
    "recycled_on",
    "won_on",  # closing of the first won deal; NaT also where a win has no deal
    "won_n",  # whole, at most n
    "won_cents",
    "score_points",  # float, given by the source; NaN unknown
    "attributes",  # JSON object as text, or None
    "industry",  # of the account, None unknown; so are the next ones
    "country",
    "employees",  # float, NaN unknown
    "annual_revenue",  # float, the account's own, in units
    "contacts_known",  # float
    "products_owned",  # text parted by semicolons
    "is_customer",  # yes | no | None: whether it bought before the lead came in
    "account",  # whole: position of the account among the touches' accounts, -1 none
)
TOUCH_COLUMNS: Final = (
    "lead",  # whole: position in the leads, -1 where a touch names the account alone
    "account",  # whole: as in the leads, -1 where it names a lead
    "team",  # marketing | sales | joint
    "kind",  # text or None
    "on",  # datetime64
    "n",  # whole: touches of that kind on that day
)


@dataclass(frozen=True)
class LeadSample:
    """Leads of one snapshot.

    Attributes:
        snapshot_id: The snapshot.
        as_of: Today for the facts.
        leads: One row per lead, columns LEAD_COLUMNS, never who owns it.
        touches: Dated touches up to the as-of date by lead, or, of marketing and of both
            teams, by account; columns TOUCH_COLUMNS.
        rows: Leads in the facts, of which `leads` may be a part.
    """

    snapshot_id: str
    as_of: date
    leads: pd.DataFrame
    touches: pd.DataFrame
    rows: int

    @property
    def is_whole(self) -> bool:
        """Whether every lead of the facts is in it."""
        return len(self.leads) == self.rows
