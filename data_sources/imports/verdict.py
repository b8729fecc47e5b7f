"""Which rows of a file are accepted, and which cannot be used or are odd."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import CELLS
from data_sources.imports.checks import (
    CHECKED,
    REJECTED,
    SAMPLED,
    Check,
    check_rows,
    unreadable,
    unseen,
)
from data_sources.imports.database import name, run_telling
from data_sources.imports.decide import Decided, decide, has_sign
from data_sources.imports.meanings import own
from data_sources.imports.plan import Plan
from data_sources.imports.raw import numbered
from planning.actuals.tables import TableSpec
from planning.company import Company

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ODD: Final = "odd"
"""Table: the rows of `checked` that are rejected or hold something that cannot be read,
with their numbers as a spreadsheet counts them."""

_TOP: Final = "top"


@dataclass(frozen=True)
class Verdict:
    """What all rows of a file were found to be.

    Attributes:
        check: What they were checked by.
        read: Rows that were checked.
        rejected: Rows that cannot be used.
        odd: Whether there are rows in the table `odd`.
    """

    check: Check
    read: int
    rejected: int
    odd: bool


def judge(
    database: DuckDBPyConnection,
    spec: TableSpec,
    plan: Plan,
    company: Company,
    tell: Callable[[float], None],
) -> Verdict:
    """Decide how the columns are read, check every row, and keep the odd ones.

    How a long file is to be read is decided by its top; where a later row could speak
    for another decision, all rows are asked.

    Args:
        database: Holds the view `cells`.
        spec: The fact table.
        plan: What is read from which column.
        company: Its time zone, currency and rates.
        tell: Told the share of the rows that have been checked.

    Raises:
        UsageError: A column fits two date formats.
    """

    def decided_by(rows: str, settled: Decided | None = None) -> Decided:
        request = plan.request
        return decide(database, spec, plan.origin, request, company, rows=rows, settled=settled)

    found = database.execute(
        f"CREATE OR REPLACE TABLE {_TOP} AS SELECT * FROM {CELLS} LIMIT {SAMPLED}"  # noqa: S608
    ).fetchone()
    is_whole = found is not None and found[0] < SAMPLED
    decided = decided_by(CELLS if is_whole else _TOP)
    check = _check(spec, plan, company, decided)
    tally = _tally(database, check, decided, tell, top_only=not is_whole)
    if not is_whole:
        firm = {field: hold for field, hold in decided.holds.items() if tally.bears(field, hold)}
        again = decided_by(CELLS, Decided(decided.reading, firm))
        if again.reading != decided.reading or tally.unseen:
            check = _check(spec, plan, company, again)
            tally = _tally(database, check, again, _nobody, top_only=False)
    odd = tally.rejected > 0 or any(tally.unreadable.values())
    if odd:
        _keep_odd(database, tally.check)
    return Verdict(check=tally.check, read=tally.read, rejected=tally.rejected, odd=odd)


def _nobody(_share: float) -> None:
    """Take progress that was told before."""


def _check(spec: TableSpec, plan: Plan, company: Company, decided: Decided) -> Check:
    return Check(spec=spec, fields=tuple(plan.origin), reading=decided.reading, company=company)


@dataclass(frozen=True)
class _Tally:
    """Counts over all rows under one decision."""

    check: Check
    read: int
    rejected: int
    unreadable: dict[str, int]
    signs: dict[str, int]
    unseen: bool

    def bears(self, field: str, hold: str) -> bool:
        """Return whether a decision made by the top of the file holds for all of it."""
        if hold in ("readable", "plain") and self.unreadable.get(field):
            return False
        return hold != "doubtful" and not (hold == "plain" and self.signs[field])


def _tally(
    database: DuckDBPyConnection,
    check: Check,
    decided: Decided,
    tell: Callable[[float], None],
    *,
    top_only: bool,
) -> _Tally:
    new = check_rows(database, check, top_only=top_only)
    fields = [field.name for field in check.spec.fields if field.name in check.fields]
    plain = [field for field, hold in decided.holds.items() if hold == "plain"]
    conditions = [
        REJECTED,
        *(name(unreadable(field)) for field in fields),
        *(has_sign(name(own(field))) for field in plain),
        *(name(unseen(field)) for field in new),
    ]
    counts = ", ".join(f"count(*) FILTER ({condition})" for condition in conditions)
    found = run_telling(database, f"SELECT count(*), {counts} FROM {CHECKED}", tell)  # noqa: S608
    read, rejected, *others = map(int, found[0])
    return _Tally(
        check=check,
        read=read,
        rejected=rejected,
        unreadable=dict(zip(fields, others, strict=False)),
        signs=dict(zip(plain, others[len(fields) :], strict=False)),
        unseen=any(others[len(fields) + len(plain) :]),
    )


def _keep_odd(database: DuckDBPyConnection, check: Check) -> None:
    fields = [field.name for field in check.spec.fields if field.name in check.fields]
    flags = " OR ".join([REJECTED, *(name(unreadable(field)) for field in fields)])
    rows = f"SELECT * FROM {CHECKED} WHERE {flags}"  # noqa: S608
    database.execute(f"CREATE OR REPLACE TABLE {ODD} AS {numbered(rows)}")
