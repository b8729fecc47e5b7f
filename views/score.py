"""The lead score in words and tables: how good it is, what it hands over, what it must not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import numpy as np
from pydantic import JsonValue

from planning.actuals.lead_sample import LeadSample
from planning.actuals.scoring.back_test import BackTest, Band, band_of
from planning.actuals.scoring.campaigns import CampaignQuality
from planning.actuals.scoring.separation import Separation
from planning.agreed.accounts.conditions import OWN, Condition, attribute_told
from planning.review.leads.lead_leaks import ACCOUNT, OF_ACCOUNTS, LeadLeaks, column_told
from planning.review.leads.score import WAIT_DAYS
from planning.review.leads.score_standing import ScoreStanding, is_open
from planning.review.leads.score_suggestion import Suggestion
from views.formats import counted, percent, whole

if TYPE_CHECKING:
    import pandas as pd

NO_SCORE: Final = "No lead score is agreed yet."
_NAMED: Final = 4


def true_sentence(stands: ScoreStanding | None) -> str:
    """Say how good the agreed score is.

    Args:
        stands: Where it stands; None while no rule is agreed.
    """
    if stands is None:
        return NO_SCORE
    test = stands.honest or stands.test
    if test.is_thin or test.separation is None:
        return (
            f"{counted(test.won, 'win')} among {counted(test.cases, 'lead')} old enough: too few "
            "to say how good the score is."
        )
    top = test.bands[-1]
    lead = f"Leads with {points_of(top)} points were won {_times(top)} as often as all"
    return f"{lead}; the score is right in {pairs_words(test.separation)}."


def pairs_words(found: Separation) -> str:
    r"""Say how often a score is right about a winner and another lead.

    Example:
        >>> pairs_words(Separation(0.778, 0.755, 0.799, 300, 9000)).replace("\u00a0", " ")
        '78 of 100 pairs (76 to 80)'
    """
    low, high = round(found.low * 100), round(found.high * 100)
    return f"{round(found.auc * 100)} of 100 pairs ({low} to {high})"


def points_of(band: Band) -> str:
    """Write the points of a band.

    Example:
        >>> points_of(Band(9.6, 29.2, 1, 0, None, None, None, 0, 0, 0, None))
        '10 to 29'
    """
    low, high = _whole(band.low), _whole(band.high)
    return low if low == high else f"{low} to {high}"


def _whole(value: float) -> str:
    return f"{round(value):d}".replace("-", "\u2212")


def _times(band: Band) -> str:
    if band.lift is None:
        return "never"
    return f"{band.lift:.1f} times"


def footing(test: BackTest, sample: LeadSample) -> str:
    """Say which leads the back-test rests on."""
    lines = [f"{counted(test.cases, 'lead')}, {whole(test.won)} won"]
    if test.mature_days is not None:
        lines[0] = (
            f"{counted(test.cases, 'lead')} at least {test.mature_days} days old, "
            f"{whole(test.won)} won; {whole(test.left_out)} younger ones left out"
        )
        lines.append(f"each as it stood {WAIT_DAYS} days after it came in, or before its outcome")
    if not sample.is_whole:
        part = f"{whole(len(sample.leads))} of {whole(sample.rows)} leads, always the same ones"
        lines.append(part)
    return " · ".join(lines)


def findings(stands: ScoreStanding) -> list[str]:
    """Say what the score hands over, and how it does beside others."""
    test, told = stands.test, []
    if test.handed is not None:
        over = test.handed
        monthly = "" if over.a_month is None else f", {whole(over.a_month)} a month"
        caught = (
            "" if over.caught is None else f"; {percent(over.caught)} of all wins are among them"
        )
        told.append(
            f"From {_whole(over.threshold)} points {percent(over.share)} of leads go to sales"
            f"{monthly}{caught}. Without a score as many would hold {percent(over.share)} of the "
            "wins."
        )
    else:
        told.append("No threshold is agreed, so the score hands nothing over.")
    if stands.honest is not None and stands.honest.separation and test.separation:
        told.append(_tainted(stands, test.separation, stands.honest.separation))
    if test.of_source is not None and test.on_same is not None:
        told.append(
            f"The score of the CRM, as it stands today, is right in {pairs_words(test.of_source)}"
            f"; on the same leads the agreed one in {pairs_words(test.on_same)}. The CRM's may "
            "know more than could be known then."
        )
    odd = [points_of(band) for band in (stands.honest or test).surprises]
    if odd:
        told.append(f"Later leads with {', '.join(odd)} points did not do as earlier ones.")
    return told


def _tainted(stands: ScoreStanding, whole_auc: Separation, honest: Separation) -> str:
    names = [attribute_told(it).lower() for it in stands.tainted]
    what = f"It reads {', '.join(names)}" if names else "It counts touches of accounts"
    return (
        f"{what}, known only after the outcome: with that it seems right in "
        f"{round(whole_auc.auc * 100)} of 100 pairs, without it in {round(honest.auc * 100)}. "
        "The sentence and pictures above leave it out."
    )


def leak_sentence(leaks: LeadLeaks) -> str:
    """Say whether columns are known only after the outcome."""
    if not leaks.is_possible:
        fewer = min(leaks.won, leaks.others)
        return f"{counted(fewer, 'lead')} of one outcome: too few to tell what is known afterwards."
    sure = [column_told(it.column) for it in leaks.leaks if it.verdict == "known afterwards"]
    looked = f"Of {counted(leaks.checked, 'column')} looked at"
    if not leaks.leaks:
        return f"{looked} none is filled in as if the outcome were known."
    if not sure:
        return f"{looked} none is surely known only afterwards; {len(leaks.leaks)} may be."
    names = ", ".join(sure[:_NAMED])
    more = f" and {len(sure) - _NAMED} more" if len(sure) > _NAMED else ""
    verb = "is" if len(sure) == 1 else "are"
    return f"{looked} {len(sure)} {verb} known only after the outcome: {names}{more}."


def named(leaks: LeadLeaks) -> list[tuple[str, str]]:
    """Return each column named, with the verdict and what gives it away."""
    return [
        (column_told(it.column), f"{it.verdict}. {_reason(it.column, it.reason)}")
        for it in leaks.leaks
    ]


def leak_frame(leaks: LeadLeaks) -> pd.DataFrame:
    """Lay out the columns named, with what gives each away."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Column": [column_told(it.column) for it in leaks.leaks],
            "Verdict": [it.verdict.capitalize() for it in leaks.leaks],
            "What gives it away": [_reason(it.column, it.reason) for it in leaks.leaks],
            "Right alone, of 100 pairs": [round(it.auc * 100) for it in leaks.leaks],
        }
    )


