"""The page of where the year lands, and what would close the first gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planning.kpis import KPIS
from planning.model.weighing.limits_by_month import Held
from planning.periods import month_name
from planning.review.levers.gap import Gap
from planning.together.outlooks import Outlook, Verdict
from planning.together.week_ground import WeekGround
from views.formats import UNDEFINED, short, shown, unit_head
from views.levers import gap_head, lead_in, on_course
from views.limit_pictures import MEANING, SHORT, full_words
from views.pack.section import (
    Cell,
    Column,
    Section,
    Table,
    Tone,
    drawn,
    number,
    on_the_right,
    said,
    sentence,
    told,
    words,
)
from views.week_lines import year_words
from views.week_pictures import VERDICTS, landing_picture, landing_words

_TONES: Final[dict[Verdict, Tone]] = {"holds": "good", "misses": "bad"}
WORTH: Final = "Beside a limit: what one more head, or 1,000 more of money, brings that month"
_GAPS: Final = 3
"""Gaps told with their levers; the picture shows all."""


def year(ground: WeekGround) -> Section:
    """Return the page of the fiscal year's landing."""
    called, currency, found = year_words(ground.year), ground.currency, ground.ahead.outlooks
    missing = [gap for gap in ground.ahead.gaps if gap.is_open]
    return Section(
        name="Year ahead",
        heading=sentence(landing_words(found, called)),
        paragraphs=said(*(_gap(one) for one in missing[:_GAPS]), on_course(ground.ahead.gaps)),
        charts=drawn(landing_picture(found, called, currency)),
        tables=(_table(found, currency), *_limits(ground), *_levers(missing)),
        notes=said(
            ground.ahead.basis, *sorted({it.landing.note for it in found}), *_on_limits(ground)
        ),
    )


def _limits(ground: WeekGround) -> Iterator[Table]:
    """Yield what limits the best plan, areas down and months across."""
    if not ground.limits:
        return
    months = sorted({it.month for it in ground.limits})
    held = {(it.area, it.month): it for it in ground.limits}
    columns = (Column("Area", share=1), *(Column(month_name(it), "right", 1) for it in months))
    rows = tuple(
        (words(area), *(_limit(held.get((area, month))) for month in months))
        for area in dict.fromkeys(it.area for it in ground.limits)
    )
    title = full_words(ground.limits) or ground.bottleneck.rstrip(".")
    yield Table(title, columns, rows, printed=10)


def _limit(held: Held | None) -> Cell:
    if held is None:
        return words("")
    if held.limit == "demand":
        return words(SHORT[held.limit])
    return told(f"{SHORT[held.limit]} {short(held.worth)}", held.worth)


def _on_limits(ground: WeekGround) -> tuple[str, ...]:
    if ground.limits:
        return (MEANING, f"{WORTH}, {ground.currency}.")
    return (f"What limits the best plan cannot be told. {ground.bottleneck}",) * bool(
        ground.bottleneck
    )


def _gap(gap: Gap) -> str:
    able = "; ".join(f"{it.words}{f' ({it.until})' if it.until else ''}" for it in gap.able)
    return f"{gap_head(gap)}. {lead_in(gap)}{f' {able}.' if able else ''}"


def _table(found: tuple[Outlook, ...], currency: str) -> Table:
    columns = (
        Column("KPI", share=2),
        *on_the_right("P10", "P50", "P90", "Target"),
        Column("The target"),
    )
    rows = tuple(_row(one, currency) for one in found)
    return Table("Where each KPI will end", columns, rows)


def _row(one: Outlook, currency: str) -> tuple[Cell, ...]:
    kpi, landing = KPIS[one.landing.key], one.landing
    known = [bound for bound in (one.low, one.high) if bound is not None]
    target = " to ".join(shown(bound, kpi.unit) for bound in known) or UNDEFINED
    return (
        words(unit_head(kpi.name, kpi.unit, currency)),
        *(number(end, kpi.unit) for end in (landing.low, landing.middle, landing.high)),
        Cell(target, known[0] if len(known) == 1 else None),
        words(VERDICTS[one.verdict], _TONES.get(one.verdict, "")),
    )


def _levers(missing: list[Gap]) -> Iterator[Table]:
    """Yield what would close each gap alone, for the workbook."""
    rows = tuple(
        (words(KPIS[gap.kpi].name), words(lever.words), words(lever.until), words(lever.sentence))
        for gap in missing
        for lever in gap.levers
    )
    if rows:
        columns = (Column("KPI"), Column("Lever"), Column("Until"), Column("What it can do"))
        yield Table("What would close each gap alone", columns, rows, printed=0)
