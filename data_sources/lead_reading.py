"""Reading the leads of one snapshot, one by one, in the hands of one actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

    from data_sources.facts.rows import Where
    from data_sources.workspace import Workspace
    from planning.actuals.lead_sample import LeadSample

SAMPLE: Final = 100_000
"""Leads read one by one at most; more would not make a score surer."""

LISTED: Final = 1_000
"""Leads listed unless told otherwise."""


@dataclass(frozen=True)
class Leads:
    """The leads of the facts."""

    workspace: Workspace

    def listed(
        self,
        values: pd.DataFrame,
        *,
        where: Where | None = None,
        states: Sequence[str] = ("waiting", "overdue", "never", "undated"),
        mine: bool = False,
        limit: int = LISTED,
    ) -> pd.DataFrame:
        """Return leads nobody has followed up, the most valuable first; ids, never names.

        Args:
            values: Expected revenue (`value`) of a lead by channel, segment and region.
            where: What to keep, per column; a channel stands for its aliases too.
            states: Some of `facts.lead_rows.STATES`.
            mine: Only those the actor owns in sales.
            limit: Largest number of rows.

        Returns:
            Columns `facts.lead_rows.COLUMNS`; empty in an empty home.

        Raises:
            NotAllowed: The actor may not read, or asks for somebody else's.
            UsageError: A state or column does not exist.
        """
        import pandas as pd

        from data_sources.facts.lead_rows import COLUMNS, Wanted, untouched_leads
        from data_sources.importing import paths
        from data_sources.store import channels
        from planning.actuals.counts import NO_DATE

        here = self.workspace
        here.require_rows(where or {})
        owners = [name.casefold() for name in here.actor.known_as] if mine else None
        known = here.channels()
        wanted = Wanted(channels.with_aliases(where or {}, known), states, owners, limit)
        snapshot = here.snapshot()
        if snapshot is None:
            return pd.DataFrame(columns=list(COLUMNS))
        return untouched_leads(
            paths(here.home, snapshot),
            wanted,
            _by_every_name(values, {it.name: it.aliases for it in known}),
            as_of=snapshot.as_of or NO_DATE,
            company=here.company,
        )

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


def _by_every_name(values: pd.DataFrame, aliases: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Return the values under each name a channel goes by, with the name it is called by."""
    import pandas as pd

    named = values.assign(called=values["channel"])
    more = [
        named[named["channel"] == name].assign(channel=alias)
        for name, others in aliases.items()
        for alias in others
    ]
    return pd.concat([named, *(it for it in more if len(it))], ignore_index=True)
