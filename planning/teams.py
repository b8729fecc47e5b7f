"""The two teams, what they share, and who owns a channel unless told otherwise."""

from __future__ import annotations

from typing import Final, Literal

Team = Literal["marketing", "sales", "joint"]
TEAMS: Final[tuple[Team, ...]] = ("marketing", "sales", "joint")

SALES_SOURCED: Final = "sales-sourced"
"""The channel credited with a deal that sales created and no lead explains."""

UNKNOWN_CHANNEL: Final = "unknown"
"""The channel credited when nothing tells where a deal or lead came from."""

_SALES_CHANNELS: Final = frozenset({"outbound", SALES_SOURCED, "sales sourced"})


def default_channel_team(channel: str) -> Team:
    """Return the team that owns a channel nobody assigned: marketing but for sales' own.

    Example:
        >>> default_channel_team("Webinar"), default_channel_team("Outbound")
        ('marketing', 'sales')
    """
    return "sales" if channel.strip().casefold() in _SALES_CHANNELS else "marketing"
