"""Shares as they stand in sentences."""

from __future__ import annotations


def percent(share: float, decimals: int = 0) -> str:
    r"""Return a share in percent, its sign set apart without a line break.

    Args:
        share: A fraction.
        decimals: Digits after the point.

    Example:
        >>> percent(0.534), percent(0.534, 1)
        ('53\xa0%', '53.4\xa0%')
    """
    return f"{share:.{decimals}%}".replace("%", "\u00a0%")
