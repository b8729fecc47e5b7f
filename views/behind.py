"""Which rows stand behind a figure: the table, and what is chosen in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.actuals.counts import DIMENSIONS, Scope
from planning.periods import Period

Labels = Sequence[str | None]

_LEADS: Final = ("leads", "created_month")
_CREATED: Final = ("opportunities", "created_month")
_CLOSED: Final = ("opportunities", "closed_month")
_SPENT: Final = ("spend", "spend_month")
_DECIDED: Final = {"outcome": ("won", "lost")}
_WON: Final = {"outcome": ("won",)}

_PLACES: Final[dict[str, tuple[tuple[str, str], Mapping[str, Labels]]]] = {
    **dict.fromkeys(
        (
            "leads", "mqls", "sals", "sqls", "mql_rate", "sal_rate", "sql_rate", "cost_per_lead",
            "disqualified_rate", "recycled_rate", "lead_to_customer", "follow_up_within_sla",
            "time_to_follow_up",
        ),
        (_LEADS, {}),
    ),
    **dict.fromkeys(
        ("not_followed_up", "never_followed_up", "cost_of_unfollowed_leads"),
        (_LEADS, {"follow_state": ("untouched",)}),
    ),
    "opportunities": (_CREATED, {}),
    "open_pipeline": (_CREATED, {"outcome": ("open",)}),
    **dict.fromkeys(("close_ratio", "close_ratio_by_value"), (_CLOSED, _DECIDED)),
    **dict.fromkeys(
        ("won", "customers", "revenue", "cac", "average_deal", "sales_cycle_days",
         "pipeline_velocity", "quota_attainment"),
        (_CLOSED, _WON),
    ),
    "renewal_rate": (_CLOSED, {**_WON, "motion": ("retain",)}),
    "spend_marketing": (_SPENT, {"team": ("marketing",)}),
    "spend_sales": (_SPENT, {"team": ("sales",)}),
}  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """Rows to look up.

    Attributes:
        table: The fact table.
        where: Labels per column, and a period for the month column.
    """

    table: str
    where: Mapping[str, Labels | Period]


def behind(key: str, scope: Scope) -> Behind | None:
    """Return which rows a KPI of a scope was counted from, None where nobody says.

    Example:
        >>> behind("close_ratio", Scope(region=("EMEA",))).where
        {'outcome': ('won', 'lost'), 'region': ('EMEA',)}
    """
    if key not in _PLACES:
        return None
    (table, month), chosen = _PLACES[key]
    where: dict[str, Labels | Period] = dict(chosen)
    for dimension in DIMENSIONS:
        labels = getattr(scope, dimension)
        if labels is not None:
            where[dimension] = labels
    if scope.period is not None:
        where[month] = scope.period
    return Behind(table, where)
