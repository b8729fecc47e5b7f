"""Scenarios: one version of the plan for one fiscal year."""

from __future__ import annotations

from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Column,
    day,
    day_told,
    in_year,
    month,
    one_of,
    text,
    whole,
)
from planning.agreed.rows import Cells
from planning.periods import Period, month_key, month_name, parse_month

MONTHS: Final = 12
State = Literal["draft", "proposed", "agreed", "archived", "put away"]
STATES: Final[tuple[State, ...]] = get_args(State)
OPEN: Final[frozenset[State]] = frozenset({"draft", "proposed"})
"""States in which a plan may be edited; what is agreed changes through a copied draft."""

_MOST_MEMBERS: Final = 100_000
"""Characters of the record of what collides; a target takes about 60."""

ORIGINS: Final = ("real", "demo")

MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

COLUMNS: Final = (
    Column("name", "Name", text(NAME_LIMIT), needed=True),
    Column("fiscal_year", "Fiscal year", whole(1900, 2999), needed=True, fixed=True),
    Column("start", "First month", month, needed=True, fixed=True, told=day_told),
    Column("state", "State", one_of(*STATES), needed=True),
    Column("origin", "Origin", one_of(*ORIGINS), needed=True, fixed=True),
    Column("copied_from", "Copied from", text(NAME_LIMIT), fixed=True),
    Column("replaces", "Replaces", text(NAME_LIMIT)),
    Column("changes_from", "Changes from", month, hold=in_year, told=day_told),
    Column("agreed_as", "Agreed as number", whole(1, 999)),
    Column("returned", "Returned because", text(TEXT_LIMIT, lines=True)),
    Column("stretch", "Accepted as a stretch", text(TEXT_LIMIT, lines=True)),
    Column("stretch_by", "Accepted by", text(NAME_LIMIT)),
    Column("stretch_on", "Accepted on", day, told=day_told),
    Column("stretch_of", "Targets that collide", text(_MOST_MEMBERS, lines=True)),
    Column("model_version", "Version of the model", whole(1, 9999), fixed=True),
)


class Scenario(BaseModel):
    """One version of the plan.

    Attributes:
        name: As people call it.
        fiscal_year: Named after the calendar year in which it ends.
        start: Its first month, `YYYY-MM`.
        state: Drafts and proposed plans may be edited; see `planning.agreed.life`.
        origin: Whether it plans for the company or for the demo company.
        copied_from: Id of the plan it was copied from.
        replaces: Id of the plan that was agreed for its year when it was proposed.
        changes_from: First month, `YYYY-MM`, in which it may differ from that one.
        agreed_as: Which agreed plan of its year it is, from 1: the first is the baseline.
        returned: Why the executive gave it back; blank once it is proposed again.
        stretch: What of it is proven to collide and was accepted all the same, in words.
        stretch_by: Address of the executive who accepted it.
        stretch_on: The day, as ISO text.
        stretch_of: The members of it; see `planning.agreed.stretches`.
        model_version: Of the model whose advice it was adopted from; None of a plan that
            people wrote or copied.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    fiscal_year: int
    start: str
    state: State = "draft"
    origin: str = "real"
    copied_from: str | None = None
    replaces: str | None = None
    changes_from: str | None = None
    agreed_as: int | None = None
    returned: str | None = None
    stretch: str | None = None
    stretch_by: str | None = None
    stretch_on: str | None = None
    stretch_of: str | None = None
    model_version: int | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a scenario from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        return self.model_dump(exclude_none=True)

    @property
    def first_month(self) -> int:
        """Month number of the first month."""
        return parse_month(self.start)

    @property
    def period(self) -> Period:
        """The twelve months."""
        return Period(start=self.first_month, end=self.first_month + MONTHS)

    @property
    def months(self) -> tuple[str, ...]:
        """The twelve months as `YYYY-MM`.

        Example:
            >>> Scenario(name="Plan", fiscal_year=2026, start="2025-07").months[-1]
            '2026-06'
        """
        return tuple(month_key(at) for at in self.period.months())

    def month_label(self, position: int) -> str:
        """Return a month as the plan calls it: its name alone, for a year has each once.

        Args:
            position: 0 to 11.

        Example:
            >>> Scenario(name="Plan", fiscal_year=2026, start="2025-07").month_label(2)
            'September'
        """
        return MONTH_NAMES[(self.first_month + position) % MONTHS]

    def month_short(self, position: int) -> str:
        """Return a month with its year, short, as a table head shows it.

        Example:
            >>> Scenario(name="Plan", fiscal_year=2026, start="2025-07").month_short(6)
            'Jan 2026'
        """
        return month_name(self.first_month + position)
