"""Filling an empty home with the demo company, or replacing one demo by another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from data_sources.demo_meetings import place_meetings
from data_sources.demo_planning import has_plan, place_plans
from data_sources.disk import troubles_said_plainly
from data_sources.facts import snapshots
from data_sources.facts.changes import Changes, TableChange
from data_sources.facts.snapshots import Contents, PointerMoved, Snapshot, TableFile
from data_sources.home import Home
from data_sources.store import agreed_values, channels
from data_sources.store.history import Author
from data_sources.tidying import workbench
from planning.actuals.tables import TABLES
from planning.errors import NotPossible

if TYPE_CHECKING:
    from data_sources.demo import DemoCompany
    from data_sources.demo.plan import DemoPlan

SOURCE = "demo"
_ROOM = 100_000_000


def load_demo(home: Home, author: Author, *, seed: int, without: frozenset[str]) -> Snapshot:
    """Make the demo company the current snapshot.

    Args:
        home: Where the facts lie.
        author: Who asks.
        seed: What the company is drawn from; equal seeds give equal companies.
        without: Names of problems left out, or `all`.

    Returns:
        The snapshot of the demo company; the standing one if it holds the same already.

    Raises:
        UsageError: A name is not a problem.
        NotPossible: The home holds real facts, or the disk has no room.
    """
    _refuse_over_real_facts(_current(author))
    from data_sources.demo import generate

    return place_company(home, author, generate(seed=seed, without=without))


def place_company(home: Home, author: Author, company: DemoCompany) -> Snapshot:
    """Make a made-up company of any size the current snapshot.

    Args:
        home: Where the facts lie.
        author: Who asks.
        company: The company, as `generate` or `scaled` made it.

    Returns:
        Its snapshot; the standing one if it holds the same already.

    Raises:
        NotPossible: The home holds real facts, or the disk has no room.
    """
    home.refuse_without_room(_ROOM)
    from data_sources.demo.plan import plans

    planned = plans(company)
    with troubles_said_plainly("demo", home), workbench(home, author.store) as folder:
        contents = _write(company, folder)
        standing = _current(author)
        _refuse_over_real_facts(standing)
        if standing is not None and standing.contents == contents:
            _plan_where_none_is(author, company, planned)
            return standing
        files = [folder / table.file for table in contents.tables.values()]
        try:
            return _publish(home, author, company, contents, standing, files, planned)
        except PointerMoved as error:
            raise NotPossible(
                "Somebody changed the facts while the demo company was written.",
                "Look at them first.",
            ) from error


def _current(author: Author) -> Snapshot | None:
    with author.store.read() as connection:
        return snapshots.current(connection)


def _refuse_over_real_facts(standing: Snapshot | None) -> None:
    if standing is not None and standing.origin == "real":
        raise NotPossible(
            "This home holds your own facts; the demo company never mixes with them.",
            "Set TANDEM_HOME to an empty folder for the demo company.",
        )


def _write(company: DemoCompany, folder: Path) -> Contents:
    from data_sources.demo.frames import write
    from data_sources.facts.merge import merge

    tables: dict[str, TableFile] = {}
    for name, path in write(company.frames, folder / "frames").items():
        spec = TABLES[name]
        columns = [field.column for field in spec.fields]
        merged = merge(spec, None, path, columns, SOURCE, folder)
        if merged.path is not None:
            tables[name] = TableFile(file=merged.path.name, rows=merged.rows)
    return Contents(origin="demo", as_of=company.as_of, as_of_given=company.as_of, tables=tables)


def _publish(
    home: Home,
    author: Author,
    company: DemoCompany,
    contents: Contents,
    standing: Snapshot | None,
    files: Sequence[Path],
    planned: Sequence[DemoPlan],
) -> Snapshot:
    from data_sources.demo.meetings import meetings

    with author.change("demo") as change:
        new = snapshots.publish(
            change.connection,
            contents,
            standing.id if standing else None,
            at=change.at,
            actor=change.actor,
            changes=_changes(contents, standing),
        )
        home.place(files, author.store.masked)
        agreed_values.lend(change.connection, company.company)
        channels.lend(change.connection, company.channel_teams)
        place_plans(change, planned)
        place_meetings(change, meetings(company, change.at.date()))
        change.record(
            "facts",
            before={"snapshot": standing.id} if standing else None,
            after={"snapshot": new.id, "seed": company.seed, "without": [*sorted(company.without)]},
        )
    home.listed(files)
    return new


def _plan_where_none_is(author: Author, company: DemoCompany, planned: Sequence[DemoPlan]) -> None:
    """Add plan and meetings to a demo company that an older Tandem loaded without them."""
    from data_sources.demo.meetings import meetings

    with author.change("demo") as change:
        if not has_plan(change):
            place_plans(change, planned)
        place_meetings(change, meetings(company, change.at.date()))


def _changes(contents: Contents, standing: Snapshot | None) -> Changes:
    """Tell the demo's rows: all are new, even where another demo stood before."""
    before = standing.rows if standing else {}
    tables = {
        name: TableChange(
            added=table.rows,
            gone=before.get(name, 0),
            before=before.get(name, 0),
            after=table.rows,
        )
        for name, table in contents.tables.items()
    }
    return Changes(how="demo", tables=tables)
