"""Facts and plan of a week, as they stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planning.actuals.slices import Context, Slice
    from planning.agreed.rows import Kind, PlanRow
    from planning.together.week_ground import KnownThen


@dataclass(frozen=True)
class Then:
    """Facts and plan as they stood.

    Attributes:
        known: Which state of both.
        part: The company in the month that the facts end in.
        plan: The plan of the fiscal year, or None.
        rows: Its targets, lines and envelopes.
        aliases: Channel by what else it is called.
    """

    known: KnownThen
    part: Slice
    plan: PlanRow | None
    rows: Mapping[Kind, tuple[PlanRow, ...]]
    aliases: Mapping[str, str]

    @property
    def context(self) -> Context:
        """Settings and channel owners."""
        return self.part.context
