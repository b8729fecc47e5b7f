"""Effects: what taking a package would do to each team's money, and what hinders it by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pydantic import JsonValue

from planning.agreed.changes import merge, offered
from planning.agreed.lines import PLAN
from planning.agreed.packages import Package
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.totals import as_money, cents_of
from planning.teams import TEAMS, Team


def additions(package: Package) -> tuple[PlanRow, ...]:
    """Return the rows a package adds, under ids of their own."""
    return tuple(
        PlanRow(f"new-{at}", it.kind, "", _team(it.cells), cells=it.cells)
        for at, it in enumerate(package.additions)
    )


def with_taken(package: Package, rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """Return lines and targets as taking a package would leave them.

    Args:
        package: The package.
        rows: Lines and targets as they stand; what was removed since is passed over.

    Example:
        >>> line = PlanRow("a", "line", "s", "sales", cells={"plan_01": "5.00"})
        >>> wish = {"row": "a", "changes": {"plan_01": {"base": "5.00", "wanted": "2.00"}}}
        >>> package = Package(name="Less", by_team="sales", changes=(wish,))
        >>> [row["plan_01"] for row in with_taken(package, [line])]
        ['2.00']
    """
    wanted = {wish.row: wish.wanted for wish in package.wishes}
    changed = (row.with_cells(wanted.get(row.id, {})) for row in rows)
    return (*changed, *additions(package))


def _team(cells: Cells) -> Team:
    return next((team for team in TEAMS if team == cells.get("team")), "joint")


def money_moved(package: Package, rows: Iterable[PlanRow]) -> dict[Team, Decimal]:
    """Return how much more, or below 0 less, each team would plan for the year.

    Args:
        package: The package.
        rows: Lines as they stand; rows of other kinds are passed over.

    Example:
        >>> line = PlanRow("a", "line", "s", "sales", cells={"team": "sales", "plan_01": "5.00"})
        >>> wish = {"row": "a", "changes": {"plan_01": {"base": "5.00", "wanted": "2.00"}}}
        >>> package = Package(name="Less", by_team="sales", changes=(wish,))
        >>> money_moved(package, [line])["sales"]
        Decimal('-3.00')
    """
    standing = {row.id: row for row in rows if row.kind == "line"}
    cents = dict.fromkeys(TEAMS, 0)
    for wish in package.wishes:
        row = standing.get(wish.row)
        if row is not None:
            cents[row.team] += planned({**row.cells, **wish.wanted}) - planned(row.cells)
    for new in additions(package):
        if new.kind == "line":
            cents[new.team] += planned(new.cells)
    return {team: as_money(it) for team, it in cents.items()}


def planned(cells: Cells) -> int:
    """Return what a line plans for the year, in cents."""
    return sum(cents_of(cells.get(cell)) for cell in PLAN)


def moved_since(
    package: Package, standing: Mapping[str, PlanRow]
) -> dict[tuple[str, str], JsonValue]:
    """Return the cells that have moved since a package was offered, as they are now.

    While there is one, or a row is gone, nothing of the package can be taken.

    Args:
        package: The package.
        standing: Lines and targets as they stand, by id.

    Example:
        >>> line = PlanRow("a", "line", "s", "sales", cells={"plan_01": "4.00"})
        >>> wish = {"row": "a", "changes": {"plan_01": {"base": "5.00", "wanted": "2.00"}}}
        >>> package = Package(name="Less", by_team="sales", changes=(wish,))
        >>> moved_since(package, {"a": line})
        {('a', 'plan_01'): '4.00'}
    """
    return {
        (clash.row, clash.cell): clash.theirs
        for edit in offered(package)
        if edit.row in standing
        for clash in merge(edit, standing[edit.row].cells).clashes
    }


def gone(package: Package, standing: Mapping[str, PlanRow]) -> int:
    """Return how many of the rows a package changes were removed since."""
    return sum(wish.row not in standing for wish in package.wishes)
