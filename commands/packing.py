"""The command that writes the paper of a week."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from commands.session import workspace_of
from planning.errors import UsageError
from views.printing import show, told_unless

if TYPE_CHECKING:
    from views.pack.week_pack import WeekPack

_ENDINGS: Final = (".pdf", ".xlsx")


def pack(
    context: typer.Context,
    week: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="Any day of the week, Monday to Sunday.")
    ],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where it is written: a .pdf or an .xlsx.")
    ],
) -> None:
    """Write the paper that goes out after the weekly meeting, as a PDF or a workbook."""
    from data_sources.files_to_take import folder_of, write_whole
    from data_sources.known_then import keep_for_pack
    from data_sources.pack_agenda import agenda_then
    from data_sources.week_reading import week_ground
    from planning.weeks import parse_day, week_of

    day, ending = parse_day(week), out.suffix.lower()
    week_of(day)
    if ending not in _ENDINGS:
        raise UsageError(
            f"“{out.name}” is neither a PDF nor a workbook.", "End it in .pdf or .xlsx."
        )
    folder_of(out)
    workspace = workspace_of(context)
    with told_unless(quiet=False) as tell:
        if tell is not None:
            tell("Reading the week", 0)
        ground = week_ground(workspace, day)
        if tell is not None:
            tell("Laying it out", 0.6)
        from views.pack.week_pack import agenda_items, week_pack

        items = agenda_items(agenda_then(workspace, ground), ground.currency)
        paper = week_pack(ground, items)
        content = _printed(paper, ending)
    keep_for_pack(workspace, ground.known)
    write_whole(out, content)
    _say(out, paper, ending)


def _printed(paper: WeekPack, ending: str) -> bytes:
    if ending == ".pdf":
        from views.pack.week_print import week_pdf

        return week_pdf(paper)
    from views.pack.week_workbook import week_xlsx

    return week_xlsx(paper)


def _say(out: Path, paper: WeekPack, ending: str) -> None:
    from views.formats import counted
    from views.terminal import text

    size = len(paper.sections)
    pages = counted(size, "page") if ending == ".pdf" else counted(size + 1, "sheet")
    lines = [f"Wrote {out.name}: {pages}.", f"{paper.footing}.", *paper.notes]
    show(*map(text, lines))
