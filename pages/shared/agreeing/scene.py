"""What the view of give and take is drawn from: a plan's rows at one revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import streamlit as st

from data_sources.actors import Actor
from data_sources.agreement import Agreement
from data_sources.planning.saved import Saved
from data_sources.store.plan_rows import Changed
from pages.shared import session
from pages.shared.editor.saving import moment
from pages.shared.editor.sheet import rows
from planning.agreed import rights
from planning.agreed.packages import OTHER, Offering
from planning.agreed.rights import Act
from planning.agreed.rows import Kind, PlanRow
from planning.agreed.scenarios import MONTHS, OPEN, Scenario
from planning.periods import month_of
from planning.teams import Team
from views.formats import plain

SAID: Final = "exchange-said"
"""Where the sentence about what was just done waits until the view is drawn anew."""


@dataclass(frozen=True)
class Scene:
    """A plan, what stands between the teams, and who looks at it.

    Attributes:
        row: The scenario's row.
        now: The store at the revision it is drawn at.
    """

    row: PlanRow
    now: session.Now

    def listed(self, kind: Kind) -> tuple[PlanRow, ...]:
        """Return the plan's rows of a kind, by position."""
        return rows(kind, self.row.id, self.now.revision).listed

    @cached_property
    def scenario(self) -> Scenario:
        """The plan itself."""
        return Scenario.of(self.row.cells)

    @cached_property
    def who(self) -> Actor:
        """The visitor; what they may do is asked again by every write."""
        return session.workspace().actor

    @property
    def agreement(self) -> Agreement:
        """The agreement in the visitor's hands."""
        return session.workspace().agreement

    @property
    def currency(self) -> str:
        """The plan currency."""
        return self.now.company.currency

    @cached_property
    def standing(self) -> Mapping[str, PlanRow]:
        """Lines and targets by id."""
        return {row.id: row for kind in ("line", "target") for row in self.listed(kind)}

    @cached_property
    def begun(self) -> Mapping[str, Changed]:
        """Who brought in each package, dispute and comment, and when."""
        kinds: tuple[Kind, ...] = ("package", "dispute", "comment")
        ids = [row.id for kind in kinds for row in self.listed(kind)]
        return session.workspace().plan.begun_by(ids)

    def by(self, row: str) -> str:
        """Say who brought a row in, and when."""
        begun = self.begun[row]
        return f"{plain(begun.actor)}, {moment(begun.at)}"

    @property
    def is_open(self) -> bool:
        """Whether packages of the plan are offered and taken."""
        return self.scenario.state in OPEN

    @property
    def is_living(self) -> bool:
        """Whether its disputes go on."""
        return self.scenario.state not in ("archived", "put away")

    @property
    def coming(self) -> int:
        """Position, 0 to 11, of the month after the facts end; of the first without facts."""
        counts = self.now.counts
        if counts is None or not counts.is_dated:
            return 0
        after = month_of(counts.as_of) + 1 - self.scenario.first_month
        return min(max(after, 0), MONTHS - 1)

    def may(self, act: Act, team: Team | None = None) -> bool:
        """Whether the visitor may do an act."""
        return rights.may(self.who, act, team)

    @property
    def offering(self) -> tuple[Offering, ...]:
        """The teams in whose name the visitor offers packages."""
        return tuple(team for team in OTHER if self.is_open and self.may("edit", team))


def opens(key: str) -> None:
    """Remember that a form was asked for."""
    st.session_state[key] = True


def went_through(saved: Saved) -> bool:
    """Say what was refused, if anything was."""
    for sentence in dict.fromkeys(one.sentence for one in saved.refused):
        st.error(plain(sentence))
    return not saved.refused and not saved.clashes
