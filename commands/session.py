"""What every command shares: the workspace it works on, and how it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from planning.errors import NotPossible

if TYPE_CHECKING:
    from collections.abc import Callable

    from data_sources.workspace import Workspace

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Texts = list[str] | None


def workspace_of(context: typer.Context) -> Workspace:
    """Open the workspace in the hands of whoever the command line names.

    Raises:
        TandemError: The home or store cannot be used, or nobody goes by that name.
    """
    root = context.find_root()
    opening: Callable[[], Workspace] = root.obj
    opened = opening()
    root.call_on_close(opened.close)
    return opened


def no_facts() -> NotPossible:
    """Return the answer to questions asked of an empty home."""
    return NotPossible(
        "There are no facts yet.", "Bring a file in with tandem import, or run tandem demo."
    )
