"""Two snapshots side by side: rows and main figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from data_sources.disk import troubles_said_plainly
from data_sources.facts import snapshots
from data_sources.facts.comparing import TableDifference, difference
from data_sources.facts.snapshots import Snapshot
from data_sources.home import Home
from data_sources.importing import paths
from data_sources.reading import counts_of
from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import scorecard
from planning.actuals.slices import Context, Slice
from planning.actuals.tables import TABLES

if TYPE_CHECKING:
    from data_sources.workspace import Workspace

FIGURES: Final = ("leads", "won", "revenue", "spend_marketing", "spend_sales")
"""The KPIs that tell at a glance whether two states of the facts tell the same story."""


class Comparison(BaseModel):
    """How a later snapshot differs from an earlier one.

    Attributes:
        before, after: The two snapshots.
        tables: What differs, by table; tables that are equal are left out.
        figures: Each main KPI over all time, in both; money in plan-currency units.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: Snapshot
    after: Snapshot
    tables: dict[str, TableDifference]
    figures: dict[str, tuple[float | None, float | None]]


def compare(workspace: Workspace, before: str, after: str, limit: int) -> Comparison:
    """Compare two snapshots, named by id or its beginning.

    Args:
        workspace: Where they are; its present settings and channels read both.
        before: The earlier one.
        after: The later one.
        limit: How many ids to tell per table and kind of change.

    Raises:
        UsageError: There is no such snapshot.
        NotPossible: Files of one are gone.
    """
    home, company, known = workspace.home, workspace.company, workspace.channels()
    with workspace.store.read() as connection:
        pair = snapshots.found(connection, before), snapshots.found(connection, after)
    agreed = Context(company=company, channel_teams=workspace.channel_teams())
    stood, stands = (
        _figures(counts_of(home, snapshot, company, known), agreed) for snapshot in pair
    )
    return Comparison(
        before=pair[0],
        after=pair[1],
        tables=differences(home, *pair, limit),
        figures={key: (stood[key], stands[key]) for key in FIGURES},
    )


def differences(
    home: Home, before: Snapshot | None, after: Snapshot | None, limit: int
) -> dict[str, TableDifference]:
    """Return the differences of the tables that are not equal; None is an empty company."""
    stood, stands = paths(home, before), paths(home, after)
    with troubles_said_plainly("comparison", home), home.workbench() as folder:
        compared = {
            name: difference(spec, stood.get(name), stands.get(name), limit, folder)
            for name, spec in TABLES.items()
            if not _same_file(stood, stands, name)
        }
    return {name: found for name, found in compared.items() if not found.is_none}


def _same_file(stood: Mapping[str, Path], stands: Mapping[str, Path], name: str) -> bool:
    return stood.get(name) == stands.get(name)


def _figures(counts: Counts, agreed: Context) -> dict[str, float | None]:
    card = scorecard(Slice(counts, Scope(), agreed), keys=FIGURES)
    return {
        key: None if figure.value is None else float(figure.value)
        for key, figure in card.figures.items()
    }
