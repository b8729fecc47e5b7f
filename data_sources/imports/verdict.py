"""Which rows of a file are accepted, and which cannot be used or are odd."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import CELLS
from data_sources.imports.checks import (
    CHECKED,
    CHECKED_TOP,
    REJECTED,
    Check,
    check_rows,
    unreadable,
    unseen,
)
from data_sources.imports.database import name, run_telling
from data_sources.imports.decide import Decided, decide, has_sign
from data_sources.imports.meanings import TOP, own
from data_sources.imports.plan import Plan
from data_sources.imports.raw import numbered
from planning.actuals.tables import TableSpec
from planning.company import Company

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ODD: Final = "odd"
"""Table: the rows of `checked` that are rejected or hold something that cannot be read,
with their numbers as a spreadsheet counts them."""

_FIRST: Final = 20_000
"""Rows from the top that words and formats are looked for in first."""


@dataclass(frozen=True)
class Verdict:
    """What all rows of a file were found to be.

    Attributes:
        check: What they were checked by.
        read: Rows that were checked.
        rejected: Rows that cannot be used.
        odd: Whether there are rows in the table `odd` to tell about.
    """

    check: Check
    read: int
    rejected: int = 0
    odd: bool = False


@dataclass(frozen=True)
class Look:
    """How a file is to be read, decided by its top where it is long.

    Attributes:
        check: What its rows are checked by.
        decided: The decision and how long it holds.
        is_whole: Whether the top was all of the file.
        unseen: Fields whose words were looked up in the top alone.
        flawless: Whether the top has no odd row, and all may well be so.
    """

    check: Check
    decided: Decided
    is_whole: bool
    unseen: tuple[str, ...]
    flawless: bool

    @property
    def speaks_against(self) -> str:
        """SQL of whether a row of `checked` is odd or may speak for another decision."""
        return " OR ".join([REJECTED, *(name(flag) for flag in self.flags), *self.signs.values()])

    @property
    def flags(self) -> list[str]:
        """Columns of `checked` that say why a row may be odd."""
        there = [field.name for field in self.check.spec.fields if field.name in self.check.fields]
        return [*map(unreadable, there), *map(unseen, self.unseen)]

    @property
    def signs(self) -> dict[str, str]:
        """SQL of whether a value has a point or comma, of fields where that would count."""
        holds = self.decided.holds.items()
        return {field: has_sign(name(own(field))) for field, hold in holds if hold == "plain"}


@dataclass(frozen=True)
class Judging:
    """What a file is judged by.

    Attributes:
        database: Holds the view `cells`.
        spec: The fact table.
        plan: What is read from which column.
        company: Its time zone, currency and rates.
    """

    database: DuckDBPyConnection
    spec: TableSpec
    plan: Plan
    company: Company

    def look(self) -> Look:
        """Decide by the top of a file how its columns are read.

        Raises:
            UsageError: A column fits two date formats.
        """
        found = self.database.execute(
            f"CREATE OR REPLACE TABLE {TOP} AS SELECT * FROM {CELLS} LIMIT {_FIRST}"  # noqa: S608
        ).fetchone()
        is_whole = found is not None and found[0] < _FIRST
        look = self._checked(self._decided(CELLS if is_whole else TOP), is_whole=is_whole)
        if is_whole or "doubtful" in look.decided.holds.values():
            return look
        odd = self.database.execute(
            f"SELECT count(*) FROM {CHECKED_TOP} WHERE {look.speaks_against}"  # noqa: S608
        ).fetchone()
        return replace(look, flawless=odd == (0,))

    def judge(self, look: Look, read: int | None, tell: Callable[[float], None]) -> Verdict:
        """Check every row and keep the odd ones; decide anew what they speak against.

        Args:
            look: How the file is to be read.
            read: Rows to check, if that is known.
            tell: Told the share of the rows that have been checked.

        Raises:
            UsageError: A column fits two date formats.
        """
        bad = self._keep_odd(look, tell)
        if not look.is_whole:
            firm = {
                field: hold
                for field, hold in look.decided.holds.items()
                if hold == "given" or (hold != "doubtful" and not bad[field])
            }
            again = self._decided(CELLS, Decided(look.decided.reading, firm))
            if again.reading != look.decided.reading or bad["unseen"]:
                look = self._checked(again, is_whole=True)
                bad = self._keep_odd(look, lambda _share: None)
        if read is None:
            found = self.database.execute(f"SELECT count(*) FROM {CELLS}").fetchone()  # noqa: S608
            read = int(found[0]) if found else 0
        return Verdict(check=look.check, read=read, rejected=bad[REJECTED], odd=bad[ODD] > 0)

    def _decided(self, rows: str, settled: Decided | None = None) -> Decided:
        return decide(
            self.database, self.spec, self.plan.origin, self.plan.request, self.company,
            rows=rows, settled=settled,
        )  # fmt: skip

    def _checked(self, decided: Decided, *, is_whole: bool) -> Look:
        check = Check(
            spec=self.spec,
            fields=tuple(self.plan.origin),
            reading=decided.reading,
            company=self.company,
        )
        new = check_rows(self.database, check, top_only=not is_whole)
        return Look(check, decided, is_whole=is_whole, unseen=new, flawless=False)

    def _keep_odd(self, look: Look, tell: Callable[[float], None]) -> dict[str, int]:
        """Make the table `odd`; count its rows, those rejected, unseen and bad by field."""
        rows = f"SELECT * FROM {CHECKED} WHERE {look.speaks_against}"  # noqa: S608
        run_telling(self.database, f"CREATE OR REPLACE TABLE {ODD} AS {numbered(rows)}", tell)
        flags = [name(unreadable(field)) for field in look.decided.holds]
        bad = [
            f"{flag} OR {look.signs.get(field, 'FALSE')}"
            for field, flag in zip(look.decided.holds, flags, strict=True)
        ]
        new = " OR ".join(name(unseen(field)) for field in look.unseen) or "FALSE"
        conditions = [REJECTED, new, "TRUE", *bad]
        counts = ", ".join(f"count(*) FILTER ({condition})" for condition in conditions)
        found = self.database.execute(f"SELECT {counts} FROM {ODD}").fetchone() or ()  # noqa: S608
        names = [REJECTED, "unseen", ODD, *look.decided.holds]
        return dict(zip(names, map(int, found), strict=True))
