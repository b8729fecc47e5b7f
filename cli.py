"""The terminal: the same jobs without a browser."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from commands import (
    allocating,
    checking,
    facts,
    keeping,
    packing,
    people,
    reading,
    refreshing,
    setup,
    snapshots,
    syncing,
)
from planning.errors import TandemError, UsageError

if TYPE_CHECKING:
    from data_sources.workspace import Workspace

app: Final = typer.Typer(
    help="Tandem: sales and marketing plan together. TANDEM_HOME chooses the home folder.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(setup.demo)
app.command("import")(facts.import_)
app.command()(refreshing.refresh)
app.add_typer(refreshing.schedule, name="schedule")
app.command()(syncing.sync)
app.add_typer(snapshots.snapshots, name="snapshots")
app.command()(reading.scorecard)
app.command()(reading.quality)
app.command()(checking.check)
app.command()(allocating.allocate)
app.command()(packing.pack)
app.command()(setup.settings)
app.command()(setup.channel)
app.add_typer(people.user, name="user")
app.command()(facts.template)
app.command()(facts.presets)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(keeping.doctor)


@app.callback()
def _tandem(
    context: typer.Context,
    acting: Annotated[
        str | None,
        typer.Option("--as", metavar="EMAIL", help="Who acts, as the history records it."),
    ] = None,
) -> None:
    context.obj = partial(_open, acting)


def _open(acting: str | None) -> Workspace:
    from data_sources.actors import actor_named
    from data_sources.workspace import Workspace

    opened = Workspace.open()
    if acting is None:
        return opened
    with opened.store.read() as connection:
        return opened.acting_as(actor_named(connection, acting, opened.settings))


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
