"""Promises kept in words and as a table, by team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from planning.teams import TEAMS, Team
from planning.together.decisions import Question
from planning.together.promises import Kept
from views.formats import UNDEFINED, counted, percent
from views.targets import TEAM_WORDS

if TYPE_CHECKING:
    import pandas as pd

ACTIONS: Final = ("Team", "Kept", "95 % interval", "In time", "Late", "Still open", "Not yet due")
TARGETS: Final = ("Team", "Kept", "95 % interval", "Met", "Missed", "Not known")


def promises_words(actions: Mapping[Team, Kept], targets: Mapping[Team, Kept]) -> str:
    """Say how many actions and targets of all teams were kept.

    Example:
        >>> promises_words({"sales": Kept(3, 1)}, {})
        '3 of 4 actions of the last 13 weeks were done by the day first promised.'
        >>> promises_words({}, {})
        'Nothing that was promised has come due yet.'
    """
    told = []
    for kept, what in (
        (actions, "actions of the last 13 weeks were done by the day first promised"),
        (targets, "targets that ended in the last four quarters were met"),
    ):
        of = sum(one.judged for one in kept.values())
        if of:
            told.append(f"{sum(one.kept for one in kept.values())} of {of} {what}.")
    return " ".join(told) or "Nothing that was promised has come due yet."


def effects_words(found: Iterable[Question]) -> str:
    """Say how many decisions brought what was expected; empty before any can be judged.

    Example:
        >>> effects_words(())
        ''
    """
    judged = [one.effect.standing for one in found if one.effect is not None]
    came = judged.count("came")
    of = came + judged.count("did not come")
    return f"The expected effect came for {came} of {counted(of, 'decision')}." if of else ""


def kept_frame(kept: Mapping[Team, Kept], heads: tuple[str, ...] = ACTIONS) -> pd.DataFrame:
    """Return one row per team that promised something.

    Args:
        kept: By team.
        heads: `ACTIONS` or `TARGETS`, which are never late.
    """
    import pandas as pd

    rows = []
    for team in TEAMS:
        one = kept.get(team, Kept())
        if not (one.judged or one.waiting):
            continue
        share = UNDEFINED if one.share is None else percent(one.share)
        between = one.between
        span = "" if between is None else f"{percent(between[0])} to {percent(between[1])}"
        late = () if heads == TARGETS else (one.late,)
        rows.append((TEAM_WORDS[team], share, span, one.kept, *late, one.missed, one.waiting))
    return pd.DataFrame(rows, columns=list(heads))
