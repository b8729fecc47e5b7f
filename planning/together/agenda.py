"""The agenda of a week: what both teams look at, causes before symptoms, most money first.

Problems found in the facts explain targets that are off, so those targets stand under
them and do not fill the list. What a meeting parked stays away until its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from planning.review.exceptions.item import FACTS, Item, Kind, Step
from planning.together.actions import Promise

FIRST: Final = 6
"""So many items a meeting sees first; the rest is a click away."""

MOST_OF_A_KIND: Final = 3
"""Of what is found beside the plan at most so many of one kind stand on the agenda, so that
none crowds out the others."""

EXPLAINED: Final[frozenset[Kind]] = frozenset({"target-off", "accounts-uncovered"})
"""What a problem of the facts can be behind."""

EXPLAINS: Final[Mapping[Kind, frozenset[Step]]] = {
    "poor-leads": frozenset({"acceptance", "MQL rate", "opportunities", "close ratio", "spend"}),
    "saturated-channel": frozenset({"leads", "spend"}),
    "short-region": frozenset({"follow-up", "opportunities", "close ratio", "revenue", "cycle"}),
    "no-follow-up": frozenset({"follow-up", "opportunities", "revenue"}),
    "hidden-gem": frozenset({"leads"}),
    "ignored-accounts": frozenset({"opportunities", "revenue", "account coverage"}),
}
"""Problems of the facts, with the steps they hold back."""


@dataclass(frozen=True)
class Gathered:
    """Everything an agenda is made of, computed by whoever holds facts and plan.

    Attributes:
        items: Of all kinds, in any order.
        promises: The open actions, as the meeting sees them.
        parked: By key of an item until which day it stays away.
        today: The day of the calendar.
    """

    items: tuple[Item, ...]
    promises: tuple[Promise, ...] = ()
    parked: Mapping[str, date] = field(default_factory=dict)
    today: date = date.max


@dataclass(frozen=True)
class WeekAgenda:
    """What a meeting goes through.

    Attributes:
        problems: What goes wrong or wants a decision: causes found in the facts, then the
            rest, each most money first; causes carry the targets they explain in `folded`.
        more: The same, of kinds that stand there often enough already.
        good: What went well, most money first.
        late: Promises past their day.
        promises: All open promises, the one due first at the top.
        parked: What was parked, with the day it comes back.
    """

    problems: tuple[Item, ...]
    more: tuple[Item, ...]
    good: tuple[Item, ...]
    late: tuple[Item, ...]
    promises: tuple[Promise, ...]
    parked: tuple[tuple[Item, date], ...]

    @property
    def first(self) -> tuple[Item, ...]:
        """What the meeting sees first."""
        return self.problems[:FIRST]

    @property
    def rest(self) -> tuple[Item, ...]:
        """The other problems, those of frequent kinds last."""
        return (*self.problems[FIRST:], *self.more)

    def item(self, key: str) -> Item | None:
        """Return the item of a key wherever it stands, folded and parked ones too."""
        every = (
            *self.problems,
            *self.more,
            *self.good,
            *self.late,
            *(one for one, _ in self.parked),
        )
        for one in every:
            for it in (one, *one.folded):
                if it.key == key:
                    return it
        return None


def week_agenda(gathered: Gathered) -> WeekAgenda:
    """Return the agenda of a week.

    Args:
        gathered: What it is made of.
    """
    listed = _once(gathered.items)
    away = {key: until for key, until in gathered.parked.items() if until > gathered.today}
    parked = tuple(sorted(
        ((it, away[it.key]) for it in listed if it.key in away), key=lambda pair: pair[1]
    ))  # fmt: skip
    here = [item for item in listed if item.key not in away]
    wrong = [it for it in here if it.mood != "good" and it.kind != "actions-overdue"]
    problems, more = _in_order(folded(wrong))
    return WeekAgenda(
        problems=problems,
        more=more,
        good=_by_money(it for it in here if it.mood == "good"),
        late=tuple(it for it in here if it.kind == "actions-overdue"),
        promises=gathered.promises,
        parked=parked,
    )


def folded(items: Iterable[Item]) -> list[Item]:
    """Return items with targets put under the problem of the facts that explains them.

    A problem explains a target of its own part of the company, at a step that it moves. It
    explains one of a larger part too, as long as all such problems together cost what the
    target misses: else something else is wrong, and the target stands by itself.

    Args:
        items: Problems of all kinds.
    """
    listed = list(items)
    causes = _by_money(it for it in listed if it.kind in EXPLAINS)
    under: dict[str, list[Item]] = {}
    left = []
    for item in listed:
        cause = _cause(item, causes) if item.kind in EXPLAINED else None
        if cause is None:
            left.append(item)
        else:
            under.setdefault(cause.key, []).append(item)
    return [it.explaining(_by_money(under.get(it.key, ()))) for it in left]


def _cause(target: Item, causes: tuple[Item, ...]) -> Item | None:
    """Return the problem that explains a target, the costliest one."""
    able = [it for it in causes if target.step in EXPLAINS[it.kind]]
    own = next((it for it in able if it.part.covers(target.part)), None)
    if own is not None:
        return own
    whole = not target.part.key
    # A gem makes up for its own channel alone: it is no reason why a larger part is off.
    behind = [it for it in able if it.kind != "hidden-gem"]
    within = [it for it in behind if whole or target.part.covers(it.part)]
    together = sum(it.money or 0 for it in within)
    return within[0] if within and together >= (target.money or 0) else None


def _in_order(items: Iterable[Item]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Return items most money first, causes before symptoms, and apart what is too many.

    What is found in the facts has a lever of its own, so it comes before targets and lines
    that are off; but trouble that misses more money than all causes together comes first of
    all. What is told with “at most”, or is to be watched only, never does.
    """
    ranked = _by_money(items)
    causes = [it for it in ranked if it.kind in FACTS]
    together = sum(it.money or 0 for it in causes)
    others: list[Item] = []
    more: list[Item] = []
    of_kind: dict[str, int] = {}
    for item in ranked:
        if item.kind not in FACTS:
            of_kind[item.kind] = of_kind.get(item.kind, 0) + 1
            (others if of_kind[item.kind] <= MOST_OF_A_KIND else more).append(item)
    above = [it for it in others if _may_lead(it) and (it.money or 0) > together]
    below = [it for it in others if it not in above]
    return (*above, *causes, *below), tuple(more)


def _may_lead(item: Item) -> bool:
    return item.mood == "problem" and item.kind != "counter-pair"


def _by_money(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items most money first; those without, in the order they came, last."""
    return tuple(sorted(items, key=lambda it: (it.money is None, -(it.money or 0), it.key)))


def _once(items: Iterable[Item]) -> list[Item]:
    """Return each matter once: the first of equal keys."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return list(found.values())
