"""What looks wrong about single leads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.suspicions_check import Check, Facts, Suspicion, looked_through
from data_sources.facts.suspicions_deals import known, links, owner_unknown

_STEPS: Final = ("created_on", "mql_on", "sal_on", "sql_on")
_AFTER_CREATION: Final = ("assigned_on", "disqualified_on", "first_touch_on")


def leads(facts: Facts) -> Iterator[Suspicion]:
    """Yield what looks wrong about leads, by themselves and beside other tables."""
    if "leads" in facts.present:
        checks = [*_by_themselves(), *_beside(facts)]
        yield from looked_through(facts, "leads", _prepared(facts), checks)


def _prepared(facts: Facts) -> ir.Table:
    rows = facts.rows("leads")
    people = known(facts, "people", "person_id", "known_owner")
    deals = known(facts, "opportunities", "opportunity_id", "known_deal")
    rows = rows.left_join(people, rows.owner == people.known_owner)
    rows = rows.left_join(deals, rows.opportunity_id == deals.known_deal)
    outcomes = facts.rows("opportunities").select(
        "opportunity_id", won_one=lambda it: it.is_won.fill_null(False).ifelse(1, 0)
    )
    pairs = links(facts).join(outcomes, "opportunity_id")
    dealt = pairs.group_by(linked_lead="lead_id").aggregate(won_deal=pairs.won_one.max())
    return rows.left_join(dealt, rows.lead_id == dealt.linked_lead)


def _by_themselves() -> tuple[Check, ...]:
    return (
        Check(
            "lead-dates-out-of-order",
            "with dates out of order (created, MQL, SAL, SQL; nothing before creation)",
            "Check which columns hold these dates and how they were read.",
            _out_of_order,
            so="the time between steps counts as 0 days",
            column="created_on",
        ),
        Check(
            "disqualified-and-won",
            "both disqualified and won",
            "Take the disqualification back in the source, or correct the link to the deal.",
            lambda it: (
                (it.disqualified_on.notnull() | (it.status == "disqualified").fill_null(False))
                & (
                    (it.status == "won").fill_null(False)
                    | (it.won_deal == 1).fill_null(False)
                    | (it.won_quantity > 0).fill_null(False)
                )
                & (it.quantity.fill_null(1) == 1)
            ),
            so="they count as both",
            column="disqualified_on",
        ),
    )


def _out_of_order(it: ir.Table) -> ir.BooleanValue:
    early = []
    for place, step in enumerate(_STEPS[1:], 1):
        # The nearest earlier step that is dated; later ones can only be compared with it.
        before = ibis.coalesce(*(it[name] for name in reversed(_STEPS[:place])))
        early.append((it[step] < before).fill_null(False))
    early += [(it[name] < it.created_on).fill_null(False) for name in _AFTER_CREATION]
    return reduce(lambda one, other: one | other, early)


def _beside(facts: Facts) -> Iterator[Check]:
    if "opportunities" in facts.present:
        yield Check(
            "unknown-deal",
            "that became a deal which is not in deals",
            "Import the deals too, or map the column that holds their ids.",
            lambda it: it.opportunity_id.notnull() & it.known_deal.isnull(),
            so="no outcome is known of them through it",
            column="opportunity_id",
        )
        yield Check(
            "won-lead-without-deal",
            "won without a deal",
            "Map the deal's id in leads, or the lead's id in deals.",
            lambda it: (it.status == "won") & it.linked_lead.isnull() & it.won_quantity.isnull(),
            so="lead to customer counts them, customers and revenue do not",
            column="opportunity_id",
        )
    if "people" in facts.present:
        yield owner_unknown()
