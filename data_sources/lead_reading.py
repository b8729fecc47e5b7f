"""Reading the leads of one snapshot, one by one, in the hands of one actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.actuals.lead_sample import LeadSample

SAMPLE: Final = 100_000
"""Leads read one by one at most; more would not make a score surer."""


@dataclass(frozen=True)
class Leads:
    """The leads of the facts."""

    workspace: Workspace

    def sample(self, limit: int = SAMPLE) -> LeadSample | None:
        """Return leads with what is known of them, never who owns them; None without facts.

        Args:
            limit: Largest number; beyond it the ids whose hash is lowest stand for all.
        """
        from data_sources.facts.lead_sample import sample_leads
        from data_sources.importing import paths
        from planning.actuals.counts import NO_DATE

        self.workspace.require("read")
        if (snapshot := self.workspace.snapshot()) is None:
            return None
        known = self.workspace.channels()
        return sample_leads(
            paths(self.workspace.home, snapshot),
            snapshot.id,
            snapshot.as_of or NO_DATE,
            self.workspace.company,
            limit,
            {alias: channel.name for channel in known for alias in channel.aliases},
        )
