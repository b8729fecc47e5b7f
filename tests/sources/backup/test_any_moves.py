"""A plan that is edited, backed up and moved between databases in any order stays itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from data_sources.actors import LOCAL
from data_sources.workspace import Workspace
from tests.sources.backup.homes import emptied, opened
from tests.sources.plan.believed import Believed
from tests.sources.plan.machine import PICK, PlanMachine
from tests.sources.plan.sheets import Sheet

EXAMPLES = settings(
    max_examples=int(os.environ.get("TANDEM_PLANS", "6")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Kept:
    """An archive and what should be in it."""

    file: Path
    believed: Believed
    kinds: dict[str, str]


class MovingMachine(PlanMachine):
    """Plans that are taken out, brought back and moved while people work on them."""

    homes: ClassVar[tuple[Workspace, ...]]
    folder: ClassVar[Path]
    taken = 0

    def __init__(self) -> None:
        super().__init__()
        self.archives: list[Kept] = []

    @rule()
    def back_up(self) -> None:
        """Take everything out."""
        MovingMachine.taken += 1
        file = self.folder / f"{MovingMachine.taken}.zip"
        self.sheet.workspace.acting_as(LOCAL).backups.take(file)
        self.archives.append(Kept(file, deepcopy(self.believed), dict(self.kinds)))

    @precondition(lambda self: self.archives)
    @rule(archive=PICK, where=st.sampled_from([0, 1]))
    def bring_back(self, archive: int, where: int) -> None:
        """Restore what was taken out at any time, on either database."""
        kept = self._pick(self.archives, archive)
        home = self.homes[where]
        restored = home.backups.restore(kept.file, replace=True)
        self.sheet = Sheet(home, self.sheet.scenario)
        self.believed, self.kinds = deepcopy(kept.believed), dict(kept.kinds)
        assert restored.revision > max(self.believed.seen)


@pytest.fixture
def homes(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Workspace, Workspace]]:
    """A home on SQLite and one on PostgreSQL."""
    both = opened(tmp_path / "laptop"), opened(tmp_path / "team", emptied(postgres_url))
    yield both
    for home in both:
        home.close()


def test_any_edits_backed_up_and_moved_replay_to_what_stands(
    homes: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    both = homes

    class Machine(MovingMachine):
        workspace = both[0]
        homes = both
        folder = tmp_path

    run_state_machine_as_test(Machine, settings=EXAMPLES)
