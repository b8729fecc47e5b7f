"""Running the saved imports, one refresh at a time, beside whatever else goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from data_sources.disk import troubles_said_plainly
from data_sources.home import Home
from data_sources.import_report import ImportReport
from data_sources.importing import import_file
from data_sources.imports.folders import as_it_is, files_in
from data_sources.imports.mapping import requested
from data_sources.imports.query import rows_to_file
from data_sources.imports.request import ImportRequest
from data_sources.locks import locked
from data_sources.schedules import File, Folder, Outcome, Query, Schedule, Spreadsheet
from data_sources.secrets import secret
from data_sources.settings import Settings
from data_sources.sheets.connecting import connected
from data_sources.store import saved_imports
from data_sources.store.history import Author
from data_sources.tidying import tidy_if_possible
from planning.errors import NotPossible, TandemError

_RUNNING: Final = Outcome(status="running", sentence="It is running.")
_CUT_OFF: Final = "The last run was cut off; the next refresh takes it up again."
_PATIENCE_SECONDS: Final = 1.0
"""Longer than looking whether a refresh runs takes, much shorter than a refresh."""
_ROOM: Final = 50_000_000


class Run(BaseModel):
    """How one saved import went.

    Attributes:
        name, table: The saved import and the table it feeds.
        outcome: How it went.
        imports: What each of its files did.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    table: str
    outcome: Outcome
    imports: tuple[ImportReport, ...] = ()


@dataclass
class _Running:
    """A saved import while it runs: what was brought in, and what could not be."""

    home: Home
    author: Author
    schedule: Schedule
    settings: Settings
    reports: list[ImportReport] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    def bring(self, path: Path, label: str) -> bool:
        """Import one file and tell whether that went well."""
        return self.bring_request(requested(self.schedule.mapping, path, label))

    def bring_request(self, request: ImportRequest) -> bool:
        """Import a file as it is asked for and tell whether that went well."""
        label = request.label
        try:
            report = import_file(self.home, self.author, request, replace=self.schedule.replace)
        except TandemError as error:
            self.failures[label] = str(error)
            return False
        self.reports.append(report)
        if report.accepted == 0:
            remedy = f"Read {report.rejects_file} for the reasons." if report.rejects_file else ""
            self.failures[label] = f"No row of {label} was accepted. {remedy}".strip()
        return report.accepted > 0

    def bring_files(self, files: tuple[Path, ...]) -> None:
        """Import the files that are new, changed or failed the last time, in their order.

        Files after one that failed before are imported again, so that the newest file
        has the last word.
        """
        with self.author.store.read() as connection:
            known = saved_imports.known_files(connection, self.schedule.name)
        last = self.schedule.last_outcome
        failed_before = last.failed if last else ()
        again = False
        for file in files:
            found = as_it_is(file)
            if known.get(file.name) == found and not again:
                continue
            if self.bring(file, file.name):
                again = again or file.name in failed_before
                with self.author.store.write() as connection:
                    now = self.author.now()
                    saved_imports.remember_file(connection, self.schedule.name, found, now)

    def bring_rows(self, query: Query) -> None:
        """Import what a query gives; no rows are nothing new."""
        self.home.refuse_without_room(_ROOM)
        with self.home.workbench() as folder:
            path = folder / "query.csv"
            if rows_to_file(secret(query.url_name), query.select, path):
                self.bring(path, self.schedule.name)

    def bring_tab(self, origin: Spreadsheet) -> None:
        """Import a tab of a spreadsheet if it changed or failed the last time."""
        from data_sources.sheets.bringing import fetched_request

        self.home.refuse_without_room(_ROOM)
        name = self.schedule.name
        with self.author.store.read() as connection:
            known = saved_imports.known_files(connection, name)
        with self.home.workbench() as folder:
            request = fetched_request(
                connected(self.settings), origin.spreadsheet, origin.tab,
                self.schedule.mapping, folder,
            )  # fmt: skip
            found = as_it_is(request.path)
            if known.get(found.name) != found and self.bring_request(request):
                with self.author.store.write() as connection:
                    saved_imports.remember_file(connection, name, found, self.author.now())

    def outcome(self) -> Outcome:
        """Return how it went."""
        done = [report for report in self.reports if report.accepted]
        accepted = sum(report.accepted for report in done)
        rejected = sum(report.rejected for report in self.reports)
        said = f"Files imported: {len(done)}, rows accepted: {accepted:,}, rejected: {rejected:,}."
        if self.failures:
            said = f"{next(iter(self.failures.values()))}"
            if len(self.failures) > 1:
                said = f"{len(self.failures)} files failed. The first: {said}"
        return Outcome(
            status="failed" if self.failures else "done",
            sentence=said if done or self.failures else "Nothing new.",
            files=len(done),
            accepted=accepted,
            rejected=rejected,
            failed=tuple(self.failures),
        )


def refresh(home: Home, author: Author, settings: Settings) -> tuple[Run, ...]:
    """Run every saved import, then tidy; one that fails does not keep the others from running.

    Args:
        home: Where the facts lie.
        author: Who imports.
        settings: Where Google Sheets is reached.

    Raises:
        NotPossible: Another refresh is running.
    """
    with locked(_lock(home), wait_seconds=_PATIENCE_SECONDS) as held:
        if not held:
            raise NotPossible("Another refresh is running.", "Start this one when it is done.")
        with author.store.read() as connection:
            saved = saved_imports.saved(connection)
        runs = tuple(
            _run(_Running(home, author, schedule, settings)) for schedule in saved.values()
        )
        tidy_if_possible(home, author)
    return runs


def _run(running: _Running) -> Run:
    author, schedule = running.author, running.schedule
    with author.store.write() as connection:
        saved_imports.note(connection, schedule.name, _RUNNING, began=author.now())
    try:
        with troubles_said_plainly("refresh", running.home):
            _bring_all(running)
    except TandemError as error:
        running.failures[schedule.name] = str(error)
    outcome = running.outcome()
    with author.store.write() as connection:
        saved_imports.note(connection, schedule.name, outcome)
    return Run(
        name=schedule.name,
        table=schedule.table,
        outcome=outcome,
        imports=tuple(running.reports),
    )


def _bring_all(running: _Running) -> None:
    origin = running.schedule.origin
    if isinstance(origin, Folder):
        running.bring_files(files_in(Path(origin.folder), origin.pattern))
    elif isinstance(origin, File):
        running.bring_files((Path(origin.path),))
    elif isinstance(origin, Spreadsheet):
        running.bring_tab(origin)
    else:
        running.bring_rows(origin)


def as_seen_now(home: Home, schedule: Schedule) -> Schedule:
    """Return a saved import with a run that was cut off told as such."""
    last = schedule.last_outcome
    if last is None or last.status != "running":
        return schedule
    with locked(_lock(home), wait_seconds=0) as nobody_runs:
        if not nobody_runs:
            return schedule
    cut_off = last.model_copy(update={"status": "failed", "sentence": _CUT_OFF})
    return schedule.model_copy(update={"last_outcome": cut_off})


def _lock(home: Home) -> Path:
    return home.root / "refresh.lock"
