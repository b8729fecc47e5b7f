"""Which lead belongs to which deal, whichever of the two names the other."""

from __future__ import annotations

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.dates import one_if


def all_links(leads: ir.Table, deals: ir.Table) -> ir.Table:
    """Return every link between a known lead and a known deal once.

    Columns: `lead_id`, `opportunity_id`, `by_lead` (1 if the lead names the deal).
    """
    said = _named_by_leads(leads, deals).mutate(by_lead=ibis.literal(1, "int64"))
    answered = _named_by_deals(leads, deals).mutate(by_lead=ibis.literal(0, "int64"))
    both = said.union(answered)
    return both.group_by(["lead_id", "opportunity_id"]).aggregate(
        by_lead=both.by_lead.max().cast("int64")
    )


def lead_of_each_deal(leads: ir.Table, deals: ir.Table) -> ir.Table:
    """Return the one lead each linked deal came from.

    The lead the deal names; else, of the leads that name the deal, the latest created
    not after the deal, the smallest id among equals; else the smallest id.

    Columns: `opportunity_id`, `linked_lead`, `disagrees` (1 if the deal names one lead
    and another lead names the deal).
    """
    own = _named_by_deals(leads, deals).select(deal_a="opportunity_id", own="lead_id")
    pointing = _latest_pointing(leads, deals)
    others = _named_by_leads(leads, deals).select(deal_c="opportunity_id", other="lead_id")
    odd = others.join(own, others.deal_c == own.deal_a)
    odd = odd.filter(odd.other != odd.own).select("deal_c").distinct()
    linked = deals.select("opportunity_id")
    linked = linked.left_join(own, linked.opportunity_id == own.deal_a)
    linked = linked.left_join(pointing, linked.opportunity_id == pointing.deal_b)
    linked = linked.left_join(odd, linked.opportunity_id == odd.deal_c)
    linked = linked.select(
        "opportunity_id",
        linked_lead=ibis.coalesce(linked.own, linked.pointing),
        disagrees=one_if(linked.deal_c.notnull()),
    )
    return linked.filter(linked.linked_lead.notnull())


def _latest_pointing(leads: ir.Table, deals: ir.Table) -> ir.Table:
    when_deal = deals.select(deal_b="opportunity_id", deal_on="created_on")
    when_lead = leads.select(pointing="lead_id", names="opportunity_id", lead_on="created_on")
    pairs = when_lead.join(when_deal, when_lead.names == when_deal.deal_b)
    in_time = (pairs.lead_on <= pairs.deal_on).fill_null(False)
    pairs = pairs.mutate(late=one_if(~in_time), on=in_time.ifelse(pairs.lead_on, ibis.null("date")))
    place = ibis.row_number().over(
        group_by=pairs.deal_b, order_by=[pairs.late, pairs.on.desc(), pairs.pointing]
    )
    pairs = pairs.select("deal_b", "pointing", place=place)
    return pairs.filter(pairs.place == 0).select("deal_b", "pointing")


def _named_by_leads(leads: ir.Table, deals: ir.Table) -> ir.Table:
    named = leads.filter(leads.opportunity_id.notnull()).select("lead_id", "opportunity_id")
    return named.semi_join(deals, "opportunity_id")


def _named_by_deals(leads: ir.Table, deals: ir.Table) -> ir.Table:
    named = deals.filter(deals.lead_id.notnull()).select("lead_id", "opportunity_id")
    return named.semi_join(leads, "lead_id")
