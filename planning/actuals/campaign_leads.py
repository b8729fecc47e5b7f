"""The leads of campaigns: how many became something, how many were turned down.

A good lead became sales-qualified, led to a deal or was won. A bad one was disqualified
without having come that far. All others are still open.
"""

from __future__ import annotations

from typing import Final

COLUMNS: Final = (
    "month",  # month number of creation, UNDATED where missing
    "campaign",  # text
    "channel",
    "asset",  # text or None
    "leads",  # whole numbers from here, leads by quantity
    "good",
    "bad",
    "won",  # customers so far
    "won_cents",  # their money so far
)
