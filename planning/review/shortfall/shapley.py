"""Shapley values of a product: how far each factor's change moved it, exactly.

A product goes from all its factors before to all of them after. Changing them one by one
gives every factor a step, which depends on the order; the Shapley value is the mean step
over all orders. Fractions go in and come out, so the steps add up to the difference to
the last digit, whatever is zero or negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

Move = tuple[Fraction, Fraction]
"""A factor before and after."""


def weights(factors: Sequence[Move]) -> tuple[Fraction, ...]:
    """Return what one unit of change of each factor is worth.

    Formula: sum over all sets S of the other factors of |S|! (n − 1 − |S|)! / n! times
    the product of those in S after and of the rest before. The sets of one size are the
    coefficients of the product of (before + after · t), so no set is listed.

    Args:
        factors: The factors before and after, in any order.

    Source: Shapley (1953), A Value for n-Person Games; Shorrocks (2013), Decomposition
    Procedures for Distributional Analysis, for its use on differences.

    Example:
        >>> two = Fraction(2), Fraction(4)
        >>> weights([two, (Fraction(3), Fraction(5))])
        (Fraction(4, 1), Fraction(3, 1))
    """
    size = len(factors)
    share = [Fraction(factorial(k) * factorial(size - 1 - k), factorial(size)) for k in range(size)]
    found = []
    for left_out in range(size):
        sums = [Fraction(1)]
        for at, (before, after) in enumerate(factors):
            if at != left_out:
                sums = [
                    before * low + after * high
                    for low, high in zip([*sums, Fraction(0)], [Fraction(0), *sums], strict=True)
                ]
        found.append(sum((s * w for s, w in zip(sums, share, strict=True)), Fraction(0)))
    return tuple(found)


def effects(factors: Sequence[Move]) -> tuple[Fraction, ...]:
    """Return the Shapley value of each factor; they add up to the product's difference.

    Example:
        >>> [int(it) for it in effects([(Fraction(2), Fraction(4)), (Fraction(3), Fraction(5))])]
        [8, 6]
    """
    return tuple(
        (after - before) * worth
        for (before, after), worth in zip(factors, weights(factors), strict=True)
    )
