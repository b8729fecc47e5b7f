"""Every cube by hand in DuckDB's SQL: what the counting engine is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from planning.actuals.cubes import BASE_MEASURES, KEYS, SIDE_CUBES, SQUARE_MEASURES
from planning.actuals.tables import TABLES
from planning.company import Company
from tests.benchmarks.plain_steps import month, rounded, steps

DIMENSIONS = "channel, segment, region, motion"


def count_by_hand(paths: Mapping[str, Path], as_of: date, company: Company) -> dict[str, pa.Table]:
    """Return every cube of the facts of a company that has only its own currency."""
    with duckdb.connect() as database:
        for name, path in paths.items():
            database.execute(f"CREATE VIEW {name} AS FROM '{path}'")
        planned = steps(as_of, company.currency, company.credit_window_days)
        for name, step in planned.items():
            database.execute(f"CREATE TEMP TABLE {name} AS {step}")
        return {name: database.sql(cube).to_arrow_table() for name, cube in cubes(as_of).items()}


def cubes(as_of: date) -> dict[str, str]:
    """Return the query of every cube by name."""
    sides = {side: flows(f"{DIMENSIONS}, {side}") for side in SIDE_CUBES}
    found = {"base": flows(DIMENSIONS), **sides, **ledgers(as_of), "accounts": ACCOUNTS}
    for name in (name for name in KEYS if name.startswith("deal_days")):
        found[name] = DEAL_DAYS.format(keys=_keys(name))
    for name in (name for name in KEYS if name.startswith("follow_up")):
        found[name] = FOLLOW_UP.format(keys=_keys(name))
    found["deal_ages"] = DEAL_AGES
    each = rounded("cents", "n")
    found["won_amounts"] = WON_AMOUNTS.format(each=each)
    found["stage_lags"] = STAGE_LAGS
    for name in (name for name in KEYS if name.startswith("won_lags")):
        found[name] = WON_LAGS.format(keys=_keys(name))
    found["recycled"] = RECYCLED
    return found


def _keys(name: str) -> str:
    return ", ".join([DIMENSIONS, *name.split(":")[1:]])


def flows(keys: str) -> str:
    """Return the query of the base cube, or of one with a further key."""
    sums = ", ".join(
        f"coalesce(sum({name}), 0)::{'DOUBLE' if name in SQUARE_MEASURES else 'BIGINT'} AS {name}"
        for name in BASE_MEASURES
    )
    parts = [part.format(keys=keys) for part in PARTS]
    parts += [
        f"SELECT {stage}_month AS month, {keys}, sum(n) AS {stage}s_happened FROM lead_rows "
        f"WHERE {stage}_on IS NOT NULL GROUP BY ALL"
        for stage in ("mql", "sal", "sql")
    ]
    return f"SELECT month, {keys}, {sums} FROM ({' UNION ALL BY NAME '.join(parts)}) GROUP BY ALL"


PARTS = (
    """
    SELECT created_month AS month, {keys}, sum(n) AS leads,
        sum(n) FILTER (mql_on IS NOT NULL) AS mqls, sum(n) FILTER (sal_on IS NOT NULL) AS sals,
        sum(n) FILTER (sql_on IS NOT NULL) AS sqls,
        sum(n) FILTER (disqualified_on IS NOT NULL OR state = 'disqualified') AS disqualified,
        sum(n) FILTER (recycled_on IS NOT NULL) AS recycled,
        sum(n) FILTER (state = 'new') AS status_new,
        sum(n) FILTER (state = 'working') AS status_working,
        sum(n) FILTER (state = 'qualified') AS status_qualified,
        sum(n) FILTER (state = 'disqualified') AS status_disqualified,
        sum(n) FILTER (state = 'won') AS status_won,
        sum(won_n) AS leads_won, sum(won_cents) AS leads_won_cents,
        sum(unlinked_won) AS unlinked_won,
        sum(n) FILTER (deals_linked > 0) AS leads_with_deal,
        sum(won_cents::HUGEINT * won_cents) AS leads_won_cents_squared
    FROM lead_rows GROUP BY ALL
    """,
    """
    SELECT created_month AS month, {keys}, sum(n) AS created, sum(cents) AS created_cents,
        sum(n) FILTER (outcome = 'won') AS created_won,
        sum(n) FILTER (outcome = 'lost') AS created_lost,
        sum(n) FILTER (outcome = 'open') AS created_open,
        sum(cents) FILTER (outcome = 'won') AS created_won_cents,
        sum(cents) FILTER (outcome = 'open') AS created_open_cents
    FROM deals GROUP BY ALL
    """,
    """
    SELECT closed_month AS month, {keys}, sum(n) AS won, sum(cents) AS won_cents,
        sum(cents::HUGEINT * cents) AS won_cents_squared,
        sum(n) FILTER (cents IS NOT NULL) AS won_amount_known,
        sum(recurring_cents) AS won_recurring_cents, sum(one_off_cents) AS won_one_off_cents,
        count(*) FILTER (is_first) AS customers_with_account,
        sum(n) FILTER (account_id IS NULL) AS wins_without_account,
        sum(recurs) FILTER (purchase = 'renewal') AS renewed_recurring_cents,
        sum(n) FILTER (purchase = 'new') AS won_new,
        sum(n) FILTER (purchase = 'expansion') AS won_expansion,
        sum(n) FILTER (purchase = 'renewal') AS won_renewal,
        sum(cents) FILTER (purchase = 'new') AS won_new_cents,
        sum(cents) FILTER (purchase = 'expansion') AS won_expansion_cents,
        sum(cents) FILTER (purchase = 'renewal') AS won_renewal_cents
    FROM deals WHERE outcome = 'won' GROUP BY ALL
    """,
    """
    SELECT closed_month AS month, {keys}, sum(n) AS lost, sum(cents) AS lost_cents,
        sum(cents::HUGEINT * cents) AS lost_cents_squared
    FROM deals WHERE outcome = 'lost' GROUP BY ALL
    """,
    """
    SELECT due_month AS month, {keys}, sum(recurs) AS due_recurring_cents,
        sum(n) FILTER (recurs <> 0) AS due_contracts
    FROM deals WHERE outcome = 'won' AND renewal_due_on IS NOT NULL GROUP BY ALL
    """,
    """
    SELECT month, {keys}, sum(cents) FILTER (team = 'marketing') AS marketing_cents,
        sum(cents) FILTER (team = 'sales') AS sales_cents,
        sum(cents) FILTER (team = 'joint') AS joint_cents,
        sum(cents) FILTER (team = 'marketing' AND category = 'programme')
            AS marketing_programme_cents,
        sum(cents) FILTER (team = 'sales' AND category = 'programme') AS sales_programme_cents
    FROM spend_rows GROUP BY ALL
    """,
)

DEAL_DAYS = """
SELECT closed_month AS month, {keys}, outcome, days, sum(n) AS deals,
    coalesce(sum(cents), 0) AS cents
