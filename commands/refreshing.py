"""Commands for imports that run by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from commands.session import Json, workspace_of
from planning.errors import NotPossible, UsageError
from views import import_options as given
from views.printing import print_json, show

if TYPE_CHECKING:
    from data_sources.imports.request import Mapping
    from data_sources.schedules import Origin, Schedule

schedule: Final = typer.Typer(help="Save imports that tandem refresh runs.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="What the saved import is called.")]


def refresh(context: typer.Context, as_json: Json = False) -> None:
    """Run the saved imports; for cron."""
    workspace = workspace_of(context)
    runs = workspace.refresh()
    if as_json:
        print_json({"schedules": [run.model_dump(mode="json") for run in runs]})
    else:
        from views.terminal import grid

        rows = [(run.name, run.table, run.outcome.status, run.outcome.sentence) for run in runs]
        show(grid("Saved imports", ("name", "table", "outcome", ""), rows))
    failed = [run for run in runs if run.outcome.status == "failed"]
    if failed:
        first = failed[0]
        raise NotPossible(
            f"{len(failed)} of {len(runs)} saved imports failed.",
            f"{first.name}: {first.outcome.sentence}",
        )


@schedule.command()
def add(
    context: typer.Context,
    name: Name,
    table: given.Table = None,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Import its new and changed files.")
    ] = None,
    pattern: Annotated[
        str | None, typer.Option(metavar="'*.csv'", help="Which files of the folder.")
    ] = None,
    path: Annotated[
        Path | None, typer.Option("--file", metavar="PATH", help="Import it when it changed.")
    ] = None,
    url_env: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Variable or secret with a database's address."),
    ] = None,
    select: Annotated[
        str | None, typer.Option(metavar="'SELECT …'", help="Import what the query gives.")
    ] = None,
    spreadsheet: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Import a Google spreadsheet's tab.")
    ] = None,
    tab: given.Tab = None,
    mapping: given.MappingFile = None,
    source: given.Source = None,
    replace: given.Replace = False,
    as_json: Json = False,
) -> None:
    """Save an import; one of the same name is replaced and begins anew."""
    from data_sources.schedules import Schedule

    saved = workspace_of(context).schedules.add(
        Schedule(
            name=name,
            origin=_origin(folder, pattern, path, url_env, select, spreadsheet, tab),
            mapping=_mapping(table, mapping, source),
            replace=replace,
        )
    )
    if as_json:
        return print_json(_told(saved))
    return show(_table([saved]))


@schedule.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the saved imports and how each went the last time."""
    saved = workspace_of(context).schedules.all()
    if as_json:
        return print_json({"schedules": [_told(one) for one in saved]})
    return show(_table(saved))


@schedule.command()
def remove(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Remove a saved import; what it brought in stays."""
    workspace_of(context).schedules.remove(name)
    if as_json:
        return print_json({"removed": name})
    from views.terminal import text

    return show(text(f"Removed the saved import “{name}”. The facts stay as they are."))


def _origin(
    folder: Path | None,
    pattern: str | None,
    path: Path | None,
    url_env: str | None,
    select: str | None,
    spreadsheet: str | None,
    tab: str | None,
) -> Origin:
    from data_sources.schedules import File, Folder, Query, Spreadsheet

    queried = url_env is not None or select is not None
    ways = [folder is not None, path is not None, queried, spreadsheet is not None]
    alone = (pattern is not None and folder is None) or (tab is not None and spreadsheet is None)
    if sum(ways) != 1 or alone:
        raise UsageError(
            "Where do the rows come from?",
            "Give either --folder (with --pattern), or --file, or --url-env with --select, "
            "or --spreadsheet (with --tab).",
        )
    if spreadsheet is not None:
        return Spreadsheet(spreadsheet=spreadsheet, tab=tab)
    if folder is not None:
        return Folder(folder=str(folder), pattern=pattern or "*")
    if path is not None:
        return File(path=str(path))
    if url_env is None or select is None:
        raise UsageError("A query needs an address and a SELECT.", "Give --url-env and --select.")
    return Query(url_name=url_env, select=select)


def _mapping(table: str | None, file: Path | None, source: str | None) -> Mapping:
    from data_sources.imports.mapping import read_mapping
    from data_sources.imports.request import Mapping

    known = read_mapping(file) if file else None
    if known is None and table is None:
        raise UsageError("Which table does it feed?", "Say so with --as TABLE.")
    if known is not None and table not in (None, known.table):
        raise UsageError(
            f"The mapping is for {known.table}, not {table}.", "Use another mapping or table."
        )
    mapping = known or Mapping(table=table or "")
    return mapping.model_copy(update={"source": source}) if source else mapping


def _told(saved: Schedule) -> dict[str, Any]:
    told = saved.model_dump(mode="json", exclude={"mapping"})
    mapping = saved.mapping.model_dump(mode="json", exclude_defaults=True)
    return {**told, "table": saved.table, "mapping": mapping}


def _table(saved: list[Schedule] | tuple[Schedule, ...]) -> object:
    from views.terminal import grid

    rows = [
        (
            one.name,
            one.table,
            one.place,
            f"{one.last_run:%Y-%m-%d %H:%M} UTC" if one.last_run else "never",
            one.last_outcome.status if one.last_outcome else "",
            one.last_outcome.sentence if one.last_outcome else "",
        )
        for one in saved
    ]
    heads = ("name", "table", "from", "last run", "outcome", "")
    return grid("Saved imports", heads, rows)
