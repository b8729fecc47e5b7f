"""Plans mirrored in spreadsheets, in the hands of one actor."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from data_sources.mirroring import connecting
from data_sources.mirroring.connecting import Side
from data_sources.mirroring.state import Mirror
from data_sources.mirroring.syncing import sync
from data_sources.sheets.connecting import connected, known_account
from data_sources.store import mirrors
from planning.errors import TandemError

if TYPE_CHECKING:
    from data_sources.sheets.account import ServiceAccount
    from data_sources.sheets.port import Sheets
    from data_sources.workspace import Workspace
    from planning.agreed.mirrored.outcome import SheetClash


@dataclass(frozen=True)
class Mirrors:
    """The plans of a workspace that are edited in spreadsheets too."""

    workspace: Workspace

    def all(self) -> tuple[Mirror, ...]:
        """Return the mirrors, each with how it stands and what went wrong the last time."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return mirrors.every(connection)

    def connect(self, spreadsheet: str, scenario: str) -> Mirror:
        """Mirror a plan in a spreadsheet; see `data_sources.mirroring.connecting.connect`."""
        return connecting.connect(self.workspace, spreadsheet, scenario)

    def disconnect(self, scenario: str) -> None:
        """Part a plan from its spreadsheet; both stay as they are."""
        connecting.disconnect(self.workspace, scenario)

    def sync(self, sheets: Sheets | None = None) -> tuple[Mirror, ...]:
        """Synchronise every mirrored plan; what goes wrong with one is noted with it.

        The edits of a spreadsheet act as its teams, whoever has it synchronised.

        Args:
            sheets: The port; None takes Google Sheets with the account that is set.

        Raises:
            NotAllowed: The actor may not bring anything in.
        """
        self.workspace.require("import")
        standing = self.all()
        port = sheets or (self._connected(standing) if standing else None)
        if port is not None:
            for mirror in standing:
                # What goes wrong with one is noted with it, and the others go on.
                with suppress(TandemError):
                    sync(self.workspace, port, mirror.scenario)
        return self.all()

    def settle(self, scenario: str, tab: str, clash: SheetClash, side: Side) -> None:
        """Say which side of a clash holds; see `data_sources.mirroring.connecting.settle`."""
        connecting.settle(self.workspace, scenario, tab, clash, side)

    def _connected(self, standing: tuple[Mirror, ...]) -> Sheets | None:
        try:
            account = known_account()
            if account is None:
                return connected(self.workspace.settings)
            return _port(account, self.workspace.settings.sheets_url)
        except TandemError as trouble:
            for mirror in standing:
                connecting.note_problem(self.workspace, mirror.scenario, str(trouble))
            return None


@lru_cache(maxsize=2)
def _port(account: ServiceAccount, place: str) -> Sheets:
    """Return the port, kept so that not every round asks for a token."""
    from data_sources.sheets.client import GoogleSheets

    return GoogleSheets(account, place)
