"""The rows behind a figure: ids and dates, so that a person can look them up at the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from planning.actuals.tables import TABLES
from planning.company import Company
from planning.errors import UsageError
from planning.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]
    import pandas as pd

Where = Mapping[str, Sequence[str | None] | Period]
"""What to keep: per column the labels (None for missing), or for a month column
(`created_month`, `closed_month`, …) a period."""

_PLACES: Final = ("channel", "campaign", "segment", "region", "motion")
SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "leads": (
        "lead_id",
        "account_id",
        "created_on",
        "mql_on",
        "sal_on",
        "sql_on",
        "state",
        "follow_state",
        "hours",
        "n",
        "won_n",
        *_PLACES,
    ),
    "opportunities": (
        "opportunity_id",
        "account_id",
        "created_on",
        "closed_on",
        "outcome",
        "n",
        "cents",
        "customers",
        "days",
        "credit_rule",
        "product",
        *_PLACES,
    ),
    "spend": ("month", "team", "category", "line_code", "cents", *_PLACES),
    "accounts": ("account_id", "segment", "region", "customer_since"),
    "touches": ("on", "team", "kind", "account_id", "lead_id", "opportunity_id", "channel"),
    "stage_events": ("on", "object", "id", "stage"),
    "quotas": ("start", "end", "team", "measure", "amount_cents"),
    "people": ("person_id", "team", "job", "region", "segment", "start_on", "end_on"),
}
"""What is shown of each table: never a name, never who owns a row."""


def row_ids(
    paths: Mapping[str, Path],
    table: str,
    where: Where,
    limit: int,
    *,
    as_of: date,
    company: Company,
) -> pd.DataFrame:
    """Return the rows a figure counted, as the figure saw them.

    Leads, deals and spend carry the channel, region and segment they were counted under,
    which a deal may owe to its lead, its owner or its account.

    Args:
        paths: The Parquet file of each table that has rows.
        table: The fact table.
        where: What to keep.
        limit: Largest number of rows; the first by date and id.
        as_of: The date untouched leads and open deals are aged at.
        company: Settings the facts are counted with.

    Raises:
        UsageError: The table or a column does not exist.
    """
    if table not in SHOWN:
        raise UsageError(f"There is no table “{table}”.", f"Tables are {', '.join(TABLES)}.")
    from data_sources.facts.engine import open_engine
    from data_sources.facts.resolved import resolve

    with open_engine(paths) as engine:
        if table in {"leads", "opportunities", "spend"}:
            facts = resolve(engine, as_of, company)
            rows = {"leads": facts.leads, "opportunities": facts.deals, "spend": facts.spend}[table]
        else:
            rows = engine.tables[table]
        chosen = kept(rows, table, where)
        shown = chosen.order_by(_ordered_by(table)).limit(limit).select(*SHOWN[table])
        frame: pd.DataFrame = shown.to_pyarrow().to_pandas()
    return frame


def kept(rows: ir.Table, table: str, where: Where) -> ir.Table:
    """Return the rows of a table that a choice keeps.

    Raises:
        UsageError: A column of the choice does not exist.
    """
    for column, wanted in where.items():
        if column not in rows.columns:
            raise UsageError(f"Rows of {table} cannot be chosen by “{column}”.")
        rows = rows.filter(_matches(rows[column], wanted))
    return rows


def _matches(column: Any, wanted: Sequence[str | None] | Period) -> Any:  # noqa: ANN401 - Ibis
    import ibis

    if isinstance(wanted, Period):
        return (column >= wanted.start) & (column < wanted.end)
    labels = [label for label in wanted if label is not None]
    matches = column.isin(labels) if labels else ibis.literal(False)
    return matches | column.isnull() if None in wanted else matches


def _ordered_by(table: str) -> list[str]:
    spec = TABLES[table]
    first = [column for column in (spec.main_date, spec.id_column) if column]
    return [*first, *(column for column in SHOWN[table] if column not in first)]
