"""What the reader of the counts should know: where history starts, what is odd."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.asof import EVENTS, rows_after
from data_sources.facts.resolved import Resolved
from planning.company import Company
from planning.errors import Finding


def history_start(facts: Resolved) -> dict[str, date]:
    """Return the first day of each kind of event; a kind without a dated event is absent."""
    deals = facts.deals
    firsts: dict[str, ir.DateScalar] = {
        "leads": facts.leads.created_on.min(),
        "created": deals.created_on.min(),
        "closed": deals.closed_on.min(where=deals.outcome != "open"),
        "won": deals.closed_on.min(where=deals.outcome == "won"),
        "spend": facts.spend.month.min(),
        "people": facts.tables["people"].start_on.min(),
    }
    found = {kind: first.to_pyarrow().as_py() for kind, first in firsts.items()}
    return {kind: day for kind, day in found.items() if day is not None}


def findings(facts: Resolved, company: Company) -> tuple[Finding, ...]:
    """Return what is odd in the facts but was counted all the same."""
    return (*_after_as_of(facts), *_links(facts), *_unrated(facts, company))


def _after_as_of(facts: Resolved) -> list[Finding]:
    found = []
    for table in EVENTS:
        late = _number(rows_after(facts.tables[table], table, facts.as_of))
        if late:
            found.append(
                Finding(
                    code="after-as-of",
                    message=f"{late} rows of {table} have an event after {facts.as_of}.",
                    remedy="They are counted. Give a later as-of date if the data reach further.",
                    table=table,
                    count=late,
                )
            )
    return found


def _links(facts: Resolved) -> list[Finding]:
    odd = _number(facts.chosen.disagrees.sum().fill_null(0))
    if not odd:
        return []
    return [
        Finding(
            code="links-disagree",
            message=f"{odd} deals name one lead while another lead names them.",
            remedy="The lead that the deal names is used. Correct the link in the source.",
            table="opportunities",
            column="lead_id",
            count=odd,
        )
    ]


def _unrated(facts: Resolved, company: Company) -> list[Finding]:
    found = []
    for table, rows in (("opportunities", facts.deals), ("spend", facts.spend)):
        count = _number(rows.count(where=rows.unrated))
        if count:
            found.append(
                Finding(
                    code="no-rate",
                    message=f"{count} rows of {table} have an amount in a currency without a "
                    f"rate to {company.currency}; their amounts are left out.",
                    remedy="Set the planning rate of the currency.",
                    table=table,
                    column="currency",
                    count=count,
                )
            )
    return found


def _number(scalar: ir.IntegerScalar) -> int:
    return int(scalar.to_pyarrow().as_py())
