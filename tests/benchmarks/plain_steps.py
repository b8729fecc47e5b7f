"""Leads, deals and spend resolved by hand in DuckDB's SQL, for a company of one currency."""

from __future__ import annotations

from datetime import date

from planning.periods import UNDATED
from planning.teams import SALES_SOURCED, UNKNOWN_CHANNEL

LONGEST_HOURS = 100 * 365 * 24


def month(day: str) -> str:
    """Return SQL of the number of a day's month."""
    return f"coalesce(CAST(year({day}) * 12 + month({day}) - 1 AS BIGINT), {UNDATED})"


def days(start: str, end: str) -> str:
    """Return SQL of the days between two days, 0 if the end comes first."""
    return f"CASE WHEN {end} < {start} THEN 0 ELSE CAST({end} - {start} AS BIGINT) END"


def rounded(number: str, divisor: str) -> str:
    """Return SQL of a quotient of whole numbers, rounded half away from zero."""
    return f"sign({number}) * ((abs({number}) * 2 + {divisor}) // ({divisor} * 2))"


def counted(hours: str) -> str:
    """Return SQL of hours, above 720 in whole days."""
    return f"CASE WHEN {hours} > 720 THEN {hours} - {hours} % 24 ELSE {hours} END"


def steps(as_of: date, currency: str, window_days: int) -> dict[str, str]:
    """Return what is computed once, in order, by the name of its table.

    Args:
        as_of: The date open deals and untouched leads are aged at.
        currency: The one currency of the facts.
        window_days: How far back a lead explains its account's deal.
    """
    today = f"DATE '{as_of.isoformat()}'"
    return {
        "valued": VALUED.format(
            own=f"coalesce(currency, '{currency}') = '{currency}'",
            term=rounded("(yearly * least(coalesce(term_months, 12), 1200))", "12"),
        ),
        "links": LINKS,
        "chosen": CHOSEN,
        "purchases": PURCHASES,
        "credits": CREDITS.format(window=window_days),
        "deals": DEALS.format(
            created=month("created_on"),
            closed=month("closed_on"),
            due=month("renewal_due_on"),
            days=days("created_on", f"if(outcome = 'open', {today}, closed_on)"),
        ),
        "through": THROUGH,
        "touched": TOUCHED,
        "told": TOLD,
        "lead_rows": LEADS.format(
            waited=counted("waited"),
            age=counted(f"({days('clock_on', today)} * 24)"),
            until_touch=days("clock_on", "coalesce(first_touch_on, touch_on)"),
            **{f"{step}_month": month(f"{step}_on") for step in ("created", "mql", "sal", "sql")},
            created_mql=days("created_on", "mql_on"),
            mql_sal=days("mql_on", "sal_on"),
            sal_sql=days("sal_on", "sql_on"),
            sql_deal=days("sql_on", "deal_on"),
            lead_won=days("created_on", "first_won_on"),
        ),
        "spend_rows": SPEND.format(
            month=month("month"), own=f"coalesce(currency, '{currency}') = '{currency}'"
        ),
    }


VALUED = """
SELECT * REPLACE (coalesce(quantity, 1) AS quantity),
    CASE WHEN is_won THEN 'won' WHEN NOT is_won THEN 'lost' ELSE 'open' END AS outcome,
    if({own}, amount_cents, NULL) AS stated,
    if({own}, recurring_amount_cents, NULL) AS yearly,
    {term} AS over_term,
    coalesce(stated, over_term) AS cents,
    if(over_term > stated, stated, coalesce(over_term, 0)) AS recurring_cents,
    coalesce(cents, 0) - recurring_cents AS one_off_cents
FROM opportunities
"""

LINKS = """
SELECT lead_id, opportunity_id, max(by_lead) AS by_lead FROM (
    SELECT lead_id, opportunity_id, 1 AS by_lead
    FROM leads SEMI JOIN opportunities USING (opportunity_id)
    UNION ALL
    SELECT lead_id, opportunity_id, 0 FROM opportunities SEMI JOIN leads USING (lead_id)
) GROUP BY ALL
"""

