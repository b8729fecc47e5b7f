"""How far the facts of a snapshot can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from data_sources.facts.quality_report import report_for
from data_sources.facts.snapshots import Snapshot
from data_sources.home import Home
from data_sources.importing import paths
from data_sources.store.channels import Channel
from planning.actuals.counts import NO_DATE
from planning.actuals.quality import QualityReport
from planning.company import Company

if TYPE_CHECKING:
    import pandas as pd


def assess(
    home: Home, snapshot: Snapshot | None, company: Company, known: Iterable[Channel]
) -> QualityReport | None:
    """Return how complete, fresh and plausible a snapshot's facts are; None without one.

    Args:
        home: Where the facts lie; the report is kept there beside the counts.
        snapshot: The snapshot.
        company: Plan currency, rates and fiscal year.
        known: Channels with their aliases, which are no suspicion.
    """
    if snapshot is None:
        return None
    files = paths(home, snapshot)
    return report_for(files, snapshot.as_of, company, _meant(known), snapshot.id, home.counts)


def suspicious_rows(
    home: Home,
    snapshot: Snapshot | None,
    company: Company,
    known: Iterable[Channel],
    code: str,
    *,
    people: bool,
) -> pd.DataFrame:
    """Return the rows behind the findings of one code; see `facts.suspicions.suspicion_rows`."""
    from data_sources.facts.suspicions import suspicion_rows

    as_of = (snapshot.as_of if snapshot else None) or NO_DATE
    files = paths(home, snapshot)
    return suspicion_rows(code, files, as_of, company, _meant(known), people=people)


def _meant(known: Iterable[Channel]) -> dict[str, str]:
    return {alias: channel.name for channel in known for alias in channel.aliases}
