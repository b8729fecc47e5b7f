"""Account coverage: which team works which account with which motion, one half per team.

Marketing's half names a programme, that of sales an owner. Each is a row of its own, so
that each team edits its half, and two people in two teams never meet in one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Column,
    day,
    day_told,
    one_of,
    text,
    whole,
)
from planning.agreed.lines import MOTIONS
from planning.agreed.rows import Cells, PlanRow
from planning.money import quoted

Side = Literal["marketing", "sales"]
SIDES: Final[tuple[Side, ...]] = ("marketing", "sales")

MOST_TOUCHES: Final = 200
_NAME: Final = text(NAME_LIMIT)

COLUMNS: Final = (
    Column("team", "Team", one_of(*SIDES), needed=True, fixed=True),
    Column("account", "Account", _NAME, needed=True, fixed=True),
    Column("motion", "Motion", one_of(*MOTIONS), needed=True),
    Column("owner", "Sales owner", _NAME),
    Column("programme", "Marketing programme", _NAME),
    Column("touches", "Touches a month", whole(0, MOST_TOUCHES)),
    Column("start", "From", day, told=day_told),
    Column("end", "Until", day, told=day_told),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("copied_from", "Copied from", _NAME, fixed=True),
)


class Half(BaseModel):
    """One team's half of the coverage of an account.

    Attributes:
        team: Whose half; never changes.
        account: Id of the account in the facts; never changes.
        motion: What for: acquire, cross-sell, up-sell or retain.
        owner: Of sales: person id of who works it. None while nobody is named.
        programme: Of marketing: the campaign or channel that reaches it.
        touches: Planned touches a month.
        start: First day, `YYYY-MM-DD`; None from the plan's beginning.
        end: Last day; None until the plan's end.
        reason: Why.
        copied_from: The first half it was copied from, in another plan.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    team: Side
    account: str
    motion: str
    owner: str | None = None
    programme: str | None = None
    touches: int | None = None
    start: date | None = None
    end: date | None = None
    reason: str = ""
    copied_from: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a half from the cells of its row, which nothing refused."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    @property
    def who(self) -> str | None:
        """The owner or the programme."""
        return self.owner if self.team == "sales" else self.programme

    def holds_on(self, when: date) -> bool:
        """Whether it is in effect on a day."""
        return (self.start is None or self.start <= when) and (self.end is None or when <= self.end)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two halves of one team that cover one account with one motion at the same time.

    Attributes:
        first, second: Ids of the rows, in the order of the sheet.
    """

    first: str
    second: str


def title(cells: Cells) -> str:
    """Return what a half is called.

    Example:
        >>> title({"account": "ACC-7", "motion": "acquire", "team": "sales"})
        'coverage of ACC-7 by sales (acquire)'
    """
    return (
        f"coverage of {quoted(cells.get('account') or '')} by {cells.get('team')}"
        f" ({cells.get('motion')})"
    )


def odd_together(cells: Cells) -> dict[str, str]:
    """Return what is wrong with cells that are right one by one, by cell.

    Example:
        >>> odd_together({"team": "marketing", "owner": "P1"})
        {'owner': 'Sales owner belongs to the half of sales. Leave it blank here.'}
    """
    found: dict[str, str] = {}
    if cells.get("team") == "marketing" and cells.get("owner"):
        found["owner"] = "Sales owner belongs to the half of sales. Leave it blank here."
    if cells.get("team") == "sales" and cells.get("programme"):
        found["programme"] = (
            "Marketing programme belongs to the half of marketing. Leave it blank here."
        )
    start, end = cells.get("start"), cells.get("end")
    if isinstance(start, str) and isinstance(end, str) and end < start:
        found["end"] = f"Until must not be before {day_told(start)}, where it begins."
    return found


def halves(rows: Iterable[PlanRow]) -> dict[str, Half]:
    """Return the halves of rows by row id, in their order."""
    return {row.id: Half.of(row.cells) for row in rows}


def meetings(by_row: Mapping[str, Half]) -> tuple[Meeting, ...]:
    """Return which halves of one team cover one account and motion at the same time.

    Example:
        >>> one = Half(team="sales", account="A", motion="acquire", end=date(2026, 3, 1))
        >>> two = Half(team="sales", account="A", motion="acquire", start=date(2026, 3, 1))
        >>> meetings({"x": one, "y": two})
        (Meeting(first='x', second='y'),)
    """
    groups: dict[tuple[str, str, str], list[tuple[str, Half]]] = {}
    for row, half in by_row.items():
        groups.setdefault((half.team, half.account, half.motion), []).append((row, half))
    return tuple(
        Meeting(first, second)
        for group in groups.values()
        for at, (first, one) in enumerate(group)
        for second, other in group[at + 1 :]
        if _overlap(one, other)
    )


def covered_by(halves: Sequence[Half], when: date) -> dict[str, frozenset[Side]]:
    """Return which teams cover each account on a day; nobody covers an account left out.

    A half of sales without owner and one of marketing without programme cover nothing yet.
    """
    found: dict[str, set[Side]] = {}
    for half in halves:
        if half.who and half.holds_on(when):
            found.setdefault(half.account, set()).add(half.team)
    return {account: frozenset(sides) for account, sides in found.items()}


def half_told(cells: Cells) -> str:
    """Return a half in a few words, for the sheet of the other team.

    Example:
        >>> half_told({"team": "sales", "owner": "P1", "touches": 2})
        'P1, 2 a month'
        >>> half_told({"team": "marketing"})
        'nobody named'
    """
    who: JsonValue = cells.get("owner") or cells.get("programme") or "nobody named"
    touches = cells.get("touches")
    return f"{who}, {touches} a month" if touches else str(who)


def _overlap(one: Half, other: Half) -> bool:
    starts = max(one.start or date.min, other.start or date.min)
    ends = min(one.end or date.max, other.end or date.max)
    return starts <= ends
