"""What a suspicion is, and how the rows of one table are looked through in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]

from data_sources.facts.engine import Engine, stored_tables, written
from planning.actuals.tables import TABLES
from planning.company import Company
from planning.errors import Finding

ROW_ID: Final = "row_id"
_STORED: Final = stored_tables()
EXAMPLES: Final = 5
_SHOWN: Final = 40
_NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "spend": ("month", "team", "category", "channel", "campaign", "line_code"),
    "touches": ("on", "team", "kind", "lead_id", "opportunity_id", "account_id"),
    "stage_events": ("object", "id", "stage", "on"),
    "quotas": ("team", "start", "measure"),
}
"""What tells a row apart in tables whose rows have no id."""

NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "accounts": ("account", "accounts"),
    "leads": ("lead", "leads"),
    "opportunities": ("deal", "deals"),
    "stage_events": ("stage event", "stage events"),
    "spend": ("spend row", "spend rows"),
    "touches": ("touch", "touches"),
    "people": ("person", "people"),
    "quotas": ("quota", "quotas"),
}


@dataclass(frozen=True)
class Facts:
    """The stored facts that are looked through.

    Attributes:
        engine: Holds them.
        present: The tables that have rows.
        as_of: The date the facts stand at.
        company: Plan currency, rates and fiscal year.
        meant: The channel each alias means.
    """

    engine: Engine
    present: frozenset[str]
    as_of: date
    company: Company
    meant: Mapping[str, str] = field(default_factory=dict)
    _kept: dict[str, ir.Table] = field(default_factory=dict, repr=False)

    def rows(self, table: str) -> ir.Table:
        """Return a stored fact table."""
        return _STORED[table]

    def size(self, table: str) -> int:
        """Return how many rows a stored fact table has."""
        return int(self.number(self.rows(table)))

    def number(self, rows: ir.Table) -> int:
        """Return how many rows an expression has."""
        return int(self.ask(rows.aggregate(number=rows.count())).column(0)[0].as_py())

    def holds(self, table: str, column: str) -> bool:
        """Whether any row of a table has a value in a column."""
        rows = self.rows(table)
        return bool(self.ask(rows.filter(rows[column].notnull()).limit(1)).num_rows)

    def ask(self, expression: ir.Table) -> pa.Table:
        """Return the rows of an expression."""
        return self.engine.ask(written(expression, self.engine.dialect))

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute an expression once and return what names it, also when asked again."""
        if name not in self._kept:
            self.engine.keep(name, written(expression, self.engine.dialect))
            self._kept[name] = ibis.table(expression.schema(), name=name)
        return self._kept[name]


@dataclass(frozen=True)
class Odd:
    """Odd rows of one table.

    Attributes:
        table: The fact table.
        rows: The odd rows, with a column `row_id`.
        what: What is odd about each, as words after its noun.
    """

    table: str
    rows: ir.Table
    what: str


@dataclass(frozen=True)
class Suspicion:
    """Something suspicious in the facts, before examples are looked up.

    Attributes:
        finding: What, where and what to do.
        weight: How much of what it concerns is touched, from 0 to 1.
        odd: The rows, by table.
        examples: Whether the message names some rows: not where their ids name people.
    """

    finding: Finding
    weight: float
    odd: tuple[Odd, ...]
    examples: bool = True


@dataclass(frozen=True)
class Check:
    """A rule that looks at one row at a time.

    Attributes:
        code: Stable short name.
        what: What is odd, as words that follow “3 deals” or “1 deal”.
        remedy: What to do about it.
        odd: The condition; missing means no.
        so: What that does to figures, as words after a colon; may be empty.
        column: The field concerned.
        level: As of the finding.
        needs: Columns of which one must hold a value somewhere: where none does, that is
            a gap of the facts and told as one, not a suspicion. None needed if empty.
    """

    code: str
    what: str
    remedy: str
    odd: Callable[[ir.Table], ir.BooleanValue]
    so: str = ""
    column: str | None = None
    level: Literal["info", "warning"] = "warning"
    needs: tuple[str, ...] = ()


def counted(count: int, table: str) -> str:
    """Return a number of rows in words.

    Example:
        >>> counted(1, "people"), counted(1425, "opportunities")
        ('1 person', '1,425 deals')
    """
    return f"{count:,} {NOUNS[table][count != 1]}"


def named(rows: ir.Table, table: str) -> ir.StringColumn:
    """Return what a person finds each row of a table by: its id, else what tells it apart."""
    key = TABLES[table].id_column
    if key is not None:
        return rows[key]
    parts = [rows[column].cast("string").fill_null("") for column in _NAMED_BY[table]]
    text = parts[0]
    for part in parts[1:]:
        text = text + (part == "").ifelse("", " · ") + part
    return text


def looked_through(
    facts: Facts, table: str, rows: ir.Table, checks: Sequence[Check]
) -> Iterator[Suspicion]:
    """Yield what rules find in a table.

    Args:
        facts: The facts, to ask.
        table: The fact table.
        rows: One row per stored row, with what the rules read.
        checks: The rules, of different codes.
    """
    checks = [
        it for it in checks if not it.needs or any(facts.holds(table, one) for one in it.needs)
    ]
    if not checks:
        return
    verdicts = {check.code: check.odd(rows).fill_null(False) for check in checks}
    judged = rows.select(**{ROW_ID: named(rows, table)}, **verdicts)
    odd = facts.keep(f"odd_{table}", judged.filter(ibis.or_(*(judged[code] for code in verdicts))))
    counts = odd.aggregate(**{code: odd.count(where=odd[code]) for code in verdicts})
    size = facts.size(table)
    found = facts.ask(counts).to_pylist()[0]
    for check in checks:
        if found[check.code]:
            yield _suspicion(check, table, found[check.code], size, odd.filter(odd[check.code]))


def _suspicion(check: Check, table: str, count: int, size: int, rows: ir.Table) -> Suspicion:
    so = f": {check.so}" if check.so else ""
    return Suspicion(
        finding=Finding(
            level=check.level,
            code=check.code,
            message=f"{counted(count, table)} {check.what}{so}.",
            remedy=check.remedy,
            table=table,
            column=check.column,
            count=count,
        ),
        weight=count / size,
        odd=(Odd(table, rows, check.what),),
        examples=table != "people",
    )


def with_examples(facts: Facts, suspicion: Suspicion) -> Finding:
    """Return a suspicion's finding with the ids of some of its rows, never a person's."""
    ids: list[str] = []
    for odd in suspicion.odd if suspicion.examples else ():
        first = odd.rows.select(ROW_ID).distinct().order_by(ROW_ID).limit(EXAMPLES - len(ids))
        ids += [repeated(str(one)) for one in facts.ask(first).column(0).to_pylist()]
        if len(ids) >= EXAMPLES:
            break
    if not ids:
        return suspicion.finding
    told = f"{suspicion.finding.message} For example {', '.join(ids)}."
    return suspicion.finding.model_copy(update={"message": told})


def repeated(text: str) -> str:
    """Return a text of the facts as messages may repeat it: short, and no address.

    Example:
        >>> repeated("D-17"), repeated("ann@example.org")
        ('D-17', '(not shown)')
    """
    if "@" in text.strip("@"):
        return "(not shown)"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
