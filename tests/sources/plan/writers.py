"""Several processes with several threads that save to one sheet at the same time.

Every acknowledged save is written down at once, so that a kill cannot hide one.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from uuid import uuid4

from data_sources.plan import Plan
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from tests.sources.plan.sheets import EVE

SHARED = "plan_01"
SHARED_EVERY = 4


@dataclass(frozen=True)
class Acknowledged:
    """A save that was answered with a revision.

    Attributes:
        revision: The revision.
        operation, row, cell: What was saved; each save adds one to its cell.
        seconds: How long the save took.
    """

    revision: int
    operation: str
    row: str
    cell: str
    seconds: float


@contextmanager
def processes() -> Iterator[ForkServerContext]:
    """Prepare the process that the writers are copies of."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["alembic.config", "data_sources.plan", __name__])
    yield context


def start(
    context: ForkServerContext, settings: Settings, rows: list[str], notes: Path, seconds: float
) -> ForkServerProcess:
    """Start a process that saves with two threads for some seconds."""
    process = context.Process(target=write, args=(settings, rows, notes, 2, seconds))
    process.start()
    return process


def write(settings: Settings, rows: list[str], notes: Path, threads: int, seconds: float) -> None:
    """Save with some threads for some seconds, noting what was acknowledged."""
    workspace = Workspace.open(settings, EVE)
    handle = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = int(notes.name)
    writers = [
        threading.Thread(
            target=_save_on,
            args=(workspace.plan, rows, f"plan_{2 + 2 * number + thread:02}", handle, seconds),
        )
        for thread in range(threads)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def _save_on(plan: Plan, rows: list[str], own: str, handle: int, seconds: float) -> None:
    draw = random.Random(own)  # noqa: S311 - any order will do
    mine: Counter[str] = Counter()
    ends, turn = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        row, operation, turn = draw.choice(rows), uuid4().hex, turn + 1
        shared = turn % SHARED_EVERY == 0
        cell = SHARED if shared else own
        base = int(float(str(plan.row(row)[SHARED] or 0))) if shared else mine[row]
        before = f"{base}.00" if base else None
        began = time.perf_counter()
        saved = plan.save([Edit(row, {cell: before}, {cell: str(base + 1)})], operation=operation)
        took = time.perf_counter() - began
        if saved.revision is None:  # it clashed, or somebody else counted to the same
            continue
        os.write(handle, f"{saved.revision} {operation} {row} {cell} {took}\n".encode())
        mine[row] += cell == own


def acknowledged(folder: Path) -> list[Acknowledged]:
    """Read what the writers noted."""
    found = []
    for notes in folder.iterdir():
        for line in notes.read_text().splitlines():
            revision, operation, row, cell, seconds = line.split(" ")
            found.append(Acknowledged(int(revision), operation, row, cell, float(seconds)))
    return found
