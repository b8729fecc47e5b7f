"""Decisions: a question with its options, what was chosen, and what it should bring."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue, field_validator

from planning.agreed.cells import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Column,
    Unfit,
    choice,
    day,
    day_told,
    month,
    number,
    text,
)
from planning.agreed.rows import Cells
from planning.agreed.targets import bound_told, kpi_name
from planning.errors import NotPossible, UsageError
from planning.kpis import KPIS
from planning.money import quoted

LEAST_OPTIONS, MOST_OPTIONS = 2, 5
"""One option is no choice, and nobody weighs more than five."""

SCOPE: Final = ("channel", "segment", "region")
"""The cells that name the part of the company an effect is expected in."""

_NAME: Final = text(NAME_LIMIT)
_MINUSES: Final = "-\N{MINUS SIGN}\N{EN DASH}"
_ADDRESS_LIMIT: Final = 320


def options(value: object) -> list[JsonValue]:
    r"""Read the options of a question: a list, or text with one option a line.

    Example:
        >>> options("Two heads more\n\n Fewer leads ")
        ['Two heads more', 'Fewer leads']
    """
    given = value.splitlines() if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        raise Unfit(f"must be one option a line, not “{quoted(value)}”.")
    read = (_NAME(one) for one in given if not isinstance(one, str) or one.strip())
    found: list[JsonValue] = list(dict.fromkeys(str(one) for one in read))
    if not LEAST_OPTIONS <= len(found) <= MOST_OPTIONS:
        raise Unfit(f"must be {LEAST_OPTIONS} to {MOST_OPTIONS} different ones, not {len(found)}.")
    return found


def change(value: object) -> str:
    """Read a relative change: a sign, then a share; a per cent sign divides by a hundred.

    Example:
        >>> change("-10 %"), change("+0.05"), change("\N{MINUS SIGN}3%")
        ('-0.1', '0.05', '-0.03')
    """
    if not isinstance(value, str):
        value = str(value)
    shown = value.strip()
    falls = shown[:1] in _MINUSES and shown != ""
    try:
        size = number(shown[1:].strip() if falls or shown.startswith("+") else shown)
    except Unfit:
        raise Unfit(f"must be like +5 % or \N{MINUS SIGN}10 %, not “{quoted(shown)}”.") from None
    if Decimal(size) == 0:
        raise Unfit("must not be nothing.", "Leave it blank instead.")
    if falls and Decimal(size) > 1:
        raise Unfit(f"must not fall by more than all of it, not “{quoted(shown)}”.")
    return f"-{size}" if falls else size


def change_told(value: JsonValue) -> str:
    """Return a relative change as a sentence says it.

    Example:
        >>> change_told("-0.1"), change_told("0.05")
        ('\N{MINUS SIGN}10 %', '+5 %')
    """
    told = bound_told(str(value).removeprefix("-"), {"kpi": "close_ratio"})
    return f"\N{MINUS SIGN}{told}" if str(value).startswith("-") else f"+{told}"


def expected_told(value: JsonValue, cells: Cells) -> str:
    """Return an expected value as a sentence says it, in the unit of its KPI."""
    return bound_told(value, cells)


COLUMNS: Final = (
    Column("question", "Question", text(TEXT_LIMIT, lines=True), needed=True),
    Column("options", "Options", options, needed=True),
    Column("chosen", "Chosen", _NAME),
    Column("why", "Why", text(TEXT_LIMIT, lines=True)),
    Column("by", "Chosen by", text(_ADDRESS_LIMIT)),
    Column("decided_on", "Decided on", day, told=day_told),
    Column("snapshot", "Facts", _NAME),
    Column("kpi", "KPI", choice({key: kpi.name for key, kpi in KPIS.items()}), told=kpi_name),
    Column("channel", "Channel", _NAME),
    Column("segment", "Segment", _NAME),
    Column("region", "Region", _NAME),
    Column("expected", "Expected value", number),
    Column("change", "Expected change", change, told=change_told),
    Column("by_month", "By", month, told=day_told),
    Column("item", "Item", text(TEXT_LIMIT), fixed=True),
)


class Decision(BaseModel):
    """Something decided, or still to be decided.

    Attributes:
        question: What is to be decided.
        options: What could be done, two to five.
        chosen: The option that was chosen; None while the question is open.
        why: The reason.
        by: Address of who chose.
        decided_on: As-of date of the facts it was decided with.
        snapshot: Id of these facts.
        kpi: The KPI an effect is expected on, or None.
        channel, segment, region: The part of the company; None for all.
        expected: Value the KPI is expected to have, in its unit; None beside a change.
        change: Relative change expected against the last whole month before the decision.
        by_month: The month the effect is expected in, `YYYY-MM`.
        item: Key of the agenda's item it came from; None where it came from none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str
    options: tuple[str, ...]
    chosen: str | None = None
    why: str = ""
    by: str | None = None
    decided_on: date | None = None
    snapshot: str | None = None
    kpi: str | None = None
    channel: str | None = None
    segment: str | None = None
    region: str | None = None
    expected: Decimal | None = None
    change: Decimal | None = None
    by_month: str | None = None
    item: str | None = None

    @field_validator("expected", "change", mode="before")
    @classmethod
    def _exact(cls, value: object) -> object:
        return Decimal(value) if isinstance(value, str) else value

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a decision from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})


def title(cells: Cells) -> str:
    """Return what a decision is called.

    Example:
        >>> title({"question": "Who calls the leads of the autumn show?"})
        '“Who calls the leads of the autumn show?”'
    """
    return f"“{quoted(str(cells.get('question') or ''))}”"


def odd_together(cells: Cells) -> dict[str, str]:
    """Return what is wrong with cells that are right one by one, by cell.

    Args:
        cells: Cells of a decision, as they are kept.

    Example:
        >>> odd_together({"options": ["A", "B"], "chosen": "C"})
        {'chosen': 'Chosen must be one of the options.'}
        >>> odd_together({"kpi": "cac"})
        {'kpi': 'KPI needs what it should become: a value or a change.'}
    """
    found: dict[str, str] = {}
    offered, chosen = cells.get("options"), cells.get("chosen")
    if isinstance(offered, list) and chosen is not None and chosen not in offered:
        found["chosen"] = "Chosen must be one of the options."
    told = [name for name in ("expected", "change") if cells.get(name) is not None]
    if cells.get("kpi") is None:
        for name in (*told, *(one for one in (*SCOPE, "by_month") if cells.get(one) is not None)):
            found[name] = "An expected effect needs its KPI. Choose one."
        return found
    if len(told) > 1:
        found["change"] = "Expected change must stay blank beside an expected value."
    if not told:
        found["kpi"] = "KPI needs what it should become: a value or a change."
    elif cells.get("by_month") is None:
        found["kpi"] = "KPI needs the month in which the effect is expected."
    return found


def hold_open(decision: Decision) -> None:
    """Hold that a question is still open.

    Raises:
        NotPossible: It was decided.
    """
    if decision.chosen is not None:
        raise NotPossible(
            f"“{quoted(decision.question)}” was decided.",
            "Put a new question, or take the decision back in the history.",
        )


def hold_chosen(decision: Decision, chosen: str) -> None:
    """Hold that what is chosen was offered.

    Raises:
        UsageError: It was not.
    """
    if chosen not in decision.options:
        raise UsageError("This is none of the options.", "Choose one that was offered.")
