"""Where Tandem lives, read from the environment, told plainly where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.actors import Actor, actor_named
from data_sources.settings import Settings, default_home
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, NotPossible, UsageError


def test_the_environment_names_home_store_and_administrator(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    monkeypatch.setenv("TANDEM_DATABASE_URL", "postgresql://ada:secret@db/tandem")
    settings = Settings.from_environment()
    assert settings.home == tmp_path
    assert settings.store_url == "postgresql://ada:secret@db/tandem"
    assert "secret" not in repr(settings)


def test_the_store_is_a_file_in_the_home_by_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    monkeypatch.setenv("TANDEM_DATABASE_URL", "")
    assert Settings.from_environment().store_url == f"sqlite:///{tmp_path.as_posix()}/tandem.db"


def test_a_home_written_with_a_tilde_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", "~/tandem")
    assert Settings.from_environment().home == Path.home() / "tandem"


def test_facts_elsewhere_than_the_home_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_FACTS_URL", "postgresql://facts")
    with pytest.raises(NotPossible, match="TANDEM_FACTS_URL"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("platform", "environment", "home"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/tandem"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/u/.local/share/tandem"),
        ("win32", {"LOCALAPPDATA": "/u/Local"}, "/u/Local/tandem"),
        ("win32", {}, "/u/AppData/Local/tandem"),
        ("darwin", {}, "/u/Library/Application Support/tandem"),
    ],
)
def test_every_platform_has_its_place(
    platform: str, environment: dict[str, str], home: str
) -> None:
    assert default_home(platform, environment, Path("/u")).as_posix() == home


def named(email: str, settings: Settings) -> Actor:
    """Ask a new home who goes by an address."""
    with Workspace.open(settings).store.read() as connection:
        return actor_named(connection, email, settings)


def test_until_an_administrator_is_named_everybody_at_the_machine_is_one(tmp_path: Path) -> None:
    actor = named("ada@example.com", Settings(home=tmp_path, admin=None))
    assert actor.email == "ada@example.com"
    assert actor.roles == {"administrator"}


def test_once_an_administrator_is_named_others_have_to_be_registered(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, admin="Ada@example.com")
    assert named("ada@example.com", settings).roles == {"administrator"}
    with pytest.raises(NotAllowed):
        named("bob@example.com", settings)


@pytest.mark.parametrize("email", ["ada", "", "ada @example.com", "@"])
def test_who_acts_is_named_by_an_address(tmp_path: Path, email: str) -> None:
    with pytest.raises(UsageError):
        named(email, Settings(home=tmp_path))
