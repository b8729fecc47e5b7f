"""Putting results on the terminal: tables for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

Tell = Callable[[str, float], None]


def console(*, stderr: bool = False) -> Console:
    """Return the terminal."""
    from rich.console import Console

    return Console(stderr=stderr)


def show(*parts: object) -> None:
    """Print what a person reads."""
    terminal = console()
    for part in parts:
        terminal.print(part)


def print_json(document: object) -> None:
    """Print one JSON document; text beyond ASCII is escaped, so no encoding breaks it."""
    sys.stdout.write(json.dumps(document, allow_nan=False, indent=1) + "\n")


def told_unless(*, quiet: bool) -> AbstractContextManager[Tell | None]:
    """Return a bar of progress, or nothing where nobody watches."""
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from views.terminal import progress

    return progress()
