"""The home: may it be written, has its disk room, who is in it, what lies about."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from data_sources.checkup.check import Check, broken, good, listed, note
from data_sources.home import Home
from data_sources.locks import Presence
from data_sources.store.database import Store
from planning.errors import NotPossible

_ROOM_LOW: Final = 1_000_000_000
_ROOM_OUT: Final = 100_000_000
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_COPIES: Final = (".schema-", ".before-restore-")


def checks(home: Home, store: Store, presence: Presence | None) -> Iterator[Check]:
    """Look at a home that was opened, so it may be written."""
    yield _folder(home)
    yield _room(home)
    yield _company(home, presence)
    yield _partial(home, store)
    copies = kept_copies(store)
    if copies:
        size = sum(copy.stat().st_size for copy in copies) // 10**6
        names = listed([copy.name for copy in copies])
        yield note(
            "copies",
            f"{len(copies)} copies of older stores take {size} MB: {names}.",
            "Delete those you will not go back to.",
        )


def kept_copies(store: Store) -> list[Path]:
    """Return the copies of the store that migrations and restores left beside it."""
    if store.file is None:
        return []
    beside = store.file.parent.glob(f"{store.file.name}.*")
    kept = (path for path in beside if path.name.endswith(".partial") is False)
    return sorted(path for path in kept if any(mark in path.name for mark in _COPIES))


def _folder(home: Home) -> Check:
    if os.name == "posix" and home.root.stat().st_mode & _OTHERS:
        return note(
            "home",
            f"Others on this machine can look into {home.root}.",
            f"Run chmod 700 {home.root} if they should not.",
        )
    return good("home", f"{home.root} can be written.")


def _room(home: Home) -> Check:
    free = shutil.disk_usage(home.root).free
    told = f"{free // 10**6:,} MB are free on its disk."
    if free < _ROOM_OUT:
        return broken("disk", told, "Free some room, or nothing can be saved.")
    if free < _ROOM_LOW:
        return note("disk", told, "Free some room before a large import.")
    return good("disk", told)


def _company(home: Home, presence: Presence | None) -> Check:
    """Look whether others are in the home, by being away from it for a moment."""
    if presence is not None:
        presence.leave()
    try:
        with home.alone():
            alone = True
    except NotPossible:
        alone = False
    if presence is not None and not presence.enter(wait_seconds=30):
        return note("lock", "A backup is being restored into this home right now.")
    if alone:
        return good("lock", "Nobody else is in this home; a restore is possible.")
    return good("lock", "Tandem also runs elsewhere in this home; a restore would wait for it.")


def _partial(home: Home, store: Store) -> Check:
    """Look for what killed work left; the start removes it, so little should be found."""
    found = [path.name for path in home.root.glob("*.partial")]
    if store.file is not None:
        found += [path.name for path in store.file.parent.glob(f"{store.file.name}.*.partial")]
    at_work = 0
    with suppress(FileNotFoundError):
        at_work = sum(1 for path in (home.root / "staging").iterdir() if path.is_dir())
    if found:
        names = listed(sorted(set(found)))
        return note("leftovers", f"Unfinished files lie about: {names}.", "Delete them.")
    if at_work:
        return good("leftovers", f"{at_work} pieces of work are under way.")
    return good("leftovers", "Nothing unfinished lies about.")
