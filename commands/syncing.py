"""The command that synchronises mirrored plans with their spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.session import Json, workspace_of
from planning.errors import NotPossible, UsageError
from views.printing import print_json, show

if TYPE_CHECKING:
    from data_sources.mirroring.state import Mirror, TabReport
    from data_sources.workspace import Workspace


def sync(
    context: typer.Context,
    connect: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Mirror a plan in this empty spreadsheet first."),
    ] = None,
    plan: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which plan that is; none takes the latest.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Synchronise budget, targets and coverage with Google Sheets, both ways; for cron."""
    workspace = workspace_of(context)
    if connect is not None:
        workspace.mirrors.connect(connect, _plan(workspace, plan))
    elif plan is not None:
        raise UsageError("--plan belongs to --connect.", "Leave it out, or add --connect ADDRESS.")
    done = workspace.mirrors.sync()
    names = {row.id: str(row["name"]) for row in workspace.plan.scenarios()}
    if as_json:
        print_json({"plans": [_told(one, names) for one in done]})
    else:
        from views.terminal import grid

        rows = [
            (names.get(one.scenario, "a plan put away"), tab.title, *map(str, _counts(tab)))
            for one in done
            for tab in one.tabs
        ]
        heads = ("plan", "tab", "rows", "clashes", "not taken", "cannot be read")
        show(grid("Spreadsheets", heads, rows))
    failed = [one.problem for one in done if one.problem]
    if failed:
        raise NotPossible(f"{len(failed)} of {len(done)} plans were not synchronised.", failed[0])


def _plan(workspace: Workspace, name: str | None) -> str:
    listed = workspace.plan.scenarios()
    found = [row for row in listed if name is None or row["name"] == name]
    if not found:
        raise UsageError(f"There is no plan “{name}”." if name else "There is no plan yet.")
    return found[0].id


def _counts(tab: TabReport) -> tuple[int, int, int, int]:
    return tab.rows, len(tab.clashes), len(tab.not_taken), len(tab.wrong)


def _told(mirror: Mirror, names: dict[str, str]) -> dict[str, Any]:
    return {"plan": names.get(mirror.scenario), **mirror.model_dump(mode="json")}
