"""The agenda of a week: what both teams look at, most money first.

Problems found in the facts explain targets that are off, so those targets stand under
them and do not fill the list. What a meeting parked stays away until its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from planning.review.exceptions.item import FACTS, Item
from planning.together.actions import Promise

FIRST: Final = 6
"""So many items a meeting sees first; the rest is a click away."""

MOST_OF_A_KIND: Final = 3
"""Of one kind at most so many stand among the first, so that none crowds out the others."""


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
        problems: What goes wrong, most money first, then what the plan wants decided; those
            that explain targets carry them in `folded`.
        good: What went well, most money first.
        late: Promises past their day.
        promises: All open promises, the one due first at the top.
        parked: What was parked, with the day it comes back.
    """

    problems: tuple[Item, ...]
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
        """The other problems."""
        return self.problems[FIRST:]

    def item(self, key: str) -> Item | None:
        """Return the item of a key wherever it stands, folded and parked ones too."""
        every = (*self.problems, *self.good, *self.late, *(one for one, _ in self.parked))
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
    apart = _once(gathered.items)
    away = {key: until for key, until in gathered.parked.items() if until > gathered.today}
    parked = tuple(sorted(
        ((it, away[it.key]) for it in apart if it.key in away), key=lambda pair: pair[1]
    ))  # fmt: skip
    here = [item for item in apart if item.key not in away]
    wrong = [it for it in here if it.mood != "good" and it.kind != "actions-overdue"]
    return WeekAgenda(
        problems=_in_order(folded(wrong)),
        good=_by_money(it for it in here if it.mood == "good"),
        late=tuple(it for it in here if it.kind == "actions-overdue"),
        promises=gathered.promises,
        parked=parked,
    )


def folded(items: Iterable[Item]) -> list[Item]:
    """Return items with targets put under the problem of the facts that explains them.

    A target of a part of the company stands under a problem of the same part. One of the
    whole company stands under the costliest problem as long as the problems together cost
    as much as it misses: else something else is wrong too, and it stands by itself.

    Args:
        items: Problems of all kinds.
    """
    listed = list(items)
    causes = _by_money(it for it in listed if it.kind in FACTS and it.mood == "problem")
    under: dict[str, list[Item]] = {}
    left = []
    for item in listed:
        cause = _cause(item, causes) if item.kind == "target-off" else None
        if cause is None:
            left.append(item)
        else:
            under.setdefault(cause.key, []).append(item)
    return [it.explaining(_by_money(under.get(it.key, ()))) for it in left]


def _cause(target: Item, causes: tuple[Item, ...]) -> Item | None:
    """Return the problem that explains a target, the costliest one of its part."""
    closest = next((it for it in causes if it.part.covers(target.part)), None)
    if closest is not None or target.part.key:
        return closest
    together = sum(it.money or 0 for it in causes)
    return causes[0] if causes and target.money is not None and together >= target.money else None


def _in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items most money first, with no kind crowding out the others at the top.

    Money that waits for a decision of the plan is not lost yet: it stands behind what is.
    """
    ranked = sorted(_by_money(items), key=lambda it: it.mood == "watch" and it.kind not in FACTS)
    first: list[Item] = []
    later: list[Item] = []
    of_kind: dict[str, int] = {}
    for item in ranked:
        of_kind[item.kind] = of_kind.get(item.kind, 0) + 1
        (first if of_kind[item.kind] <= MOST_OF_A_KIND else later).append(item)
    return (*first, *later)


def _by_money(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items most money first; those without, in the order they came, last."""
    return tuple(sorted(items, key=lambda it: (it.money is None, -(it.money or 0), it.key)))


def _once(items: Iterable[Item]) -> list[Item]:
    """Return each matter once: the first of equal keys."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return list(found.values())
