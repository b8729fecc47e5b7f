"""Writing answers: what became of them is said once, with the way back."""

from __future__ import annotations

from typing import Final

from data_sources.planning.saved import Told
from pages.shared.writing import Writing
from planning.agreed.kinds import label


def _clash(told: Told) -> str:
    what = label("assumption", told.cell) if told.cell else "The answer"
    return f"{what} was changed by {told.who} meanwhile. Look at it, then answer again."


WRITING: Final = Writing("assumptions", _clash)
