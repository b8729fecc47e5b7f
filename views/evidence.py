"""Evidence in words: the verdict, what stands behind it, and the sentences for the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planning.periods import Period, month_name
from planning.review.evidence.costs import Comparison, Cost
from planning.review.evidence.elsewhere import Brought, Elsewhere
from planning.review.evidence.evidence import Facts
from planning.review.evidence.newcomers import Newcomers
from planning.review.evidence.ranks import TOP, Rank
from planning.review.evidence.similar import Similar
from planning.review.evidence.verdict import About, Judged, Sign, Verdict
from views.formats import counted, isolated, likely, percent, short, visible, whole
from views.theme import STREAMLIT_WORD

VERDICTS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "supported": ("▲", STREAMLIT_WORD["good"]),
    "mixed": ("!", STREAMLIT_WORD["watch"]),
    "not supported": ("▼", STREAMLIT_WORD["bad"]),
    "no facts": ("○", STREAMLIT_WORD["muted"]),
}
"""Sign and colour word of each verdict; the word itself always stands beside them."""

SIGNS: Final[Mapping[Sign, str]] = {"for": "▲ for", "against": "▼ against", "open": "! open"}
ABOUT: Final[Mapping[About, str]] = {
    "rank": "Its rank", "cost": "Its cost per customer", "money": "What its money brings",
}  # fmt: skip
MEANING: Final = (
    "A sign speaks for a line where it is among the top with a probability of 80\u00a0% or more, "
    "where a customer surely costs less than its class pays, or where the model expects at "
    "least as many customers as in the middle channel and a contribution above 0. Against is "
    "the mirror of it. Supported: some for, none against. Not supported: some against, none "
    "for. Mixed: both, or all open."
)
_FEW: Final = 10.0
_HARDLY: Final = 0.05


def verdict_words(judged: Judged) -> str:
    """Return a verdict with its sign, for text."""
    return f"{VERDICTS[judged.verdict][0]} {judged.verdict}"


def sentences(facts: Facts, judged: Judged, money: Elsewhere | None, currency: str) -> list[str]:
    """Return what to say, the verdict first.

    Args:
        facts: What the facts say.
        judged: The verdict.
        money: What the model says; None where it cannot be asked.
        currency: The plan currency.
    """
    name = isolated(visible(facts.proposal.name))
    told = "no facts yet" if judged.verdict == "no facts" else judged.verdict
    found = [f"{name}: {told}."]
    if judged.verdict == "no facts":
        found.append(newcomers_sentence(facts.newcomers))
        found.append(quartiles_sentence(facts.newcomers, currency))
    else:
        if facts.subject and facts.subject.as_channel:
            found.append(f"The campaign is new; {_named(facts.subject.name)} speaks for it.")
        found.append(rank_sentence(facts.rank))
        found.append(cost_sentence(facts.costs, facts.sources.note, currency))
    found.append(money_sentence(money))
    return [it for it in found if it]


def top_words(rank_top: int, of: int) -> str:
    """Return what the best are called.

    Example:
        >>> top_words(10, 41), top_words(5, 9)
        ('the top ten', 'the better half')
    """
    return "the top ten" if rank_top == TOP and of > 2 * TOP else "the better half"


def rank_sentence(rank: Rank | None) -> str:
    """Say where it stands."""
    if rank is None:
        return ""
    what = top_words(rank.top, rank.of)
    chance = likely(rank.probability)
    share = f", {percent(rank.share)} of all" if rank.share is not None else ""
    return (
        f"It is number {rank.place} of {rank.of} by {rank.by}{share}; "
        f"it belongs to {what} with a probability of {chance}."
    )


def cost_sentence(costs: tuple[Comparison, ...], note: str, currency: str) -> str:
    """Say what a customer costs beside its class."""
    found = next((it for it in costs if it.per == "customer"), None)
    if found is None:
        return note
    own, usual = found.own, found.together
    if own is None or own.cents == 0:
        return "None of its money is for new customers." if own else ""
    beside = ""
    if usual is not None and usual.value is not None:
        beside = f"; {_lower(usual.name)} pay {short(usual.value)}"
    if own.value is None:
        least = f"at least {short(own.low or 0.0)} {currency}"
        return f"It has won no customer yet, so one costs {least}{beside}."
    return f"A customer costs {short(own.value)} {currency} of programme money{beside}."


def money_sentence(money: Elsewhere | None) -> str:
    """Say what the money brings here and where it brings most."""
    if money is None or money.amount <= 0 or (money.here is None and money.best is None):
        return ""
    amount, best = whole(money.amount), money.best
    if money.here is None:
        return f"{amount} in {_named(best.channel)} would bring {_customers(best)}." if best else ""
    here = f"{amount} here brings {_customers(money.here)}"
    if best is None:
        return f"{here}."
    if best.customers <= money.here.customers:
        return f"{here}, more than in any other channel."
    return f"{here}; in {_named(best.channel)} it would bring {_about(best.customers)}."


def newcomers_sentence(found: Newcomers) -> str:
    """Say what became of what was new."""
    if not found.all:
        return f"No {found.kind} has been new for half a year within the facts."
    top = "top ten" if found.top == TOP else "better half"
    return (
        f"Of {counted(len(found.all), f'new {found.kind}')} since {month_name(found.since)}, "
        f"{found.reached or 'none'} reached the {top} in the first year."
    )


def quartiles_sentence(found: Newcomers, currency: str) -> str:
    """Say what a customer cost those that were new."""
    low, middle, high = found.quartiles
    if low is None:
        return ""
    if middle is None:
        return f"A customer cost a quarter of them at most {short(low)} {currency}; half won none."
    if high is None:
        return (
            f"A customer cost half of them at most {short(middle)} {currency}; "
            "more than a quarter won none."
        )
    return (
        f"A customer cost the middle one {short(middle)} {currency}, "
        f"a quarter less than {short(low)} and a quarter more than {short(high)}."
    )


def to_take(facts: Facts, judged: Judged, money: Elsewhere | None, currency: str) -> str:
    """Return what to say in the meeting, as plain text."""
    return " ".join(sentences(facts, judged, money, currency)).replace("\u00a0", " ")


def one_page(
    facts: Facts, judged: Judged, money: Elsewhere | None, currency: str, as_of: str
) -> str:
    """Return everything on one page of plain text.

    Args:
        facts: What the facts say.
        judged: The verdict.
        money: What the model says; None where it cannot be asked.
        currency: The plan currency.
        as_of: What the facts are of, in words.
    """
    asked = facts.proposal
    where = [it for it in (asked.channel, asked.campaign, asked.region, asked.segment) if it]
    lines = [
        f"Evidence: {visible(asked.name)}",
        f"{whole(asked.amount)} {currency}, {asked.months.label}"
        + (f"; {', '.join(map(visible, where))}" if where else ""),
        f"Facts {as_of}; sources of {period_words(facts.sources.period)}",
        "",
        f"Verdict: {judged.verdict}",
        to_take(facts, judged, money, currency),
        "",
        *(f"{ABOUT[it]}: {SIGNS[sign]}" for it, sign in judged.signs.items()),
        "",
        *(_rank_line(it) for it in facts.ranks),
        *(_cost_line(it, currency) for each in facts.costs for it in each.all),
        *([facts.sources.note] if facts.sources.note else []),
        *_money_lines(money, currency),
        *(_before_line(it) for it in facts.similar),
        "",
        MEANING,
    ]
    return "\n".join(lines).replace("\u00a0", " ") + "\n"


def period_words(period: Period) -> str:
    """Return the months looked at."""
    return f"{month_name(period.start)} to {month_name(period.end - 1)}"


def interval_words(low: float | None, high: float | None) -> str:
    """Return an interval's ends, open where there is no bound."""
    if low is None and high is None:
        return "—"
    if high is None:
        return f"over {short(low or 0.0)}"
    return f"{short(low or 0.0)} to {short(high)}"


