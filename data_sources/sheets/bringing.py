"""Bringing rows of a spreadsheet into the facts, in the hands of one actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.mapping import requested
from data_sources.imports.request import ImportRequest, Mapping
from data_sources.sheets.address import spreadsheet_id
from data_sources.sheets.connecting import connected, known_account
from data_sources.sheets.fetching import fetch

if TYPE_CHECKING:
    from data_sources.import_report import ImportReport
    from data_sources.sheets.port import Sheets
    from data_sources.workspace import Workspace

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is, from 0 to 1."""

_FETCHED_SHARE: Final = 0.3
"""Share of the time that fetching takes."""


@dataclass(frozen=True)
class Spreadsheets:
    """What a workspace does with Google's spreadsheets."""

    workspace: Workspace

    def shared_with(self) -> str | None:
        """Return the address to share spreadsheets with, or None while not connected.

        Raises:
            NotConnected: What is set is no key file.
        """
        self.workspace.require("read")
        account = known_account()
        return account.client_email if account else None

    def fetched(
        self, address: str, *, tab: str | None = None, progress: Progress | None = None
    ) -> tuple[str, bytes]:
        """Return what a tab is called and its rows as a CSV file, to be looked at before.

        Args:
            address: The spreadsheet's address or id.
            tab: Title of the tab; None takes the first.
            progress: Told of the work's progress.

        Raises:
            UsageError: The address is none.
            SheetsTrouble: Google does not give it.
        """
        self.workspace.require("import")
        book, sheets = spreadsheet_id(address), self._sheets()
        with self.workspace.home.workbench() as folder:
            path = folder / "spreadsheet.csv"
            label = fetch(sheets, book, tab, path, progress=progress).label
            return label, path.read_bytes()

    def bring(
        self,
        mapping: Mapping,
        address: str,
        *,
        tab: str | None = None,
        as_of: date | None = None,
        replace: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Bring a tab into the facts, read like a file; see `Workspace.import_file`.

        Args:
            mapping: The table and how to read the tab; its `sheet` names the tab.
            address: The spreadsheet's address or id.
            tab: Title of the tab; None takes the mapping's, else the first.
            as_of: The date the facts stand at.
            replace: The tab is all its source holds.
            dry_run: Tell what would happen, keep only the rejects.
            progress: Told of the work's progress.

        Raises:
            UsageError: The address is none, or the mapping does not fit.
            SheetsTrouble: Google does not give it.
        """
        self.workspace.require("import")
        book, tell = spreadsheet_id(address), progress or (lambda _what, _share: None)
        sheets = self._sheets()
        with self.workspace.home.workbench() as folder:
            request = fetched_request(
                sheets, book, tab, mapping, folder,
                lambda what, share: tell(what, share * _FETCHED_SHARE),
            )  # fmt: skip
            return self.workspace.import_file(
                request,
                as_of=as_of,
                replace=replace,
                dry_run=dry_run,
                progress=lambda what, share: tell(
                    what, _FETCHED_SHARE + share * (1 - _FETCHED_SHARE)
                ),
            )

    def _sheets(self) -> Sheets:
        return connected(self.workspace.settings)


def fetched_request(
    sheets: Sheets,
    book: str,
    tab: str | None,
    mapping: Mapping,
    folder: Path,
    progress: Progress | None = None,
) -> ImportRequest:
    """Fetch a tab into a folder and return the wish to read it.

    Numbers of a spreadsheet are numbers, so nobody has to find out their decimal sign.

    Raises:
        SheetsTrouble: Google does not give it.
    """
    path, sign = folder / "spreadsheet.csv", mapping.decimal or "."
    found = fetch(sheets, book, tab or mapping.sheet, path, decimal=sign, progress=progress)
    told = mapping.model_copy(update={"sheet": None, "decimal": sign})
    return requested(told, path, found.label)
