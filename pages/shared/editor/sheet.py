"""What a room says about its sheet, and the rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import streamlit as st
from pydantic import JsonValue
from streamlit.delta_generator import DeltaGenerator

from data_sources.actors import Actor
from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed import rights
from planning.agreed.kinds import cleaned, in_words, label, refusals
from planning.agreed.rights import Act
from planning.agreed.rows import Kind, PlanRow
from planning.agreed.scenarios import OPEN, Scenario
from views.sheets import Column


def every(_row: PlanRow) -> bool:
    """Keep every row."""
    return True


@dataclass(frozen=True)
class Tool:
    """Something a room does with its sheet besides adding and removing a row.

    Attributes:
        label, icon: What stands on its button.
        body: Draws its dialog.
    """

    label: str
    icon: str
    body: Callable[[], None]


@dataclass(frozen=True)
class Sheet:
    """One sheet of plan rows that several people edit.

    Attributes:
        kind: What its rows are.
        scenario: The row of the scenario they belong to.
        noun: What one row is called on screen, such as “line”.
        views: Columns by the name of the view; the first one opens.
        title: What a row is called.
        keep: Which rows the room's own controls show.
        details: Draws one row's details in a dialog, given its id; None for none.
        add: Draws the dialog that adds a row; None where rows come by themselves.
        beside: Draws what speaks of the rows as typed, above and below the grid and after it.
        drawn: Views the room draws itself from the rows looked for, by name; never edited.
        tools: What else the room does with its sheet, each in a dialog, by name.
        most: Largest number of rows laid out at once; the others are found by filters.
        act: What somebody must be allowed in order to change a row.
    """

    kind: Kind
    scenario: PlanRow
    noun: str
    views: Mapping[str, tuple[Column, ...]]
    title: Callable[[PlanRow], str]
    keep: Callable[[PlanRow], bool] = every
    details: Callable[[str], None] | None = None
    add: Callable[[], None] | None = None
    beside: Callable[[DeltaGenerator, DeltaGenerator], None] | None = None
    drawn: Mapping[str, Callable[[Sequence[PlanRow]], None]] = field(default_factory=dict)
    tools: Mapping[str, Tool] = field(default_factory=dict)
    most: int | None = None
    act: Act = "edit"

    @cached_property
    def who(self) -> Actor:
        """The visitor; what they may do is asked again by every write."""
        return session.workspace().actor

    @cached_property
    def place(self) -> tuple[str, str]:
        """What tells the store from another."""
        return place(session.workspace())

    @cached_property
    def facts(self) -> int:
        """Revision of what computed columns may read beside the plan."""
        return session.now().revision

    @property
    def name(self) -> str:
        """What drafts of this sheet are kept under."""
        return f"{self.kind}-{self.scenario.id}"

    @cached_property
    def agreed(self) -> Scenario:
        """The scenario itself."""
        return Scenario.of(self.scenario.cells)

    @property
    def is_open(self) -> bool:
        """Whether anything may be changed at all."""
        return self.agreed.state in OPEN

    def head(self, cell: str) -> str:
        """Return what a cell is called."""
        return label(self.kind, cell, self.agreed)

    def said(self, cell: str, value: JsonValue, row: PlanRow | None = None) -> str:
        """Return a value of a cell in words; a goal by its name.

        Args:
            cell: The cell.
            value: What stands in it, or what somebody wants there.
            row: Its row: other cells may tell the unit.
        """
        labels = self.labels.get(cell)
        if labels and isinstance(value, str) and value in labels:
            return labels[value]
        return in_words(self.kind, cell, value, row.cells if row else None)

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Names of the rows that cells speak of by id, by cell."""
        columns = (column for view in self.views.values() for column in view)
        return {column.name: column.labels for column in columns if column.labels is not None}

    def same(self, cell: str, typed: JsonValue, standing: JsonValue) -> bool:
        """Whether what was typed means the value that stands: “4,000” is 4000.00."""
        return typed == standing or meaning(self.kind, cell, typed) == standing

    def may_edit(self, row: PlanRow) -> bool:
        """Whether the visitor may change a row; of others' rows changes are proposed."""
        return self.is_open and rights.may(self.who, self.act, row.team)

    @property
    def may_write(self) -> bool:
        """Whether the visitor may change or propose anything here."""
        proposes = self.act == "edit" and rights.may(self.who, "propose")
        return self.is_open and (rights.may(self.who, self.act) or proposes)


def meaning(kind: Kind, cell: str, typed: JsonValue) -> JsonValue:
    """Return a cell as it would be stored; what cannot be read stays as typed."""
    return cleaned(kind, {cell: typed}).get(cell)


@dataclass(frozen=True)
class Rows:
    """The rows of one kind and scenario at a revision, by position and by id."""

    listed: tuple[PlanRow, ...]
    by_id: Mapping[str, PlanRow]


def rows(kind: Kind, scenario: str, revision: int) -> Rows:
    """Return rows as of a revision of the store, read once."""
    return rows_at(place(session.workspace()), kind, scenario, revision)


def place(workspace: Workspace) -> tuple[str, str]:
    """Return what tells one store from another: part of every cache's key."""
    return str(workspace.home.root), workspace.settings.store_url


@st.cache_resource(show_spinner=False, max_entries=24)
def rows_at(
    place: tuple[str, str],  # noqa: ARG001 - part of the cache's key
    kind: Kind,
    scenario: str,
    revision: int,
) -> Rows:
    """Return rows as of a revision of the store that a place names."""
    listed = session.workspace().plan.rows(kind, scenario, as_of=revision)
    return Rows(listed, {row.id: row for row in listed})


def effective(sheet: Sheet, row: PlanRow, mine: Mapping[str, JsonValue] | None) -> PlanRow:
    """Return a row with what was typed over it, as far as it can be read."""
    if not mine:
        return row
    agreed = sheet.agreed
    refused = refusals(sheet.kind, mine, agreed)
    readable = {cell: value for cell, value in mine.items() if cell not in refused}
    return row.with_cells(cleaned(sheet.kind, readable))
