"""A suggestion of owners in sentences: how even, how good, what is left."""

from __future__ import annotations

from planning.model.covering.suggesting import Suggestion


def sentences(suggestion: Suggestion, balance: float) -> tuple[str, ...]:
    """Say how even the loads are, how near the best the worth is, and what has no owner.

    Args:
        suggestion: The suggestion.
        balance: How far a load may lie from the even share, as it was asked for.
    """
    told = [_evenness(suggestion, balance)]
    if suggestion.bound > 0 and suggestion.suggested:
        told.append(
            f"It keeps all but {_percent(suggestion.gap)} of the best that is possible "
            "with such loads."
        )
    if suggestion.left_out:
        count = len(suggestion.left_out)
        reasons = sorted({it.reason for it in suggestion.left_out})
        accounts = "1 account stays" if count == 1 else f"{count:,} accounts stay"
        told.append(f"{accounts} without an owner. {' '.join(reasons[:3])}")
    return tuple(told)


def _evenness(suggestion: Suggestion, balance: float) -> str:
    even = f"the even {suggestion.even:,.0f} touches a month"
    outside = [it for it in suggestion.loads if not it.within]
    if not outside:
        return f"Every load lies within {balance * 100:.0f} % of {even}."
    above = sum(it.after > suggestion.high and it.accounts == 0 for it in outside)
    why = (
        "what they have today is already more"
        if above == len(outside)
        else "what is planned today, capacity, territory and whole accounts allow no less"
    )
    verb = "lies" if len(outside) == 1 else "lie"
    return (
        f"{len(outside)} of {len(suggestion.loads)} loads {verb} more than "
        f"{balance * 100:.0f} % from {even}, by "
        f"{suggestion.beyond:,.1f} touches in all: {why}."
    )


def _percent(fraction: float) -> str:
    value = max(fraction, 0.0) * 100
    if value < 0.01:
        return "under 0.01 %"
    return f"{value:.2f} %" if value < 1 else f"{value:.1f} %"
