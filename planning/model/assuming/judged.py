"""What people judge: three answers about a channel, and any other assumption as a value.

Both leaders answer by themselves and both answers are kept. Where they differ the page
shows both curves and says so in words; the model takes each as half the truth, so a wide
disagreement makes a wide range (`curve_prior`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pydantic import Field

from planning.errors import UsageError
from planning.model.assumption_kinds import Value
from planning.model.assumptions import Assumption, Fixed, row
from planning.model.responding.curve_prior import (
    SURE_OF_BASE,
    SURE_OF_HALF,
    SURE_OF_LEVEL,
    CurvePrior,
    Voice,
)
from planning.model.response import HALF_AS_MUCH_AGAIN, Curve, curve_from_answers
from planning.teams import Team

_ALIKE: Final = 0.1
"""Answers that differ by less than this share are called alike."""


class Answers(Fixed):
    """One leader's three answers about a channel.

    Attributes:
        channel: The channel.
        by: Who answered.
        team: The answerer's team.
        on: The day of the answer.
        spend: The money a month the questions named, plan-currency units.
        none: Leads a month with no money at all.
        now: Leads a month with that money.
        more: Leads a month with half as much again.
    """

    channel: str
    by: str
    team: Team
    on: date
    spend: float = Field(gt=0)
    none: float = Field(0.0, ge=0)
    now: float = Field(ge=0)
    more: float = Field(ge=0)

    @property
    def curve(self) -> Curve:
        """The curve through the answers.

        Raises:
            UsageError: No such curve passes through them.
        """
        return curve_from_answers(self.spend, self.now, self.more, self.none)


def questions(channel: str, spend: float, currency: str) -> tuple[str, str, str]:
    """Return the three questions about a channel in plain words.

    Args:
        channel: Its name.
        spend: Today's or the planned money a month.
        currency: Its code.

    Example:
        >>> for question in questions("Paid search", 16000, "EUR"):
        ...     print(question)
        How many leads a month would Paid search bring with no money at all?
        How many leads a month does Paid search bring with today's EUR 16,000?
        How many leads a month would Paid search bring with half as much again, EUR 24,000?
    """
    further = f"{currency} {spend * HALF_AS_MUCH_AGAIN:,.0f}"
    return (
        f"How many leads a month would {channel} bring with no money at all?",
        f"How many leads a month does {channel} bring with today's {currency} {spend:,.0f}?",
        f"How many leads a month would {channel} bring with half as much again, {further}?",
    )


def prior_from(answers: Sequence[Answers]) -> CurvePrior:
    """Return what leaders' answers about one channel say together.

    Args:
        answers: At least one; answers about other money are read off their own curve at
            the first one's.

    Raises:
        UsageError: No curve passes through one of them, or there are none.
    """
    if not answers:
        raise UsageError("Nobody answered about this channel.", "Answer the three questions.")
    spend = answers[0].spend
    return CurvePrior(spend, tuple(_voice(each.curve, spend) for each in answers))


def _voice(curve: Curve, spend: float) -> Voice:
    level = curve.leads(spend)
    return Voice(
        level=level,
        level_sd=SURE_OF_LEVEL,
        base=curve.base / level,
        base_sd=SURE_OF_BASE,
        half=curve.half / spend,
        half_sd=SURE_OF_HALF,
    )


def curves_apart(answers: Sequence[Answers], steps: int = 20) -> list[dict[str, float | str]]:
    """Return both leaders' curves, ready to be drawn.

    Args:
        answers: About one channel.
        steps: Points from no money to twice the money asked about.

    Returns:
        Rows of `by`, `team`, `money` (a month) and `leads` (a month).
    """
    most = 2 * max((each.spend for each in answers), default=0.0)
    return [
        {
            "by": each.by,
            "team": each.team,
            "money": most * step / steps,
            "leads": each.curve.leads(most * step / steps),
        }
        for each in answers
        for step in range(steps + 1)
    ]


def disagreement(answers: Sequence[Answers]) -> str:
    """Return in words how two leaders' answers differ, or nothing where they hardly do.

    Example:
        >>> day = date(2026, 7, 1)
        >>> asked = {"channel": "Web", "on": day, "spend": 10}
        >>> ada = Answers(**asked, by="Ada", team="marketing", now=60, more=80)
        >>> disagreement((ada, Answers(**asked, by="Bo", team="sales", now=50, more=55)))
        'With half as much again Ada expects 80 leads a month, Bo 55. Ada has 20 more, Bo 5.'
    """
    if len(answers) < 2:
        return ""
    ordered = sorted(answers, key=lambda it: -it.curve.leads(it.spend * HALF_AS_MUCH_AGAIN))
    high, low = ordered[0], ordered[-1]
    spend = answers[0].spend
    told = [
        (each.by, each.curve.leads(spend * HALF_AS_MUCH_AGAIN), each.curve.leads(spend))
        for each in (high, low)
    ]
    (first, much, usual), (second, little, lower) = told
    gains = (much - usual, little - lower)
    alike = much - little <= _ALIKE * much
    if alike and abs(gains[0] - gains[1]) <= _ALIKE * much:
        return ""
    return (
        f"With half as much again {first} expects {much:.0f} leads a month, {second} {little:.0f}. "
        f"{first} has {gains[0]:.0f} more, {second} {gains[1]:.0f}."
    )


class Judgement(Fixed):
    """One leader's value of an assumption.

    Attributes:
        by: Who judged.
        team: The judge's team.
        on: The day.
        value: In the kind's unit.
        low, high: 90% range, if told.
    """

    by: str
    team: Team
    on: date
    value: Value
    low: Value | None = None
    high: Value | None = None


def judged(standing: Assumption, judgements: Sequence[Judgement]) -> Assumption:
    """Return an assumption as people judge it; what was measured stays in the note.

    The value is the mean of both values; the range reaches from the lowest to the highest
    end told, values among them, so that disagreement widens it.

    Args:
        standing: What stands without a judgement.
        judgements: One of each leader at most.

    Raises:
        UsageError: There are none, or rows of numbers differ in length.
    """
    if not judgements:
        raise UsageError("Nobody judged this assumption.", "Give at least one value.")
    values = [row(each.value) for each in judgements]
    if len({len(numbers) for numbers in values}) > 1:
        raise UsageError("The answers have different lengths.", "Give as many numbers each.")
    ends = [row(end) for each in judgements for end in (each.value, each.low, each.high)]
    told = [numbers for numbers in ends if numbers]
    one = not isinstance(judgements[0].value, tuple)
    lows = [min(each) for each in zip(*told, strict=True)]
    highs = [max(each) for each in zip(*told, strict=True)]
    mean = [sum(each) / len(values) for each in zip(*values, strict=True)]
    return Assumption.model_validate(
        standing.model_dump()
        | {
            "value": mean[0] if one else tuple(mean),
            "low": lows[0] if one else tuple(lows),
            "high": highs[0] if one else tuple(highs),
            "source": "judged",
            "note": _measured_note(standing),
            "judged_by": tuple(each.by for each in judgements),
            "judged_on": max(each.on for each in judgements),
            "disagreement": _values_apart(judgements),
        }
    )


def _measured_note(standing: Assumption) -> str:
    if standing.source != "measured" or isinstance(standing.value, tuple):
        return standing.note
    return f"The facts say {standing.value:.4g} from {standing.n or 0:,} cases."


def _values_apart(judgements: Sequence[Judgement]) -> str:
    numbers = [row(each.value) for each in judgements]
    if len(judgements) < 2 or len(numbers[0]) > 1:
        return ""
    low, high = min(it[0] for it in numbers), max(it[0] for it in numbers)
    if high - low <= _ALIKE * abs(high):
        return ""
    return "; ".join(
        f"{each.by} says {told[0]:.4g}" for each, told in zip(judgements, numbers, strict=True)
    )
