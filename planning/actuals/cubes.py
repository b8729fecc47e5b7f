"""The cubes by name: their keys and measures, for the engine that fills and the KPI that reads.

Every cube is sparse: a row exists where something was counted. Dimension keys
(`channel`, `segment`, `region`, `motion`) are text or None. `month` is a month number,
`UNDATED` where the date is missing. Money is integer cents of the plan currency.

Leads: `quantity` is added wherever leads are counted; deals likewise by theirs, while
their amounts stand for the whole row. A lead without channel is `unknown`. It takes the
motion of the deal it names, else of the first created of the deals that name it, else
None. A deal outcome is its `is_won`: yes won, no lost, missing open, whatever its dates.

The amount of a deal is in plan currency; where it is unknown but a recurring amount is
known, the recurring amount over the term stands in. Days and hours below 0 (an end
entered before its start) count as 0. Amounts without a rate and unknown amounts add 0.
"""

from __future__ import annotations

from typing import Final

from planning.actuals.counts import DIMENSIONS, SIDE_DIMENSIONS

BASE: Final = "base"
"""Keys: month + DIMENSIONS. Each measure is placed in the month its name implies."""

LEAD_MEASURES: Final = (
    # by month of creation (the cohort)
    "leads",
    "mqls",  # has mql_on
    "sals",
    "sqls",
    "disqualified",  # has disqualified_on, or status disqualified
    "recycled",  # has recycled_on
    "status_new",  # status new or missing
    "status_working",
    "status_qualified",
    "status_disqualified",
    "status_won",
    "leads_won",  # lead-to-customer: linked won deal, else won_quantity, else status won; each once
    "leads_won_cents",  # amount of won deals, each at its one lead, else won_amount
    "unlinked_won",  # won_quantity of leads without any linked deal: customers too
    "leads_with_deal",  # a deal is linked, in either direction, whatever became of it
)
HAPPENED_MEASURES: Final = (
    "mqls_happened",  # by month of mql_on
    "sals_happened",
    "sqls_happened",
)
CREATED_MEASURES: Final = (
    # deals by month of creation (the cohort)
    "created",
    "created_won",
    "created_lost",
    "created_open",
    "created_cents",
    "created_won_cents",
    "created_open_cents",
)
CLOSED_MEASURES: Final = (
    # deals by month of closing; a closed deal without closed_on is UNDATED
    "won",
    "lost",
    "won_cents",
    "lost_cents",
    "won_amount_known",  # won deals whose amount is known
    "won_recurring_cents",  # recurring part over the term (else 12 months), at most the amount
    "won_one_off_cents",  # the rest: both add to won_cents
    "won_new",  # deals: the account's first purchase
    "won_expansion",  # cross-sell, up-sell, or a later purchase without motion
    "won_renewal",  # retain
    "won_new_cents",
    "won_expansion_cents",
    "won_renewal_cents",
    "customers_with_account",  # accounts whose first won deal this is; once, not × quantity
    "wins_without_account",  # deals, × quantity
    "renewed_recurring_cents",  # recurring amount per year of won retain deals
)
SQUARE_MEASURES: Final = (
    # sums of squared cents, for intervals; kept as float64 after loading
    "won_cents_squared",
    "lost_cents_squared",
    "leads_won_cents_squared",  # of the amount of each lead, by month of its creation
)
DUE_MEASURES: Final = (
    # by month of renewal_due_on of won deals
    "due_contracts",  # deals with a recurring amount
    "due_recurring_cents",
)
SPEND_MEASURES: Final = (
    "marketing_cents",
    "marketing_programme_cents",
    "sales_cents",
    "sales_programme_cents",
    "joint_cents",
)
BASE_MEASURES: Final = (
    *LEAD_MEASURES,
    *HAPPENED_MEASURES,
    *CREATED_MEASURES,
    *CLOSED_MEASURES,
    *SQUARE_MEASURES,
    *DUE_MEASURES,
    *SPEND_MEASURES,
)

SIDE_CUBES: Final = SIDE_DIMENSIONS
"""`campaign`, `owner`, `product`, `asset`, `reason`: the base cube with one more text key.

Each holds BASE_MEASURES; what a side key says nothing about stands under None. Campaign
of a deal is its credited campaign; reason is disqualify else recycle reason (leads) or
loss reason (deals); owner is the owner in sales; only deals have a product and only leads
an asset. Beyond the row limit the smallest labels of a side key stand together under
`other (folded)` in all its cubes, with a finding `folded`."""

SPEND: Final = "spend"
"""Keys: month, team, category, channel, campaign, region, segment, motion, line_code.
Measures: cents, rows."""

DEAL_DAYS: Final = "deal_days"
"""Days from created_on to closed_on by month of closing; deals with both dates.
Keys: month + DIMENSIONS, outcome (won | lost), days. Measures: deals, cents."""

DEAL_AGES: Final = "deal_ages"
"""The same by month of creation with open deals too (days = age on the as-of date, at
least 0). Keys: month + DIMENSIONS, outcome (won | lost | open), days. Measures: deals,
cents. Deals without created_on have no row, except open ones: month UNDATED, days -1."""

WON_AMOUNTS: Final = "won_amounts"
"""Won deals of known amount by month of closing. Keys: month + DIMENSIONS, cents (of one
deal: a row of several shares its amount evenly, rounded). Measures: deals. Beyond the row
limit amounts are rounded to three digits."""

