"""Secrets by name, from the environment or Streamlit's secrets file; never kept elsewhere."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from planning.errors import NotPossible, UsageError

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def secret_name(text: str) -> str:
    """Return the name of a secret as typed; what may be the secret itself is not repeated.

    Raises:
        UsageError: It is no name.

    Example:
        >>> secret_name(" CRM_URL ")
        'CRM_URL'
    """
    name = text.strip()
    if not _NAME.fullmatch(name):
        raise UsageError(
            "That is not the name of a secret.",
            "Put the address into an environment variable or .streamlit/secrets.toml and "
            "give its name.",
        )
    return name


def secrets_files() -> tuple[Path, ...]:
    """Return where Streamlit looks for secrets: this folder before the user's."""
    return tuple(root / ".streamlit" / "secrets.toml" for root in (Path.cwd(), Path.home()))


def secret(
    name: str, environment: Mapping[str, str] | None = None, files: Sequence[Path] | None = None
) -> SecretStr:
    """Return a secret.

    Args:
        name: Of an environment variable, or a key of the secrets file (`section.key` in
            a section).
        environment: None takes this process's.
        files: Secrets files, the first that has the name counts; None takes Streamlit's.

    Raises:
        NotPossible: Nobody set it, or a secrets file cannot be read.
    """
    found = secret_if_set(name, environment, files)
    if found is None:
        raise NotPossible(
            f"The secret “{name}” is not set.",
            f"Set the environment variable {name}, or {name} in .streamlit/secrets.toml.",
        )
    return found


def secret_if_set(
    name: str, environment: Mapping[str, str] | None = None, files: Sequence[Path] | None = None
) -> SecretStr | None:
    """Return a secret as `secret` does, or None if nobody set it.

    Raises:
        NotPossible: A secrets file cannot be read.
    """
    given = (os.environ if environment is None else environment).get(name)
    if given:
        return SecretStr(given)
    for path in secrets_files() if files is None else files:
        found = _within(_read(path), name)
        if found:
            return SecretStr(found)
    return None


def _read(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        # The reason could quote a secret.
        raise NotPossible(f"{path} cannot be read.", "Check that it is TOML.") from error


def _within(values: Mapping[str, object], name: str) -> str | None:
    found: object = values
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else None
