"""A plan's targets checked: once for each state of targets, budget and facts, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import TypeVar

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import place, rows
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.model.consistency.answer import Collision
from planning.model.consistency.compromise import compromises
from planning.model.consistency.conflicts import Conflict, names, verdict
from planning.model.consistency.history import History
from planning.model.consistency.implied import Range, Subject, idle, implied, slacks
from planning.model.consistency.needed import Need, needed
from planning.model.consistency.plan_question import question_of_plan
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import repairs
from planning.model.consistency.stages import Stage, stages
from planning.model.consistency.statements import Statement

T = TypeVar("T")


@dataclass(frozen=True)
class Room:
    """What is left where all can hold.

    Attributes:
        ranges: What the others leave to each measure.
        idle: Targets the others imply.
        slacks: How much stricter each target could be.
    """

    ranges: dict[Subject, Range]
    idle: frozenset[Statement]
    slacks: dict[Statement, float]


@dataclass(frozen=True, eq=False)
class Checked:
    """A question with its answers, each looked for once and only when it is asked for.

    One solver answers, so that visitors who ask at once wait for each other.

    Attributes:
        question: What is stated.
    """

    question: Question
    _lock: RLock = field(default_factory=RLock, repr=False)
    _kept: dict[object, object] = field(default_factory=dict, repr=False)

    @property
    def holds(self) -> bool:
        """Whether all can hold at once."""
        return self._once("verdict", lambda: verdict(self.question))

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What cannot all hold; none where all can."""
        return () if self.holds else self._once("names", lambda: names(self.question))

    @property
    def collisions(self) -> tuple[Collision, ...]:
        """The conflicts with the ways out of each."""
        return self._once("ways", self._ways)

    @property
    def room(self) -> Room:
        """What is left to each target; only where all can hold."""
        return self._once("room", self._room)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The steps from money to revenue, what is asked of each and what is left to it."""
        return self._once("stages", self._stages)

    def names(self, target: Statement) -> bool:
        """Whether a target stands in a conflict."""
        every = (each for it in self.conflicts for each in (it, *it.echoes))
        return any(target in each.statements for each in every)

    def needed(self, target: Statement) -> tuple[Need, ...]:
        """Return what would have to be true for a target."""
        return self._once(target, lambda: needed(self.question, target))

    def _ways(self) -> tuple[Collision, ...]:
        found = self.conflicts
        shared = compromises(self.question, found)
        return tuple(
            Collision(one, repairs(one), way) for one, way in zip(found, shared, strict=True)
        )

    def _stages(self) -> tuple[Stage, ...]:
        alone = [one for each in self.collisions for one in each.repairs]
        return stages(self.question, self.conflicts, alone)

    def _room(self) -> Room:
        ranges = implied(self.question)
        return Room(ranges, frozenset(idle(self.question, ranges)), slacks(self.question, ranges))

    def _once(self, key: object, work: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = work()
            return self._kept[key]  # type: ignore[return-value]


def checked(now: session.Now, plan: PlanRow, targets: Sequence[PlanRow]) -> Checked:
    """Return targets of a plan checked beside its budget and the facts.

    Args:
        now: The facts and the revision the budget is read at.
        plan: The scenario's row.
        targets: Its targets, as saved or as typed; each must be readable.
    """
    where = place(session.workspace())
    budget = [
        row for kind in ("line", "envelope") for row in rows(kind, plan.id, now.revision).listed
    ]
    channels = session.workspace().channels()
    state = repr(
        (
            [(row.id, row.version) for row in budget],
            [(row.id, row.team, sorted(row.cells.items())) for row in targets],
            channels,
        )
    )

    def ask() -> Question:
        return question_of_plan(
            Scenario.of(plan.cells),
            [*targets, *budget],
            history(now),
            aliases={alias: it.name for it in channels for alias in it.aliases},
            year_start=now.company.fiscal_year_start,
            currency=now.company.currency,
        )

    return _checked(where, plan.id, now.facts, state, ask)


def saved(now: session.Now, plan: PlanRow) -> Checked:
    """Return the targets of a plan checked as they are saved."""
    return checked(now, plan, rows("target", plan.id, now.revision).listed)


@st.cache_resource(show_spinner=False, max_entries=24)
def _checked(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    plan: str,  # noqa: ARG001
    facts: tuple[str, str],  # noqa: ARG001
    state: str,  # noqa: ARG001
    _ask: Callable[[], Question],
) -> Checked:
    return Checked(_ask())


def history(now: session.Now) -> History | None:
    """Return what the facts show was possible; None without facts."""
    return _history(place(session.workspace()), now.facts, now)


@st.cache_resource(show_spinner="Reading from the facts what was possible…", max_entries=3)
def _history(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    facts: tuple[str, str],  # noqa: ARG001
    _now: session.Now,
) -> History | None:
    return None if _now.counts is None else History.of(_now.counts, _now.context)
