"""The colours and sizes everything people look at is made of.

`.streamlit/config.toml` repeats the colours for the screen (a test compares them), so a
page names a colour by its Streamlit word and follows light and dark by itself.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from planning.teams import Team


class Palette(BaseModel):
    """The colours of one appearance, as hexadecimal RGB."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    marketing: str
    sales: str
    joint: str
    good: str
    bad: str
    watch: str
    text: str
    muted: str
    ground: str
    raised: str


LIGHT: Final = Palette(
    marketing="#0B6FB8",
    sales="#C2500A",
    joint="#3A4252",
    good="#00705A",
    bad="#B3261E",
    watch="#7A5A00",
    text="#1B2230",
    muted="#5B6575",
    ground="#FFFFFF",
    raised="#F5F7FA",
)
DARK: Final = Palette(
    marketing="#6BB6F0",
    sales="#F59A5B",
    joint="#DDE3EC",
    good="#4CC9A4",
    bad="#FF8A80",
    watch="#E6C15A",
    text="#E8ECF3",
    muted="#A3ADBD",
    ground="#10151F",
    raised="#18202D",
)

CHART_ORDER: Final = ("marketing", "sales", "joint", "text", "muted", "bad")
"""Charts colour by these words; the theme's chart colours stand in the same order."""

STREAMLIT_WORD: Final[dict[str, str]] = {
    "marketing": "blue",
    "sales": "orange",
    "joint": "violet",
    "good": "green",
    "bad": "red",
    "watch": "yellow",
    "muted": "gray",
}
"""Streamlit's word for each token; its theme is set so that the word gives the colour."""

CHART_HEIGHT: Final = 344
"""Pixels; the same for every chart of a row, so that nothing jumps."""


def team_word(team: Team) -> str:
    """Return Streamlit's colour word of a team.

    Example:
        >>> team_word("marketing")
        'blue'
    """
    return STREAMLIT_WORD[team]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours by WCAG 2, from 1 to 21.

    Example:
        >>> contrast("#000000", "#FFFFFF")
        21.0
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
