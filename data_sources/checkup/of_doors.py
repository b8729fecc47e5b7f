"""The doors: who may come in, how they sign in, where secrets lie, what is installed."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from data_sources.checkup.check import Check, broken, good, listed, note
from data_sources.settings import Settings
from data_sources.store import users
from data_sources.store.database import Store
from data_sources.store.tables import drafts

_EXTRAS: Final = {"auth": "authlib", "postgres": "psycopg"}
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LOCAL: Final = "local"


def checks(settings: Settings, store: Store, files: Sequence[Path]) -> Iterator[Check]:
    """Look at people, sign-in, secrets and extras; nothing is changed.

    Args:
        settings: Where things are.
        store: Who is registered.
        files: The secrets files that may be there.
    """
    there = [path for path in files if path.is_file()]
    sections = [_section(path) for path in there]
    unreadable = [path for path, it in zip(there, sections, strict=True) if it is None]
    is_set_up = any(it is not None and "auth" in it for it in sections)
    yield _sign_in(unreadable, is_set_up=is_set_up)
    yield _people(settings, store, is_set_up=is_set_up)
    if found := _orphaned(store):
        yield note(
            "drafts",
            f"{len(found)} unsaved drafts belong to people who are not registered any more.",
            "They are shown again to whoever is registered under the address.",
        )
    yield _secrets(there, store)
    yield from _extras(store, is_set_up=is_set_up)


def _section(path: Path) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _sign_in(unreadable: list[Path], *, is_set_up: bool) -> Check:
    if unreadable:
        return broken("sign-in", f"{unreadable[0]} cannot be read.", "Check that it is TOML.")
    if is_set_up:
        return good("sign-in", "People sign in with a provider.")
    return good("sign-in", "No sign-in is set up: Tandem serves one person on this machine.")


def _people(settings: Settings, store: Store, *, is_set_up: bool) -> Check:
    with store.read() as connection:
        everybody = users.everybody(connection)
    heads = [one.email for one in everybody if "administrator" in one.roles]
    if settings.admin is not None:
        heads.append(settings.admin)
    told = f"{len(everybody)} people are registered."
    if is_set_up and not heads:
        return broken("people", f"{told} Nobody is administrator.", "Set TANDEM_ADMIN=EMAIL.")
    return good("people", told)


def _orphaned(store: Store) -> list[str]:
    with store.read() as connection:
        known = {one.email for one in users.everybody(connection)}
        owners = set(connection.execute(sa.select(drafts.c.person)).scalars())
    return sorted(owners - known - {_LOCAL}) if known else []


def _secrets(there: list[Path], store: Store) -> Check:
    open_files = [
        str(path) for path in there if os.name == "posix" and path.stat().st_mode & _OTHERS
    ]
    if open_files:
        return note(
            "secrets",
            f"Others on this machine can read {listed(open_files)}.",
            f"Run chmod 600 {open_files[0]}.",
        )
    return good("secrets", f"Secrets are shown nowhere; the store is told as {store.masked}.")


def _extras(store: Store, *, is_set_up: bool) -> Iterator[Check]:
    installed = [name for name, module in _EXTRAS.items() if find_spec(module) is not None]
    wanted = {"auth": is_set_up, "postgres": store.file is None}
    for name, needed in wanted.items():
        if needed and name not in installed:
            yield broken(
                "extras", f"The extra “{name}” is needed.", f"Install tandem-plan[{name}]."
            )
    told = ", ".join(installed) or "none"
    yield good("extras", f"Installed extras: {told}.")
