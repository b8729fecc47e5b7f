"""Suspicious things in the stored facts: odd enough to be told, never kept out.

Nothing here changes a count. It is looked for on request, so that no scorecard waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.facts.engine import open_engine
from data_sources.facts.suspicions_amounts import amounts
from data_sources.facts.suspicions_check import ROW_ID, Facts, Suspicion, with_examples
from data_sources.facts.suspicions_deals import deals
from data_sources.facts.suspicions_leads import leads
from data_sources.facts.suspicions_ledgers import accounts, after_as_of, people, spend, stages
from data_sources.facts.suspicions_names import names
from data_sources.facts.suspicions_sources import sources
from data_sources.facts.suspicions_start import start
from planning.company import Company
from planning.errors import Finding

if TYPE_CHECKING:
    import pandas as pd

LOOKS: Final[tuple[Callable[[Facts], Iterator[Suspicion]], ...]] = (
    start,
    deals,
    leads,
    accounts,
    spend,
    people,
    after_as_of,
    stages,
    names,
    amounts,
    sources,
)
"""Everything that is looked for."""


def suspicions(
    paths: Mapping[str, Path],
    as_of: date,
    company: Company,
    meant: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Return what looks wrong in the facts, the gravest first.

    Args:
        paths: The Parquet file of each table that has rows.
        as_of: The date the facts stand at.
        company: Plan currency and rates, to compare amounts; fiscal year, for quarters.
        meant: The channel each alias means, so that names agreed on are not told again.

    Returns:
        Warnings before the rest, then by the share of rows or money concerned. Messages
        name up to five rows by id.
    """
    with open_engine(paths) as engine:
        return suspicions_in(Facts(engine, frozenset(paths), as_of, company, meant or {}))


def suspicions_in(facts: Facts) -> tuple[Finding, ...]:
    """Return what looks wrong in the facts of an open engine; see `suspicions`."""
    found = sorted((suspicion for look in LOOKS for suspicion in look(facts)), key=_by_weight)
    return tuple(with_examples(facts, suspicion) for suspicion in found)


def _by_weight(suspicion: Suspicion) -> tuple[bool, float, str, str]:
    finding = suspicion.finding
    return finding.level != "warning", -suspicion.weight, finding.code, finding.table or ""


def suspicion_rows(
    code: str,
    paths: Mapping[str, Path],
    as_of: date,
    company: Company,
    meant: Mapping[str, str] | None = None,
    *,
    people: bool = False,
) -> pd.DataFrame:
    """Return the rows behind the findings of one code, for download.

    Args:
        code: The findings' code.
        paths: The Parquet file of each table that has rows.
        as_of: The date the facts stand at.
        company: As for `suspicions`.
        meant: As for `suspicions`.
        people: Whether rows of people may be named; they are left out otherwise.

    Returns:
        Columns table, id (or what tells a row apart where its table has none) and what,
        ordered by table and id; without rows if nothing of that code is found.
    """
    import pandas as pd

    frames = [pd.DataFrame(columns=["table", "id", "what"], dtype=str)]
    with open_engine(paths) as engine:
        facts = Facts(engine, frozenset(paths), as_of, company, meant or {})
        for odd in (
            odd
            for look in LOOKS
            for suspicion in look(facts)
            if suspicion.finding.code == code
            for odd in suspicion.odd
            if people or odd.table != "people"
        ):
            ids = facts.ask(odd.rows.select(ROW_ID).order_by(ROW_ID)).column(0).to_pylist()
            frames.append(pd.DataFrame({"table": odd.table, "id": ids, "what": odd.what}))
    found = pd.concat(frames, ignore_index=True)
    return found.sort_values(["table", "id"], ignore_index=True, kind="stable")
