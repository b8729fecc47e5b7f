"""Secrets are found by name, the environment before the nearer file, and never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.secrets import secret, secret_name
from planning.errors import NotPossible, UsageError


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    near, far = tmp_path / "near.toml", tmp_path / "far.toml"
    near.write_text('CRM = "near"\n[ads]\nurl = "in a section"\n')
    far.write_text('CRM = "far"\nONLY = "far"\n')
    return near, far


def test_the_environment_goes_before_the_files(files: tuple[Path, Path]) -> None:
    assert secret("CRM", {"CRM": "set"}, files).get_secret_value() == "set"
    assert secret("CRM", {"CRM": ""}, files).get_secret_value() == "near"
    assert secret("ONLY", {}, files).get_secret_value() == "far"
    assert secret("ads.url", {}, files).get_secret_value() == "in a section"


def test_a_secret_shows_itself_to_nobody(files: tuple[Path, Path]) -> None:
    assert "near" not in f"{secret('CRM', {}, files)!r} {secret('CRM', {}, files)}"


@pytest.mark.parametrize("name", ["NOBODY", "ads", "ads.url.more"])
def test_what_is_not_set_is_told_by_name(files: tuple[Path, Path], name: str) -> None:
    with pytest.raises(NotPossible, match=f"“{name}” is not set"):
        secret(name, {}, files)


def test_a_file_that_is_no_toml_is_named_and_not_quoted(tmp_path: Path) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text('CRM = "half of a password')
    with pytest.raises(NotPossible) as refused:
        secret("CRM", {}, [broken])
    assert "password" not in str(refused.value)
    assert str(broken) in str(refused.value)


@pytest.mark.parametrize("text", ["", "postgresql://ada:pw@db/crm", "two words", "1st"])
def test_an_address_is_no_name_and_is_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        secret_name(text)
    assert "ada" not in str(refused.value)
