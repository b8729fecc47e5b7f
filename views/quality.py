"""The report on the facts' quality, as a document and in a window of text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from planning.actuals.quality import QualityReport, TableQuality
from planning.errors import Finding
from views.formats import counted, day, percent
from views.terminal import grid, text

_FIELDS_SHOWN: Final = 6


def quality_document(report: QualityReport) -> dict[str, Any]:
    """Return a report as `--json` prints it: shares as fractions, days as text."""
    return {
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "tables": [_table(one) for one in report.tables],
        "findings": [finding.model_dump(mode="json") for finding in report.findings],
        "hidden": [hidden.model_dump(mode="json") for hidden in report.hidden],
    }


def _table(one: TableQuality) -> dict[str, Any]:
    return {
        **one.model_dump(mode="json", exclude={"filled"}),
        "undated_share": one.undated_share,
        "fields": one.fields,
    }


def quality_lines(report: QualityReport) -> list[object]:
    """Return everything `tandem quality` shows: tables, suspicious things, hidden figures."""
    return [
        grid(
            f"Facts as of {day(report.as_of)}" if report.as_of else "Facts without any date",
            ("table", "source", "rows", "without date", "latest", "before as-of", "half empty"),
            [_row(one) for one in report.tables],
        ),
        *_said("Suspicious", [_worded(finding) for finding in report.findings]),
        *_said("What gaps hide", [hidden.message for hidden in report.hidden]),
    ]


def _row(one: TableQuality) -> tuple[str, ...]:
    return (
        one.table,
        one.source or "",
        f"{one.rows:,}",
        percent(one.undated_share) if one.undated else "",
        day(one.latest) if one.latest else "",
        "" if one.days_old is None else counted(one.days_old, "day"),
        _listed(f"{name} {percent(share)}" for name, share in _half_empty(one)),
    )


def _half_empty(one: TableQuality) -> list[tuple[str, float]]:
    """Return fields that most rows lack though some have it, the emptiest first."""
    found = [(name, share) for name, share in one.fields.items() if 0 < share < 1 / 2]
    return sorted(found, key=lambda field: field[1])


def _listed(parts: Iterable[str]) -> str:
    found = list(parts)
    more = len(found) - _FIELDS_SHOWN
    return ", ".join(found[:_FIELDS_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _worded(finding: Finding) -> str:
    mark = "!" if finding.level == "warning" else "·"
    return f"{mark} {finding.message} {finding.remedy}"


def _said(title: str, lines: list[str]) -> list[object]:
    return [text(title), *(text(line) for line in lines or ["Nothing."])]
