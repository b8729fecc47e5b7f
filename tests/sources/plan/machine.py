"""Any order of edits, clashes, undoing, proposals and answers, as steps of a state machine.

What else may happen to a plan, such as a move to another database, is added by a subclass
with a rule of its own that puts another workspace in the place of `self.sheet.workspace`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import JsonValue

from data_sources.actors import Actor
from data_sources.plan import Plan
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.rows import Kind
from planning.agreed.totals import Grid
from tests.sources.plan.believed import Believed, Row, States
from tests.sources.plan.holding import hold_history_replays
from tests.sources.plan.sheets import LINE, Sheet

T = TypeVar("T")
ALL = Actor(
    email="all@example.com",
    name="All",
    roles=frozenset({"leader", "executive"}),
    teams=frozenset({"marketing", "sales"}),
)
CELLS = ("plan_01", "plan_02", "reason")
AMOUNTS = st.sampled_from(["0.00", "1.00", "33.33", "99999999.99", None])
TEXTS = st.sampled_from(["why", "“Ω”; --", None])
EDITS = st.fixed_dictionaries(
    {}, optional={"plan_01": AMOUNTS, "plan_02": AMOUNTS, "reason": TEXTS}
).filter(bool)
TEAMS = st.sampled_from(["marketing", "sales", "joint"])
MOST_ROWS = 3  # so that people meet
PICK = st.integers(0, 10_000)


class PlanMachine(RuleBasedStateMachine):
    """A plan and what it should be."""

    workspace: Workspace
    """Set by whoever runs the machine: where its plans are begun."""

    begun = 0

    @initialize()
    def begin(self) -> None:
        """Begin a plan of its own."""
        PlanMachine.begun += 1
        plan = self.workspace.acting_as(ALL).plan
        begun = plan.begin(2026, f"Plan {PlanMachine.begun}")
        self.sheet = Sheet(self.workspace, begun.id)
        self.believed = Believed(seen={begun.revision: {}})
        self.kinds: dict[str, str] = {}

    @precondition(lambda self: len(self.kinds) < MOST_ROWS)
    @rule(team=TEAMS, cells=EDITS)
    def add(self, team: str, cells: dict[str, JsonValue]) -> None:
        """Add a line."""
        wanted = LINE | cells | {"team": team}
        saved = self.plan.add("line", self.sheet.scenario, wanted)
        (row,) = saved.rows
        self.kinds[row.id] = "line"
        filled = {cell: value for cell, value in wanted.items() if value is not None}
        self.believed.write(saved.revision, {row.id: filled})

    @precondition(lambda self: self.lines())
    @rule(mine=EDITS, row=PICK, seen=PICK)
    def edit(self, mine: dict[str, JsonValue], row: int, seen: int) -> None:
        """Edit a line as somebody saw it at any time since it was added."""
        name, base = self._seen(row, seen)
        before = {cell: base.get(cell) for cell in mine}
        saved = self.plan.save([Edit(name, before, mine)])
        wanted, clashing = self.believed.edited(name, base, mine)
        assert {told.cell for told in saved.clashes} == clashing
        self.believed.write(saved.revision, wanted)

    @precondition(lambda self: self.lines())
    @rule(row=PICK)
    def remove(self, row: int) -> None:
        """Remove a line, which may be gone already."""
        name = self._pick(self.lines(), row)
        saved = self.plan.remove([name])
        self.believed.write(saved.revision, {name: None})

    @precondition(lambda self: self.lines())
    @rule(row=PICK, seen=PICK)
    def restore(self, row: int, seen: int) -> None:
        """Bring a line back as it once was."""
        name, base = self._seen(row, seen)
        was = max(rev for rev, rows in self.believed.seen.items() if rows.get(name) == base)
        saved = self.plan.restore(name, was)
        self.believed.write(saved.revision, {name: base})

    @precondition(lambda self: self.believed.changes)
    @rule(change=PICK)
    def undo(self, change: int) -> None:
        """Take back any change, also one that took back another."""
        revision = self._pick(sorted(self.believed.changes), change)
        saved = self.plan.undo(revision)
        wanted, clashing = self.believed.undone(revision)
        assert {told.row for told in saved.clashes} == clashing
        self.believed.write(saved.revision, wanted)

    @precondition(lambda self: self.lines(there=True))
    @rule(mine=EDITS, row=PICK, seen=PICK)
    def propose(self, mine: dict[str, JsonValue], row: int, seen: int) -> None:
        """Propose a change of a line as somebody saw it."""
        name, base = self._seen(row, seen, there=True)
        saved = self.plan.propose(name, mine, "Please.", seen=base)
        (asked,) = saved.rows
        self.kinds[asked.id] = "proposal"
        wishes: JsonValue = {cell: {"base": base.get(cell), "wanted": mine[cell]} for cell in mine}
        cells: Row = {"about": name, "changes": wishes, "reason": "Please.", "state": "open"}
        self.believed.write(saved.revision, {asked.id: cells})

    @precondition(lambda self: self.open_proposals())
    @rule(proposal=PICK, take=st.booleans())
    def answer(self, proposal: int, take: bool) -> None:
        """Take or decline what was proposed."""
        name = self._pick(self.open_proposals(), proposal)
        asked = self.believed.rows[name]
        about = str(asked["about"])
        if take and about not in self.believed.rows:
            return
        saved = self.plan.answer(name, take, "Well.")
        wanted: States = {}
        clashing: set[str] = set()
        if take:
            changes: dict[str, dict[str, JsonValue]] = asked["changes"]  # type: ignore[assignment]
            base = {cell: change["base"] for cell, change in changes.items()}
            mine = {cell: change["wanted"] for cell, change in changes.items()}
            wanted, clashing = self.believed.edited(about, base, mine)
        assert {told.cell for told in saved.clashes} == clashing
        if clashing:
            wanted = {}
        else:
            state = "taken" if take else "declined"
            wanted[name] = {**asked, "state": state, "answer": "Well."}
        self.believed.write(saved.revision, wanted)

    @invariant()
    def the_rows_are_what_the_changes_made_of_them(self) -> None:
        """Rows as read are rows as reckoned."""
        if hasattr(self, "believed"):
            assert self._read(None) == self.believed.rows

    @invariant()
    def totals_add_up_again(self) -> None:
        """The teams' totals come to the lines' amounts."""
        if hasattr(self, "believed"):
            grid = Grid.of(self.plan.rows("line", self.sheet.scenario))
            _, teams = grid.by("team")
            by_team = sum(int(grid.plan[teams == team].sum()) for team in {*teams.tolist()})
            amounts = [
                Decimal(str(cells.get(cell) or 0))
                for row, cells in self.believed.rows.items()
                for cell in ("plan_01", "plan_02")
                if self.kinds[row] == "line"
            ]
            assert Decimal(by_team) / 100 == sum(amounts)

    def teardown(self) -> None:
        """Hold that every earlier state is still told, and that the history replays."""
        if hasattr(self, "believed"):
            for revision, rows in self.believed.seen.items():
                assert self._read(revision) == rows
            hold_history_replays(self.sheet.workspace.store, self.sheet.scenario)

    @property
    def plan(self) -> Plan:
        """The plan in the hands of somebody who may do everything in it."""
        return self.sheet.of(ALL)

    def lines(self, *, there: bool = False) -> list[str]:
        """Return the lines that ever were, or those that are."""
        return [
            row
            for row, kind in self.kinds.items()
            if kind == "line" and (not there or row in self.believed.rows)
        ]

    def open_proposals(self) -> list[str]:
        """Return the proposals nobody answered yet."""
        return [
            row
            for row, cells in self.believed.rows.items()
            if self.kinds[row] == "proposal" and cells["state"] == "open"
        ]

    def _seen(self, row: int, seen: int, *, there: bool = False) -> tuple[str, Row]:
        name = self._pick(self.lines(there=there), row)
        states = [rows[name] for rows in self.believed.seen.values() if name in rows]
        return name, self._pick(states, seen)

    def _pick(self, choices: Sequence[T], number: int) -> T:
        return choices[number % len(choices)]

    def _read(self, as_of: int | None) -> dict[str, Row]:
        kinds: tuple[Kind, ...] = ("line", "proposal")
        return {
            row.id: row.cells
            for kind in kinds
            for row in self.plan.rows(kind, self.sheet.scenario, as_of=as_of)
        }
