"""Wins and losses in words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from planning.review.wins.common import Common
from planning.review.wins.quarter import Quarter
from planning.review.wins.rates import Compared, Verdict
from planning.review.wins.reasons import Share, Unsaid
from planning.review.wins.traits import UNTOUCHED
from views.formats import UNDEFINED, change, counted, likely, percent, visible

if TYPE_CHECKING:
    import pandas as pd

CUT_NAMES: Final = {
    "region": "Region",
    "segment": "Segment",
    "channel": "Source",
    "product": "Product",
    "motion": "Motion",
}
"""What a cut is called on screen; the source of a deal is the channel it is credited to."""

TRAIT_NAMES: Final = {
    "segment": "Segment",
    "region": "Region",
    "channel": "Source",
    "product": "Product",
    "motion": "Motion",
    "industry": "Industry",
    "employees": "Employees",
    "size": "Deal size",
    "lead_age": "Lead to deal",
    "touches": "Touches",
    "marketing_touched": "Marketing",
    "sales_touched": "Sales",
}
VERDICTS: Final[dict[Verdict, str]] = {
    "more": "▲ more than chance",
    "less": "▼ more than chance",
    "chance": "within chance",
    "too few": "too few to say",
}
_FOUND: Final = {
    "more often": "▲ won more often",
    "less often": "▼ won less often",
    "chance": "may be chance",
    "too few": "too few to say",
}


CUT_NOTES: Final = (
    "A change is called more than chance by Fisher's exact test, corrected for all groups of all "
    "cuts (Benjamini and Hochberg). “Pulled to all” draws a small group's rate towards the others'."
)


def true_sentence(whole: Compared, name: str, before: str) -> str:
    """Say how often deals were won in a quarter, and whether that changed.

    Args:
        whole: All deals against the quarter before.
        name: The quarter in words.
        before: The quarter before in words.
    """
    rate = whole.now.by_count
    if rate is None:
        return f"No deal was closed in {name}."
    closed = counted(whole.now.closed, "deal")
    told = f"{percent(rate)} of {closed} closed in {name} {_were(whole.now.closed)} won"
    moved = change(rate, whole.before.by_count, "fraction")
    if moved is None:
        return f"{told}; none was closed in {before}."
    if whole.verdict == "too few":
        return f"{told}; too few deals to compare with {before}."
    chance = "may be chance" if whole.verdict == "chance" else "more than chance explains"
    return f"{told}, {moved} against {before}: {chance}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def group_name(label: str | None, by: str) -> str:
    """Return what a group is called.

    Example:
        >>> group_name("DACH", "region"), group_name(None, "channel")
        ('DACH', 'No source')
    """
    return visible(label) if label is not None else f"No {CUT_NAMES[by].casefold()}"


def cut_finding(groups: Sequence[Compared], by: str, before: str) -> str:
    """Say which group's win rate changed most by more than chance."""
    moved = [one for one in groups if one.verdict in ("more", "less")]
    noun = CUT_NAMES[by].casefold()
    if not moved:
        enough = any(one.verdict == "chance" for one in groups)
        why = "changed by more than chance" if enough else "has enough deals to compare"
        return f"No {noun} {why} since {before}"
    first = max(moved, key=lambda one: abs(one.change or 0.0))
    points = change(first.now.by_count, first.before.by_count, "fraction")
    return f"{group_name(first.label, by)} moved most since {before}: {points}"


def share_finding(shares: Sequence[Share], noun: str, before: str) -> str:
    """Say what deals were lost to most, and whether anything became more or less."""
    first = shares[0]
    told = f"{visible(first.label)} is the {noun} of {counted(first.lost, 'lost deal')}"
    moved = [one for one in shares if one.verdict in ("more", "less")]
    if not moved:
        return f"{told}; nothing moved by more than chance"
    most = max(moved, key=lambda one: abs((one.share or 0) - (one.before or 0)))
    points = change(most.share, most.before, "fraction")
    return f"{told}; {visible(most.label)} moved {points} since {before}"


def unsaid_words(regions: Sequence[Unsaid]) -> str:
    """Say how many lost deals give no reason, and who could add it."""
    unsaid, lost = sum(one.unsaid for one in regions), sum(one.lost for one in regions)
    if not lost:
        return "No deal was lost."
    if not unsaid:
        return f"Each of {counted(lost, 'lost deal')} gives a reason."
    return (
        f"{counted(unsaid, 'lost deal')} of {lost:,} ({percent(unsaid / lost)}) "
        f"{'gives' if unsaid == 1 else 'give'} no reason. "
        "Whoever closed a deal in sales can add it in the CRM."
    )


