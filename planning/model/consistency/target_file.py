"""A file of targets: its rows read into a question, without any facts.

The scopes of one kind in the file make up the company. Nothing is known of the time before,
so there is no opening pipeline and no lag: every SQL becomes an opportunity and closes in
its period, and each win is a customer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from planning.agreed.cells import Unfit, folded, number, plain_number
from planning.agreed.targets import MAY_EXCEED_ONE
from planning.errors import UsageError
from planning.kpis import KPIS
from planning.model.consistency.measures import (
    IN_FILES,
    SPEND_TEAMS,
    about,
    team_of,
)
from planning.model.consistency.question import Question
from planning.model.consistency.spans import Span, read_span
from planning.model.consistency.statements import Place, Statement, bounds, place_key
from planning.model.consistency.words import unchecked
from planning.money import AMOUNT_LIMIT, quoted
from planning.teams import TEAMS, Team

COLUMNS: Final = ("kpi", "scope", "period", "low", "high", "team")
KINDS: Final = ("team", "channel", "segment", "region")

_KNOWN: Final = {folded(key): key for key in (*KPIS, *IN_FILES)} | {
    folded(about(key).name): key for key in (*KPIS, *IN_FILES)
}
_JOINT: Final = frozenset({"both", "shared", "executive", "company"})
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z", re.ASCII)
_PAIRS: Final = re.compile(rf"\s*,\s*(?=(?:{'|'.join(KINDS)})\s*:)", re.IGNORECASE)
_ONE_PERIOD: Final = Span(0, 12)


@dataclass(frozen=True)
class FileRow:
    """A row of a file of targets.

    Attributes:
        number: As a spreadsheet counts it.
        cells: Text by column; columns the file lacks are absent.
    """

    number: int
    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        """Return a cell's text, empty where it is blank or its column is absent."""
        return self.cells.get(name, "").strip()


@dataclass(frozen=True)
class _Read:
    kpi: str
    place: Place
    span: Span | None
    low: float | None
    high: float | None
    team: Team
    row: int


def question_of_file(
    rows: Iterable[FileRow], *, year_start: int = 1, dots: bool = True, currency: str = ""
) -> Question:
    """Return the question a file of targets puts.

    Args:
        rows: Its rows below the header; blank ones are passed over.
        year_start: Month in which the fiscal year begins, for periods such as 2026-Q1.
        dots: Whether a point always marks decimals, as programs write numbers; else 1.200
            is asked about.
        currency: The plan currency, or empty.

    Raises:
        UsageError: A cell cannot be read; names its row, and what to write.
    """
    filled = [row for row in rows if any(row.cell(name) for name in COLUMNS)]
    read = [_read(row, year_start, dots=dots) for row in filled]
    read = _spelled_alike(read)
    stated = [it for it in read if it.low is not None or it.high is not None]
    if not read:
        raise UsageError(
            "The file states no target.",
            f"Fill kpi and low or high under the column names {', '.join(COLUMNS)}.",
        )
    kept, warnings = _once(stated)
    for row in sorted({it.row for it in read} - {it.row for it in stated}):
        warnings.append(f"Row {row} has neither low nor high and states nothing.")
    spans = [it.span for it in kept if it.span is not None]
    whole = _ONE_PERIOD
    if spans:
        whole = Span(min(it.start for it in spans), max(it.end for it in spans))
    statements = [it for each in kept for it in _statements(each, whole)]
    labels, complete = _labels([it.place for it in kept])
    warnings += _about(kept, labels, complete)
    return Question(
        tuple(statements),
        whole,
        labels=labels,
        complete=complete,
        year_start=year_start,
        dated=bool(spans),
        currency=currency,
        warnings=tuple(warnings),
    )


def _spelled_alike(read: Sequence[_Read]) -> list[_Read]:
    """Return rows whose labels are spelled as they were first, whatever the case."""
    first: dict[tuple[str, str], str] = {}
    found = []
    for it in read:
        pairs = [
            (kind, first.setdefault((kind, label.casefold()), label)) for kind, label in it.place
        ]
        found.append(replace(it, place=tuple(pairs)))
    return found


def _statements(read: _Read, whole: Span) -> tuple[Statement, ...]:
    return bounds(
        read.kpi,
        read.low,
        read.high,
        span=read.span or whole,
        place=read.place,
        team=read.team,
        source=str(read.row),
    )


def _once(read: Sequence[_Read]) -> tuple[list[_Read], list[str]]:
    """Return rows without those that say the same again, and what to know about them."""
    first: dict[object, int] = {}
    kept, warnings = [], []
    for it in read:
        said = (it.kpi, it.place, it.span, it.low, it.high, it.team)
        if said in first:
            warnings.append(f"Row {it.row} says the same as row {first[said]} and counts once.")
            continue
        first[said] = it.row
        kept.append(it)
        if it.low is not None and it.high is not None and it.low > it.high:
            warnings.append(
                f"Row {it.row} has a low above its high: swap them if they were mixed up."
            )
    return kept, warnings


