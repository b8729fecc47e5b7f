"""What a package does to the year, as people read it: one sentence and two figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from planning.errors import TandemError
from planning.model.advising.package_effect import PackageEffect
from views.formats import UNDEFINED, short

_LEAST: Final = 0.5
"""Changes below this are no change."""


@dataclass(frozen=True)
class Moved:
    """One figure with the package and how far that is from where it lands without.

    Attributes:
        label: What it is, with its unit.
        value: With the package.
        delta: Sign and size of the change.
        arrow: Its direction; off where nothing changes.
        word: What the change means.
        colour: Good, bad or neither, as the screen's metric names it.
    """

    label: str
    value: str
    delta: str
    arrow: Literal["up", "down", "off"]
    word: str
    colour: Literal["normal", "inverse", "off"]


def effect_words(effect: PackageEffect, currency: str) -> str:
    """Say where the year lands with a package.

    Example:
        >>> from planning.model.advising.package_effect import Landing
        >>> found = PackageEffect(Landing(13_200_000, 28_100.0), Landing(13_320_000, 27_900.0))
        >>> effect_words(found, "EUR").replace("\u00a0", " ")
        'With it the year lands at 13.3 M EUR of revenue, 120 k more; a customer costs 27.9 k, 200 less.'
    """  # noqa: E501 - a sentence as it stands on screen
    revenue, cac = effect.revenue, effect.cac
    if abs(revenue) < _LEAST and abs(cac or 0.0) < _LEAST:
        return "It leaves revenue and CAC of the year as they are."
    said = f"With it the year lands at {short(effect.taken.revenue)} {currency} of revenue, "
    said += _moved(revenue)
    if effect.taken.cac is None or cac is None:
        return f"{said}; what a customer costs cannot be told."
    return f"{said}; a customer costs {short(effect.taken.cac)}, {_moved(cac)}."


def _moved(change: float) -> str:
    if abs(change) < _LEAST:
        return "as without it"
    return f"{short(abs(change))} {'more' if change > 0 else 'less'}"


def figures(effect: PackageEffect, currency: str) -> tuple[Moved, Moved]:
    """Return revenue and CAC with a package."""
    return (
        _figure("Revenue of the year", currency, effect.taken.revenue, effect.revenue, +1),
        _figure("CAC of the year", currency, effect.taken.cac, effect.cac, -1),
    )


def _figure(
    label: str, currency: str, value: float | None, change: float | None, better: int
) -> Moved:
    head = f"{label}, {currency}"
    if value is None or change is None or abs(change) < _LEAST:
        shown = UNDEFINED if value is None else short(value)
        return Moved(head, shown, "0", "off", "as without it", "off")
    sign, arrow = ("+", "up") if change > 0 else ("−", "down")
    word = "better" if change * better > 0 else "worse"
    colour = "normal" if better > 0 else "inverse"
    return Moved(head, short(value), f"{sign}{short(abs(change))}", arrow, word, colour)  # type: ignore[arg-type]  # one of the literals


def untold_words(refusal: TandemError) -> str:
    """Say why the effect cannot be told.

    Example:
        >>> untold_words(TandemError("Every month of Plan 2025 is over."))
        'What it does to revenue cannot be told: every month of Plan 2025 is over.'
    """
    why = refusal.what[:1].lower() + refusal.what[1:]
    return f"What it does to revenue cannot be told: {why}"
