"""Suggested owners and programmes in words and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from planning.model.covering.programmes import SuggestedProgramme
from planning.model.covering.suggesting import Suggestion
from views.formats import counted, visible


def owners_frame(found: Suggestion, currency: str) -> pd.DataFrame:
    """Return accounts with the owner suggested and why, those left out last."""
    rows = [
        (
            visible(one.account.name),
            one.account.tier,
            visible(one.owner.name),
            one.account.value,
            visible(one.reason),
        )
        for one in found.suggested
    ]
    rows += [
        (visible(one.account.name), one.account.tier, "—", one.account.value, visible(one.reason))
        for one in found.left_out
    ]
    return pd.DataFrame(rows, columns=["Account", "Tier", "Owner", f"{currency} a year", "Why"])


def loads_frame(found: Suggestion) -> pd.DataFrame:
    """Return each owner's load before and after, touches a month."""
    return pd.DataFrame(
        {
            "Owner": [visible(one.owner.name) for one in found.loads],
            "Before": [one.before for one in found.loads],
            "After": [one.after for one in found.loads],
            "Even share": [found.even] * len(found.loads),
            "New accounts": [one.accounts for one in found.loads],
            "Within the balance": ["yes" if one.within else "no" for one in found.loads],
        }
    )


def programmes_words(found: Sequence[SuggestedProgramme]) -> str:
    """Say for how many accounts there is a programme, and which comes most often.

    Example:
        >>> one = SuggestedProgramme("A", "Fairs", 0.04, 90, 4, "Worked.")
        >>> programmes_words([one])
        'Fairs comes most often: for 1 of 1 account. Accounts alike bought most after it.'
    """
    names = [one.programme for one in found]
    first = max(dict.fromkeys(names), key=names.count)
    return (
        f"{first} comes most often: for {names.count(first):,} of "
        f"{counted(len(found), 'account')}. Accounts alike bought most after it."
    )


def programmes_frame(
    found: Sequence[SuggestedProgramme], names: Callable[[str], str]
) -> pd.DataFrame:
    """Return accounts with the programme suggested and why.

    Args:
        found: The suggestions.
        names: Names an account by its id.
    """
    return pd.DataFrame(
        {
            "Account": [visible(names(one.account)) for one in found],
            "Programme": [visible(one.programme) for one in found],
            "Why": [visible(one.reason) for one in found],
        }
    )
