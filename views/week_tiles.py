"""The tiles of the week, marketing's, both teams' and sales': the same on screen and paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planning.actuals.change import Change
from planning.actuals.figures import Figure
from planning.actuals.scorecard import trend
from planning.actuals.slices import Slice
from planning.periods import Period
from planning.teams import Team
from planning.together.month_targets import MonthPace
from planning.together.pipeline_status import PipelineStatus
from views.tiles import TREND_MONTHS, earlier_words, tile
from views.week import WEEK_TILES, WeekTile, pipeline_tile, tile_of

_PLACE: Final = 1
"""Where among the tiles of sales that of the open pipeline stands."""


def week_tiles(
    part: Slice,
    month: int,
    figures: Mapping[str, Figure],
    moved: Mapping[str, Change],
    paces: Mapping[str, MonthPace],
    status: PipelineStatus,
) -> dict[Team, list[WeekTile]]:
    """Compose the tiles of each team.

    Args:
        part: The company in the month.
        month: Its number.
        figures: Its figures, counter-KPIs among them.
        moved: Each against the month before.
        paces: Those with a target, against it.
        status: What is open.
    """
    months = range(month + 1 - TREND_MONTHS, month + 1)
    currency = part.context.company.currency
    words = earlier_words(Period(start=month, end=month + 1))
    found: dict[Team, list[WeekTile]] = {}
    for team, keys in WEEK_TILES.items():
        found[team] = []
        for key in keys:
            line = trend(part, None, key, None, months)
            drawn = tile(team, figures, key, moved.get(key), line, words, currency)
            found[team].append(tile_of(drawn, paces.get(key), figures[key].number))
    found["sales"].insert(_PLACE, pipeline_tile(status, currency))
    return found
