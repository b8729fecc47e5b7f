"""Which snapshots are kept: all for a while, then month ends and those something names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import tzinfo

ALL_KEPT: Final = timedelta(days=30)
"""For so long every snapshot is kept."""
DELETION_WAITS: Final = timedelta(hours=24)
"""For so long a snapshot that is needed no longer can still be gone back to."""


class Dated(Protocol):
    """What the rule looks at in a snapshot."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def number(self) -> int:
        """Its place in the order of all."""

    @property
    def created_at(self) -> datetime:
        """When it was made, in UTC."""


def may_go(
    snapshots: Iterable[Dated], now: datetime, time_zone: str, kept: Collection[str]
) -> frozenset[str]:
    """Return the ids of the snapshots that are needed no longer.

    A month end is the last snapshot made in a month, so what was known at the end of
    every month can still be asked.

    Args:
        snapshots: All snapshots.
        now: The present moment.
        time_zone: Where the company's months begin and end.
        kept: Ids that stay whatever their age: the current one, and those that a
            signature, a pack, a decision or a person names.
    """
    zone = ZoneInfo(time_zone)
    ordered = sorted(snapshots, key=lambda one: one.number)
    month_ends = {_month(one.created_at, zone): one.id for one in ordered}
    stays = {*kept, *month_ends.values()}
    return frozenset(
        one.id for one in ordered if one.id not in stays and now - one.created_at > ALL_KEPT
    )


def _month(moment: datetime, zone: tzinfo) -> tuple[int, int]:
    local = moment.astimezone(zone)
    return local.year, local.month