def _reason(column: str, reason: str) -> str:
    # A reason may name another column, as the facts do.
    reason = reason.replace(f"“{OWN}", "“")
    if column != ACCOUNT:
        return reason
    names = ", ".join(attribute_told(it).lower() for it in OF_ACCOUNTS)
    return f"{reason} So is all that an account tells: {names}."


def suggestion_sentence(found: Suggestion | None) -> str:
    """Say how good suggested points are on leads they were not made from."""
    if found is None or found.tested is None:
        return "Too few leads were won to suggest points."
    told = (
        f"Made from {counted(found.cases, 'earlier lead')}, of which {whole(found.won)} were won; "
        f"on the later ones they are right in {pairs_words(found.tested)}"
    )
    if found.agreed is None:
        return f"{told}."
    return f"{told}, the agreed ones in {pairs_words(found.agreed)}."


def suggestion_frame(found: Suggestion) -> pd.DataFrame:
    """Lay out suggested rules."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Rule": [rule_told(cells) for cells in found.rules],
            "Points": [int(str(cells["points"])) for cells in found.rules],
            "Why": [str(cells["reason"]) for cells in found.rules],
        }
    )


def rule_told(cells: Mapping[str, JsonValue]) -> str:
    """Return a rule's condition in words.

    Example:
        >>> rule_told({"rule": "hand over from", "points": 30})
        'Hand over from'
    """
    if cells.get("rule") == "hand over from":
        return "Hand over from"
    told = Condition.of(dict(cells)).told
    return told[:1].upper() + told[1:]


def campaign_frame(found: CampaignQuality, currency: str) -> pd.DataFrame:
    """Lay out campaigns with volume, quality and cost."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Campaign": [it.name for it in found.campaigns],
            "Verdict": [it.verdict.capitalize() for it in found.campaigns],
            "Leads": [it.leads for it in found.campaigns],
            "Won": [it.won for it in found.campaigns],
            "Expected share won": [percent(it.share) for it in found.campaigns],
            "Between": [f"{percent(it.low)} and {percent(it.high)}" for it in found.campaigns],
            f"Cost per lead, {currency}": [
                None if (cost := it.cost_per_lead_cents) is None else round(cost / 100, 2)
                for it in found.campaigns
            ],
        }
    )


def scores_frame(sample: LeadSample, stands: ScoreStanding, link: str | None) -> pd.DataFrame:
    """Lay out the leads sales may still work, most points first.

    Args:
        sample: The leads.
        stands: Where the score stands.
        link: Address of a record in the CRM, `{id}` replaced; None for no column.
    """
    import pandas as pd

    open_ones = is_open(sample)
    leads, today = sample.leads[open_ones], stands.today
    points = today.points[open_ones]
    frame = pd.DataFrame(
        {
            "lead_id": leads["lead_id"].to_numpy(),
            "Score": np.rint(points).astype(int),
            "Band": _bands(points, stands.test.bands),
            "Handed over": np.where(today.handed_over[open_ones], "yes", "no"),
            "Never": np.where(today.never[open_ones], "yes", "no"),
            "Stage": leads["state"].to_numpy(),
            "Channel": leads["channel"].to_numpy(),
            "Created": leads["created_on"].dt.strftime("%Y-%m-%d").to_numpy(),
        }
    )
    if link:
        frame["CRM"] = [link.replace("{id}", quote(it, safe="")) for it in frame["lead_id"]]
    order = np.lexsort((frame["lead_id"].to_numpy(), -points))
    return frame.iloc[order].reset_index(drop=True)


def _bands(
    points: np.ndarray[tuple[int], np.dtype[np.float64]], bands: Sequence[Band]
) -> list[str]:
    if not bands:
        return ["\u2014"] * len(points)
    names = [f"{at} of {len(bands)}" for at in range(1, len(bands) + 1)]
    return [names[at] for at in band_of(points, tuple(bands))]


def scores_sentence(sample: LeadSample, stands: ScoreStanding) -> str:
    """Say how many leads still worked would go to sales today."""
    open_ones = is_open(sample)
    cases = int(open_ones.sum())
    if stands.today.threshold is None:
        return f"{counted(cases, 'lead')} still open, scored today."
    over = int((open_ones & stands.today.handed_over).sum())
    return (
        f"{whole(over)} of {counted(cases, 'open lead')} reach "
        f"{_whole(stands.today.threshold)} points today."
    )
