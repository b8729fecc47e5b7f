"""Commands that bring facts in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.session import Json, workspace_of
from planning.errors import NotPossible, UsageError
from views import import_options as given
from views.printing import print_json, show, told_unless


def import_(
    context: typer.Context,
    file: given.File,
    table: given.Table = None,
    columns: given.Columns = None,
    constants: given.Constants = None,
    won: given.Won = None,
    lost: given.Lost = None,
    statuses: given.Statuses = None,
    source: given.Source = None,
    date_format: given.DateFormat = None,
    decimal: given.Decimal = None,
    sheet: given.Sheet = None,
    tab: given.Tab = None,
    preset: given.Preset = None,
    values: given.Values = None,
    scale: given.Scale = None,
    leave_out: given.LeaveOut = None,
    mapping: given.MappingFile = None,
    write_mapping: given.WriteMapping = None,
    as_of: given.AsOf = None,
    replace: given.Replace = False,
    dry_run: given.DryRun = False,
    as_json: Json = False,
) -> None:
    """Bring a file, or a tab of a Google spreadsheet, into the facts."""
    from data_sources.imports.options import read_day, read_request

    path = Path(file)
    is_spreadsheet = _is_spreadsheet(path, file, tab)
    request = read_request(
        path,
        table,
        columns=columns or (),
        constants=constants or (),
        won=won or (),
        lost=lost or (),
        statuses=statuses or (),
        source=source,
        date_formats=date_format or (),
        sheet=sheet,
        preset=preset,
        values=values or (),
        scales=scale or (),
        left_out=leave_out or (),
        decimal=decimal,
        mapping=mapping,
    )
    day = read_day(as_of) if as_of else None
    workspace = workspace_of(context)
    with told_unless(quiet=as_json) as tell:
        if is_spreadsheet:
            report = workspace.spreadsheets.bring(
                request, file, tab=tab, as_of=day, replace=replace, dry_run=dry_run, progress=tell
            )
        else:
            report = workspace.import_file(
                request, as_of=day, replace=replace, dry_run=dry_run, progress=tell
            )
    if write_mapping and report.mapping:
        from data_sources.imports.mapping import write_mapping as write

        write(report.mapping, write_mapping)
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        from views.terminal import import_tables

        show(*import_tables(report.model_dump(), report.findings))
    if report.accepted == 0:
        raise NotPossible(
            f"No row of {'the tab' if is_spreadsheet else request.label} was accepted.",
            f"Read {report.rejects_file} for the reasons."
            if report.rejects_file
            else "Check that the file holds rows below its column names.",
        )


def _is_spreadsheet(path: Path, typed: str, tab: str | None) -> bool:
    """Tell whether a spreadsheet is meant; a file of that name goes first."""
    from data_sources.sheets.address import names_a_spreadsheet

    found = names_a_spreadsheet(typed) and not path.exists()
    if tab is not None and not found:
        raise UsageError("Only a Google spreadsheet has tabs.", "Name a workbook's with --sheet.")
    return found


def template(table: Annotated[str, typer.Argument(help="A fact table.")]) -> None:
    """Print an empty CSV file of a fact table, its columns explained, to fill in."""
    from data_sources.imports.templates import template_csv

    # Standard output ends lines as this platform does.
    typer.echo(template_csv(table).replace("\r\n", "\n"), nl=False)


def presets(as_json: Json = False) -> None:
    """List the products whose files are known."""
    from data_sources.imports.presets.recognise import PRESETS

    found = [{"name": p.name, "table": p.table, "what": p.title} for p in PRESETS.values()]
    if as_json:
        return print_json({"presets": found})
    from views.terminal import grid

    return show(grid("Presets", ("name", "table", "what"), [tuple(p.values()) for p in found]))
