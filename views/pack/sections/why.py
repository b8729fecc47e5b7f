"""The page of why revenue of the year so far differs, by step and by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.agreed.scenarios import Scenario
from planning.kpis import KPIS
from planning.together.week_ground import WeekGround
from views import shortfall as why_words
from views.formats import signed
from views.pack.section import Column, Section, Table, drawn, said, sentence, told, words
from views.shortfall_pictures import by_driver, by_part

if TYPE_CHECKING:
    import pandas as pd


def why(ground: WeekGround) -> Section:
    """Return the page of the way from plan, or from before, to actual."""
    found, by, currency = ground.why.found, ground.why.by, ground.currency
    notes = said(*(f"{it.message} {it.remedy}".strip() for it in found.findings), why_words.HOW)
    if found.whole is None:
        name = KPIS[found.kpi].name
        return Section("Why", f"Why {name.lower()} differs cannot be told yet.", notes=notes)
    plans = [] if ground.plan is None else [Scenario.of(ground.plan.cells)]
    base = why_words.held_against(found, plans)
    when = found.period.label if found.period else ""
    context = ground.month.part.context
    steps = _table("By step", why_words.steps_frame(found, currency))
    tables, pictures = [steps], [by_driver(found, base, when, currency)]
    if by is not None:
        tables.append(_table(f"By {by}", why_words.parts_frame(found, by, currency)))
        pictures.append(by_part(found, by, base, when, context))
    return Section(
        name="Why",
        heading=sentence(why_words.finding(found)),
        paragraphs=said(f"{when} against {base}."),
        charts=drawn(*pictures),
        tables=tuple(tables),
        notes=notes,
    )


def _table(title: str, frame: pd.DataFrame) -> Table:
    """Lay out effects as the page does; numbers short, with their sign."""
    numeric = [frame[head].dtype.kind == "f" for head in frame.columns]
    sides = {"Plan", "Before", "Actual"}
    columns = tuple(
        Column(
            str(head),
            "right" if is_number or head in sides else "left",
            1.5 if at == 0 else 0,
        )
        for at, (head, is_number) in enumerate(zip(frame.columns, numeric, strict=True))
    )
    rows = tuple(
        tuple(
            told(signed(value), value) if is_number else words(str(value))
            for value, is_number in zip(row, numeric, strict=True)
        )
        for row in frame.itertuples(index=False, name=None)
    )
    return Table(title, columns, rows, printed=12, totals=True)