CHOSEN = """
SELECT opportunity_id, coalesce(own.lead_id, latest.lead_id) AS lead_id
FROM (SELECT opportunity_id, lead_id FROM opportunities SEMI JOIN leads USING (lead_id)) AS own
FULL JOIN (
    SELECT opportunity_id, leads.lead_id
    FROM leads JOIN opportunities AS deal USING (opportunity_id)
    QUALIFY row_number() OVER (
        PARTITION BY opportunity_id
        ORDER BY coalesce(leads.created_on <= deal.created_on, FALSE) DESC,
            if(leads.created_on <= deal.created_on, leads.created_on, NULL) DESC, leads.lead_id
    ) = 1
) AS latest USING (opportunity_id)
"""

PURCHASES = """
SELECT opportunity_id,
    row_number() OVER (
        PARTITION BY account_id, account_id IS NULL OR quantity = 0
        ORDER BY closed_on IS NULL, closed_on, created_on IS NULL, created_on, opportunity_id
    ) = 1 AND account_id IS NOT NULL AND quantity > 0
        AND NOT coalesce(customer_since < coalesce(created_on, closed_on), FALSE) AS is_first,
    CASE WHEN motion = 'retain' THEN 'renewal'
        WHEN motion IN ('cross-sell', 'up-sell') THEN 'expansion'
        WHEN motion = 'acquire' OR is_first OR account_id IS NULL THEN 'new'
        ELSE 'expansion' END AS purchase
FROM valued LEFT JOIN (SELECT account_id, customer_since FROM accounts) USING (account_id)
WHERE outcome = 'won'
"""

CREDITS = f"""
WITH linked AS (
    SELECT chosen.opportunity_id, channel, campaign
    FROM chosen JOIN leads USING (lead_id) WHERE channel IS NOT NULL
), latest AS (
    SELECT opportunity_id, lead.channel, lead.campaign
    FROM (
        SELECT opportunity_id, account_id, created_on
        FROM opportunities ANTI JOIN linked USING (opportunity_id)
        WHERE account_id IS NOT NULL AND created_on IS NOT NULL
    ) AS deal ASOF JOIN (
        SELECT account_id, created_on,
            min_by({{{{'channel': channel, 'campaign': campaign}}}}, lead_id) AS lead
        FROM leads SEMI JOIN opportunities USING (account_id)
        WHERE channel IS NOT NULL AND created_on IS NOT NULL GROUP BY ALL
    ) AS days ON deal.account_id = days.account_id AND deal.created_on >= days.created_on
    WHERE deal.created_on - days.created_on <= {{window}}
)
SELECT opportunity_id,
    coalesce(linked.channel, latest.channel, deal.channel,
        if(sales_sourced, '{SALES_SOURCED}', NULL), '{UNKNOWN_CHANNEL}') AS credit_channel,
    if(linked.channel IS NULL, latest.campaign, linked.campaign) AS credit_campaign
FROM opportunities AS deal
LEFT JOIN linked USING (opportunity_id) LEFT JOIN latest USING (opportunity_id)
"""

DEALS = """
SELECT opportunity_id, account_id, quantity AS n, outcome, cents, recurring_cents, one_off_cents,
    coalesce(yearly, 0) AS recurs, created_on, closed_on, renewal_due_on, purchase,
    credit_channel AS channel, coalesce(deal.segment, who.segment, home.segment) AS segment,
    coalesce(deal.region, who.region, home.region) AS region, motion,
    credit_campaign AS campaign, owner, product, NULL AS asset, loss_reason AS reason,
    {created} AS created_month, {closed} AS closed_month, {due} AS due_month,
    {days} AS days, coalesce(is_first, FALSE) AS is_first
FROM valued AS deal JOIN credits USING (opportunity_id)
LEFT JOIN purchases USING (opportunity_id)
LEFT JOIN (SELECT person_id AS owner, segment, region FROM people) AS who USING (owner)
LEFT JOIN (SELECT account_id, segment, region FROM accounts) AS home USING (account_id)
"""

