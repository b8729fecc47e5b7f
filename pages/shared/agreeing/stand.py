"""Where the agreement on a plan stands at a revision: signatures, what waits, other plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data_sources.actors import Actor
from data_sources.chronicle import Chronicle
from data_sources.planning.telling import Entry
from data_sources.proving import contradiction
from pages.shared import session
from pages.shared.agreeing import comparing
from pages.shared.contradictions.standing import saved
from pages.shared.editor.sheet import rows
from planning.agreed import rights
from planning.agreed.comparison import Comparison
from planning.agreed.life import agreed_of, baseline_of
from planning.agreed.rights import Act
from planning.agreed.rows import Kind, PlanRow
from planning.agreed.scenarios import OPEN, Scenario
from planning.agreed.signatures import SEATS, Seat, missing, standing
from planning.agreed.stretches import Contradiction, open_ones
from planning.errors import NotPossible
from planning.teams import Team
from views.approval import Seated, Withdrawal
from views.what_is_signed import hinders

_MOVES = 40
"""Changes of a plan's own row looked through for its moves."""


@dataclass(frozen=True)
class Stand:
    """A plan on its way to agreement, as it was read at a revision.

    Attributes:
        row: The scenario's row.
        now: The store at the revision it was read at: what a signature is given against.
    """

    row: PlanRow
    now: session.Now

    def listed(self, kind: Kind) -> tuple[PlanRow, ...]:
        """Return the plan's rows of a kind."""
        return rows(kind, self.row.id, self.now.revision).listed

    @cached_property
    def scenario(self) -> Scenario:
        """The plan itself."""
        return Scenario.of(self.row.cells)

    @cached_property
    def who(self) -> Actor:
        """The visitor; what they may do is asked again by every write."""
        return session.workspace().actor

    def may(self, act: Act, team: Team | None = None) -> bool:
        """Whether the visitor may do an act."""
        return rights.may(self.who, act, team)

    @cached_property
    def missing(self) -> tuple[Seat, ...]:
        """Who has yet to sign."""
        return missing(self.listed("signature"))

    @cached_property
    def hindered(self) -> bool:
        """Whether something has to be answered before the plan can be agreed."""
        return hinders(self.listed("package"), self.listed("dispute"))

    @cached_property
    def colliding(self) -> tuple[Contradiction, ...]:
        """What of it is proven to collide and nobody accepted; only while it is open."""
        if self.scenario.state not in OPEN or not self.listed("target"):
            return ()
        try:
            found = saved(self.now, self.row).conflicts
        except NotPossible:
            # Where nothing could be concluded nothing is proven; the store says so too.
            return ()
        return open_ones(self.scenario, map(contradiction, found))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Shown names of people by address."""
        return Chronicle(session.workspace()).people()

    def name(self, address: object) -> str:
        """Return somebody's shown name."""
        return self.names.get(str(address), str(address))

    @cached_property
    def seats(self) -> Mapping[Seat, Seated]:
        """The three who sign, with what each gave and what was withdrawn."""
        signatures = self.listed("signature")
        given = session.workspace().plan.begun_by([row.id for row in signatures])
        stands = standing(signatures)
        found = {}
        for seat in SEATS:
            row = stands.get(seat)
            found[seat] = Seated(
                seat=seat,
                row=row,
                by="" if row is None else self.name(row["by"]),
                at=None if row is None else session.local(given[row.id].at),
                withdrawn=tuple(
                    self._withdrawal(one)
                    for one in sorted(signatures, key=lambda it: -it.revision)
                    if one["seat"] == seat and one["state"] == "withdrawn"
                ),
            )
        return found

    def _withdrawal(self, row: PlanRow) -> Withdrawal:
        (last,) = session.workspace().plan.history(row=row.id, limit=1)
        return Withdrawal(self.name(row["by"]), str(row["why"] or ""), session.local(last.at))

    @cached_property
    def moves(self) -> Mapping[str, Entry]:
        """The latest change that led to each state the plan was in, by state."""
        found: dict[str, Entry] = {}
        for entry in session.workspace().plan.history(row=self.row.id, limit=_MOVES):
            for one in entry.rows:
                state = (one.after or {}).get("state") if one.row == self.row.id else None
                if state is not None:
                    found.setdefault(str(state), entry)
        return found

    @cached_property
    def agreed(self) -> PlanRow | None:
        """The agreed plan of its year, itself perhaps."""
        return agreed_of(self._plans, self.row["origin"], self.row["fiscal_year"])

    @property
    def is_agreed(self) -> bool:
        """Whether it is itself the agreed plan of its year."""
        return self.scenario.state == "agreed"

    @cached_property
    def baseline(self) -> PlanRow | None:
        """The plan that was agreed first for its year, itself perhaps."""
        return baseline_of(self._plans, self.row["origin"], self.row["fiscal_year"])

    @cached_property
    def _plans(self) -> tuple[PlanRow, ...]:
        return session.workspace().plan.scenarios()

    def beside(self, other: PlanRow) -> Comparison:
        """Compare the plan with another, which stands first."""
        return comparing.compared(self.now, self.row, [other]).found
