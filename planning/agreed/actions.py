"""Actions: something somebody promised in a meeting, and by when."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, day, day_told, one_of, text
from planning.agreed.rows import Cells
from planning.agreed.targets import kpi_name
from planning.kpis import KPIS
from planning.money import quoted
from planning.teams import TEAMS, Team

_ADDRESS_LIMIT: Final = 320


def about_told(value: JsonValue) -> str:
    """Return what an action is about as a sentence says it.

    Example:
        >>> about_told("cac"), about_told("4f2a")
        ('CAC', 'a row of the plan')
    """
    return kpi_name(value) if isinstance(value, str) and value in KPIS else "a row of the plan"


def item_told(_: JsonValue) -> str:
    """Return the agenda's item that something came from, as a sentence says it."""
    return "an item of the agenda"


COLUMNS: Final = (
    Column("what", "Action", text(TEXT_LIMIT, lines=True), needed=True),
    Column("owner", "Owner", text(_ADDRESS_LIMIT), needed=True),
    Column("team", "Team", one_of(*TEAMS), needed=True, fixed=True),
    Column("due", "Due", day, needed=True, told=day_told),
    Column("promised", "First promised for", day, fixed=True, told=day_told),
    Column("about", "About", text(NAME_LIMIT), told=about_told),
    Column("done_on", "Done on", day, told=day_told),
    Column("item", "Item", text(TEXT_LIMIT), fixed=True, told=item_told),
)


class Action(BaseModel):
    """Something promised.

    Attributes:
        what: What will be done.
        owner: Name or e-mail address of who does it.
        team: Whose action it is; never changes.
        due: The day it is promised for now.
        promised: The day it was promised for first; stays when `due` is moved.
        about: Key of a KPI or id of a row of a plan; None where it is about neither.
        done_on: The day it was done; None while it is open.
        item: Key of the agenda's item it came from; None where it came from none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    what: str
    owner: str
    team: Team
    due: date
    promised: date | None = None
    about: str | None = None
    done_on: date | None = None
    item: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read an action from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        return self.model_dump(mode="json", exclude_none=True)

    @property
    def first_due(self) -> date:
        """The day it was promised for first."""
        return self.promised or self.due


def title(cells: Cells) -> str:
    """Return what an action is called.

    Example:
        >>> title({"what": "Call the 70 waiting leads"})
        '“Call the 70 waiting leads”'
    """
    return f"“{quoted(str(cells.get('what') or ''))}”"
