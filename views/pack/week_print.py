"""The pack of a week as a PDF: ten pages of A4, laid out by Typst from values.

Values enter as JSON data and are shown as text, so that nothing in a name is ever read as
markup. No font, package or clock of the machine plays a part: equal words give an equal file.
"""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

from views.charts import Chart
from views.formats import counted
from views.pack.chart_svg import FONTS, svg
from views.pack.section import Cell, Section, Table, TileGroup
from views.pack.week_pack import WeekPack
from views.theme import LIGHT
from views.tiles import spark
from views.week import WeekTile

FOLDER: Final = Path(__file__).parent
_TEMPLATE: Final = FOLDER / "week_pack.typ"
_WHOLE, _HALF = 660, 400
"""Pixels of a chart over the whole width and of one of two: printed letters are of one size."""

_DRAWING: Final = Lock()
"""One layout at a time: what one learns of fonts the next one finds kept."""


def week_pdf(pack: WeekPack) -> bytes:
    """Print a pack, a page for each of its sections.

    Args:
        pack: What stands on it.
    """
    import typst

    data = {
        "title": pack.title,
        "footing": pack.footing,
        "company": pack.about["Company"],
        "colours": LIGHT.model_dump(),
        "about": list(pack.about.items()),
        "sections": [_section(one) for one in pack.sections],
    }
    with _DRAWING:
        compiler = typst.Compiler(
            str(_TEMPLATE),
            root=str(FOLDER),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )
        printed = compiler.compile(format="pdf", sys_inputs={"pack": json.dumps(data)})
    return cast(bytes, printed)  # pictures alone come as a list, one of each page


def _section(one: Section) -> dict[str, Any]:
    width = _WHOLE if len(one.charts) == 1 else _HALF
    return {
        "name": one.name,
        "heading": one.heading,
        "paragraphs": one.paragraphs,
        "notes": one.notes,
        "charts": [_chart(chart, one.heading, width, one.height) for chart in one.charts],
        "tables": [_table(table) for table in one.tables if table.printed],
        "tiles": [_group(group) for group in one.tiles],
    }


def _chart(chart: Chart, heading: str, width: int, height: int | None) -> dict[str, str]:
    # What the page's heading says already is not said twice.
    finding = "" if chart.finding.rstrip(".") == heading.rstrip(".") else chart.finding
    return {
        "finding": finding,
        "subtitle": chart.subtitle,
        "alt": chart.alt,
        "svg": svg(chart, width, height),
    }


def _table(table: Table) -> dict[str, Any]:
    shown = [at for at, column in enumerate(table.columns) if column.printed]
    more = table.left_out
    return {
        "title": table.title,
        "columns": [
            {"head": it.head, "align": it.align, "share": it.share}
            for it in table.columns
            if it.printed
        ],
        "rows": [[_cell(row[at]) for at in shown] for row in table.rows_in_print],
        "totals": table.totals,
        "left-out": f"{counted(more, 'more row')} in the workbook." if more else "",
    }


def _cell(cell: Cell) -> dict[str, str]:
    return {"shown": cell.shown, "tone": cell.tone}


def _group(group: TileGroup) -> dict[str, Any]:
    return {"name": group.name, "team": group.team, "tiles": [_tile(one) for one in group.tiles]}


def _tile(one: WeekTile) -> dict[str, Any]:
    tile = one.tile
    return {
        "label": tile.label,
        "value": tile.value,
        "moved": " ".join(filter(None, (tile.change, tile.word))),
        "spark": _points(spark(tile.trend) or []),
        "goal": one.goal,
        "tone": "" if one.is_off is None else "bad" if one.is_off else "good",
        "against": tile.against,
        "counter": tile.counter,
    }


def _points(values: list[float]) -> list[tuple[float, float]]:
    """Return a small line as shares of its width and height.

    Example:
        >>> _points([1.0, 3.0, 2.0])
        [(0.0, 0.0), (0.5, 1.0), (1.0, 0.5)]
    """
    if len(values) < 2:
        return []
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    return [(at / (len(values) - 1), (it - low) / span) for at, it in enumerate(values)]
