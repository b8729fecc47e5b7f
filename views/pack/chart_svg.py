"""Charts on paper: the same specifications as on screen, drawn as vectors in light colours.

Their text stays text in the bundled Source Sans 3, so that a printed chart can be searched
and looks alike on every machine.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from views.charts import Chart, Spec
from views.theme import CHART_ORDER, LIGHT

FONTS: Final = Path(__file__).parent / "fonts"
FONT: Final = "Source Sans 3"
_MEASURED: Final = "Liberation Sans"
"""What letters are measured with while a chart is laid out. The renderer brings it along on
every machine, but does not know a family whose name ends in a digit, registered or not. Its
letters are a little wider, so what fits with it fits in Source Sans 3 too."""

_TEXT: Final = re.compile(r"<text\b[^>]*>")
"""A tag of text; within the text itself the sign that begins one is escaped."""

_GRID: Final = "#D5DAE2"
_LOOKS: Final[dict[str, Any]] = {
    "font": _MEASURED,
    "background": None,
    "aria": False,
    "range": {"category": [getattr(LIGHT, word) for word in CHART_ORDER]},
    "axis": {
        "labelColor": LIGHT.muted,
        "titleColor": LIGHT.muted,
        "titleFontWeight": 400,
        "gridColor": _GRID,
    },
}


def svg(chart: Chart, width: int, height: int | None = None) -> str:
    """Draw a chart as SVG.

    Args:
        chart: The chart.
        width: Pixels, labels included.
        height: Pixels of the plot; None keeps the chart's own.
    """
    sized: Spec = {
        **chart.spec,
        "width": width,
        "height": chart.spec["height"] if height is None else height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 2,
        "config": _merged(_LOOKS, chart.spec.get("config", {})),
    }
    return _drawn(json.dumps(sized))


def _merged(looks: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return looks with a chart's own over them."""
    found = dict(looks)
    for key, value in own.items():
        before = found.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        found[key] = _merged(before, value) if both else value  # type: ignore[arg-type]
    return found


@lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    import vl_convert as vlc

    # No address may be asked for data: a chart brings its own.
    found: str = vlc.vegalite_to_svg(spec, allowed_base_urls=[])
    return _TEXT.sub(_in_the_bundled_font, found)


def _in_the_bundled_font(tag: re.Match[str]) -> str:
    return tag[0].replace(f'"{_MEASURED}"', f"\"'{FONT}'\"")
