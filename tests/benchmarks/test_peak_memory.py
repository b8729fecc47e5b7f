"""How much memory ten million leads take at most, in a process of their own, printed.

Takes some minutes and several GB of disk. Run with
`uv run pytest -m benchmark -n0 -s tests/benchmarks/test_peak_memory.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import pytest

from data_sources.demo import AS_OF
from tests.benchmarks.large import as_csv, million_leads, repeated, stored_facts

pytestmark = pytest.mark.benchmark

TIMES: Final = 10
GB: Final = 1e9

IMPORT: Final = """
workspace = Workspace.open(Settings(home=Path(told["home"])))
request = ImportRequest(path=Path(told["file"]), label="leads.csv", table="leads")
found = workspace.import_file(request).accepted
"""
COUNT: Final = """
paths = {name: Path(path) for name, path in told["paths"].items()}
built = build_counts(paths, date.fromisoformat(told["as_of"]), Company(currency="EUR"), "peak")
found = int(built.frames["base"]["leads"].sum())
"""
AROUND: Final = """
import json, sys
from datetime import date
from pathlib import Path
from data_sources.facts.counting import build_counts
from data_sources.imports.request import ImportRequest
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.company import Company
told = json.loads(sys.argv[1])
{work}
# What `getrusage` tells counts the process this one was started from as well.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps([found, int(status["VmHWM"].split()[0]) * 1024]))
"""


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A company with ten million leads, as it is stored."""
    folder = tmp_path_factory.mktemp("huge")
    return repeated(stored_facts(million_leads(), folder / "once"), folder / "facts", TIMES)


def peak_of(what: str, work: str, told: dict[str, Any]) -> int:
    """Do some work in a new process, print its time and peak, and return what it found."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", AROUND.format(work=work), json.dumps(told)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    seconds = time.perf_counter() - started
    found, peak = json.loads(done.stdout)
    print(f"\n{what}: {found:,} leads, {seconds:.0f} s, at most {peak / GB:.2f} GB of memory")
    return int(found)


def test_ten_million_leads_are_imported(paths: dict[str, Path], tmp_path: Path) -> None:
    file = as_csv("leads", f"'{paths['leads']}'", tmp_path / "leads.csv")
    print(f"\n{file.stat().st_size / GB:.2f} GB of CSV")
    told = {"home": str(tmp_path / "home"), "file": str(file)}
    assert peak_of("import", IMPORT, told) > 9_900_000


def test_ten_million_leads_are_counted(paths: dict[str, Path]) -> None:
    told = {"paths": {name: str(path) for name, path in paths.items()}, "as_of": str(AS_OF)}
    assert peak_of("counts", COUNT, told) > 9_900_000
