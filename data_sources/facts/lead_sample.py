"""Leads one by one, as they were counted, with their accounts' attributes and their touches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from planning.actuals.lead_sample import LEAD_COLUMNS, TOUCH_COLUMNS, LeadSample

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]
    import pandas as pd

    from data_sources.facts.engine import Engine
    from planning.company import Company

_DAYS: Final = tuple(name for name in LEAD_COLUMNS if name.endswith("_on"))
_NUMBERS: Final = ("score_points", "employees", "annual_revenue", "contacts_known")
_WHOLE: Final = ("n", "won_n", "won_cents", "account")


def sample_leads(
    paths: Mapping[str, Path],
    snapshot_id: str,
    as_of: date,
    company: Company,
    limit: int,
    meant: Mapping[str, str],
) -> LeadSample:
    """Return the leads of a snapshot, or the part of them whose ids hash lowest.

    Args:
        paths: The Parquet file of each table that has rows.
        snapshot_id: Names the snapshot in the result.
        as_of: The date the facts stand at.
        company: Settings the facts are counted with.
        limit: Largest number of leads.
        meant: The channel each alias means.
    """
    from data_sources.facts.engine import open_engine
    from data_sources.facts.resolved import resolve

    with open_engine(paths) as engine:
        facts = resolve(engine, as_of, company)
        rows = int(facts.leads.count().to_pyarrow().as_py())
        kept = _kept(facts.leads, rows, limit)
        leads = _leads(kept, facts.tables, _won_days(engine)).to_pyarrow().to_pandas()
        touches = facts.tables["touches"]
        by_lead = _touches_of_leads(touches, kept, as_of).to_pyarrow().to_pandas()
        by_account = _touches_of_accounts(touches, kept, as_of).to_pyarrow().to_pandas()
    leads["channel"] = leads["channel"].replace(dict(meant))
    return LeadSample(snapshot_id, as_of, *_joined(leads, by_lead, by_account), rows)


def _kept(leads: ir.Table, rows: int, limit: int) -> ir.Table:
    if rows <= limit:
        return leads
    # The same leads every time and on every machine, whatever their order in the file.
    order = [leads.lead_id.hexdigest("md5"), leads.lead_id]
    return leads.semi_join(leads.order_by(order).limit(limit).select("lead_id"), "lead_id")


def _won_days(engine: Engine) -> ir.Table:
    from data_sources.facts.leads import won_through_deals

    through = won_through_deals(engine.table("links"), engine.table("valued_deals"))
    return through.select("linked_id", won_on="first_won_on")


def _leads(kept: ir.Table, tables: Mapping[str, ir.Table], won: ir.Table) -> ir.Table:
    stored = tables["leads"].select("score_points", "attributes", stored_id="lead_id")
    accounts = tables["accounts"]
    known = accounts.select(
        "industry",
        "country",
        "employees",
        "contacts_known",
        "products_owned",
        "customer_since",
        marked="is_customer",
        annual_revenue=accounts.annual_revenue_cents / 100,
        home="account_id",
    )
    rows = kept.left_join(stored, kept.lead_id == stored.stored_id)
    rows = rows.left_join(known, rows.account_id == known.home)
    rows = rows.left_join(won, rows.lead_id == won.linked_id)
    rows = rows.mutate(is_customer=_bought_before(rows))
    return rows.order_by("lead_id").select(*(name for name in LEAD_COLUMNS if name != "account"))


def _bought_before(rows: ir.Table) -> ir.StringValue:
    """Say whether the account bought before its lead came in; a mark without a day may be later."""
    import ibis

    dated = rows.customer_since.notnull() & rows.created_on.notnull()
    return ibis.cases(
        (dated & (rows.customer_since < rows.created_on), "yes"),
        (dated, "no"),
        (rows.customer_since.isnull() & ~rows.marked.fill_null(True), "no"),
        else_=ibis.null("string"),
    )


def _touches_of_leads(touches: ir.Table, kept: ir.Table, as_of: date) -> ir.Table:
    rows = touches.filter(touches.on.notnull() & (touches.on <= as_of))
    rows = rows.semi_join(kept.select("lead_id"), "lead_id")
    return rows.group_by(["lead_id", "team", "kind", "on"]).aggregate(n=rows.count())


def _touches_of_accounts(touches: ir.Table, kept: ir.Table, as_of: date) -> ir.Table:
    """Return touches that name an account alone; what sales did there is no sign of a lead."""
    rows = touches.filter(touches.on.notnull() & (touches.on <= as_of))
    rows = rows.filter(rows.lead_id.isnull() & rows.opportunity_id.isnull())
    rows = rows.filter(rows.team.isin(["marketing", "joint"]))
    rows = rows.semi_join(kept.select("account_id").distinct(), "account_id")
    return rows.group_by(["account_id", "team", "kind", "on"]).aggregate(n=rows.count())


def _joined(
    leads: pd.DataFrame, by_lead: pd.DataFrame, by_account: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let touches name leads and accounts by position, and give columns their types."""
    import pandas as pd

    accounts = pd.Index(sorted(by_account["account_id"].dropna().unique()))
    leads["account"] = accounts.get_indexer(pd.Index(leads["account_id"]))
    for name in _DAYS:
        leads[name] = pd.to_datetime(leads[name])
    for name in _NUMBERS:
        leads[name] = leads[name].astype("float64")
    for name in _WHOLE:
        leads[name] = leads[name].fillna(0).astype("int64")
    by_lead["lead"] = pd.Index(leads["lead_id"]).get_indexer(pd.Index(by_lead["lead_id"]))
    by_lead["account"] = -1
    by_account["account"] = accounts.get_indexer(pd.Index(by_account["account_id"]))
    by_account["lead"] = -1
    touches = pd.concat([by_lead, by_account], ignore_index=True)[list(TOUCH_COLUMNS)]
    touches["on"] = pd.to_datetime(touches["on"])
    touches = touches.sort_values(["lead", "account", "on", "team", "kind"], kind="stable")
    return leads[list(LEAD_COLUMNS)], touches.reset_index(drop=True)
