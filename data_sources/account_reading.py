"""Reading the accounts of one snapshot, one by one, in the hands of one actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from data_sources.facts.called import Called
    from data_sources.workspace import Workspace
    from planning.actuals.book import AccountBook


@dataclass(frozen=True)
class Accounts:
    """The accounts of the facts."""

    workspace: Workspace

    def book(self) -> AccountBook | None:
        """Return the book of accounts of the current snapshot, or None in an empty home.

        Asked for once per snapshot and kept in the home; hold on to it between calls.
        Whose an account is, its owner and the leaders of sales see.
        """
        self.workspace.require("read")
        if (snapshot := self.workspace.snapshot()) is None:
            return None
        from data_sources.reading import book_of

        agreed = self.workspace.company, self.workspace.channels()
        return self.shown(book_of(self.workspace.home, snapshot, *agreed))

    def shown(self, book: AccountBook) -> AccountBook:
        """Return a book that tells no owner the actor may not see."""
        if self.workspace.sees_people():
            return book
        from data_sources.facts.account_frames import with_owners_of

        return with_owners_of(book, self.workspace.actor.known_as)

    def sellers(self) -> pd.DataFrame:
        """Return who works in sales on the as-of date, so that owners can be chosen.

        Returns:
            `person_id`, `name`, `job`, `region`, `segment`, `start_on` and `end_on`, by id;
            no row in an empty home.
        """
        self.workspace.require("read")
        from data_sources.facts.sellers import sellers_on
        from data_sources.importing import paths
        from planning.actuals.counts import NO_DATE

        snapshot = self.workspace.snapshot()
        as_of = (snapshot.as_of if snapshot else None) or NO_DATE
        return sellers_on(paths(self.workspace.home, snapshot), as_of)

    def called(self, accounts: Collection[str], people: Collection[str]) -> Called:
        """Return what the facts call some accounts and people, by their ids.

        Whoever reads a plan reads the ids in it, so that the names tell nothing more.
        """
        self.workspace.require("read")
        from data_sources.facts.called import called

        snapshot = self.workspace.snapshot()
        tables = {} if snapshot is None else snapshot.tables
        files = {name: self.workspace.home.facts / it.file for name, it in tables.items()}
        # The history can be read although the facts are gone.
        there = {name: path for name, path in files.items() if path.is_file()}
        return called(there, accounts, people)
