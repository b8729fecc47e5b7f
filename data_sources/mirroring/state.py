"""What Tandem keeps of a mirror between two synchronisations."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.mirrored.outcome import NotTaken, SheetClash

Base = dict[str, dict[str, JsonValue]]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TabState(_Frozen):
    """What is kept of a tab.

    Attributes:
        tab_id: The spreadsheet's id of it, which survives renaming.
        title: Its title as it was read last.
        base: The cells of each row as both sides last had them.
        operation: Id of a write whose arrival is not known yet; empty if there is none.
        written: What both sides have if it arrived.
    """

    tab_id: int
    title: str
    base: Base = {}
    operation: str = ""
    written: Base = {}


class TabReport(_Frozen):
    """How a tab stands after a synchronisation.

    Attributes:
        tab: Its key.
        title: What people read on it.
        rows: How many rows both sides have.
        wrong: Why it cannot be read; nothing was done to it then.
        clashes: What both sides changed to different values.
        not_taken: What the plan refuses.
    """

    tab: str
    title: str
    rows: int = 0
    wrong: tuple[str, ...] = ()
    clashes: tuple[SheetClash, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()


class Mirror(_Frozen):
    """A plan that is mirrored in a spreadsheet.

    Attributes:
        scenario: The plan's id.
        spreadsheet: Id of the spreadsheet.
        set_up: Id of the write that brought the tabs in.
        is_set_up: Whether that arrived.
        log_tab_id: Id of the tab that notes Tandem's writes.
        mark: Id of the latest write that is known to have arrived; empty if none.
        synced_at: When it was last synchronised, or None.
        tried_at: When that was last tried, or None.
        problem: Why the last try failed; empty if it did not.
        tabs: How each tab stands.
    """

    scenario: str
    spreadsheet: str
    set_up: str
    is_set_up: bool = False
    log_tab_id: int
    mark: str = ""
    synced_at: datetime | None = None
    tried_at: datetime | None = None
    problem: str = ""
    tabs: tuple[TabReport, ...] = ()

    @property
    def clashes(self) -> int:
        """How many clashes wait for an answer."""
        return sum(len(tab.clashes) for tab in self.tabs)
