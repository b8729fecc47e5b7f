"""Names in place of the ids that plan rows hold, as nobody reads ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data_sources.facts.called import Called
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Changed
from planning.agreed.kinds import title
from planning.agreed.rows import Cells, Kind

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Ask = Callable[[Collection[str], Collection[str]], Called]
"""Asks the facts for the names of accounts and of people by their ids."""


def nobody(_accounts: Collection[str], _people: Collection[str]) -> Called:
    """Name nobody: for those who read plans without facts."""
    return Called()


@dataclass(frozen=True)
class Names:
    """What goals, accounts and owners are called.

    Attributes:
        goals: Titles of the goals that still stand, by row id.
        facts: Names of accounts and people.
    """

    goals: Mapping[str, str]
    facts: Called

    def named(self, kind: Kind, cells: Cells | None) -> Cells | None:
        """Return cells with names for ids; an account the facts do not know keeps its id."""
        if cells is None:
            return None
        told = dict(cells)
        if isinstance(goal := cells.get("goal"), str):
            told["goal"] = self.goals.get(goal, "a goal removed since")
        if kind == "coverage":
            for cell, names in (("account", self.facts.accounts), ("owner", self.facts.people)):
                if isinstance(held := cells.get(cell), str):
                    told[cell] = names.get(held, held)
        return told


def names_of(connection: Connection, rows: Iterable[tuple[Kind, Cells | None]], ask: Ask) -> Names:
    """Return the names that rows need.

    Args:
        connection: A transaction.
        rows: Kinds and cells.
        ask: Asks the facts.
    """
    goals: set[str] = set()
    accounts: set[str] = set()
    people: set[str] = set()
    for kind, cells in rows:
        of_coverage = cells if kind == "coverage" else None
        for held, cell, of in (
            (goals, "goal", cells),
            (accounts, "account", of_coverage),
            (people, "owner", of_coverage),
        ):
            if isinstance(value := (of or {}).get(cell), str) and value:
                held.add(value)
    kept = plan_rows.kept(connection, goals) if goals else {}
    return Names(
        {one: title("goal", it.cells) for one, it in kept.items() if it.cells is not None},
        ask(accounts, people) if accounts or people else Called(),
    )


def with_names(changes: Sequence[Changed], names: Names) -> Sequence[Changed]:
    """Return changes whose rows hold names in place of ids."""
    return [
        replace(
            one,
            before=names.named(one.kind, one.before),
            after=names.named(one.kind, one.after),
        )
        for one in changes
    ]
