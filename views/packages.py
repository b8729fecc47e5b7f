"""Packages as people see them: what changes on each side, and what that does to the money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import JsonValue

from planning.agreed.cells import money_told
from planning.agreed.effects import additions, moved_since, planned
from planning.agreed.kinds import in_words, label
from planning.agreed.lines import COMMITTED, PLAN
from planning.agreed.packages import Offering, Package
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.totals import Against, as_money
from planning.errors import UsageError
from planning.periods import Period, month_name, parse_month
from planning.teams import Team
from views import budget, targets
from views.formats import counted, short, visible, whole

if TYPE_CHECKING:
    import pandas as pd

SIDES: Final[tuple[Offering, ...]] = ("marketing", "sales")
TEAM_NAMES: Final = {"marketing": "Marketing", "sales": "Sales", "joint": "Both teams"}
Value = TypeVar("Value")
_UNSAID: Final = frozenset(
    {
        *("team", "goal", "copied_from", "status", "drivers", "reason"),
        *("category", "channel", "job", "campaign", "region", "segment"),
        *("kpi", "scope_team", "start", "months"),
    }
)
"""Cells of a new row that its title says, or that say nothing to a reader."""


@dataclass(frozen=True)
class Told:
    """One change, or several months that change alike.

    Attributes:
        head: What changes: a cell, a month or several.
        was: What it was when the package was offered; empty of a new row.
        wanted: What it would be.
        now: What it is by now, where somebody changed it since; else None.
    """

    head: str
    was: str
    wanted: str
    now: str | None = None


@dataclass(frozen=True)
class Part:
    """What a package does to one line or target.

    Attributes:
        title: What people call the row.
        team: Whose it is.
        note: “new line” or the like; empty where the row stands.
        told: Its changes in order.
        money: How much more the row would plan, below 0 less; None of a target.
    """

    title: str
    team: Team
    note: str
    told: tuple[Told, ...]
    money: Decimal | None


def parts(
    package: Package, standing: Mapping[str, PlanRow], scenario: Scenario
) -> tuple[Part, ...]:
    """Return what a package does, row by row; rows removed since are left out.

    Args:
        package: The package.
        standing: Lines and targets as they stand, by id.
        scenario: Names the months.
    """
    moved = moved_since(package, standing)
    found = []
    for wish in package.wishes:
        row = standing.get(wish.row)
        if row is None:
            continue
        after = {**row.cells, **wish.wanted}
        now = {cell: value for (one, cell), value in moved.items() if one == wish.row}
        told = tuple(_told(row, wish.base, wish.wanted, now, scenario))
        found.append(Part(called(row), row.team, "", told, _money(row, after)))
    for new in additions(package):
        about = tuple(_about_new(new, scenario))
        money = _money(new.with_cells(dict.fromkeys(PLAN)), new.cells)
        found.append(Part(called(new), new.team, f"new {new.kind}", about, money))
    return tuple(found)


def called(row: PlanRow) -> str:
    """Return what a line or target is called."""
    return targets.called(row) if row.kind == "target" else budget.called(row)


def _money(row: PlanRow, after: Cells) -> Decimal | None:
    return as_money(planned(after) - planned(row.cells)) if row.kind == "line" else None


def _told(
    row: PlanRow, base: Cells, wanted: Cells, now: Cells, scenario: Scenario
) -> Iterator[Told]:
    def words(cell: str, value: JsonValue) -> str:
        return visible(in_words(row.kind, cell, value, row.cells))

    for cells, mark in ((PLAN, ""), (COMMITTED, "Committed in ")):
        values = {
            at: (
                words(cell, base.get(cell)),
                words(cell, wanted[cell]),
                words(cell, now[cell]) if cell in now else None,
            )
            for at, cell in enumerate(cells)
            if cell in wanted
        }
        for first, last, (was, new, by_now) in _runs(values):
            head = f"{mark}{_months(scenario, first, last)}"
            yield Told(head, was, new, by_now)
    for cell, value in wanted.items():
        if cell not in PLAN and cell not in COMMITTED:
            by_now = words(cell, now[cell]) if cell in now else None
            head = label(row.kind, cell, scenario)
            yield Told(head, words(cell, base.get(cell)), words(cell, value), by_now)


def _about_new(row: PlanRow, scenario: Scenario) -> Iterator[Told]:
    """Tell what a new row is: its money by months, what that is made of, the rest."""
    amounts = {
        at: money_told(row[cell])
        for at, cell in enumerate(PLAN)
        if row[cell] is not None and Decimal(str(row[cell]))
    }
    for first, last, words in _runs(amounts):
        each = " a month" if last > first else ""
        yield Told(_months(scenario, first, last), "", f"{words}{each}")
    for driver in driver_words(row["drivers"]):
        yield Told("Made of", "", driver)
    for cell, value in row.cells.items():
        if value is not None and cell not in PLAN and cell not in _UNSAID:
            words = in_words(row.kind, cell, value, row.cells)
            yield Told(label(row.kind, cell, scenario), "", visible(words))
    if row["reason"]:
        yield Told("Because", "", visible(str(row["reason"])))


def driver_words(drivers: JsonValue) -> tuple[str, ...]:
    """Say what money is made of, one entry each.

    Example:
        >>> driver_words([{"job": "development", "heads": "1", "cost_per_month": "6500.00",
        ...     "starts": "2026-03"}])
        ('1 development at 6,500 a month from Mar 2026',)
        >>> driver_words([{"what": "Stands", "quantity": "2", "unit_price": "1500.00"}])
        ('2 Stands at 1,500 a month',)
    """
    found = []
    for one in drivers if isinstance(drivers, list) else []:
        if not isinstance(one, dict) or "conversion" in one:
            continue
        many, what = one.get("heads") or one.get("quantity"), one.get("job") or one.get("what")
        price = money_told(one.get("cost_per_month") or one.get("unit_price"))
        words = f"{many} {what} at {price} a month"
        with suppress(KeyError, UsageError):
            words += f" from {month_name(parse_month(str(one['starts'])))}"
        found.append(visible(words))
    return tuple(found)


def _runs(values: Mapping[int, Value]) -> Iterator[tuple[int, int, Value]]:
    """Join neighbouring months of equal value: first and last position, and the value."""
    run: tuple[int, int, Value] | None = None
    for at, value in values.items():
        if run is not None and run[1] == at - 1 and run[2] == value:
            run = (run[0], at, value)
            continue
        if run is not None:
            yield run
        run = (at, at, value)
    if run is not None:
        yield run


def _months(scenario: Scenario, first: int, last: int) -> str:
    begin = scenario.first_month
    if first == last:
        return month_name(begin + first)
    return targets.period_words(Period(start=begin + first, end=begin + last + 1))


def signed(amount: Decimal) -> str:
    """Write money moved, with its sign.

    Example:
        >>> signed(Decimal("30000.00")), signed(Decimal("-40000")), signed(Decimal(0))
        ('+30,000', '−40,000', '0')
    """
    return f"+{whole(amount)}" if amount > 0 else whole(amount)


def then_words(
    against: Sequence[Against], moved: Mapping[Team, Decimal], currency: str
) -> dict[str, str]:
    """Say what the company and each team would then plan of its envelope.

    Args:
        against: What is planned now, by scope.
        moved: How much more each team would plan, below 0 less.
        currency: The plan currency.

    Returns:
        A sentence by scope; a scope whose money stays is left out.

    Example:
        >>> now = Against("sales", Decimal("8000"), Decimal("3000"))
        >>> then_words([now], {"sales": Decimal("6000")}, "EUR")["sales"]
        'Sales would then plan 9,000 of 8,000 EUR, 1,000 too much.'
    """
    more = {str(team): amount for team, amount in moved.items()}
    more["company"] = sum(moved.values(), Decimal(0))
    return {
        one.scope: _then(replace(one, planned=one.planned + more[one.scope]), currency)
        for one in against
        if more.get(one.scope)
    }


def _then(one: Against, currency: str) -> str:
    who = "The company" if one.scope == "company" else TEAM_NAMES[one.scope]
    if one.envelope is None:
        return f"{who} would then plan {short(one.planned)} {currency}; no envelope is set."
    said = f"{who} would then plan {short(one.planned)} of {short(one.envelope)} {currency}"
    over = -(one.envelope - one.planned)
    return f"{said}, {short(over)} too much." if over > 0 else f"{said}."


def waiting_words(packages: Iterable[PlanRow]) -> str:
    """Say how many open packages wait for each team; empty where none does.

    Example:
        >>> one = PlanRow("a", "package", "s", "sales", cells={"state": "open"})
        >>> waiting_words([one]), waiting_words([])
        ('1 package waits for sales', '')
    """
    asked = [row.team for row in packages if row["state"] == "open"]
    told = [f"for {team}" for team in SIDES if team in asked]
    if not told:
        return ""
    numbers = [asked.count(team) for team in SIDES if team in asked]
    verb = "waits" if len(asked) == 1 else "wait"
    first = f"{counted(numbers[0], 'package')} {verb} {told[0]}"
    return first if len(told) == 1 else f"{first} and {numbers[1]} {told[1]}"


def changes_frame(package: Package, found: Sequence[Part]) -> pd.DataFrame:
    """Lay out a package's changes for a file, one per line."""
    import pandas as pd

    rows = [
        (TEAM_NAMES[part.team], part.title, part.note, told.head, told.was, told.wanted)
        for part in found
        for told in part.told
    ]
    heads = ("Team", "Line or target", "New", "Cell", "Was", "Wanted")
    return pd.DataFrame(rows, columns=list(heads), dtype=object).assign(Package=package.name)