def common_sentence(one: Common) -> str:
    r"""Say how much more often deals with a trait were won than the others.

    Example:
        >>> common_sentence(Common("region", "DACH", 41, 100, 14, 50, 1, 1, 1))
        'Deals of DACH were won 41\xa0% of the time, others 28\xa0% (n = 100 and 50)'
    """
    return (
        f"Deals {_that(one)} were won {percent(one.rate)} of the time, "
        f"others {percent(one.others_rate)} (n = {one.closed:,} and {one.others_closed:,})"
    )


def _that(one: Common) -> str:
    level = visible(one.level)
    if one.trait.endswith("_touched"):
        team = one.trait.removesuffix("_touched")
        verb = "never touched" if one.level == UNTOUCHED else "touched"
        return f"that {team} {verb} before close"
    places: dict[str, str] = {
        "segment": f"of segment {level}",
        "region": f"of {level}",
        "channel": f"of source {level}",
        "product": f"for {level}",
        "motion": f"of motion {level}",
        "industry": f"in {level}",
        "employees": f"with firms of {level} employees",
        "size": f"of the {level} by amount",
        "lead_age": f"made {level} after their lead came",
        "touches": f"of the {level} by touches",
    }
    return places[one.trait]


def trait_name(one: Common) -> str:
    """Return a trait as a short label.

    Example:
        >>> trait_name(Common("segment", "Small", 1, 2, 1, 2, 1, 1, 1))
        'Segment: Small'
    """
    return f"{TRAIT_NAMES[one.trait]}: {visible(one.level)}"


def found_words(one: Common) -> str:
    """Say in two words what a trait goes along with."""
    return _FOUND[one.found]


def common_notes(quarter: Quarter) -> str:
    """Say what the comparison rests on and what it cannot tell."""
    tested = sum(one.found != "too few" for one in quarter.common)
    return (
        f"In common, not because. {quarter.looked_at:,} deals closed in the year to the end of "
        f"the quarter, without renewals, which are won far more often. {tested} comparisons, "
        "each by Fisher's exact test; of those called more than chance at most 5 % should be "
        "chance (Benjamini and Hochberg). Deals open longer are touched more often."
    )


def cut_frame(groups: Iterable[Compared], by: str, currency: str) -> pd.DataFrame:
    """Lay out win rates of a quarter and the one before, one row per group."""
    import pandas as pd

    heads = [
        CUT_NAMES[by], "Won", "Lost", "Win rate, %", "From, %", "To, %", "Pulled to all, %",
        "Before, %", "Change, points", "Verdict", f"Won, {currency}", f"Lost, {currency}",
        "By value, %", "By value before, %",
    ]  # fmt: skip
    rows = []
    for one in groups:
        low, high = one.now.count_interval or (None, None)
        steady = one.steady[0] if one.steady else None
        rates = (one.now.by_count, low, high, steady, one.before.by_count, one.change)
        values = (one.now.by_value, one.before.by_value)
        rows.append(
            [
                group_name(one.label, by), one.now.won, one.now.lost,
                *map(_points, rates), VERDICTS[one.verdict],
                one.now.won_cents / 100, one.now.lost_cents / 100, *map(_points, values),
            ]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def share_frame(shares: Iterable[Share], head: str, currency: str) -> pd.DataFrame:
    """Lay out reasons or competitors, one row each."""
    import pandas as pd

    heads = [head, "Lost deals", f"Lost, {currency}", "Share, %", "From, %", "To, %", "Before, %",
             "Verdict"]  # fmt: skip
    rows = []
    for one in shares:
        low, high = one.interval or (None, None)
        points = map(_points, (one.share, low, high, one.before))
        label = visible(one.label)
        rows.append([label, one.lost, one.cents / 100, *points, VERDICTS[one.verdict]])
    return pd.DataFrame(rows, columns=heads)


def unsaid_frame(regions: Iterable[Unsaid]) -> pd.DataFrame:
    """Lay out lost deals without a reason, one row per region."""
    import pandas as pd

    rows = [
        [group_name(one.region, "region"), one.unsaid, one.lost, _points(one.unsaid / one.lost)]
        for one in regions
        if one.lost
    ]
    return pd.DataFrame(rows, columns=["Region", "Without a reason", "Lost deals", "Share, %"])


def common_frame(found: Iterable[Common]) -> pd.DataFrame:
    """Lay out what won deals have in common, one row per trait."""
    import pandas as pd

    heads = ["Trait", "Won", "Closed", "Win rate, %", "Others, %", "Lift", "From", "To",
             "As counted", "May be chance", "Verdict"]  # fmt: skip
    rows = [
        [trait_name(one), one.won, one.closed, _points(one.rate), _points(one.others_rate),
         *(_times(end) for end in (one.lift, one.low, one.high, one.seen_lift)),
         UNDEFINED if one.found == "too few" else likely(one.corrected), found_words(one)]
        for one in found
        if one.closed and one.others_closed
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def _points(fraction: float | None) -> float | None:
    return None if fraction is None else fraction * 100


def _times(lift: float | None) -> str:
    return UNDEFINED if lift is None else f"{lift:.2f}"
