"""Where Tandem keeps its things and who its first administrator is, from the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data_sources.sheets.places import GOOGLE, usable_place
from planning.errors import NotPossible


def default_home(platform: str, environment: Mapping[str, str], user: Path) -> Path:
    """Return the platform's user data folder for Tandem.

    Args:
        platform: As `sys.platform` names it.
        environment: Environment variables.
        user: The user's home folder.

    Example:
        >>> default_home("linux", {}, Path("/home/ada")).as_posix()
        '/home/ada/.local/share/tandem'
        >>> default_home("darwin", {}, Path("/Users/ada")).as_posix()
        '/Users/ada/Library/Application Support/tandem'
    """
    if platform == "darwin":
        return user / "Library" / "Application Support" / "tandem"
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else user / "AppData" / "Local") / "tandem"
    data = environment.get("XDG_DATA_HOME", "")
    # The XDG rule: a relative path is to be ignored.
    return (Path(data) if data.startswith("/") else user / ".local" / "share") / "tandem"


def _this_home() -> Path:
    return default_home(sys.platform, os.environ, Path.home())


class Settings(BaseSettings):
    """The environment's settings, each read from `TANDEM_<NAME>`.

    Attributes:
        home: Folder of the default store, the facts and the caches.
        database_url: SQLAlchemy address of the store; None means SQLite in the home.
        facts_url: Where facts live; None means Parquet files in the home, the only
            place this version knows.
        sheets_url: Where Google Sheets is reached: Google's own address, or a server on
            this machine.
        admin: E-mail address of the first administrator.
    """

    model_config = SettingsConfigDict(
        env_prefix="TANDEM_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default_factory=_this_home)
    database_url: SecretStr | None = None
    facts_url: SecretStr | None = None
    sheets_url: str = GOOGLE
    admin: str | None = None

    @field_validator("home")
    @classmethod
    def _home_is_absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("sheets_url")
    @classmethod
    def _sheets_are_googles_or_here(cls, address: str) -> str:
        return usable_place(address)

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment.

        Raises:
            NotPossible: A value cannot be used; the sentence names it.
        """
        try:
            settings = cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = f"TANDEM_{str(first['loc'][0]).upper()}"
            raise NotPossible(f"{name} cannot be used: {first['msg']}.", "Correct it.") from error
        if settings.facts_url is not None:
            raise NotPossible(
                "TANDEM_FACTS_URL names a place this version cannot keep facts in.",
                "Unset it: facts are Parquet files in TANDEM_HOME.",
            )
        return settings

    @property
    def store_url(self) -> str:
        """The store's address with its secrets; show `masked` instead."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.home / 'tandem.db').as_posix()}"
