"""What became of the last write on page Campaigns, told once with the way back."""

from __future__ import annotations

from typing import Final

from data_sources.planning.saved import Told
from pages.shared.writing import Writing


def _clash(told: Told) -> str:
    return f"{told.title} was changed by {told.who} meanwhile. Look at it again."


WRITING: Final = Writing("campaigns", _clash)
