"""Gaps in words: what a target lacks, what alone would close it, and what is too late."""

from __future__ import annotations

from collections.abc import Sequence

from planning.kpis import KPIS
from planning.review.levers.gap import NAMES, Gap, Lever
from views.formats import plain, shown
from views.week import capital, listed, spoken


def gap_head(gap: Gap) -> str:
    """Say what a target lacks.

    Example:
        >>> gap_head(Gap("customers", 180, 149.8))
        'Customers land at 150 against 180: 30 missing'
        >>> gap_head(Gap("leads", 100, 120))
        'Leads are on course: 120 against 100'
    """
    kpi = KPIS[gap.kpi]
    landing, target = shown(_whole(gap.landing, gap), kpi.unit), shown(gap.target, kpi.unit)
    many = kpi.name.endswith("s")
    if not gap.is_open:
        return f"{kpi.name} {'are' if many else 'is'} on course: {landing} against {target}"
    lands = f"{kpi.name} {'land' if many else 'lands'} at {landing} against {target}"
    return f"{lands}: {shown(_whole(gap.missing, gap), kpi.unit)} missing"


def _whole(value: float | None, gap: Gap) -> float | None:
    """Return a count as whole cases."""
    return round(value) if value is not None and KPIS[gap.kpi].unit == "count" else value


def lever_lines(gap: Gap) -> tuple[str, ...]:
    """Return what would close a gap alone, then what is too late, struck through, as Markdown."""
    able = (f"**{plain(it.words)}**{_until(it)}" for it in gap.able)
    late = (f"~~{plain(it.words)}~~ · too late" for it in gap.too_late)
    return (*able, *late)


def _until(lever: Lever) -> str:
    return f" · {plain(lever.until)}" if lever.until else ""


def lead_in(gap: Gap) -> str:
    """Say how to read the levers, or why there are none."""
    if gap.why:
        return f"What would close the gap cannot be told. {gap.why}"
    if gap.able:
        return "Closing the gap alone needs one of:"
    return (
        "No lever closes the gap alone any more:" if gap.too_late else "No lever closes it alone."
    )


def not_enough(gap: Gap) -> str:
    """Say which levers cannot close a gap however far they are pulled; empty without any."""
    short = [NAMES[it.key] for it in gap.levers if it.change is None and not it.is_too_late]
    return f"Not enough alone: {listed(short)}." if short else ""


def on_course(gaps: Sequence[Gap]) -> str:
    """Say which targets of the year are on course; empty where none is."""
    reached = [spoken(it.kpi) for it in gaps if it.landing is not None and not it.is_open]
    if not reached:
        return ""
    one = len(reached) == 1 and not reached[0].endswith("s")
    return f"{capital(listed(reached))} {'is' if one else 'are'} on course for the year."


def others_words(gaps: Sequence[Gap]) -> str:
    """Say which other targets will be missed."""
    return f"{capital(listed([spoken(it.kpi) for it in gaps]))} will be missed too"
