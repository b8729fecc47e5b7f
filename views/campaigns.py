"""Campaigns in words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from planning.review.campaigns.assets import Asset, Helped
from planning.review.campaigns.lines import PlannedLine, Said
from planning.review.campaigns.standing import LEAST, Campaign, Campaigns, Verdict
from planning.together.actions import promise
from views.formats import UNDEFINED, counted, day, percent, short, visible
from views.targets import TEAM_WORDS
from views.week_talk import promise_words

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

VERDICTS: Final[dict[Verdict, str]] = {
    "many good": "▲ many good",
    "many poor": "▼ many poor",
    "few good": "▼ few good",
    "like others": "like others",
    "too few to say": "too few to say",
}
HELPED: Final[dict[Helped, str]] = {
    "helped": "▲ helped",
    "held back": "▼ held back",
    "may be chance": "may be chance",
    "too few to say": "too few to say",
}
NOT_SPLIT: Final = "not split"


def true_sentence(found: Campaigns, when: str) -> str:
    """Say how many campaigns there were, and which stand out."""
    listed = [one for one in found.listed if one.fate.leads or one.spent_cents]
    if not listed:
        return f"No lead and no money names a campaign {when}."
    told = f"{counted(len(listed), 'campaign')} {when}"
    parts = []
    for verdict, words in (
        ("many good", "many good leads"),
        ("many poor", "many poor leads"),
        ("few good", "few good leads"),
    ):
        names = [visible(one.name) for one in listed if one.verdict == verdict]
        if names:
            parts.append(f"{words} from {names[0] if len(names) == 1 else len(names)}")
    if not parts:
        return f"{told}: none stands out from its channel by more than chance."
    return f"{told}: {'; '.join(parts)}."


def notes(found: Campaigns, currency: str) -> str:
    """Say what good, bad and the verdicts mean, and what money names no campaign."""
    words = (
        "Good leads became sales-qualified, led to a deal or were won; bad ones were "
        "disqualified before. Verdicts hold a campaign against the others of its channel in the "
        f"same months, from {LEAST} leads on; of those that stand out at most 5 % should be chance."
    )
    if not found.unnamed_cents:
        return words
    unnamed = short(found.unnamed_cents / 100)
    return f"{words} {unnamed} {currency} of marketing's programme money names no campaign."


def cost_words(one: Campaign, currency: str) -> str:
    """Say what a good lead cost, with its interval.

    Example:
        >>> from planning.review.campaigns.standing import Fate
        >>> cost_words(Campaign("A", None, Fate(9, 4), spent_cents=40_000), "EUR")
        '100 EUR for each good lead (39.1 to 367)'
        >>> cost_words(Campaign("A", None, Fate(9, 4)), "EUR")
        'money is not split by campaign'
    """
    if one.spent_cents is None:
        return "money is not split by campaign"
    if one.cost_per_good is None:
        return "no money" if one.spent_cents <= 0 else "money, but no good lead yet"
    low, high = one.cost_interval
    ends = f"{short(low or 0.0)} to {UNDEFINED if high is None else short(high)}"
    return f"{short(one.cost_per_good)} {currency} for each good lead ({ends})"


def detail_words(one: Campaign, currency: str) -> list[str]:
    """Say what became of a campaign's leads, beside the other campaigns."""
    fate, peers = one.fate, one.peers
    others = "other campaigns of its channel" if one.peers_of == "channel" else "all others"
    parts = f"{fate.good:,} good, {fate.bad:,} bad, {fate.open:,} still open"
    lines = [f"{counted(fate.leads, 'lead')}: {parts}"]
    if fate.good_share is not None and peers.good_share is not None:
        lines.append(
            f"Good: {percent(fate.good_share)}, {others} in the same months "
            f"{percent(peers.good_share)}. Bad: {percent(fate.bad_share or 0)}, they "
            f"{percent(peers.bad_share or 0)}"
        )
    spent = NOT_SPLIT if one.spent_cents is None else f"{short(one.spent_cents / 100)} {currency}"
    lines.append(f"Cost: {spent}; {cost_words(one, currency)}")
    if one.followed is not None:
        within = one.followed.share
        share = UNDEFINED if within is None else percent(within)
        lines.append(
            f"Followed up within the agreed time: {share}; {one.followed.waiting:,} waiting, "
            f"{one.followed.never:,} never followed up"
        )
    worth = f"worth {short(fate.won_cents / 100)} {currency}"
    won = f"{counted(fate.won, 'customer')} so far, {worth}" if fate.won else "No customer so far"
    lines.append(won)
    return lines


