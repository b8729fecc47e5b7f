"""Backups of a workspace, in the hands of whoever may take them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data_sources.actors import LOCAL
from data_sources.backup.archive import Manifest
from data_sources.backup.restoring import Progress, Restored, Wish, restore
from data_sources.backup.writing import write
from data_sources.desk import Desk, clock
from data_sources.home import Home
from data_sources.settings import Settings
from data_sources.store.database import Store
from planning.errors import NotPossible


@dataclass(frozen=True)
class Backups:
    """Everything of a workspace in one archive, and back."""

    desk: Desk

    def take(self, file: Path, *, progress: Progress | None = None) -> Manifest:
        """Write everything into a new archive; see `data_sources.backup.writing.write`."""
        self.desk.require("backup")
        return write(self.desk.home, self.desk.store, file, now=self.desk.now(), progress=progress)

    def restore(
        self, file: Path, *, replace: bool = False, progress: Progress | None = None
    ) -> Restored:
        """Put what an archive holds in the place of what stands.

        See `data_sources.backup.restoring.restore`. The workspace gives its home up for it,
        so every other one must be closed; afterwards it goes on with what was restored.

        Args:
            file: The archive.
            replace: Whether what stands may be put aside.
            progress: Told what is being done and how far it is.
        """
        desk = self.desk
        desk.require("backup")
        desk.close()
        try:
            wish = Wish(file, desk.actor.email, desk.now(), replace, progress)
            return restore(desk.home, desk.store, wish)
        finally:
            desk.store.close()
            if desk.presence is not None and not desk.presence.enter(wait_seconds=30):
                raise NotPossible("A backup is being restored.", "Start again when that is done.")


def restore_settings(
    settings: Settings, file: Path, *, replace: bool, progress: Progress | None
) -> Restored:
    """Restore as the local administrator, whether or not what stands can be opened.

    Args:
        settings: Where things are.
        file: The archive.
        replace: Whether what stands may be put aside.
        progress: Told what is being done and how far it is.
    """
    store = Store.open(settings.store_url)
    try:
        wish = Wish(file, LOCAL.email, clock(), replace, progress)
        return restore(Home(root=settings.home), store, wish)
    finally:
        store.close()
