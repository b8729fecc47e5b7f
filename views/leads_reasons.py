"""Why leads were turned away or handed back, and what became of them: words, pictures, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from planning.actuals.lead_reasons import DISQUALIFIED, Reason, Second
from planning.actuals.shares import Share, moved
from views.charts import Chart, fill
from views.cuts import group_name
from views.formats import counted, percent, visible, whole
from views.leads_charts import ROOM, shares
from views.leads_funnel import between, in_percent

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 8
_TOLD: Final = (
    ("name", "Reason"),
    ("shown", "Share"),
    ("interval", "95 % interval"),
    ("leads", "Leads"),
    ("change", "Against the period before"),
)
_DONE: Final = {DISQUALIFIED: "disqualified", "recycled": "handed back to marketing"}


def true_sentence(found: Sequence[Reason], what: str, when: str) -> str:
    """Say why most leads were turned away or handed back."""
    if not found:
        return f"No lead was {_DONE[what]}{f' of those of {when}' if when else ''}."
    first = found[0]
    told = counted(first.share.whole, "lead")
    verb = "was" if first.share.whole == 1 else "were"
    return (
        f"{told}{f' of {when}' if when else ''} {verb} {_DONE[what]}, most for "
        f"“{reason_name(first.name)}”: {percent(first.share.value or 0.0)}."
    )


def reason_name(name: str | None) -> str:
    """Return a reason as the facts call it, or what stands for none."""
    return "no reason given" if name is None else visible(name)


def pictures(found: Mapping[str, Sequence[Reason]], when: str) -> list[Chart | None]:
    """Draw the reasons of leads disqualified and recycled, as tall as the longer list."""
    rows = max((min(len(told), MOST) for told in found.values()), default=0)
    return [picture(told, what, when, rows) for what, told in found.items()]


def picture(found: Sequence[Reason], what: str, when: str, height: int = 0) -> Chart | None:
    """Draw the share of each reason with its interval; None without any.

    Args:
        found: The reasons, the most frequent first.
        what: `disqualified` or `recycled`.
        when: The months in words; empty for all time.
        height: Rows it is at least as tall as.
    """
    told = [one for one in found if one.share.value is not None and one.share.ends][:MOST]
    if not told:
        return None
    most = max(one.share.ends[1] for one in told if one.share.ends) * 100
    rows = [
        {
            "name": reason_name(one.name),
            "team": "sales" if what == DISQUALIFIED else "marketing",
            "value": (one.share.value or 0.0) * 100,
            "low": one.share.ends[0] * 100 if one.share.ends else 0.0,
            "high": one.share.ends[1] * 100 if one.share.ends else 0.0,
            "room": most * ROOM,
            "label": f"{percent(one.share.value or 0.0)}{_mark(one)}",
            "shown": percent(one.share.value or 0.0),
            "interval": between(one.share),
            "leads": whole(one.share.part),
            "change": change_words(one),
        }
        for one in told
    ]
    subtitle = (
        f"Share of the leads {_DONE[what]}, {when or 'all time'}; lines are 95 % intervals, "
        "▲ more and ▼ less than in the period before, beyond chance"
    )
    template = shares(_TOLD, max(len(rows), height), "% of these leads")
    return fill(f"reasons-{what}", template, rows, finding(found), subtitle)


def _mark(one: Reason) -> str:
    if one.moved is None or not one.moved.is_sure:
        return ""
    return " ▲" if one.moved.points > 0 else " ▼"


def change_words(one: Reason) -> str:
    """Say how a reason's share changed."""
    if one.moved is None:
        return "—"
    points = f"{one.moved.points * 100:+.1f} points".replace("-", "−")
    return points if one.moved.is_sure else f"{points}, perhaps chance"


def finding(found: Sequence[Reason]) -> str:
    """Say which reason grew beyond chance, else which is the most frequent."""
    grown = [it for it in found if it.moved is not None and it.moved.is_sure]
    if grown:
        most = max(grown, key=lambda it: abs(it.moved.points) if it.moved else 0.0)
        word = "more" if most.moved and most.moved.points > 0 else "less"
        return f"“{reason_name(most.name)}” is given {word} often than before"
    return f"“{reason_name(found[0].name)}” is the most frequent reason"


def frame(found: Sequence[Reason]) -> pd.DataFrame:
    """Lay reasons × channels out: percent of each channel's leads, and of all."""
    import pandas as pd

    if not found:
        return pd.DataFrame()
    channels = list(found[0].by_channel)
    rows = [
        [
            reason_name(one.name),
            one.share.part,
            in_percent(one.share),
            between(one.share),
            change_words(one),
            *(in_percent(one.by_channel[it]) for it in channels),
        ]
        for one in found
    ]
    names = [f"{visible(group_name(it, 'channel'))}, %" for it in channels]
    heads = ["Reason", "Leads", "Of all, %", "Likely between", "Change", *names]
    return pd.DataFrame(rows, columns=_distinct(heads))


def _distinct(heads: Sequence[str]) -> list[str]:
    """Return heads that are each used once: a table with two equal heads cannot be drawn."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        found.append(head if seen[head] == 1 else f"{head} ({seen[head]})")
    return found


def fit_sentence(found: Sequence[Reason]) -> str:
    """Say which channel brings most of the leads that do not fit, for the ideal customer.

    The reason and channel are those whose share stands furthest beyond chance above the
    share among all disqualified leads.
    """
    best: tuple[float, Reason, str | None, Share] | None = None
    for one in found:
        for channel, share in one.by_channel.items():
            other = Share(one.share.part - share.part, one.share.whole - share.whole)
            apart = moved(share, other)
            if apart is None or apart.low <= 0 or share.few or one.name is None:
                continue
            if best is None or apart.low > best[0]:
                best = (apart.low, one, channel, share)
    if best is None:
        return ""
    _, one, channel, share = best
    name = visible(group_name(channel, "channel"))
    return (
        f"{name} brings “{reason_name(one.name)}” more often than other channels: "
        f"{percent(share.value or 0.0)} of its disqualified leads, "
        f"{percent(one.share.value or 0.0)} of all. The ideal customer could rule these out."
    )


def second_sentence(whole_of: Second) -> str:
    """Say how many leads handed back came back, beside those never handed back."""
    told = (
        f"Of {counted(whole_of.back.whole, 'lead')} handed back to marketing, "
        f"{_none_or(whole_of.back.part)} came back to sales and {_none_or(whole_of.won.part)} "
        f"{'was' if whole_of.won.part < 2 else 'were'} won"  # none was, one was, two were
    )
    far, won = whole_of.other_far.value, whole_of.other_won.value
    if far is None or won is None:
        return f"{told}."
    others = f"{percent(far)} came as far and {percent(won)} were won"
    return f"{told}; of leads never handed back {others}."


def _none_or(number: int) -> str:
    return whole(number) if number else "none"


def second_frame(found: Sequence[Second], by: str, currency: str) -> pd.DataFrame:
    """Lay the later conversion of recycled leads out, one row per channel or reason."""
    import pandas as pd

    rows = [
        [
            reason_name(one.name) if by == "reason" else visible(group_name(one.name, by)),
            one.back.whole,
            one.back.part,
            in_percent(one.back),
            between(one.back),
            in_percent(one.other_far),
            one.won.part,
            in_percent(one.won),
            between(one.won),
            in_percent(one.other_won),
            one.amount,
        ]
        for one in found
    ]
    heads = [by.capitalize(), "Handed back", "Came back", "Came back, %", "Likely between",
             "Others came as far, %", "Won", "Won, %", "Won likely between",
             "Others won, %", f"Won afterwards, {currency}"]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)
