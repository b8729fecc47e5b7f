"""What became of the leads of each campaign, as one question to the engine."""

from __future__ import annotations

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.cells import cells
from data_sources.facts.dates import one_if
from data_sources.facts.links import all_links
from data_sources.facts.resolved import Resolved


def campaign_leads(facts: Resolved) -> ir.Table:
    """Return leads by month of creation, campaign, channel and asset.

    Columns: those of `planning.actuals.campaign_leads`. A row that stands for several
    leads is good as often as it was won, unless it became sales-qualified or led to a deal
    as a whole.
    """
    leads = facts.leads.filter(facts.leads.campaign.notnull())
    links = all_links(facts.tables["leads"], facts.tables["opportunities"])
    linked = links.select(linked_id="lead_id").distinct()
    leads = leads.left_join(linked, leads.lead_id == linked.linked_id)
    whole = leads.sql_on.notnull() | leads.linked_id.notnull()
    won = ibis.least(leads.won_n.fill_null(0), leads.n)
    leads = leads.mutate(good=whole.ifelse(leads.n, won).cast("int64"))
    turned_down = leads.disqualified_on.notnull() | (leads.state == "disqualified")
    leads = leads.mutate(bad=one_if(turned_down) * (leads.n - leads.good))
    keys = {"month": "created_month", "campaign": "campaign", "channel": "channel"}
    return cells(
        leads,
        {**keys, "asset": "asset"},
        {
            "leads": leads.n,
            "good": leads.good,
            "bad": leads.bad,
            "won": leads.won_n,
            "won_cents": leads.won_cents,
        },
    )
