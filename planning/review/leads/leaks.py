"""Leaks: columns whose values are known only after a lead was won or lost.

A score that reads such a column looks perfect on old leads and tells nothing of a new one.
Nothing here knows a column by its name: what gives a leak away is how it is filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from planning.review.leads.leak_dates import day_after, days_of
from planning.review.leads.leak_texts import words_of
from planning.review.leads.leak_twins import overwritten
from planning.review.leads.leak_words import count, said_late
from planning.review.leads.telling import Bools, Ints, Told, folds, together, told_by
from planning.shares import percent

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["known afterwards", "looks like it"]
Step = Callable[[float, str], None]

LEAST: Final = 40
"""Cases of either outcome below which nothing can be told."""

_CERTAIN: Final = 10.0
"""How many times likelier a label must be among one outcome to make it near-certain."""

_STRIKING: Final = 5.0
_ONLY_FILLED: Final = 20.0
_SURELY: Final = 5.0
_SHARE: Final = 0.05
"""Part of an outcome that near-certain labels must cover to count, in both directions."""

_SMALL_SHARE: Final = 0.02
_FILLED_SHARE: Final = 0.1
_FEWEST: Final = 15
_NEAR_PERFECT: Final = 0.9
_BETTER_THAN_ALL: Final = 0.8
_STRONG: Final = 0.7
_WRITTEN: Final = "A word of its texts stands there"
_Z: Final = 3.0
"""Standard errors of doubt, because many columns are looked at."""


@dataclass(frozen=True)
class Leak:
    """A column that should not be part of a score.

    Attributes:
        column: Its name.
        verdict: Known afterwards, or only looking like it.
        reason: What gives it away, in one sentence.
        auc: How well it alone tells winners from the rest.
    """

    column: str
    verdict: Verdict
    reason: str
    auc: float


@dataclass(frozen=True)
class LeakCheck:
    """What the check of a table found.

    Attributes:
        leaks: Columns known afterwards first, each group by how much it tells.
        checked: Columns looked at.
        won, others: Rows of either outcome.
        honest_auc: How well all columns not named tell winners from the rest together.
    """

    leaks: tuple[Leak, ...]
    checked: int
    won: int
    others: int
    honest_auc: float | None

    @property
    def is_possible(self) -> bool:
        """Whether there were cases enough to tell anything."""
        return min(self.won, self.others) >= LEAST


def check_leaks(
    columns: pd.DataFrame,
    won: Bools,
    *,
    created: pd.Series | None = None,
    decided: pd.Series | None = None,
    progress: Step | None = None,
) -> LeakCheck:
    """Name the columns whose values are known only after the outcome.

    A column is named where it is filled in for one outcome only; where some of its labels
    make winning near-certain and others losing, each for many; where alone it is right
    nine times of ten; where it repeats another column but for rows changed later, and the
    change tells the outcome; or where its dates lie after the outcome. Everything a column
    is judged by is counted on rows its labels were not learned from.

    Args:
        columns: One row per lead, one column per thing known of it.
        won: Whether the lead was won.
        created: Day the lead came in, where known.
        decided: Day its outcome was known, where known.
        progress: Told how far the check is (0 to 1) and which column is looked at.

    Returns:
        The columns named with reasons; none where there are too few cases.
    """
    known, lost = int(won.sum()), int((~won).sum())
    if min(known, lost) < LEAST:
        return LeakCheck((), len(columns.columns), known, lost, None)
    part, told, named = folds(len(won)), [], []
    for at, name in enumerate(columns.columns):
        if progress is not None:
            progress(at / len(columns.columns), str(name))
        days = days_of(columns[name])
        read = told_by(
            str(name), columns[name] if days is None else _since(days, created), won, part
        )
        told.append(read)
        late = None if days is None else day_after(days, created, decided)
        if late is not None:
            named.append(Leak(read.name, *late, read.auc))
        elif days is None and (written := _written_after(read, columns[name], won)):
            named.append(written)
    named = list(_named(told, won, part, named))
    plain = [it for it in told if it.name not in {leak.column for leak in named}]
    order = {"known afterwards": 0, "looks like it": 1}
    named.sort(key=lambda it: (order[it.verdict], -it.auc))
    return LeakCheck(tuple(named), len(told), known, lost, together(plain, won, part))


def _since(days: pd.Series, created: pd.Series | None) -> pd.Series:
    import pandas as pd

    if created is not None:
        return (days - pd.to_datetime(created)).dt.days
    return (days - pd.Timestamp("1970-01-01")).dt.days


def _named(told: list[Told], won: Bools, part: Ints, dated: list[Leak]) -> Iterator[Leak]:
    """Judge every column, the plain signs first; a column is named once, gravest first."""
    found = {leak.column: leak for leak in dated}
    for it in told:
        for look in (_filled_for_one, _certain_both_ways, _right_alone):
            leak = look(it, won)
            if leak is not None and _graver(leak, found.get(it.name)):
                found[it.name] = leak
    for name, twin, verdict, reason in overwritten(told, won):
        leak = Leak(name, verdict, reason, next(it.auc for it in told if it.name == name))
        if _graver(leak, found.get(name)):
            found[name] = leak
        # What its twin holds is likely of the same sort: what was last, not what was first.
        if twin not in found and said_late(twin):
            auc = next(it.auc for it in told if it.name == twin)
            told_too = f"It is the twin of “{name}” and by its name tells what came last."
            found[twin] = Leak(twin, "looks like it", told_too, auc)
    rest = [it for it in told if it.name not in found]
    for it in rest:
        leak = _better_than_all(it, rest, won, part) or _by_its_name(it)
        if leak is not None:
            found[it.name] = leak
    yield from found.values()


def _graver(new: Leak, old: Leak | None) -> bool:
    return old is None or (old.verdict == "looks like it" and new.verdict == "known afterwards")


def _filled_for_one(it: Told, won: Bools) -> Leak | None:
    """Look for a column that is filled in, or left blank, for one outcome only."""
    for rows, word in ((it.filled, "filled in"), (~it.filled, "blank")):
        if not 0 < rows.sum() < len(rows):
            continue
        for side, words in ((won, "won"), (~won, "not won")):
            inside, outside = int((rows & side).sum()), int((rows & ~side).sum())
            about, sure = _likelier(inside, int(side.sum()), outside, int((~side).sum()))
            enough = inside >= _FILLED_SHARE * side.sum()
            if enough and about >= _ONLY_FILLED and sure >= _SURELY:
                other = "not won" if words == "won" else "won"
                reason = (
                    f"It is {word} for {count(inside, 'lead')} {words} and for "
                    f"{count(outside, 'lead')} {other}."
                )
                return Leak(it.name, "known afterwards", reason, it.auc)
    return None


def _written_after(it: Told, column: pd.Series, won: Bools) -> Leak | None:
    """Look for notes with a word that only leads of one outcome have; the word is not told."""
    for rows in words_of(column).values():
        found = _filled_for_one(replace(it, filled=rows), won)
        if found is not None and "filled in" in found.reason:
            return replace(found, reason=found.reason.replace("It is filled in", _WRITTEN))
    return None


def _certain_both_ways(it: Told, won: Bools) -> Leak | None:
    """Look for labels that make winning near-certain beside others that make losing so."""
    for least, share, verdict in (
        (_CERTAIN, _SHARE, "known afterwards"),
        (_STRIKING, _SMALL_SHARE, "looks like it"),
    ):
        high, low = it.weight >= np.log(least), it.weight <= -np.log(least)
        for_won, against = int((high & won).sum()), int((high & ~won).sum())
        lost, saved = int((low & ~won).sum()), int((low & won).sum())
        all_won, all_lost = int(won.sum()), int((~won).sum())
        covers = for_won >= max(share * all_won, _FEWEST) and lost >= max(share * all_lost, _FEWEST)
        sure = 0.5 * least
        # Where few leads are won, a label can double the odds again and again and decide nothing.
        decides = for_won >= against
        if (
            covers
            and decides
            and _likelier(for_won, all_won, against, all_lost)[1] >= sure
            and _likelier(lost, all_lost, saved, all_won)[1] >= sure
        ):
            reason = (
                f"Some of its values all but decide it: {_of(for_won, against)} won with one "
                f"sort, {_of(saved, lost)} with another."
            )
            return Leak(it.name, verdict, reason, it.auc)  # type: ignore[arg-type]
    return None


def _of(part: int, rest: int) -> str:
    return f"{part:,} of {part + rest:,}"


def _right_alone(it: Told, won: Bools) -> Leak | None:  # noqa: ARG001 - one signature for all
    """Look for a column that alone is right nine times of ten."""
    if it.auc < _NEAR_PERFECT:
        return None
    reason = f"Alone it tells a lead that was won from another in {percent(it.auc)} of pairs."
    return Leak(it.name, "known afterwards", reason, it.auc)


def _better_than_all(it: Told, rest: list[Told], won: Bools, part: Ints) -> Leak | None:
    """Look for a column that alone tells more than everything else together."""
    if it.auc < _BETTER_THAN_ALL:
        return None
    others = together([other for other in rest if other is not it], won, part)
    if it.auc <= others:
        return None
    reason = (
        f"Alone it is right in {percent(it.auc)} of pairs, all other columns together in "
        f"{percent(others)}."
    )
    return Leak(it.name, "looks like it", reason, it.auc)


def _by_its_name(it: Told) -> Leak | None:
    """Take a late-sounding name as a sign only where the column tells a lot."""
    if it.auc < _STRONG or not said_late(it.name):
        return None
    reason = f"It tells much ({percent(it.auc)} of pairs), and its name speaks of what came last."
    return Leak(it.name, "looks like it", reason, it.auc)


def _likelier(inside: int, among: int, outside: int, rest: int) -> tuple[float, float]:
    """Return how many times likelier something is in one group, and surely so.

    Formula: (inside + ½)/(among + 1) over (outside + ½)/(rest + 1); surely: the lower end
    of the one share over the upper end of the other, Wilson with three standard errors.
    Both are 0 below a few cases.

    Example:
        >>> about, surely = _likelier(100, 200, 0, 300)
        >>> round(about), round(surely)
        (301, 14)
    """
    if inside < _FEWEST:
        return 0.0, 0.0
    about = ((inside + 0.5) / (among + 1)) / ((outside + 0.5) / (rest + 1))
    return about, _end(inside, among, -1) / _end(outside, rest, 1)


def _end(part: int, cases: int, side: int) -> float:
    share, square = part / cases, _Z**2 / cases
    half = _Z * sqrt(share * (1 - share) / cases + square / (4 * cases))
    return (share + square / 2 + side * half) / (1 + square)
