"""What was counted of one snapshot, before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planning.actuals import cubes
from planning.actuals.counts import Counts, Cube
from planning.errors import Finding

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Built:
    """What was counted, before it is saved.

    Attributes:
        snapshot_id: The snapshot counted.
        as_of: The date treated as today.
        frames: Every cube by name, one row per combination of keys.
        history_start: First day of each kind of event.
        findings: What the reader should know about the facts.
    """

    snapshot_id: str
    as_of: date
    frames: Mapping[str, pd.DataFrame]
    history_start: Mapping[str, date]
    findings: tuple[Finding, ...]

    def counts(self) -> Counts:
        """Return the counts as planning reads them."""
        return Counts(
            snapshot_id=self.snapshot_id,
            as_of=self.as_of,
            cubes={
                name: Cube.from_frame(frame, measures=cubes.MEASURES[name])
                for name, frame in self.frames.items()
            },
            history_start=self.history_start,
            findings=self.findings,
        )
