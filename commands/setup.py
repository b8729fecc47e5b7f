"""Commands that set a home up and look after it."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from commands.session import Json, Texts, workspace_of
from planning.errors import UsageError
from views.printing import console, print_json, show


def demo(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal companies.")] = 7,
    without: Annotated[
        Texts, typer.Option(metavar="PROBLEM|all", help="Leave a problem out; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fill an empty home with the demo company."""
    workspace = workspace_of(context)
    with nullcontext() if as_json else console(stderr=True).status("Writing the demo company …"):
        snapshot = workspace.load_demo(seed=seed, without=tuple(without or ()))
    if as_json:
        from views.documents import snapshot_document

        return print_json(snapshot_document(snapshot.id, snapshot.as_of, snapshot.rows))
    from views.terminal import named_values

    rows = [(name, f"{count:,} rows") for name, count in snapshot.rows.items()]
    return show(named_values(f"The demo company is ready, as of {snapshot.as_of}.", rows))


def settings(
    context: typer.Context,
    changes: Annotated[Texts, typer.Argument(metavar="[KEY=VALUE]…")] = None,
    as_json: Json = False,
) -> None:
    """Show or change what the company agreed once; an empty value restores the default."""
    from data_sources.imports.options import pairs

    workspace = workspace_of(context)
    workspace.set_settings({**pairs(changes or (), "write settings as KEY=VALUE")})
    values = workspace.all_settings()
    if as_json:
        return print_json({"settings": values})
    from views.terminal import named_values

    return show(named_values("Settings", [(key, str(value)) for key, value in values.items()]))


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
    workspace = workspace_of(context)
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
