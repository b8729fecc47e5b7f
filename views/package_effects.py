"""What a package does to the year, as people read it: one sentence and two figures."""

from __future__ import annotations

from typing import Final

from planning.errors import TandemError
from planning.model.advising.package_effect import PackageEffect
from views.formats import short
from views.moved_figures import LEAST, Moved, more_or_less, moved

SAME: Final = "as without it"


def effect_words(effect: PackageEffect, currency: str) -> str:
    """Say where the year lands with a package.

    Example:
        >>> from planning.model.advising.package_effect import Landing
        >>> found = PackageEffect(Landing(13_200_000, 28_100.0), Landing(13_320_000, 27_900.0))
        >>> effect_words(found, "EUR").replace("\u00a0", " ")
        'With it the year lands at 13.3 M EUR of revenue, 120 k more; a customer costs 27.9 k, 200 less.'
    """  # noqa: E501 - a sentence as it stands on screen
    revenue, cac = effect.revenue, effect.cac
    if abs(revenue) < LEAST and abs(cac or 0.0) < LEAST:
        return "It leaves revenue and CAC of the year as they are."
    said = f"With it the year lands at {short(effect.taken.revenue)} {currency} of revenue, "
    said += more_or_less(revenue, SAME)
    if effect.taken.cac is None or cac is None:
        return f"{said}; what a customer costs cannot be told."
    return f"{said}; a customer costs {short(effect.taken.cac)}, {more_or_less(cac, SAME)}."


def figures(effect: PackageEffect, currency: str) -> tuple[Moved, Moved]:
    """Return revenue and CAC with a package."""
    return (
        moved(f"Revenue, {currency}", effect.taken.revenue, effect.revenue, +1, same=SAME),
        moved(f"CAC, {currency}", effect.taken.cac, effect.cac, -1, same=SAME),
    )


def untold_words(refusal: TandemError) -> str:
    """Say why the effect cannot be told.

    Example:
        >>> untold_words(TandemError("Every month of Plan 2025 is over."))
        'What it does to revenue cannot be told: every month of Plan 2025 is over.'
    """
    why = refusal.what[:1].lower() + refusal.what[1:]
    return f"What it does to revenue cannot be told: {why}"
