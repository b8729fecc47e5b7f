"""The demo's leads once more, straight from the fact files in DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

VIEW = """
CREATE VIEW lead AS
WITH link AS (
    SELECT lead_id, opportunity_id FROM leads WHERE opportunity_id IS NOT NULL
    UNION SELECT lead_id, opportunity_id FROM opportunities WHERE lead_id IS NOT NULL
), deal AS (
    SELECT link.lead_id, count(*) AS deals, max(d.created_on) AS last_deal,
        min(d.created_on) AS met_on,
        count(*) FILTER (d.is_won) AS won_deals, min(d.closed_on) FILTER (d.is_won) AS won_on,
        max(d.closed_on) FILTER (d.is_won) AS last_won,
        coalesce(sum(d.amount_cents) FILTER (d.is_won), 0) AS paid
    FROM link JOIN opportunities AS d USING (opportunity_id) GROUP BY ALL
)
SELECT leads.*, coalesce(deals, 0) AS deals, met_on, won_on, last_deal, last_won,
    coalesce(paid, 0) AS paid,
    coalesce(won_deals > 0, FALSE) OR coalesce(status = 'won', FALSE) AS won
FROM leads LEFT JOIN deal USING (lead_id)
"""


@dataclass(frozen=True)
class ByHand:
    """A database of the fact files with the view `lead`."""

    database: duckdb.DuckDBPyConnection
    as_of: date

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self.database.sql(query).fetchall()

    def one(self, query: str) -> Any:  # noqa: ANN401 - whatever the query asks for
        return self.ask(query)[0][0]


def by_hand(database: duckdb.DuckDBPyConnection, paths: Mapping[str, Path], as_of: date) -> ByHand:
    """Open the fact files in a database."""
    for name, path in paths.items():
        database.execute(f"CREATE VIEW {name} AS FROM '{path}'")
    database.execute(VIEW)
    return ByHand(database, as_of)


def during(start: str, end: str) -> str:
    """The condition that a lead was created in half-open months."""
    return f"created_on >= DATE '{start}-01' AND created_on < DATE '{end}-01'"
