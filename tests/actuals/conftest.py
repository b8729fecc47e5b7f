"""The demo company counted once for all tests that recompute its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pytest

from data_sources.demo import generate
from data_sources.demo.frames import write
from data_sources.facts.counting import build_counts
from data_sources.facts.merge import merge
from planning.actuals.counts import Counts, Scope
from planning.actuals.slices import Context, Slice
from planning.actuals.tables import TABLES
from planning.periods import Period
from tests.actuals.leads_by_hand import ByHand, by_hand


@dataclass(frozen=True)
class DemoLeads:
    """The demo's counts beside its fact files."""

    counts: Counts
    context: Context
    hand: ByHand

    def part(self, period: Period | None = None, **labels: str) -> Slice:
        scope = Scope(period=period, **{name: (label,) for name, label in labels.items()})
        return Slice(self.counts, scope, self.context)


@pytest.fixture(scope="session")
def demo_leads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoLeads]:
    folder = tmp_path_factory.mktemp("demo-leads")
    demo = generate()
    paths = {}
    for name, path in write(demo.frames, folder / "frames").items():
        columns = [field.column for field in TABLES[name].fields]
        stored = merge(TABLES[name], None, path, columns, "demo", folder / "facts").path
        assert stored is not None
        paths[name] = stored
    counts = build_counts(paths, demo.as_of, demo.company, "demo").counts()
    with duckdb.connect() as database:
        hand = by_hand(database, paths, demo.as_of)
        yield DemoLeads(counts, Context(company=demo.company), hand)
