"""The documents tell the truth about the program."""

from __future__ import annotations

from pathlib import Path

import typer

from planning.actuals.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_two_commands_stand_first() -> None:
    blocks = README.split("```")
    assert (
        blocks[1]
        .strip()
        .splitlines()[0]
        .startswith("pip install uv && uv run streamlit run app.py")
    )
    assert blocks[1].strip().splitlines()[1].startswith("pip install uv && uv run pytest")


def test_ci_runs_exactly_the_documented_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert script[-1] == "uv run pytest"


def test_every_command_and_option_group_is_documented() -> None:
    from cli import app

    commands = typer.main.get_command(app).list_commands(None)  # type: ignore[attr-defined]
    assert commands
    for command in commands:
        assert f"tandem {command}" in README, command


def test_every_fact_table_is_documented() -> None:
    for table in TABLES:
        assert f"`{table}`" in README, table


def test_pictures_named_in_the_readme_exist() -> None:
    for part in README.split("](")[1:]:
        target = part.split(")")[0]
        if target.endswith(".png"):
            assert (ROOT / target).exists(), target
