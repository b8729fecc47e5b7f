"""Lines of the budget off plan, reserves whose trigger fired, and money without a purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from planning.agreed.lines import Line, title
from planning.agreed.rows import PlanRow
from planning.kpis import KPIS
from planning.periods import month_name, parse_month
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.sentences import Matter, Stake, Words, compose
from planning.review.exceptions.wording import count_told, money_told
from planning.review.line_landing import LineLanding

OFF: Final = 0.15
"""A line is off from this part of what was planned so far …"""

LEAST: Final = Decimal(2_000)
"""… and from so many plan-currency units."""

MOST_LINES: Final = 5
"""More lines than this belong on page Budget, not on an agenda."""


_OVER: Final = "Spent so far, less what was planned for the same months."
_UNDER: Final = (
    "Planned for the months so far, less what was spent: free for another use, unless its "
    "bills are still to come."
)


def line_items(
    landings: Sequence[LineLanding], currency: str, plan: str | None = None
) -> tuple[Item, ...]:
    """Return lines that spent far more or less than planned for the months known.

    Args:
        landings: Where the lines of the plan stand.
        currency: The plan currency.
        plan: Name of the plan, for links.
    """
    off = [
        one
        for one in landings
        if abs(_gap(one)) >= max(LEAST, one.plan_to_date * Decimal(str(OFF)))
        and one.row["status"] == "placed"
    ]
    off.sort(key=lambda one: -abs(_gap(one)))
    return tuple(_line(one, currency, plan) for one in off[:MOST_LINES])


def _gap(one: LineLanding) -> Decimal:
    return one.spent - one.plan_to_date


def _line(one: LineLanding, currency: str, plan: str | None) -> Item:
    row, gap = one.row, _gap(one)
    what = str(row["channel"] or row["category"] or "line")
    over = gap > 0
    return compose(
        "line-over" if over else "line-under",
        Words(channel=what, money=money_told(gap, currency)),
        _matter(row),
        Stake(float(abs(gap)), _OVER if over else _UNDER),
        picture=Picture(
            "pair",
            "So far, and for the whole year as forecast",
            ("so far", "year"),
            (float(one.spent), float(one.forecast)),
            (float(one.plan_to_date), float(one.plan)),
            "plan",
            "money",
            (0,),
        ),
        where=_budget(plan),
    )


def _matter(row: PlanRow) -> Matter:
    owner = row["owner"] if isinstance(row["owner"], str) else None
    return Matter(
        part_of(row),
        about=title(row.cells),
        more=row.id,
        marketing_owner=owner if row.team == "marketing" else None,
        sales_owner=owner if row.team == "sales" else None,
    )


def part_of(row: PlanRow) -> Part:
    """Return the part of the company a line is for."""
    told = (row[name] for name in ("channel", "region", "segment"))
    return Part(*(it if isinstance(it, str) and it else None for it in told))


def _budget(plan: str | None) -> Where:
    query: dict[str, str | tuple[str, ...]] = {"view": "Lines"}
    if plan:
        query["plan"] = plan
    return Where("plan/budget.py", query, "Budget")


def reserve_items(
    rows: Iterable[PlanRow],
    fired: Mapping[str, bool],
    currency: str,
    plan: str | None = None,
) -> tuple[Item, ...]:
    """Return reserves whose trigger came about and that nobody released yet.

    Args:
        rows: Lines; those that are no reserve are passed over.
        fired: By row id whether the trigger came about (`releases.released`).
        currency: The plan currency.
        plan: Name of the plan, for links.
    """
    found = []
    for row in rows:
        if not fired.get(row.id) or row["status"] != "reserve":
            continue
        line = Line.of(row.cells)
        money = money_told(line.planned_total, currency)
        kpi, month = KPIS[str(line.reserve_kpi)].name, str(line.reserve_month)
        found.append(
            compose(
                "reserve-fired",
                Words(money=money, kpi=kpi, month=month_name(parse_month(month))),
                _matter(row),
                Stake(float(line.planned_total), "The money of the reserve, which waits."),
                where=_budget(plan),
            )
        )
    return tuple(found)


def placeholder_items(
    rows: Iterable[PlanRow], owners: Owners, currency: str, plan: str | None = None
) -> tuple[Item, ...]:
    """Return the money of placeholders as one matter; none without any.

    Args:
        rows: Lines.
        owners: Who answers for parts of the company.
        currency: The plan currency.
        plan: Name of the plan, for links.
    """
    open_ones = [row for row in rows if row.kind == "line" and row["status"] == "placeholder"]
    money = sum((Line.of(row.cells).planned_total for row in open_ones), Decimal(0))
    if not money:
        return ()
    ranked = sorted(open_ones, key=lambda row: -Line.of(row.cells).planned_total)
    return (
        compose(
            "placeholders",
            Words(count=count_told(len(open_ones)), money=money_told(money, currency)),
            Matter(about="Placeholders"),
            Stake(float(money), "Money of the year that has no purpose yet."),
            owners,
            Picture(
                "bars",
                "Money of the year in placeholders",
                tuple(title(row.cells) for row in ranked),
                tuple(float(Line.of(row.cells).planned_total) for row in ranked),
                unit="money",
            ),
            where=_budget(plan),
        ),
    )
