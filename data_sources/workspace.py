"""The workspace: settings, store and facts in the hands of one actor.

Screens and terminal reach the world through it alone. Every write is one of its methods
and asks `rights.may` first, so rights hold wherever the wish came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import JsonValue

from data_sources import agreeing, tidying
from data_sources.actors import LOCAL
from data_sources.actors import Actor as Actor
from data_sources.backup import swapping
from data_sources.desk import clock
from data_sources.doors import Doors
from data_sources.facts import snapshots
from data_sources.facts.snapshots import Snapshot
from data_sources.home import Home
from data_sources.settings import Settings
from data_sources.store import agreed_values, channels, history, mappings
from data_sources.store.channels import Channel
from data_sources.store.database import Store
from data_sources.store.history import Author, Entry
from data_sources.store.migrate import migrate
from planning.agreed import rights
from planning.company import Company
from planning.teams import Team

if TYPE_CHECKING:
    import pandas as pd

    from data_sources.comparing import Comparison
    from data_sources.facts.rows import Where
    from data_sources.import_report import ImportReport
    from data_sources.importing import Progress
    from data_sources.imports.request import ImportRequest
    from data_sources.imports.request import Mapping as FileMapping
    from data_sources.refreshing import Run
    from data_sources.tidying import Tidied
    from planning.actuals.counts import Counts
    from planning.actuals.quality import QualityReport


@dataclass(frozen=True)
class Workspace(Doors):
    """One home and one store, seen by one actor."""

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        actor: Actor | None = None,
        now: Callable[[], datetime] = clock,
    ) -> Workspace:
        """Open the home: make it, bring the store up to date, tidy up.

        Safe to call any number of times and by many processes at once.

        Args:
            settings: Where things are; None reads the environment.
            actor: Who acts; None is the local administrator.
            now: The clock.

        Raises:
            NotPossible: The home or store cannot be used; the sentence says why.
        """
        chosen = settings or Settings.from_environment()
        home = Home(root=chosen.home)
        home.prepare()
        presence = home.enter()
        store = Store.open(chosen.store_url)
        migrate(store)
        swapping.remove_unfinished(store)
        tidying.sweep(home, store)
        tidying.tidy_daily(home, Author(store=store, actor=LOCAL.email, now=now))
        return cls(chosen, store, home, actor or LOCAL, now, presence)

    # ---- what stands ----

    def snapshot(self) -> Snapshot | None:
        """Return the current snapshot, or None in an empty home."""
        self.require("read")
        with self.store.read() as connection:
            return snapshots.current(connection)

    def snapshots(self, limit: int = 100) -> tuple[Snapshot, ...]:
        """Return the latest snapshots, newest first."""
        self.require("read")
        with self.store.read() as connection:
            return snapshots.latest(connection, limit)

    @property
    def is_demo(self) -> bool:
        """Whether the facts shown are the demo company's."""
        return agreeing.is_demo(self.snapshot())

    def revision(self) -> int:
        """Return the number of the latest change in the store."""
        self.require("read")
        with self.store.read() as connection:
            return history.revision(connection)

    def history(self, limit: int = 100) -> tuple[Entry, ...]:
        """Return the latest changes, newest first."""
        self.require("read")
        with self.store.read() as connection:
            return history.entries(connection, limit)

    @property
    def company(self) -> Company:
        """What the company agreed once, as in force with the current facts."""
        return agreed_values.company_from(self.setting_values())

    def setting_values(self) -> dict[str, JsonValue]:
        """Return every setting in force that is not the default, by key."""
        self.require("read")
        with self.store.read() as connection:
            return agreeing.settings_in_force(connection)

    def all_settings(self) -> dict[str, JsonValue]:
        """Return every setting in force by key, defaults too, rates as numbers."""
        return agreed_values.shown(self.company)

    def channels(self) -> tuple[Channel, ...]:
        """Return the channels somebody said something about, by name."""
        self.require("read")
        with self.store.read() as connection:
            return agreeing.channels_in_force(connection)

    def every_channel(self) -> tuple[Channel, ...]:
        """Return the channels of settings and facts, those nobody assigned by default rule."""
        from data_sources.facts.channel_names import completed

        return completed(self.channels(), self.counts())

    def channel_teams(self) -> dict[str, Team]:
        """Return who owns each channel somebody said something about, aliases too."""
        return channels.teams(self.channels())

    def compare(self, before: str, after: str, *, limit: int = 20) -> Comparison:
        """Return how two snapshots differ; see `data_sources.comparing.compare`."""
        from data_sources.comparing import compare

        self.require("read")
        return compare(self, before, after, limit)

    def go_back(self, snapshot: str, *, based_on: str | None = None) -> Snapshot:
        """Take up an older snapshot's contents as the newest; see `data_sources.returning`."""
        from data_sources.returning import go_back

        return go_back(self.home, self.author("snapshots"), snapshot, based_on=based_on)

    def keep_snapshot(self, snapshot: str, reason: str) -> Snapshot:
        """Keep a snapshot for good, because something names it."""
        return tidying.keep(self.author("snapshots"), snapshot, reason)

    def tidy(self) -> Tidied:
        """Let go of snapshots that are needed no longer; see `data_sources.tidying.tidy`."""
        return tidying.tidy(self.home, self.author("snapshots"))

    # ---- facts ----

    def counts(self) -> Counts | None:
        """Return the cubes of the current snapshot, or None in an empty home.

        Built once per snapshot and kept in the home; hold on to them between calls.
        """
        self.require("read")
        if (snapshot := self.snapshot()) is None:
            return None
        from data_sources.reading import counts_of

        return self.shown(counts_of(self.home, snapshot, self.company, self.channels()))

    def rows(self, table: str, *, where: Where | None = None, limit: int = 1000) -> pd.DataFrame:
        """Return rows behind a figure, never names; see `data_sources.reading.rows_of`."""
        self.require_rows(where or {})
        from data_sources.reading import rows_of

        agreed = self.company, self.channels()
        return rows_of(self.home, self.snapshot(), table, where or {}, limit, *agreed)

    def quality(self) -> QualityReport | None:
        """Return how complete, fresh and plausible the facts are, or None in an empty home."""
        self.require("read")
        from data_sources.assessing import assess

        return assess(self.home, self.snapshot(), self.company, self.channels())

    def suspicious_rows(self, code: str) -> pd.DataFrame:
        """Return the rows behind a finding of `quality`: table, id and what is odd.

        Rows of people are left out for actors who may not import.
        """
        self.require("read")
        from data_sources.assessing import suspicious_rows

        people = rights.may(self.actor, "import")
        agreed = self.company, self.channels()
        return suspicious_rows(self.home, self.snapshot(), *agreed, code, people=people)

    def import_file(
        self,
        request: ImportRequest,
        *,
        as_of: date | None = None,
        replace: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Bring a file into the facts; see `data_sources.importing.import_file`."""
        author = self.author("import")
        from data_sources.importing import import_file

        wishes = {"replace": replace, "dry_run": dry_run}
        return import_file(self.home, author, request, as_of=as_of, progress=progress, **wishes)

    def refresh(self) -> tuple[Run, ...]:
        """Run the saved imports; see `data_sources.refreshing.refresh`."""
        from data_sources.refreshing import refresh

        return refresh(self.home, self.author("import"), self.settings)

    def remembered_mapping(self, shape_key: str, table: str) -> FileMapping | None:
        """Return how the last file of a shape (`imports.mapping.shape_key`) was read, or None."""
        self.require("read")
        with self.store.read() as connection:
            return mappings.remembered(connection, shape_key, table)

    def remember_mapping(self, shape_key: str, mapping: FileMapping, file: str) -> None:
        """Keep how files of a shape are to be read, without importing one."""
        with self.author("import").change("mapping") as change:
            mappings.record(change, shape_key, mapping, file)

    def load_demo(self, *, seed: int = 7, without: Sequence[str] = ()) -> Snapshot:
        """Fill the home with the demo company; see `data_sources.demo_loading.load_demo`."""
        from data_sources.demo_loading import load_demo

        return load_demo(self.home, self.author("demo"), seed=seed, without=frozenset(without))

    # ---- what the company agreed once ----

    def set_setting(self, key: str, text: str | None, *, based_on: int | None = None) -> None:
        """Change a setting; see `data_sources.agreeing.change_settings`."""
        agreeing.change_settings(self.author("settings"), {key: text}, based_on=based_on)

    def set_settings(
        self, changes: Mapping[str, str | None], *, seen: Mapping[str, str] | None = None
    ) -> None:
        """Change several settings, all or none; see `data_sources.agreeing.change_settings`."""
        if changes:
            agreeing.change_settings(self.author("settings"), changes, seen=seen)

    def set_channel(
        self, name: str, *, team: str | None = None, aliases: Sequence[str] | None = None
    ) -> Channel:
        """Say who owns a channel and what else it is called; None leaves a part as it is."""
        return agreeing.change_channel(self.author("channels"), name, team=team, aliases=aliases)
