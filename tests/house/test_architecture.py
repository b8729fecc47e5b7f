"""The house plan: which room may call which, and how large a room may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("planning", "data_sources", "views", "pages", "commands")

MAY_IMPORT = {
    "planning": {"planning"},
    "data_sources": {"planning", "data_sources"},
    "views": {"planning", "views"},
    "pages": {"planning", "data_sources", "views", "pages"},
    "commands": {"planning", "data_sources", "views", "commands"},
    "cli": {"planning", "data_sources", "views", "commands"},
    "app": {"data_sources", "pages", "planning"},
}
PLANNING_FLOORS = ("", "actuals", "agreed", "model", "review", "together")
PLANNING_FLOOR_MAY_IMPORT = {
    "": {""},
    "actuals": {"", "actuals"},
    "agreed": {"", "agreed"},
    "model": {"", "actuals", "agreed", "model"},
    "review": {"", "actuals", "agreed", "model", "review"},
    "together": {"", "actuals", "agreed", "model", "review", "together"},
}
PLANNING_LIBRARIES = {"pydantic", "pydantic_core", "numpy", "scipy", "highspy", "pandas"}
FORBIDDEN_TEXT = (
    "unsafe_allow_html",
    "st.html(",
    "import pickle",
    "cPickle",
    "enableAgentApi",
    "BackOffHTTPClient",
)

LINES_OF_A_FILE = 320
LINES_OF_A_PAGE = 150
LONGER_FOR_A_REASON = {
    "planning/actuals/rows.py": "a registry: every field of every fact table, a few lines each",
}


def python_files(*rooms: str) -> list[Path]:
    """Every Python file of the rooms, and the two entry files."""
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    """Dotted names of the modules a file imports anywhere, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def room_of(path: Path) -> str:
    """The room a file stands in: its top folder, or its own name for app and cli."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def floor_of(dotted: str) -> str:
    """The floor inside planning of a module name."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in PLANNING_FLOORS else ""


ALL_FILES = [*python_files(*ROOMS), ROOT / "app.py", ROOT / "cli.py"]


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    for name in imported(path):
        target = name.split(".")[0]
        assert target != "tests", f"{room} imports {name}"
        if target in MAY_IMPORT:
            assert target in MAY_IMPORT[room], f"{room} imports {name}"


@pytest.mark.parametrize(
    "path", python_files("planning"), ids=lambda path: str(path.relative_to(ROOT))
)
def test_planning_stays_pure_and_its_floors_stand_in_order(path: Path) -> None:
    import sys

    own = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for name in imported(path):
        top = name.split(".")[0]
        if top == "planning":
            assert floor_of(name) in PLANNING_FLOOR_MAY_IMPORT[floor_of(own)], f"{own} → {name}"
        else:
            assert top in sys.stdlib_module_names | PLANNING_LIBRARIES, f"{own} imports {name}"


def test_only_three_places_open_the_workspace() -> None:
    may_open = {"pages/shared/session.py", "cli.py", "app.py", "data_sources/workspace.py"}
    for path in ALL_FILES:
        place = str(path.relative_to(ROOT))
        if "Workspace.open(" in path.read_text("utf-8"):
            assert place in may_open, place


def test_files_stay_small_enough_to_read() -> None:
    crowded = []
    for path in [*ALL_FILES, *python_files("tests")]:
        place = str(path.relative_to(ROOT))
        lines = len(path.read_text("utf-8").splitlines())
        limit = LINES_OF_A_PAGE if is_page(path) else LINES_OF_A_FILE
        if lines > limit and place not in LONGER_FOR_A_REASON:
            crowded.append(f"{place}: {lines} > {limit}")
    assert not crowded


def is_page(path: Path) -> bool:
    """Whether a file is a room of the navigation."""
    parts = path.relative_to(ROOT).parts
    return parts[0] == "pages" and len(parts) == 3 and parts[1] != "shared"


def test_every_room_of_the_navigation_is_routed() -> None:
    shell = (ROOT / "pages" / "shell.py").read_text("utf-8")
    for path in python_files("pages"):
        if is_page(path) and path.name != "__init__.py":
            assert f"{path.parent.name}/{path.name}" in shell, f"{path} is not routed"


def test_no_page_stands_where_streamlit_would_find_it_by_itself() -> None:
    beside_the_entry = {path.name for path in (ROOT / "pages").glob("*.py")}
    assert beside_the_entry <= {"__init__.py", "shell.py"}


def test_nothing_unsafe_is_called() -> None:
    for path in ALL_FILES:
        text = path.read_text("utf-8")
        for forbidden in FORBIDDEN_TEXT:
            assert forbidden not in text, f"{path}: {forbidden}"


def test_no_function_is_imported_with_a_star() -> None:
    for path in ALL_FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert all(alias.name != "*" for alias in node.names), path