def line_words(one: PlannedLine, title: str, currency: str) -> str:
    """Say what a line of the plan still holds."""
    return (
        f"{visible(title)}, {TEAM_WORDS[one.row.team]}: {short(one.left)} {currency} still "
        f"planned, {short(one.committed)} of it promised already"
    )


def said_words(said: Said, today: date, names: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Return an action or decision as a sentence, and who or what stands behind it.

    Args:
        said: The action or decision.
        today: The day of the calendar.
        names: Shown names of people by address.
    """
    row = said.row
    about = "" if said.by_name else "about its channel"
    if row.kind == "action":
        one = promise(row, today)
        who, late = promise_words(one, about, names)
        return visible(one.action.what), ", ".join(filter(None, (who, late)))
    chosen = row["chosen"]
    told = f"decided: {visible(str(chosen))}" if chosen else "not decided yet"
    when = f" · {day(_day(str(row['decided_on'])))}" if row["decided_on"] else ""
    rest = f" · {about}" if about else ""
    return visible(str(row["question"] or "")), f"{told}{when}{rest}"


def _day(text: str) -> date:
    from datetime import date as kind

    return kind.fromisoformat(text)


def list_frame(found: Sequence[Campaign], currency: str) -> pd.DataFrame:
    """Lay out campaigns, most money first."""
    import pandas as pd

    heads = [
        "Campaign", "Channel", "Verdict", f"Cost, {currency}", "Leads", "Good", "Bad", "Open",
        "Good, %", "Others good, %", "Bad, %", "Others bad, %", f"Cost per good lead, {currency}",
        "From", "To", "In time, %", "Waiting", "Never followed up", "Customers",
        f"Revenue, {currency}",
    ]  # fmt: skip
    return pd.DataFrame([_listed(one) for one in found], columns=heads)


def _listed(one: Campaign) -> list[object]:
    fate, told = one.fate, one.followed
    low, high = one.cost_interval if one.cost_per_good is not None else (None, None)
    return [
        visible(one.name), visible(one.channel or UNDEFINED), VERDICTS[one.verdict],
        None if one.spent_cents is None else one.spent_cents / 100,
        fate.leads, fate.good, fate.bad, fate.open, _points(fate.good_share),
        _points(one.peers.good_share), _points(fate.bad_share), _points(one.peers.bad_share),
        one.cost_per_good, low, high, _points(told.share if told else None),
        told.waiting if told else None, told.never if told else None, fate.won,
        fate.won_cents / 100,
    ]  # fmt: skip


def asset_frame(found: Iterable[Asset]) -> pd.DataFrame:
    """Lay out the assets of a campaign, the best first."""
    import pandas as pd

    heads = ["Asset", "Verdict", "Leads", "Good", "Bad", "Good, %", "Others good, %",
             "Pulled to all, %", "From, %", "To, %"]  # fmt: skip
    rows = []
    for one in found:
        steady = one.steady or (None, None, None)
        name = "No asset" if one.name is None else visible(one.name)
        rows.append(
            [name, HELPED[one.helped], one.leads, one.good, one.bad, _points(one.share),
             _points(one.others_share), *map(_points, steady)]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def asset_words(found: Sequence[Asset]) -> str:
    """Say which asset goes along with good leads."""
    if not found:
        return "Its leads name no asset."
    sure = [one for one in found if one.helped in ("helped", "held back") and one.name]
    if not sure:
        return "No asset stands out by more than chance."
    one = sure[0]
    name, others = visible(one.name or ""), percent(one.others_share or 0)
    share = percent(one.share)
    return f"{name}: {share} of its {one.leads:,} leads are good, others {others}."


def _points(fraction: float | None) -> float | None:
    return None if fraction is None else fraction * 100
