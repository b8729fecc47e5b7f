"""The real command in a temporary home, run in this process."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cli


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output as the one JSON document it must be."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


Tandem = Callable[..., Said]


def at_home(home: Path, environment: pytest.MonkeyPatch) -> Tandem:
    """Run `tandem …` on a home; every call meets what the calls before left."""
    environment.setenv("TANDEM_HOME", str(home))
    environment.setenv("COLUMNS", "200")
    for name in ("TANDEM_DATABASE_URL", "TANDEM_FACTS_URL", "TANDEM_ADMIN"):
        environment.delenv(name, raising=False)

    def run(*arguments: str | Path) -> Said:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.run([str(argument) for argument in arguments])
        return Said(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def tandem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tandem:
    """The command on an empty home."""
    return at_home(tmp_path / "home", monkeypatch)


@pytest.fixture(scope="session")
def demo_home(demo_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo company, for tests that only read it."""
    return Path(shutil.copytree(demo_made_once, tmp_path_factory.mktemp("demo") / "home"))
