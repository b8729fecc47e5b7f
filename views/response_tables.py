"""What money brings as tables: all channels, and both leaders' answers about one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from planning.model.assuming.judged import Answers
from views.assumptions import MARKS
from views.formats import UNDEFINED, short, visible
from views.response_pictures import Expected

if TYPE_CHECKING:
    import pandas as pd

ASKED: Final = ("With no money", "With today's money", "With half as much again")


def answers_frame(answers: Sequence[Answers], found: Expected) -> pd.DataFrame:
    """Return leads a month as each leader answered, and as they stand; marketing left."""
    import pandas as pd

    told: dict[str, list[str]] = {"Leads a month": list(ASKED)}
    for team in ("marketing", "sales"):
        one = next((it for it in answers if it.team == team), None)
        cells = (None, None, None) if one is None else (one.none, one.now, one.more)
        told[team.capitalize()] = [UNDEFINED if it is None else short(it) for it in cells]
    stands = (found.none, found.now, found.more)
    told["Taken"] = [UNDEFINED if it is None else short(it) for it in stands]
    return pd.DataFrame(told)


def channels_frame(every: Sequence[Expected], currency: str) -> pd.DataFrame:
    """Return what is expected of every channel, those with most money first."""
    import pandas as pd

    rows = [
        {
            "Channel": visible(it.channel.name),
            "Source": f"{MARKS[it.source]} {it.source}",
            f"Money a month, {currency}": it.channel.spend,
            "Leads a month": it.channel.leads,
            "With half as much again": it.more,
            "at least": it.low,
            "at most": it.high,
            "Months": it.months,
            "Note": it.note,
        }
        for it in sorted(every, key=lambda it: -it.channel.spend)
    ]
    return pd.DataFrame(rows)