FOLLOW_UP: Final = "follow_up"
"""Leads considered for follow-up by month of creation.

Keys: month + DIMENSIONS, basis (mql | created: where the clock starts), state, hours.
state: touched (hours to first touch) | touched_untimed (hours -1) | untouched (hours =
age × 24 on the as-of date, -1 without clock date) | untold (the source has neither status
nor touches; hours -1). hours: whole hours to 720, above that rounded down to whole days
(beyond the row limit above 72). The basis is one for all leads of a source: mql if any of
them has mql_on, and then only those are considered. Touches are those of sales.
Measures: leads."""

STAGE_LAGS: Final = "stage_lags"
"""Keys: month (of creation) + DIMENSIONS, step (created-mql | mql-sal | sal-sql |
sql-deal | lead-won), days. Measures: leads; lead-won (to the first won deal's closing)
counts as many leads as were won."""

WON_LAGS: Final = "won_lags"
"""Days from a lead to its first won deal's closing, as `lead-won` above; also by campaign
and asset. Keys: month (of creation) + DIMENSIONS, days. Measures: leads."""

RECYCLED: Final = "recycled"
"""Leads handed back to marketing beside those that never were, by month of creation.

Keys: month + DIMENSIONS, handed_back (yes | no), reason (of recycling). Measures: leads,
came_back, won, won_cents. A lead handed back came back if it has an SQL date after that
day, a deal created after it, or was won after it; won counts only what a deal closed after
it won, or, without any deal, the lead's own sales or status. A lead never handed back came
as far if it has an SQL date or a deal, or was won."""

STAGE_FLOWS: Final = "stage_flows"
"""Stage events. Keys: month, object, stage. Measures: events."""

TOUCHES: Final = "touches"
"""Keys: month, team, kind, channel. Measures: touches."""

ACCOUNTS: Final = "accounts"
"""Keys: segment, region, industry, customer (yes | no), worked_by (both | marketing |
sales | neither), with_open_deal (yes | no). Measures: accounts, contacts. Marketing works
an account with a lead or a touch of its own, sales one with a deal or a touch; a joint
touch is both teams'; a touch of a lead or deal is one of its account."""

QUOTAS: Final = "quotas"
"""Keys: month (of start), end (month of the last day, +1), team, person (yes | no),
region, segment (of the person), measure. Measures: cents (money, or number × 100),
rows."""

PEOPLE: Final = "people"
"""Heads present on the first of each month from the first start to the as-of month.
Keys: month, team, job, region, segment. Measures: heads. Somebody without start_on is
present in all months; if nobody has one, months begin with the first lead, deal or spend."""

ROWS: Final = "rows"
"""Keys: table, source. Measures: rows, undated (without main date)."""

_VERSIONS: Final = {
    DEAL_DAYS: ("campaign", "owner", "product"),
    FOLLOW_UP: ("campaign", "owner"),
    WON_LAGS: ("campaign", "asset"),
}
SIDE_VERSIONS: Final = tuple(
    f"{cube}:{side}" for cube, sides in _VERSIONS.items() for side in sides
)
"""`deal_days:campaign` and so on: the same cube with one more text key."""

BASE_KEYS: Final = ("month", *DIMENSIONS)

KEYS: Final[dict[str, tuple[str, ...]]] = {
    BASE: BASE_KEYS,
    **{side: (*BASE_KEYS, side) for side in SIDE_CUBES},
    SPEND: (
        "month",
        "team",
        "category",
        "channel",
        "campaign",
        "region",
        "segment",
        "motion",
        "line_code",
    ),
    DEAL_DAYS: (*BASE_KEYS, "outcome", "days"),
    DEAL_AGES: (*BASE_KEYS, "outcome", "days"),
    WON_AMOUNTS: (*BASE_KEYS, "cents"),
    FOLLOW_UP: (*BASE_KEYS, "basis", "state", "hours"),
    STAGE_LAGS: (*BASE_KEYS, "step", "days"),
    WON_LAGS: (*BASE_KEYS, "days"),
    RECYCLED: (*BASE_KEYS, "handed_back", "reason"),
    STAGE_FLOWS: ("month", "object", "stage"),
    TOUCHES: ("month", "team", "kind", "channel"),
    ACCOUNTS: ("segment", "region", "industry", "customer", "worked_by", "with_open_deal"),
    QUOTAS: ("month", "end", "team", "person", "region", "segment", "measure"),
    PEOPLE: ("month", "team", "job", "region", "segment"),
    ROWS: ("table", "source"),
    **{
        f"{cube}:{side}": (*BASE_KEYS, side, *tail)
        for cube, tail in (
            (DEAL_DAYS, ("outcome", "days")),
            (FOLLOW_UP, ("basis", "state", "hours")),
            (WON_LAGS, ("days",)),
        )
        for side in _VERSIONS[cube]
    },
}
"""The keys of every cube by name."""

MEASURES: Final[dict[str, tuple[str, ...]]] = {
    BASE: BASE_MEASURES,
    **dict.fromkeys(SIDE_CUBES, BASE_MEASURES),
    SPEND: ("cents", "rows"),
    DEAL_DAYS: ("deals", "cents"),
    DEAL_AGES: ("deals", "cents"),
    WON_AMOUNTS: ("deals",),
    FOLLOW_UP: ("leads",),
    STAGE_LAGS: ("leads",),
    WON_LAGS: ("leads",),
    RECYCLED: ("leads", "came_back", "won", "won_cents"),
    STAGE_FLOWS: ("events",),
    TOUCHES: ("touches",),
    ACCOUNTS: ("accounts", "contacts"),
    QUOTAS: ("cents", "rows"),
    PEOPLE: ("heads",),
    ROWS: ("rows", "undated"),
    **{
        name: ("deals", "cents") if name.startswith(DEAL_DAYS) else ("leads",)
        for name in SIDE_VERSIONS
    },
}
"""The measures of every cube by name."""
