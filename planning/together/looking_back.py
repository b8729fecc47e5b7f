"""Looking back: promises that are late, and decisions whose effect did not come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planning.agreed.decisions import title
from planning.kpis import KPIS
from planning.periods import month_name, month_of
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.sentences import NO_STAKE, Matter, Stake, Words, compose
from planning.review.exceptions.steps import STEP_OF
from planning.review.exceptions.targets import in_part
from planning.review.exceptions.wording import figure_told
from planning.together.actions import Promise
from planning.together.decisions import Effect, Question


def late_items(promises: Iterable[Promise], today: date) -> tuple[Item, ...]:
    """Return promises past the day they are promised for, the one due first at the top.

    What was promised and by whom stands beside the finding, never in it.

    Args:
        promises: Open actions as the meeting sees them.
        today: The day of the calendar.
    """
    late = [one for one in promises if one.state == "overdue"]
    return tuple(_late(one, today) for one in sorted(late, key=lambda it: it.action.due))


def _late(one: Promise, today: date) -> Item:
    action = one.action
    days = (today - action.due).days
    return compose(
        "action-overdue",
        Words(
            month=month_name(month_of(action.due)),
            count=f"{days:,} {'day' if days == 1 else 'days'}",
        ),
        Matter(
            about=action.what,
            more=one.row.id,
            marketing_owner=action.owner if action.team == "marketing" else None,
            sales_owner=action.owner if action.team == "sales" else None,
        ),
        where=Where("meet/this_week.py", {}, "This week"),
    )


def without_effect(questions: Iterable[Question], currency: str) -> tuple[Item, ...]:
    """Return decisions whose expected effect did not come.

    Args:
        questions: Decisions beside what came of them.
        currency: The plan currency.
    """
    found = []
    for one in questions:
        effect = one.effect
        if effect is not None and effect.standing == "did not come":
            found.append(_without(one, effect, currency))
    return tuple(found)


def _without(one: Question, effect: Effect, currency: str) -> Item:
    kpi, decision = KPIS[effect.kpi], one.decision
    actual, expected = effect.actual or 0.0, effect.expected or 0.0
    part = Part(decision.channel, decision.region, decision.segment)
    stake = NO_STAKE
    if effect.kpi == "revenue":
        stake = Stake(abs(expected - actual), "What was expected of the month, less what came.")
    return compose(
        f"no-effect {STEP_OF[effect.kpi]}",
        Words(
            kpi=in_part(effect.kpi, part),
            value=figure_told(actual, kpi.unit, currency),
            against=figure_told(expected, kpi.unit, currency),
            month=month_name(effect.month),
        ),
        Matter(part, about=title(one.row.cells), more=one.row.id),
        stake,
        Owners(),
        Picture(
            "pair",
            f"{kpi.name} of {month_name(effect.month)}",
            ("before", "then"),
            (effect.before, actual),
            (None, expected),
            "expected",
            kpi.unit,
            (1,),
        ),
        Where("know/scorecard.py", part.query, "Scorecard"),
    )
