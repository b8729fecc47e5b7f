"""The report on the facts' quality as tables for the screen and for files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from planning.actuals.quality import QualityReport, TableQuality
from planning.errors import Finding
from views.formats import UNDEFINED, day, percent, visible

FIELDS_NAMED: Final = 3


def completeness(tables: Iterable[TableQuality]) -> pd.DataFrame:
    """Lay out how complete and fresh each table and source is; shares in percent."""
    listed = list(tables)
    return pd.DataFrame(
        {
            "Table": [one.table for one in listed],
            "Source": [visible(one.source or UNDEFINED) for one in listed],
            "Rows": [one.rows for one in listed],
            "Newest": [day(one.latest) if one.latest else UNDEFINED for one in listed],
            "Days before the facts' date": pd.array(
                [one.days_old for one in listed], dtype="Int64"
            ),
            "Without a date": [100 * one.undated_share for one in listed],
            "Filled": [100 * filled_share(one) for one in listed],
            "Emptiest fields": [_emptiest(one) for one in listed],
        }
    )


def filled_share(one: TableQuality) -> float:
    """Return the share of all cells that hold a value, fields without any left out.

    A field that no row fills is told as a gap; here it would only blur the rest.
    """
    used = [share for share in one.fields.values() if share > 0]
    return sum(used) / len(used) if used else 0.0


def _emptiest(one: TableQuality) -> str:
    found = sorted((share, name) for name, share in one.fields.items() if 0 < share < 1)
    return ", ".join(f"{name} {percent(share)}" for share, name in found[:FIELDS_NAMED])


def fields(one: TableQuality) -> pd.DataFrame:
    """Lay out how many rows of a table and source hold each field, in percent, fullest first."""
    rows = sorted(one.fields.items(), key=lambda field: -field[1])
    return pd.DataFrame(
        {
            "Field": [name for name, _ in rows],
            "Filled": [100 * share for _, share in rows],
            "Rows with a value": [one.filled[name] for name, _ in rows],
            "Newest": [day(one.dates[name]) if name in one.dates else "" for name, _ in rows],
        }
    )


def findings(report: QualityReport) -> pd.DataFrame:
    """Lay out everything suspicious, the gravest first."""
    return pd.DataFrame(
        {
            "Weight": [_weight(one) for one in report.findings],
            "What": [one.message for one in report.findings],
            "What to do": [one.remedy for one in report.findings],
            "Table": [one.table or "" for one in report.findings],
            "Rows": [one.count for one in report.findings],
        }
    )


def _weight(finding: Finding) -> str:
    return "may mislead" if finding.level == "warning" else "to know"


def verdict(report: QualityReport) -> str:
    """Say in one sentence how far the facts can be trusted.

    Example:
        >>> verdict(QualityReport(as_of=None, tables=(), findings=(), hidden=()))
        'Nothing looks wrong, and no gap hides a figure.'
    """
    grave = sum(one.level == "warning" for one in report.findings)
    hidden = len(report.hidden)
    if not report.findings and not hidden:
        return "Nothing looks wrong, and no gap hides a figure."
    odd = "nothing may mislead" if not grave else f"{_things(grave)} may mislead"
    gaps = "no gap hides a figure" if not hidden else f"{_gaps(hidden)} figures"
    return f"{odd[0].upper()}{odd[1:]}, and {gaps}."


def _things(number: int) -> str:
    return "one thing" if number == 1 else f"{number} things"


def _gaps(number: int) -> str:
    return "one gap hides" if number == 1 else f"{number} gaps hide"
