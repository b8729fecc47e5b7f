"""What a new machine installs is what was tested."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXPORT = ("uv", "export", "--frozen", "--no-hashes", "--no-emit-project")
EVERYTHING = ("--all-extras", "--all-groups", "--no-header", "--no-annotate")


def test_every_dependency_is_pinned_as_resolved() -> None:
    if shutil.which("uv") is None:
        pytest.skip("uv is not on the path")
    if not (ROOT / "uv.lock").exists():
        pytest.skip("nothing was resolved here: no uv.lock")
    exported = subprocess.run(
        [*EXPORT, *EVERYTHING], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["uv"]["constraint-dependencies"] == exported.split("\n")[:-1]


def test_the_build_backend_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert all("==" in need for need in project["build-system"]["requires"])


def test_the_lock_file_stays_out_of_git() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