FROM deals WHERE outcome <> 'open' AND days IS NOT NULL GROUP BY ALL
"""

DEAL_AGES = f"""
SELECT created_month AS month, {DIMENSIONS}, outcome, coalesce(days, -1) AS days,
    sum(n) AS deals, coalesce(sum(cents), 0) AS cents
FROM deals WHERE outcome = 'open' OR days IS NOT NULL GROUP BY ALL
"""

WON_AMOUNTS = f"""
SELECT closed_month AS month, {DIMENSIONS}, {{each}} AS cents, sum(n) AS deals
FROM deals WHERE outcome = 'won' AND deals.cents IS NOT NULL AND n > 0 GROUP BY ALL
"""

FOLLOW_UP = """
SELECT created_month AS month, {keys}, basis, follow_state AS state, hours, sum(n) AS leads
FROM lead_rows WHERE considered GROUP BY ALL
"""

STAGE_LAGS = " UNION ALL ".join(
    f"SELECT created_month AS month, {DIMENSIONS}, '{step.replace('_', '-')}' AS step, "
    f"{step} AS days, sum({'least(n, won_n)' if step == 'lead_won' else 'n'}) AS leads "
    f"FROM lead_rows WHERE {step} IS NOT NULL GROUP BY ALL"
    for step in ("created_mql", "mql_sal", "sal_sql", "sql_deal", "lead_won")
)

WON_LAGS = """
SELECT created_month AS month, {keys}, lead_won AS days, sum(least(n, won_n)) AS leads
FROM lead_rows WHERE lead_won IS NOT NULL GROUP BY ALL
"""

RECYCLED = f"""
WITH told AS (
    SELECT *, recycled_on IS NOT NULL AS back, coalesce(won_n, 0) > 0
        AND (recycled_on IS NULL OR deals_linked = 0 OR coalesce(last_won_on > recycled_on, FALSE))
        AS sold
    FROM lead_rows
), shown AS (
    SELECT *, sold OR if(
        back,
        coalesce(sql_on > recycled_on, FALSE) OR coalesce(last_deal_on > recycled_on, FALSE),
        sql_on IS NOT NULL OR deals_linked > 0
    ) AS came FROM told
)
SELECT created_month AS month, {DIMENSIONS}, if(back, 'yes', 'no') AS handed_back,
    if(back, recycle_reason, NULL) AS reason, sum(n) AS leads,
    coalesce(sum(n) FILTER (came), 0) AS came_back, coalesce(sum(won_n) FILTER (sold), 0) AS won,
    coalesce(sum(won_cents) FILTER (sold), 0) AS won_cents