THROUGH = """
SELECT links.lead_id AS lead_id, count(*) AS deals_linked,
    sum(quantity) FILTER (outcome = 'won') AS deals_won,
    min(closed_on) FILTER (outcome = 'won') AS first_won_on,
    max(closed_on) FILTER (outcome = 'won') AS last_won_on, max(deal.created_on) AS last_deal_on,
    coalesce(sum(cents) FILTER (outcome = 'won' AND chosen.lead_id = links.lead_id), 0) AS paid,
    min_by({'motion': motion, 'created_on': deal.created_on},
        (1 - by_lead, deal.created_on IS NULL, deal.created_on, opportunity_id)) AS main
FROM links JOIN valued AS deal USING (opportunity_id)
LEFT JOIN chosen USING (opportunity_id) GROUP BY links.lead_id
"""

TOUCHED = """
SELECT lead_id, min("on") AS touch_on FROM touches
WHERE team = 'sales' AND lead_id IS NOT NULL GROUP BY ALL
"""

TOLD = """
SELECT source, bool_or(mql_on IS NOT NULL) AS has_mql, bool_or(
    status IS NOT NULL OR touched.lead_id IS NOT NULL
    OR first_touch_on IS NOT NULL OR first_touch_hours IS NOT NULL
) AS tells
FROM leads LEFT JOIN touched USING (lead_id) GROUP BY ALL
"""

LEADS = f"""
SELECT lead.lead_id, lead.account_id, coalesce(quantity, 1) AS n,
    coalesce(lead.channel, '{UNKNOWN_CHANNEL}') AS channel,
    coalesce(lead.segment, who.segment, home.segment) AS segment,
    coalesce(lead.region, who.region, home.region) AS region, main.motion AS motion,
    campaign, owner, NULL AS product, asset, coalesce(disqualify_reason, recycle_reason) AS reason,
    mql_on, sal_on, sql_on, disqualified_on, recycled_on, coalesce(status, 'new') AS state,
    recycle_reason, coalesce(deals_linked, 0) AS deals_linked, last_won_on, last_deal_on,
    least(coalesce(deals_won, if(through.deals_linked IS NULL, won_quantity, NULL),
        if(status = 'won', n, 0)), n) AS won_n,
    coalesce(if(through.deals_linked IS NULL, won_amount_cents, paid), 0) AS won_cents,
    if(through.deals_linked IS NULL, coalesce(won_quantity, 0), 0) AS unlinked_won,
    {{created_month}} AS created_month, {{mql_month}} AS mql_month,
    {{sal_month}} AS sal_month, {{sql_month}} AS sql_month,
    {{created_mql}} AS created_mql, {{mql_sal}} AS mql_sal, {{sal_sql}} AS sal_sql,
    main.created_on AS deal_on, {{sql_deal}} AS sql_deal, {{lead_won}} AS lead_won,
    NOT has_mql OR mql_on IS NOT NULL AS considered,
    if(has_mql, 'mql', 'created') AS basis, if(has_mql, mql_on, created_on) AS clock_on,
    coalesce(CAST(floor(least(greatest(first_touch_hours, 0), {LONGEST_HOURS})) AS BIGINT),
        {{until_touch}} * 24) AS waited,
    CASE WHEN NOT tells THEN 'untold'
        WHEN first_touch_on IS NULL AND first_touch_hours IS NULL AND touched.lead_id IS NULL
            AND sal_on IS NULL AND sql_on IS NULL AND opportunity_id IS NULL
            AND through.deals_linked IS NULL AND state = 'new' THEN 'untouched'
        WHEN waited IS NULL THEN 'touched_untimed' ELSE 'touched' END AS follow_state,
    coalesce(CASE follow_state WHEN 'touched' THEN {{waited}} WHEN 'untouched' THEN {{age}} END,
        -1) AS hours
FROM leads AS lead
LEFT JOIN through USING (lead_id) LEFT JOIN touched USING (lead_id)
JOIN told ON lead.source IS NOT DISTINCT FROM told.source
LEFT JOIN (SELECT person_id AS owner, segment, region FROM people) AS who USING (owner)
LEFT JOIN (SELECT account_id, segment, region FROM accounts) AS home USING (account_id)
"""

SPEND = """
SELECT * EXCLUDE (month), {month} AS month, NULL AS owner, NULL AS product, NULL AS asset,
    NULL AS reason, coalesce(if({own}, amount_cents, NULL), 0) AS cents
FROM spend
"""
