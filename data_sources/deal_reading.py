"""Reading what became of deals and leads of one snapshot, in the hands of one actor.

Nothing here says whose a deal or lead is, so everybody who may read sees the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planning.actuals.closed_deals import MOST, ClosedDeals
from planning.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from data_sources.facts.engine import Engine
    from data_sources.facts.resolved import Resolved
    from data_sources.workspace import Workspace


@dataclass(frozen=True)
class Deals:
    """The deals of the facts, and the leads that campaigns brought."""

    workspace: Workspace

    def closed(self, period: Period) -> ClosedDeals | None:
        """Return the deals that closed in some months, or None in an empty home.

        Args:
            period: Months of closing.
        """
        self.workspace.require("read")
        from data_sources.facts.closed_deals import closed_deals

        for engine, facts in self._opened():
            frame = closed_deals(facts, period).to_pyarrow().to_pandas()
            told = engine.tables["touches"].limit(1).count().to_pyarrow().as_py() > 0
            kept = self._under_one_name(frame.head(MOST))
            return ClosedDeals(period, kept, bool(told), complete=len(frame) <= MOST)
        return None

    def of_campaigns(self) -> pd.DataFrame | None:
        """Return what became of the leads of every campaign, or None in an empty home.

        Columns: those of `planning.actuals.campaign_leads`.
        """
        self.workspace.require("read")
        from data_sources.facts.campaign_leads import campaign_leads

        for _, facts in self._opened():
            return self._under_one_name(campaign_leads(facts).to_pyarrow().to_pandas())
        return None

    def _opened(self) -> Iterator[tuple[Engine, Resolved]]:
        """Yield the engine with the resolved facts once; nothing in an empty home."""
        from data_sources.facts.engine import open_engine
        from data_sources.facts.resolved import resolve
        from data_sources.importing import paths
        from planning.actuals.counts import NO_DATE

        desk = self.workspace
        if (snapshot := desk.snapshot()) is None:
            return
        with open_engine(paths(desk.home, snapshot)) as engine:
            yield engine, resolve(engine, snapshot.as_of or NO_DATE, desk.company)

    def _under_one_name(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows with every alias of a channel as the channel it means."""
        meant = {it: one.name for one in self.workspace.channels() for it in one.aliases}
        return frame.assign(channel=frame["channel"].replace(meant)) if meant else frame