FROM shown GROUP BY ALL
"""

ACCOUNTS = """
WITH touched AS (
    SELECT team, coalesce(touch.account_id, deal.account_id, lead.account_id) AS account_id
    FROM touches AS touch LEFT JOIN leads AS lead ON touch.lead_id = lead.lead_id
    LEFT JOIN opportunities AS deal ON touch.opportunity_id = deal.opportunity_id
), works AS (
    SELECT account_id, bool_or(team <> 'sales') AS marketing, bool_or(team <> 'marketing') AS sales,
        bool_or(outcome = 'won') AS buys, bool_or(outcome = 'open') AS waits
    FROM (
        SELECT DISTINCT account_id, team, NULL AS outcome FROM touched
        UNION ALL SELECT DISTINCT account_id, 'marketing', NULL FROM leads
        UNION ALL SELECT account_id, 'sales', outcome FROM deals WHERE n > 0
    ) GROUP BY ALL
)
SELECT segment, region, industry,
    if(is_customer OR customer_since IS NOT NULL OR coalesce(buys, FALSE), 'yes', 'no') AS customer,
    CASE WHEN marketing AND sales THEN 'both' WHEN marketing THEN 'marketing'
        WHEN sales THEN 'sales' ELSE 'neither' END AS worked_by,
    if(waits, 'yes', 'no') AS with_open_deal,
    count(*) AS accounts, coalesce(sum(contacts_known), 0) AS contacts
FROM accounts LEFT JOIN works USING (account_id) GROUP BY ALL
"""


_ON, _START, _END = '"on"', '"start"', '"end"'


def ledgers(as_of: date) -> dict[str, str]:
    """Return the queries of the cubes of single tables."""
    rows = [
        f"SELECT '{name}' AS \"table\", source, count(*) AS rows, "
        + (f'count(*) - count("{spec.main_date}")' if spec.main_date else "0")
        + f" AS undated FROM {name} GROUP BY ALL"
        for name, spec in TABLES.items()
    ]
    return {
        "spend": "SELECT month, team, category, channel, campaign, region, segment, motion, "
        "line_code, sum(cents) AS cents, count(*) AS rows FROM spend_rows GROUP BY ALL",
        "stage_flows": f"SELECT {month(_ON)} AS month, object, stage, count(*) AS events "
        "FROM stage_events GROUP BY ALL",
        "touches": f"SELECT {month(_ON)} AS month, team, kind, channel, count(*) AS touches "
        "FROM touches GROUP BY ALL",
        "quotas": f"SELECT {month(_START)} AS month, {month(_END)} + if(day({_END}) > 1, 1, 0) "
        "AS \"end\", quotas.team, if(person_id IS NULL, 'no', 'yes') AS person, "
        "people.region, people.segment, measure, sum(amount_cents) AS cents, count(*) AS rows "
        "FROM quotas LEFT JOIN people USING (person_id) GROUP BY ALL",
        "people": f"SELECT {month('first')} AS month, team, job, region, segment, "
        "count(*) AS heads "
        "FROM people JOIN (SELECT unnest(range(date_trunc('month', (SELECT min(start_on) "
        f"FROM people)), DATE '{as_of}' + 1, INTERVAL 1 month))::DATE AS first) "
        "ON coalesce(start_on <= first, TRUE) AND coalesce(end_on >= first, TRUE) GROUP BY ALL",
        "rows": " UNION ALL ".join(rows),
    }
