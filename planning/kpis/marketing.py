"""KPIs that marketing answers for."""

from __future__ import annotations

from typing import Final

from planning.kpis.definition import CREATED, POISSON, SPENT, WILSON, Kpi, rival

MARKETING: Final = (
    Kpi(
        key="leads",
        name="Leads",
        meaning="How many leads came in.",
        formula="leads created",
        numerator="leads created",
        unit="count",
        owner="marketing",
        counter="lead_to_customer",
        period_rule=CREATED,
    ),
    Kpi(
        key="mqls",
        name="MQLs",
        meaning="How many of these leads marketing qualified.",
        formula="leads with an MQL date",
        numerator="leads with an MQL date",
        unit="count",
        owner="marketing",
        counter="sql_rate",
        period_rule=CREATED,
        rivals=(
            rival("happened", "MQLs by their own date", "Leads that became MQL in the period."),
        ),
    ),
    Kpi(
        key="mql_rate",
        name="MQL rate",
        meaning="The share of leads that marketing qualified.",
        formula="MQLs / leads, both of the leads created in the period",
        numerator="MQLs",
        denominator="leads created",
        unit="fraction",
        owner="marketing",
        counter="sql_rate",
        period_rule=CREATED,
        interval=WILSON,
    ),
    Kpi(
        key="spend_marketing",
        name="Marketing spend",
        meaning="What marketing spent in all categories.",
        formula="all spend of the marketing team",
        numerator="spend of the marketing team",
        unit="money",
        better="none",
        owner="marketing",
        counter="leads",
        period_rule=SPENT,
        rivals=(rival("programme", "Programme spend", "Without people, tools and other costs."),),
    ),
    Kpi(
        key="cost_per_lead",
        name="Cost per lead",
        meaning="What one lead of marketing's channels cost in programme money.",
        formula="marketing's programme spend / leads, of marketing's channels in the same months",
        numerator="marketing's programme spend on its channels or without one",
        denominator="leads created in marketing's channels",
        unit="money",
        better="down",
        owner="marketing",
        counter="lead_to_customer",
        period_rule="Spend by its month, leads by the month they were created.",
        interval=POISSON,
        rivals=(
            rival("loaded", "With people and tools", "All marketing spend per lead."),
            rival("per_mql", "Cost per MQL", "Programme spend per MQL of the same leads."),
            rival("per_sql", "Cost per SQL", "Programme spend per SQL of the same leads."),
        ),
    ),
)
