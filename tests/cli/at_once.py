"""Three ways to import, each as a process of its own that can be killed at any moment.

The processes are copies of one that has loaded everything already, so that what a kill
meets is an import and not the start of Python.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Final

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.workspaces import ADA, request

_LOADED = [
    "cli",
    "data_sources.refreshing",
    "duckdb",
    "ibis.backends.duckdb",
    "pandas",
    "pyarrow.parquet",
    "rich.console",
    "rich.table",
]


@contextmanager
def processes() -> Iterator[ForkServerContext]:
    """Prepare the process that the others are copies of."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_LOADED, __name__])
    yield context


def by_terminal(settings: Settings, file: Path) -> None:
    """Import a file as `tandem import` does."""
    _run(settings, "import", str(file), "--as", "leads")


def by_schedule(settings: Settings, file: Path) -> None:
    """Run the saved imports as `tandem refresh` does; the file lies in their folder."""
    del file
    _run(settings, "refresh")


def by_upload(settings: Settings, file: Path) -> None:
    """Import a file as page Data does with an upload."""
    report = Workspace.open(settings, ADA).import_file(request(file, "leads"))
    sys.exit(0 if report.accepted else 1)


WAYS: Final = {"terminal": by_terminal, "upload": by_upload, "schedule": by_schedule}


def _run(settings: Settings, *arguments: str) -> None:
    import cli

    url = settings.database_url
    os.environ["TANDEM_HOME"] = str(settings.home)
    os.environ["TANDEM_DATABASE_URL"] = url.get_secret_value() if url else ""
    for name in ("TANDEM_FACTS_URL", "TANDEM_ADMIN"):
        os.environ.pop(name, None)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stderr = nowhere
        sys.exit(cli.run(arguments))


def start(
    context: ForkServerContext, settings: Settings, kind: str, file: Path
) -> ForkServerProcess:
    """Start one of the three ways to import."""
    process = context.Process(target=WAYS[kind], args=(settings, file))
    process.start()
    return process
