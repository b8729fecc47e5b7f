"""The terminal: the same jobs without a browser."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Final

import typer

from planning.errors import NotPossible, TandemError, UsageError
from views import import_options as given
from views.printing import console, print_json, show, told_unless

if TYPE_CHECKING:
    from data_sources.workspace import Workspace

app: Final = typer.Typer(
    help="Tandem: sales and marketing plan together. TANDEM_HOME chooses the home folder.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Texts = list[str] | None


@app.callback()
def _tandem(
    context: typer.Context,
    acting: Annotated[
        str | None,
        typer.Option("--as", metavar="EMAIL", help="Who acts, as the history records it."),
    ] = None,
) -> None:
    context.obj = acting


@app.command()
def demo(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal companies.")] = 7,
    without: Annotated[
        Texts, typer.Option(metavar="PROBLEM|all", help="Leave a problem out; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fill an empty home with the demo company."""
    workspace = _workspace(context)
    with nullcontext() if as_json else console(stderr=True).status("Writing the demo company …"):
        snapshot = workspace.load_demo(seed=seed, without=tuple(without or ()))
    if as_json:
        from views.documents import snapshot_document

        return print_json(snapshot_document(snapshot.id, snapshot.as_of, snapshot.rows))
    from views.terminal import named_values

    rows = [(name, f"{count:,} rows") for name, count in snapshot.rows.items()]
    return show(named_values(f"The demo company is ready, as of {snapshot.as_of}.", rows))


@app.command("import")
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
    preset: given.Preset = None,
    values: given.Values = None,
    scale: given.Scale = None,
    leave_out: given.LeaveOut = None,
    mapping: given.MappingFile = None,
    write_mapping: given.WriteMapping = None,
    as_of: given.AsOf = None,
    dry_run: given.DryRun = False,
    as_json: Json = False,
) -> None:
    """Bring a file into the facts."""
    from data_sources.imports.options import read_day, read_request

    request = read_request(
        file,
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
    workspace = _workspace(context)
    with told_unless(quiet=as_json) as tell:
        report = workspace.import_file(request, as_of=day, dry_run=dry_run, progress=tell)
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
            f"No row of {request.label} was accepted.",
            f"Read {report.rejects_file} for the reasons."
            if report.rejects_file
            else "Check that the file holds rows below its column names.",
        )


