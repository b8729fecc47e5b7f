"""What an import did, in words, with the rejects to take away."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from data_sources.import_report import ImportReport
from pages.shared.data import joins
from pages.shared.messages import tell_findings
from views.formats import counted, day, plain, whole

_KEPT: Final = "last-import"


def keep(report: ImportReport) -> None:
    """Remember the outcome over the rerun that empties the form, as plain text."""
    st.session_state[_KEPT] = report.model_dump_json()


def show_last() -> None:
    """Show the outcome of the import just done."""
    text = st.session_state.get(_KEPT)
    if isinstance(text, str):
        show(ImportReport.model_validate_json(text))


def show(report: ImportReport) -> None:
    """Say what was read, what was not, and what to know."""
    if report.accepted == 0:
        st.error(_numbers(report), title="No row could be used.")
    elif report.dry_run:
        st.markdown(f"**Checked, nothing changed yet.** {_numbers(report)}")
    else:
        st.success(_numbers(report), title=f"Imported into {plain(report.table)}.")
    tell_findings(report.findings)
    if report.rejects_file is not None and report.rejects_file.exists():
        _rejects(report.rejects_file, report)
    if report.accepted and not report.dry_run:
        joins.section(report.table)


def _numbers(report: ImportReport) -> str:
    parts = [f"{whole(report.accepted)} of {counted(report.read, 'row')} accepted"]
    if report.rejected:
        parts.append(f"{whole(report.rejected)} rejected")
    if report.undated:
        parts.append(f"{whole(report.undated)} without a date")
    moved = {"added": report.added, "changed": report.changed, "removed": report.removed}
    parts.extend(f"{whole(rows)} {what}" for what, rows in moved.items() if rows)
    told = f"{', '.join(parts)}."
    if report.as_of:
        told += f" The facts stand at {day(report.as_of)}."
    if report.snapshot:
        told += " The state before is kept as a snapshot."
    return told


def _rejects(file: Path, report: ImportReport) -> None:
    st.download_button(
        f"{counted(report.rejected, 'rejected row')} with reasons",
        file.read_bytes,
        f"{report.table}-rejects.csv",
        "text/csv",
        key=f"rejects-{report.dry_run}",
        on_click="ignore",
        icon=":material/download:",
    )
