"""An offer while it is being written: kept outside the widgets, so that nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st
from pydantic import BaseModel, ConfigDict, JsonValue

from data_sources.plan import Draft
from pages.shared import session
from pages.shared.agreeing.scene import Scene
from pages.shared.editor.sheet import meaning
from planning.agreed.kinds import refusals
from planning.agreed.packages import Addition, Offering, Package, packed
from planning.agreed.rows import Cells, PlanRow

Typed = dict[str, dict[str, JsonValue]]


@dataclass
class OfferDraft:
    """What somebody is about to offer.

    Attributes:
        number: Tells its widgets from those of the offer before.
        team: In whose name.
        name, reason: As typed.
        chosen: Ids of the lines and targets chosen, by team.
        seen: Cells of these rows as they were when they were chosen.
        wanted: What was typed over them; only what differs.
        fed: What stood in the grids when they were drawn anew.
        orders: The rows of each grid, by the kind of its rows.
        drawn: Counter of the grids.
        additions: Cells of the lines to add.
        refused: Why it was not offered.
        said: Why money could not be moved in its months.
        said_new: Why a line could not be added.
        kept: What the store keeps of it.
        outdated: Whether the plan on screen is older than what it was held against.
    """

    number: int
    team: Offering
    name: str = ""
    reason: str = ""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    seen: Typed = field(default_factory=dict)
    wanted: Typed = field(default_factory=dict)
    fed: Typed = field(default_factory=dict)
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    drawn: int = 0
    additions: list[dict[str, JsonValue]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    said: str = ""
    said_new: list[str] = field(default_factory=list)
    kept: Draft | None = None
    outdated: bool = False

    def key(self, name: str) -> str:
        """Return the key of one of its widgets."""
        return f"offer-{name}-{self.number}"

    def grid(self, kind: str) -> str:
        """Return the key of a grid as it is drawn now."""
        return f"offer-{kind}s-{self.number}-{self.drawn}"

    @property
    def rows(self) -> list[str]:
        """Ids of all rows chosen, marketing's first."""
        return [row for team in ("marketing", "sales") for row in self.chosen.get(team, [])]

    def draw_anew(self) -> None:
        """Let the grids begin again with what was typed so far."""
        self.fed = {row: dict(cells) for row, cells in self.wanted.items()}
        self.drawn += 1


class _Kept(BaseModel):
    """What the store keeps of an offer."""

    model_config = ConfigDict(extra="forbid")

    team: Offering
    name: str
    reason: str
    chosen: dict[str, list[str]]
    additions: list[dict[str, JsonValue]]
    seen: Typed
    wanted: Typed


def place(scene: Scene) -> str:
    """Return where an offer for the plan is kept."""
    return f"offer-{scene.row.id}"


def begun(scene: Scene) -> OfferDraft | None:
    """Return the visitor's offer under way, or None."""
    found = st.session_state.get(place(scene)) or restored(scene)
    if not isinstance(found, OfferDraft) or not scene.offering:
        return None
    for team, rows in found.chosen.items():
        found.chosen[team] = [row for row in rows if row in scene.standing]
    return found


def begin(scene: Scene, like: PlanRow | None = None) -> None:
    """Begin an offer, empty or like a package, from the values that stand."""
    draft = OfferDraft(next_number(), scene.offering[0])
    if like is not None:
        _fill(scene, draft, Package.of(like.cells))
    st.session_state[place(scene)] = draft


def next_number() -> int:
    """Return a number no offer of this visit had."""
    number = int(st.session_state.get("offers-begun", 0)) + 1
    st.session_state["offers-begun"] = number
    return number


def _fill(scene: Scene, draft: OfferDraft, package: Package) -> None:
    draft.team, draft.name, draft.reason = package.by_team, package.name, package.reason
    draft.additions = [dict(it.cells) for it in package.additions if it.kind == "line"]
    for wish in package.wishes:
        row = scene.standing.get(wish.row)
        if row is not None:
            draft.chosen.setdefault(row.team, []).append(row.id)
            draft.seen[row.id] = dict(row.cells)
            draft.wanted[row.id] = dict(wish.wanted)
    draft.draw_anew()


def forget(scene: Scene) -> None:
    """Let go of the offer under way."""
    st.session_state.pop(place(scene), None)
    session.workspace().plan.drop_draft(place(scene))


