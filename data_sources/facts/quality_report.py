"""The report on the facts' quality, made on request and kept as JSON beside the counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from data_sources import scratch
from data_sources.facts.fingerprint import settings_of_counts
from planning.actuals.counts import NO_DATE
from planning.actuals.quality import QUALITY_VERSION, QualityReport, what_it_hides
from planning.actuals.tables import TABLES
from planning.company import Company

_FINGERPRINT_LENGTH: Final = 16


def quality_report(
    paths: Mapping[str, Path],
    as_of: date | None,
    company: Company,
    meant: Mapping[str, str] | None = None,
) -> QualityReport:
    """Return how complete and fresh the facts are, what is suspicious and what gaps hide.

    Args:
        paths: The Parquet file of each table that has rows.
        as_of: The date the facts stand at; None if no fact has a date.
        company: Plan currency, rates and fiscal year.
        meant: The channel each alias means.
    """
    from data_sources.facts.engine import open_engine
    from data_sources.facts.quality import quality_in
    from data_sources.facts.suspicions import suspicions_in
    from data_sources.facts.suspicions_check import Facts

    with open_engine(paths) as engine:
        tables = quality_in(engine, [name for name in TABLES if name in paths], as_of)
        facts = Facts(engine, frozenset(paths), as_of or NO_DATE, company, meant or {})
        findings = suspicions_in(facts)
    return QualityReport(
        as_of=as_of, tables=tables, findings=findings, hidden=what_it_hides(tables)
    )


def report_for(
    paths: Mapping[str, Path],
    as_of: date | None,
    company: Company,
    meant: Mapping[str, str],
    snapshot_id: str,
    cache: Path,
) -> QualityReport:
    """Return a snapshot's report, made only if nobody has made it before.

    Args:
        paths: As for `quality_report`, as are `as_of`, `company` and `meant`.
        as_of: The date the facts stand at.
        company: Plan currency, rates and fiscal year.
        meant: The channel each alias means.
        snapshot_id: The snapshot reported on.
        cache: Folder of what is kept; may be emptied at any time.
    """
    said = [snapshot_id, str(as_of), settings_of_counts(company), sorted(meant.items())]
    digest = sha256(json.dumps(said).encode()).hexdigest()[:_FINGERPRINT_LENGTH]
    kept = cache / f"quality-{snapshot_id}-v{QUALITY_VERSION}-{digest}.json"
    try:
        return QualityReport.model_validate_json(kept.read_bytes())
    except (FileNotFoundError, ValidationError):
        report = quality_report(paths, as_of, company, meant)
        _keep(report, kept)
        return report


def _keep(report: QualityReport, path: Path) -> None:
    """Write a report so that it appears complete or not at all."""
    with scratch.lent(path.parent / scratch.INSIDE) as folder:
        partial = folder / path.name
        partial.write_text(report.model_dump_json(indent=1), encoding="utf-8")
        partial.replace(path)