def _rank_line(rank: Rank) -> str:
    return (
        f"Rank by {rank.by}: {rank.place} of {rank.of} with {short(rank.value)} "
        f"({interval_words(rank.low, rank.high)}); in {top_words(rank.top, rank.of)}: "
        f"{likely(rank.probability)}"
    )


def _cost_line(cost: Cost, currency: str) -> str:
    value = "none won" if cost.value is None else f"{short(cost.value)} {currency}"
    return (
        f"Cost per {cost.per}, {visible(cost.name)}: {value} "
        f"({interval_words(cost.low, cost.high)}), {counted(cost.cases, cost.per)}"
    )


def _before_line(line: Similar) -> str:
    leads = "no leads told" if line.leads is None else counted(line.leads, "lead")
    return (
        f"Before: {visible(line.name)}, {line.plan}: planned {whole(line.planned)}, "
        f"spent {whole(line.spent)}, {leads}"
    )


def _money_lines(money: Elsewhere | None, currency: str) -> list[str]:
    if money is None:
        return []
    told = [it for it in (money.here, *money.others) if it is not None]
    return [
        f"{whole(money.amount)} in {visible(it.channel)}: {_about(it.customers)} customers, "
        f"{whole(it.leads)} leads, contribution {whole(it.contribution)} {currency}"
        for it in told
    ]


def _customers(brought: Brought) -> str:
    return f"{_about(brought.customers)} customers"


def cases(number: float) -> str:
    """Return expected cases: a decimal where they are few.

    Example:
        >>> cases(2.51), cases(12.4), cases(0.01), cases(3.0)
        ('2.5', '12', 'hardly any', '3')
    """
    if number < _HARDLY:
        return "hardly any"
    return whole(number) if number >= _FEW else f"{number:.1f}".removesuffix(".0")


def _about(number: float) -> str:
    return cases(number) if number < _HARDLY else f"about {cases(number)}"


def _named(name: str) -> str:
    return isolated(visible(name))


def _lower(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"