def _read(row: FileRow, year_start: int, *, dots: bool) -> _Read:
    try:
        kpi = _kpi(row.cell("kpi"))
        place = _place(row.cell("scope"), kpi)
        period = row.cell("period")
        return _Read(
            kpi,
            place,
            read_span(period, year_start) if period else None,
            _bound(row.cell("low"), kpi, "low", dots=dots),
            _bound(row.cell("high"), kpi, "high", dots=dots),
            _team(row.cell("team"), kpi),
            row.number,
        )
    except UsageError as error:
        raise UsageError(f"Row {row.number}: {error.what}", error.remedy) from error


def _kpi(text: str) -> str:
    if found := _KNOWN.get(folded(text)):
        return found
    near = get_close_matches(folded(text), _KNOWN, 1, 0.6)
    meant = f"Did you mean {_KNOWN[near[0]]}?" if near else (
        "Write its key, such as leads, close_ratio, revenue or cost_per_head."
    )  # fmt: skip
    if not text:
        raise UsageError("the column kpi is blank.", "Name the KPI of the target.")
    raise UsageError(f"“{quoted(text)}” is no KPI.", meant)


def _place(text: str, kpi: str) -> Place:
    if folded(text) in ("", "company"):
        return ()
    pairs = []
    for part in _PAIRS.split(text):
        kind, colon, label = part.partition(":")
        kind, label = kind.strip().casefold(), label.strip()
        if not colon or kind not in KINDS or not label:
            raise UsageError(
                f"“{quoted(text)}” is no scope.",
                f"Write segment:Mid-market, with one of {', '.join(KINDS)}; "
                "leave it blank for the company.",
            )
        pairs.append((kind, _team_label(label) if kind == "team" else label))
    if len({kind for kind, _ in pairs}) < len(pairs):
        raise UsageError(f"“{quoted(text)}” names a kind twice.", "Give each scope its own row.")
    owner = SPEND_TEAMS.get(kpi)
    of_team = dict(pairs).get("team")
    if owner and of_team and owner != of_team:
        raise UsageError(f"{about(kpi).name} is no money of {of_team}.", f"Use spend_{of_team}.")
    return tuple(sorted(pairs))


def _team_label(label: str) -> str:
    if label.casefold() not in TEAMS:
        raise UsageError(f"“{quoted(label)}” is no team.", f"Use one of {', '.join(TEAMS)}.")
    return label.casefold()


def _bound(text: str, kpi: str, side: str, *, dots: bool) -> float | None:
    if not text:
        return None
    is_share = about(kpi).unit == "fraction"
    if text.endswith("%") and not is_share:
        raise UsageError(
            f"{side} of {kpi} is no share, so “{quoted(text)}” says nothing.",
            "Write the number without a percent sign.",
        )
    try:
        plain = dots and _PLAIN.match(text) and Decimal(text) <= AMOUNT_LIMIT
        value = Decimal(text if plain else number(text))
    except Unfit as error:
        remedy = error.remedy or f"Write it like {'27 %' if is_share else '1250'}."
        raise UsageError(f"{side} {error.what.removeprefix('It ')}", remedy) from error
    if is_share and kpi not in MAY_EXCEED_ONE and value > 1:
        meant = plain_number(value / 100)
        raise UsageError(
            f"{side} of {kpi} must be at most 100 %, not “{quoted(text)}”.",
            f"Write {plain_number(value)} % or {meant}.",
        )
    return float(value)


def _team(text: str, kpi: str) -> Team:
    told = text.casefold()
    if not told:
        return team_of(kpi)
    for team in TEAMS:
        if told == team or (team == "joint" and told in _JOINT):
            return team
    raise UsageError(f"“{quoted(text)}” is no team.", f"Use one of {', '.join(TEAMS)}.")


def _labels(places: Iterable[Place]) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Return the labels of each kind, and the kinds whose scopes make up the company."""
    alone: dict[str, dict[str, None]] = {}
    every: dict[str, dict[str, None]] = {}
    for place in places:
        for kind, label in place:
            every.setdefault(kind, {})[label] = None
            if len(place) == 1:
                alone.setdefault(kind, {})[label] = None
    complete = frozenset(kind for kind, labels in every.items() if labels == alone.get(kind))
    return {kind: tuple(labels) for kind, labels in every.items()}, complete


def _about(
    read: Sequence[_Read], labels: Mapping[str, tuple[str, ...]], complete: frozenset[str]
) -> list[str]:
    """Return what a reader should know about what is and is not looked at."""
    told = [
        f"{place_key([((kind, labels[kind][0]),)])} is the only {kind} in the file, "
        "so it is taken to be the whole company."
        for kind in labels
        if kind in complete and len(labels[kind]) == 1
    ]
    return [*told, *unchecked(it.kpi for it in read)]
