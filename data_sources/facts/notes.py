"""What the reader of the counts should know: where history starts, what is odd."""

from __future__ import annotations

from datetime import date
from typing import Final

import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.asof import EVENTS, rows_after
from data_sources.facts.cells import whole_sum
from data_sources.facts.resolved import Resolved
from planning.company import Company
from planning.errors import Finding

AFTER_AS_OF: Final = "after-as-of"
LINKS_DISAGREE: Final = "links-disagree"
NO_RATE: Final = "no-rate"


def first_days(facts: Resolved) -> dict[str, ir.DateScalar]:
    """Return the expression of the first day of each kind of event."""
    deals = facts.deals
    return {
        "leads": facts.leads.created_on.min(),
        "created": deals.created_on.min(),
        "closed": deals.closed_on.min(where=deals.outcome != "open"),
        "won": deals.closed_on.min(where=deals.outcome == "won"),
        "spend": facts.spend.month.min(),
        "people": facts.tables["people"].start_on.min(),
    }


def oddities(facts: Resolved) -> dict[tuple[str, str], ir.IntegerScalar]:
    """Return the expression of how many rows are odd, by kind of oddity and table."""
    return {
        **{
            (AFTER_AS_OF, table): rows_after(facts.tables[table], table, facts.as_of)
            for table in EVENTS
        },
        (LINKS_DISAGREE, "opportunities"): whole_sum(facts.chosen.disagrees.sum().fill_null(0)),
        (NO_RATE, "opportunities"): facts.deals.count(where=facts.deals.unrated),
        (NO_RATE, "spend"): facts.spend.count(where=facts.spend.unrated),
    }


def finding(code: str, table: str, count: int, as_of: date, company: Company) -> Finding:
    """Return what to tell about odd rows that were counted all the same."""
    column = None
    if code == AFTER_AS_OF:
        message = f"{count} rows of {table} have an event after {as_of}."
        remedy = "They are counted. Give a later as-of date if the data reach further."
    elif code == LINKS_DISAGREE:
        column = "lead_id"
        message = f"{count} deals name one lead while another lead names them."
        remedy = "The lead that the deal names is used. Correct the link in the source."
    else:
        column = "currency"
        message = (
            f"{count} rows of {table} have an amount in a currency without a rate to "
            f"{company.currency}; their amounts are left out."
        )
        remedy = "Set the planning rate of the currency."
    return Finding(
        code=code, message=message, remedy=remedy, table=table, column=column, count=count
    )