def keep(scene: Scene, draft: OfferDraft) -> None:
    """Let the store keep the offer, so that it outlives a reload of the page."""
    about: dict[str, JsonValue] = {
        "team": draft.team, "name": draft.name, "reason": draft.reason,
        "chosen": {team: list(rows) for team, rows in draft.chosen.items()},
        "additions": [dict(cells) for cells in draft.additions],
    }  # fmt: skip
    seen: dict[str, JsonValue] = {row: draft.seen[row] for row in draft.rows}
    wanted: dict[str, JsonValue] = dict(draft.wanted.items())
    mine = {"about": about, "seen": seen, "wanted": wanted}
    kept = Draft(base_revision=scene.now.revision, mine=mine)
    if draft.kept is None or kept.mine != draft.kept.mine:
        session.workspace().plan.keep_draft(place(scene), kept)
        # What was refused was refused of another offer.
        draft.kept, draft.refused = kept, []


def restored(scene: Scene) -> OfferDraft | None:
    """Return the offer the store kept from an earlier visit, looked for once."""
    looked = f"looked-{place(scene)}"
    if looked in st.session_state or not scene.offering:
        return None
    st.session_state[looked] = True
    kept = session.workspace().plan.draft(place(scene))
    if kept is None:
        return None
    draft = OfferDraft(next_number(), scene.offering[0], kept=kept)
    about = _Kept.model_validate(
        {**kept.mine["about"], "seen": kept.mine["seen"], "wanted": kept.mine["wanted"]}
    )
    for name in _Kept.model_fields:
        setattr(draft, name, getattr(about, name))
    if draft.team not in scene.offering:
        draft.team = scene.offering[0]
    draft.draw_anew()
    st.session_state[place(scene)] = draft
    return draft


def absorb(scene: Scene, draft: OfferDraft) -> None:
    """Take over what was typed into the grids, whatever else the click did."""
    for kind, order in draft.orders.items():
        state = st.session_state.get(draft.grid(kind))
        if state is None:
            continue
        for row in order:
            draft.wanted[row] = dict(draft.fed.get(row, {}))
        for at, cells in state["edited_rows"].items():
            draft.wanted[order[int(at)]] |= cells
    tidy(scene, draft)


def tidy(scene: Scene, draft: OfferDraft) -> None:
    """Leave out what is no change, and rows no longer chosen."""
    for row in draft.rows:
        if row not in draft.seen:
            draft.seen[row] = dict(scene.standing[row].cells)
    draft.wanted = {
        row: kept
        for row, cells in draft.wanted.items()
        if row in draft.rows and (kept := _changes(scene, draft, row, cells))
    }


def _changes(
    scene: Scene, draft: OfferDraft, row: str, cells: dict[str, JsonValue]
) -> dict[str, JsonValue]:
    kind = scene.standing[row].kind
    seen = draft.seen[row]
    return {
        cell: value for cell, value in cells.items() if meaning(kind, cell, value) != seen.get(cell)
    }


def odd(scene: Scene, draft: OfferDraft) -> dict[tuple[str, str], str]:
    """Return why cells cannot be as typed, by row and cell."""
    found: dict[tuple[str, str], str] = {}
    for row, cells in draft.wanted.items():
        whole = {**draft.seen[row], **cells}
        sentences = refusals(scene.standing[row].kind, whole, scene.scenario)
        found |= {(row, cell): said for cell, said in sentences.items() if cell in cells}
    return found


def as_package(scene: Scene, draft: OfferDraft) -> Package | None:
    """Return the offer as a package, as far as it can be read; None while it changes nothing."""
    unread = odd(scene, draft)
    wanted: dict[str, Cells] = {
        row: {
            cell: meaning(scene.standing[row].kind, cell, value)
            for cell, value in cells.items()
            if (row, cell) not in unread
        }
        for row, cells in draft.wanted.items()
    }
    wanted = {row: cells for row, cells in wanted.items() if cells}
    new = [Addition("line", cells) for cells in draft.additions]
    if not wanted and not new:
        return None
    changes = packed(wanted, draft.seen, new)
    return Package(
        name=draft.name or "This package",
        by_team=draft.team,
        changes=tuple(dict(it) for it in changes if isinstance(it, dict)),
        reason=draft.reason,
    )


def moved(draft: OfferDraft, fresh: dict[str, PlanRow]) -> list[str]:
    """Return the rows of which a cell to be changed is no longer as the visitor saw it.

    Args:
        draft: The offer.
        fresh: The rows as they stand, by id.
    """
    return [
        row
        for row, cells in draft.wanted.items()
        if row in fresh and any(fresh[row][cell] != draft.seen[row].get(cell) for cell in cells)
    ]
