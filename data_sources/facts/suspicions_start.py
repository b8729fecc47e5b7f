"""The first quarter on record, whose close ratio is high because history starts there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from data_sources.facts.dates import month_number
from data_sources.facts.suspicions_check import ROW_ID, Facts, Odd, Suspicion
from planning.actuals.quality_start import Closings, InflatedStart, inflated_start
from planning.errors import Finding
from planning.periods import first_day, month_name
from planning.shares import percent

INFLATED: Final = "inflated-start"


def start(facts: Facts) -> Iterator[Suspicion]:
    """Yield the first quarter of closings if its close ratio is inflated.

    Renewals are left aside: they are won far more often, and where history starts they
    close before any deal that had to be found first.
    """
    if "opportunities" not in facts.present:
        return
    deals = facts.rows("opportunities")
    found_first = (deals.motion != "retain").fill_null(True)
    closed = deals.filter(deals.is_won.notnull() & deals.closed_on.notnull() & found_first)
    earliest = closed.aggregate(first=closed.closed_on.min())
    first: date | None = facts.ask(earliest).column(0)[0].as_py()
    if first is None:
        return
    n = closed.quantity.fill_null(1)
    months = closed.group_by(month=month_number(closed.closed_on)).aggregate(
        won=_total(n, closed.is_won),
        closed=_total(n, closed.is_won.notnull()),
        older=_total(n, closed.created_on < first),
        dated=_total(n, closed.created_on.notnull()),
    )
    by_month = {
        row.pop("month"): Closings(**{name: int(count) for name, count in row.items()})
        for row in facts.ask(months).to_pylist()
    }
    found = inflated_start(by_month, facts.company.fiscal_year_start)
    if found is not None:
        ends = first_day(found.quarter.end)
        odd = closed.filter(closed.closed_on < ends).select(**{ROW_ID: "opportunity_id"})
        yield _suspicion(found, first, Odd("opportunities", odd, "closed in the first quarter"))


def _total(n: Any, where: Any) -> Any:  # noqa: ANN401 - Ibis is untyped
    return n.sum(where=where).fill_null(0)


def _suspicion(found: InflatedStart, first: date, odd: Odd) -> Suspicion:
    one, rest = found.first, found.rest
    older = f"; {one.older:,} of its deals were created before" if one.older else ""
    return Suspicion(
        finding=Finding(
            code=INFLATED,
            message=(
                f"The close ratio of {found.quarter.label} is {percent(one.won / one.closed, 1)} "
                f"({one.won:,} of {one.closed:,}) against "
                f"{percent(rest.won / rest.closed, 1)} after: "
                f"closings are on record from {first} only{older}, so earlier losses are missing."
            ),
            remedy=f"Read close ratios from {month_name(found.quarter.end)} on, or import the "
            "deals closed before.",
            table="opportunities",
            column="closed_on",
            count=one.closed,
        ),
        weight=one.closed / (one.closed + rest.closed),
        odd=(odd,),
        examples=False,
    )
