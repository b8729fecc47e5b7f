"""What people answered in a plan, as the model takes it: answers about channels, and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pydantic import JsonValue, ValidationError

from planning.agreed.assumptions import RESPONSE, is_response
from planning.agreed.rows import Cells, PlanRow
from planning.errors import UsageError
from planning.model.assuming.judged import Answers, Judgement
from planning.model.assumption_kinds import Value
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import ALL
from planning.teams import Team

_SEPARATOR: Final = " | "
_DAY_ZERO: Final = date(1900, 1, 1)

JUDGED: Final = frozenset(KINDS) - {"base", "ceiling", "half"}
"""Kinds judged by a value; a channel's curve is judged by three answers instead."""


@dataclass(frozen=True)
class Answered:
    """Everything people answered in one plan.

    Attributes:
        answers: About channels' leads, marketing's before sales'.
        judgements: Values by key of the assumption, in the same order.
    """

    answers: tuple[Answers, ...] = ()
    judgements: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)


def answered(rows: Iterable[PlanRow], names: Mapping[str, str] | None = None) -> Answered:
    """Return what people answered, from the rows of a plan.

    Args:
        rows: Of kind “assumption”.
        names: Shown names by address; others are named as their address does.

    Example:
        >>> row = PlanRow("a", "assumption", "p", "sales",
        ...               cells={"key": "margin", "value": "0.6", "by": "sue@example.com"})
        >>> answered([row], {"sue@example.com": "Sue"}).judgements["margin"][0].by
        'Sue'
    """
    order: dict[Team, int] = {"marketing": 0, "sales": 1, "joint": 2}
    answers: list[Answers] = []
    judgements: dict[str, tuple[Judgement, ...]] = {}
    for row in sorted(rows, key=lambda it: (order[it.team], it.position)):
        by = str(row["by"] or row.team)
        called = (names or {}).get(by) or named(by)
        if is_response(row.cells):
            answers.append(about_channel(row.cells, row.team, called))
        else:
            key = str(row["key"])
            judgements[key] = (*judgements.get(key, ()), about_value(row.cells, row.team, called))
    return Answered(tuple(answers), judgements)


def named(address: str) -> str:
    """Return the name that an address holds.

    Example:
        >>> named("ada.lind@example.com"), named("sales")
        ('Ada Lind', 'sales')
    """
    own, at, _ = address.partition("@")
    return own.replace(".", " ").title() if at else address


def about_channel(cells: Cells, team: Team, by: str) -> Answers:
    """Return one team's three answers about a channel.

    Args:
        cells: Of its row, cleaned.
        team: Whose answer it is.
        by: Shown name of whoever answered.

    Raises:
        UsageError: No curve passes through them.
    """
    key = str(cells.get("key"))
    try:
        found = Answers(
            channel=key.removeprefix(f"{RESPONSE}{_SEPARATOR}"),
            by=by,
            team=team,
            on=_day(cells.get("on")),
            spend=_number(cells.get("spend")),
            none=_number(cells.get("none") or 0),
            now=_number(cells.get("now")),
            more=_number(cells.get("more")),
        )
    except (ValidationError, ValueError):
        raise UsageError(
            "An answer is missing.", "Answer at today's money and at half as much again."
        ) from None
    assert found.curve  # noqa: S101 - asking for the curve refuses answers without one
    return found


def about_value(cells: Cells, team: Team, by: str) -> Judgement:
    """Return one team's value of an assumption.

    Raises:
        UsageError: There is no such assumption, no value, or one outside its range.
    """
    key = str(cells.get("key"))
    kind, *places = key.split(_SEPARATOR)
    about = KINDS.get(kind)
    if about is None or kind not in JUDGED or len(places) != len(about.along):
        raise UsageError("There is no such assumption.", "Choose one that is shown.")
    if cells.get("value") is None:
        raise UsageError("The value is missing.", "Say how much it is.")
    try:
        ends = [_value(cells.get(cell)) for cell in ("value", "low", "high")]
    except ValueError:
        raise UsageError("A value is no number.", f"Give it in {about.unit}.") from None
    for end in ends:
        for number in end if isinstance(end, tuple) else (end,):
            if number is not None and not about.low <= number <= about.high:
                raise UsageError(
                    f"{about.name} must lie between {about.low:g} and {about.high:g}.",
                    f"Give it in {about.unit}.",
                )
    value, low, high = ends
    if value is None:
        raise UsageError("The value is missing.", "Say how much it is.")
    return Judgement(by=by, team=team, on=_day(cells.get("on")), value=value, low=low, high=high)


def response_key(channel: str) -> str:
    """Return the key under which a channel's three answers stand.

    Example:
        >>> response_key("Paid search")
        'response | Paid search'
    """
    return f"{RESPONSE}{_SEPARATOR}{channel}"


def name_of(key: str) -> str:
    """Return what an assumption is called in sentences.

    Example:
        >>> name_of("closes | Webinars | all | acquire"), name_of("response | Paid search")
        ('Close ratio of Webinars, acquire', 'leads of Paid search')
    """
    kind, *places = key.split(_SEPARATOR)
    named = ", ".join(place for place in places if place != ALL)
    called = "leads" if kind == RESPONSE else KINDS[kind].name if kind in KINDS else kind
    return f"{called} of {named}" if named else called


def _value(cell: JsonValue) -> Value | None:
    if cell is None:
        return None
    if isinstance(cell, list):
        return tuple(_number(it) for it in cell)
    return _number(cell)


def _number(cell: JsonValue) -> float:
    return float(str(cell))


def _day(cell: JsonValue) -> date:
    return date.fromisoformat(str(cell)) if cell else _DAY_ZERO
