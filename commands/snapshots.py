"""Commands on the states of the facts: what changed, how two differ, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from commands.session import Json, workspace_of
from views.printing import print_json, show

if TYPE_CHECKING:
    from data_sources.facts.snapshots import Snapshot

snapshots: Final = typer.Typer(
    help="List the states of the facts, newest first, and what each changed.",
    invoke_without_command=True,
    no_args_is_help=False,
)

Id = Annotated[str, typer.Argument(metavar="ID", help="A snapshot's id, or its beginning.")]


@snapshots.callback()
def _list(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 50,
    as_json: Json = False,
) -> None:
    if context.invoked_subcommand is not None:
        return None
    workspace = workspace_of(context)
    standing = workspace.snapshot()
    found = [_told(one, standing) for one in workspace.snapshots(limit)]
    if as_json:
        return print_json({"snapshots": found})
    from views.snapshots import snapshots_table

    return show(snapshots_table(found))


@snapshots.command()
def compare(
    context: typer.Context,
    before: Id,
    after: Id,
    ids: Annotated[int, typer.Option(min=0, help="How many ids to tell of each kind.")] = 20,
    as_json: Json = False,
) -> None:
    """Tell how two snapshots differ: rows by table, and the main figures of both."""
    found = workspace_of(context).compare(before, after, limit=ids)
    told = found.model_dump(mode="json", include={"tables"})
    figures = {
        key: {"before": stood, "after": stands} for key, (stood, stands) in found.figures.items()
    }
    ends = {"before": _told(found.before), "after": _told(found.after)}
    if as_json:
        return print_json({**ends, **told, "figures": figures})
    from views.snapshots import comparison_tables

    return show(*comparison_tables(ends, told["tables"], figures))


@snapshots.command()
def back(context: typer.Context, snapshot: Id, as_json: Json = False) -> None:
    """Make an older snapshot's contents the current facts; nothing is destroyed."""
    workspace = workspace_of(context)
    new = workspace.go_back(snapshot)
    if as_json:
        return print_json(_told(new, new))
    from views.snapshots import snapshots_table

    return show(snapshots_table([_told(new, new)]))


@snapshots.command()
def keep(
    context: typer.Context,
    snapshot: Id,
    because: Annotated[str, typer.Option(metavar="TEXT", help="What names it.")],
    as_json: Json = False,
) -> None:
    """Keep a snapshot for good."""
    kept = workspace_of(context).keep_snapshot(snapshot, because)
    if as_json:
        return print_json({"snapshot": kept.id, "because": because})
    from views.terminal import text

    return show(text(f"Snapshot {kept.id} stays: {because}"))


def _told(snapshot: Snapshot, current: Snapshot | None = None) -> dict[str, Any]:
    """Return what is told of a snapshot, in plain words and numbers."""
    told = snapshot.model_dump(
        mode="json",
        include={"id", "number", "created_at", "actor", "origin", "as_of", "keeps"}
        | {"parent", "may_go_since"},
    )
    changes = snapshot.changes
    return {
        **told,
        "current": current is not None and current.id == snapshot.id,
        "rows": snapshot.rows,
        "changes": changes.model_dump(mode="json") if changes else None,
    }