@app.command()
def scorecard(
    context: typer.Context,
    start: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM", help="First month.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM", help="Month after the last.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="channel|campaign|segment|region|motion|owner|product"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the figures of both teams."""
    from planning.actuals.counts import Scope
    from planning.actuals.scorecard import grouped
    from planning.actuals.scorecard import scorecard as read_scorecard
    from planning.actuals.slices import Context, Slice
    from planning.periods import Period

    if (start is None) != (end is None):
        raise UsageError("A period needs both --from and --to.", "The month of --to is excluded.")
    period = Period.parse(start, end) if start and end else None
    workspace = _workspace(context)
    snapshot, counts = workspace.snapshot(), workspace.counts()
    if snapshot is None or counts is None:
        raise _no_facts()
    agreed = Context(company=workspace.company, channel_teams=workspace.channel_teams())
    part = Slice(counts, Scope(period=period), agreed)
    card, groups = read_scorecard(part), grouped(part, by=by) if by else ()
    if as_json:
        from views.documents import scorecard_document

        return print_json(scorecard_document(card, groups, snapshot.as_of))
    from views.terminal import scorecard_lines

    return show(*scorecard_lines(card, groups, by, snapshot.as_of, agreed.company.currency))


@app.command()
def quality(context: typer.Context, as_json: Json = False) -> None:
    """Tell how complete and fresh the facts are, what looks wrong and what gaps hide."""
    report = _workspace(context).quality()
    if report is None:
        raise _no_facts()
    from views.quality import quality_document, quality_lines

    return print_json(quality_document(report)) if as_json else show(*quality_lines(report))


@app.command()
def settings(
    context: typer.Context,
    changes: Annotated[Texts, typer.Argument(metavar="[KEY=VALUE]…")] = None,
    as_json: Json = False,
) -> None:
    """Show or change what the company agreed once; an empty value restores the default."""
    from data_sources.imports.options import pairs

    workspace = _workspace(context)
    workspace.set_settings({**pairs(changes or (), "write settings as KEY=VALUE")})
    values = workspace.all_settings()
    if as_json:
        return print_json({"settings": values})
    from views.terminal import named_values

    return show(named_values("Settings", [(key, str(value)) for key, value in values.items()]))


@app.command()
def channel(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The channel; none lists all.")] = None,
    team: Annotated[str | None, typer.Option(metavar="marketing|sales|joint")] = None,
    alias: Annotated[
        Texts, typer.Option(metavar="NAME", help="Another name it goes by; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show channels, or say who owns one and what else it is called."""
    workspace = _workspace(context)
    if name is not None and (team is not None or alias is not None):
        workspace.set_channel(name, team=team, aliases=alias)
    elif team is not None or alias is not None:
        raise UsageError("Whose team or alias?", "Name the channel first.")
    found = [one for one in workspace.every_channel() if name in (None, one.name)]
    if as_json:
        keep = {"name", "team", "aliases"}
        return print_json({"channels": [one.model_dump(include=keep) for one in found]})
    from views.terminal import grid

    rows = [(one.name, one.team, ", ".join(one.aliases)) for one in found]
    return show(grid("Channels", ("channel", "team", "also called"), rows))


@app.command()
def template(table: Annotated[str, typer.Argument(help="A fact table.")]) -> None:
    """Print an empty CSV file of a fact table, its columns explained, to fill in."""
    from data_sources.imports.templates import template_csv

    # Standard output ends lines as this platform does.
    typer.echo(template_csv(table).replace("\r\n", "\n"), nl=False)


@app.command()
def presets(as_json: Json = False) -> None:
    """List the products whose files are known."""
    from data_sources.imports.presets.recognise import PRESETS

    found = [{"name": p.name, "table": p.table, "what": p.title} for p in PRESETS.values()]
    if as_json:
        return print_json({"presets": found})
    from views.terminal import grid

    return show(grid("Presets", ("name", "table", "what"), [tuple(p.values()) for p in found]))


@app.command()
def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check home, store and facts, secrets masked."""
    from data_sources.diagnosis import diagnose

    found = diagnose(_workspace(context))
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        from views.terminal import named_values

        lines = [(name.replace("_", " "), str(value)) for name, value in found]
        show(named_values("Tandem", lines))
    if found.missing_files:
        raise NotPossible(
            f"{len(found.missing_files)} facts files are missing.", "Restore them or import again."
        )


def _no_facts() -> NotPossible:
    return NotPossible(
        "There are no facts yet.", "Bring a file in with tandem import, or run tandem demo."
    )


def _workspace(context: typer.Context) -> Workspace:
    from data_sources.actors import actor_named
    from data_sources.workspace import Workspace

    opened = Workspace.open()
    named: str | None = context.find_root().obj
    return opened if named is None else opened.acting_as(actor_named(named, opened.settings))


def run(arguments: Sequence[str]) -> int:
    """Run a command; the one place where errors become a sentence on standard error.

    Returns:
        0 done, 1 could not, 2 wrong usage.
    """
    try:
        result = app(args=list(arguments), prog_name="tandem", standalone_mode=False)
    except TandemError as error:
        typer.echo(str(error), err=True)
        return 2 if isinstance(error, UsageError) else 1
    except typer.TyperException as error:
        typer.echo(f"{error.format_message()} See tandem --help.", err=True)
        return error.exit_code
    except typer.Abort:
        typer.echo("Stopped.", err=True)
        return 1
    return result if isinstance(result, int) else 0


def main() -> None:
    """Run the command of this process and leave with its status."""
    sys.exit(run(sys.argv[1:]))
