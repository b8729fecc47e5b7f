"""Matching: which line of the plan each booking of spend belongs to.

A booking goes to the line with its line code; else to the line whose team, category,
channel, campaign, region, segment and motion, as far as the line has them, are its own,
the line that says most first. Between lines that say as much, placed money comes before
a placeholder and that before a reserve. What still fits several lines, or none, is
unplanned: no cent is guessed, none is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from planning.actuals.counts import Counts, Cube
from planning.actuals.cubes import SPEND
from planning.actuals.parts import cube_of
from planning.agreed.lines import STATUSES, title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS
from planning.agreed.totals import Cents, Codes, added, as_money
from planning.errors import Finding
from planning.money import quoted

PARTS: Final = ("team", "category", "channel", "campaign", "region", "segment", "motion")
"""What a line may have in common with a booking, beside its code."""

UNPLANNED: Final = -1
_NAMED: Final = 5
_AT_ONCE: Final = 512  # kinds of booking held against all lines together, within the cache
_NUMBERED: Final = 2**62  # whole numbers up to here are exact

Numbers = npt.NDArray[np.int32]
NO_NUMBERS: Final[Numbers] = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class Unplanned:
    """Spend of one team, category and channel that belongs to no line.

    Attributes:
        team, category, channel: What its bookings say; None where they say nothing.
        cents: Plan-currency cents of the year.
        bookings: How many bookings.
    """

    team: str | None
    category: str | None
    channel: str | None
    cents: int
    bookings: int


@dataclass(frozen=True)
class Matched:
    """A year's spend, each cent at one line or unplanned.

    Attributes:
        rows: The lines, in the order of the sheet.
        spent: Cents, shape (lines + 1, 12); the last row is what no line has.
        unplanned: The same last row by what its bookings say, most money first.
        last_month: Month number of the latest booking of all, or None without any.
        findings: Lines that cannot be told apart, and how much is unplanned.
    """

    rows: tuple[PlanRow, ...]
    spent: Cents
    unplanned: tuple[Unplanned, ...]
    last_month: int | None
    findings: tuple[Finding, ...]


def match(rows: Iterable[PlanRow], counts: Counts, first_month: int) -> Matched:
    """Return the spend of twelve months by the line it belongs to.

    Args:
        rows: The plan's rows; those that are no lines are passed over.
        counts: The facts.
        first_month: Month number of the first of the twelve.
    """
    lines = tuple(row for row in rows if row.kind == "line")
    cube = cube_of(counts, SPEND)
    months = cube.keys["month"]
    kept = np.flatnonzero((months >= first_month) & (months < first_month + MONTHS))
    cents, bookings = (cube.measures[it][kept].astype(np.int64) for it in ("cents", "rows"))
    owner, ties = _owners(lines, cube, kept)
    place = np.where(owner == UNPLANNED, len(lines), owner) * MONTHS + months[kept] - first_month
    rest = np.flatnonzero(owner == UNPLANNED)
    dated = cube.dated
    return Matched(
        rows=lines,
        spent=added(cents, place, (len(lines) + 1) * MONTHS).reshape(-1, MONTHS),
        unplanned=_unplanned(cube, kept[rest], cents[rest], bookings[rest]),
        last_month=None if dated is None else dated[1] - 1,
        findings=(
            *(_tie(lines, among, cents[of], bookings[of]) for among, of in ties.items()),
            *_nowhere(cents[rest], bookings[rest]),
        ),
    )


def _owners(
    lines: Sequence[PlanRow], cube: Cube, kept: Codes
) -> tuple[Codes, dict[tuple[int, ...], Codes]]:
    """Return the line of each kept booking, and the bookings for which lines tie."""
    if not lines or not len(kept):
        return np.full(len(kept), UNPLANNED, dtype=np.intp), {}
    said: dict[str, Numbers] = {}
    has: dict[str, Numbers] = {}
    for key in (*PARTS, "line_code"):
        of_labels, has[key] = _numbered(cube.labels[key], [line.cells.get(key) for line in lines])
        said[key] = of_labels[cube.keys[key][kept]]
    # Bookings that say the same, in the lines' words, belong together.
    first, kind_of = _alike(list(said.values()))
    rank = _rank(lines, has)
    owner = _by_code(said["line_code"][first], has["line_code"])
    open_kinds = np.flatnonzero(owner == UNPLANNED)
    ties: dict[tuple[int, ...], Codes] = {}
    for start in range(0, len(open_kinds), _AT_ONCE):
        kinds = open_kinds[start : start + _AT_ONCE]
        score = _scores({key: said[key][first[kinds]] for key in said}, has, rank)
        top = score == np.maximum(score.max(axis=1, keepdims=True), 1)
        winners = np.count_nonzero(top, axis=1)
        owner[kinds] = np.where(winners == 1, top.argmax(axis=1), UNPLANNED)
        for at in np.flatnonzero(winners > 1):
            among = tuple(np.flatnonzero(top[at]).tolist())
            of = np.flatnonzero(kind_of == kinds[at])
            ties[among] = np.append(ties[among], of) if among in ties else of
    return owner[kind_of], ties


def _by_code(said: Numbers, has: Numbers) -> Codes:
    """Return the only line with a booking's code; `UNPLANNED` where there is none such."""
    only = np.full(int(has.max()) + 1, UNPLANNED, dtype=np.intp)
    only[has] = np.arange(len(has))
    only[np.bincount(has) > 1] = UNPLANNED
    only[0] = UNPLANNED
    return only[said]


def _alike(columns: Sequence[Numbers]) -> tuple[Codes, Codes]:
    """Return one position of each combination of numbers, and the combination of each row."""
    combined = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for column in columns:
        height = int(column.max()) + 1
        if size * height >= _NUMBERED:
            _, combined = np.unique(combined, return_inverse=True)
            size = len(combined)
        combined = combined * height + column
        size *= height
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    return first, inverse


def _numbered(
    labels: Sequence[str | None], of_lines: Sequence[JsonValue]
) -> tuple[Numbers, Numbers]:
    """Number what lines say; 0 is nothing, and in labels also what no line says.

    Returns:
        The number of each label and of each line.
    """
    known: dict[str, int] = {}
    numbers = [0 if not it else known.setdefault(_same(str(it)), len(known) + 1) for it in of_lines]
    found = [0 if label is None else known.get(_same(label), 0) for label in labels]
    return np.array(found, dtype=np.int32), np.array(numbers, dtype=np.int32)


@lru_cache(maxsize=20_000)
def _same(text: str) -> str:
    return text.strip().casefold()


def _rank(lines: Sequence[PlanRow], has: Mapping[str, Numbers]) -> npt.NDArray[np.int8]:
    """Return how much each line says, above 0, placed money before what waits."""
    says = np.zeros(len(lines), dtype=np.int8)
    for key in PARTS:
        says += has[key] > 0
    states = [line.cells.get("status") for line in lines]
    waits = [STATUSES.index(it) if it in STATUSES else 0 for it in states]
    rank: npt.NDArray[np.int8] = says * np.int8(len(STATUSES)) - np.array(waits, dtype=np.int8)
    return rank + np.int8(len(STATUSES))


def _scores(
    said: Mapping[str, Numbers], has: Mapping[str, Numbers], rank: npt.NDArray[np.int8]
) -> npt.NDArray[np.int8]:
    """Return how well each line suits each kind of booking, 0 not at all; (kinds, lines)."""
    fits = np.ones((len(said["team"]), len(has["team"])), dtype=np.bool_)
    for key in PARTS:
        if has[key].any():
            values = np.arange(has[key].max() + 1)
            suits = (has[key] == 0) | (values[:, None] == has[key])
            fits &= suits[said[key]]
    score: npt.NDArray[np.int8] = fits.view(np.int8) * rank
    coded_kinds = np.flatnonzero(said["line_code"])
    if len(coded_kinds):
        coded = said["line_code"][coded_kinds, None] == has["line_code"]
        # Where several lines share a code, what else they say may tell them apart; where
        # it suits none of them, nothing does.
        told = (fits[coded_kinds] & coded).any(axis=1, keepdims=True)
        score[coded_kinds] = np.where(told, score[coded_kinds] * coded, coded)
    return score


def _unplanned(cube: Cube, rest: Codes, cents: Cents, bookings: Cents) -> tuple[Unplanned, ...]:
    """Return what belongs to no line by team, category and channel, most money first."""
    if not len(rest):
        return ()
    keys = ("team", "category", "channel")
    first, kind_of = _alike([cube.keys[key][rest].astype(np.int32) for key in keys])
    said = [[cube.labels[key][code] for code in cube.keys[key][rest[first]]] for key in keys]
    sums = (added(values, kind_of, len(first)).tolist() for values in (cents, bookings))
    rows = [Unplanned(*parts) for parts in zip(*said, *sums, strict=True)]
    return tuple(sorted(rows, key=lambda it: (-abs(it.cents), str(it))))


def _nowhere(cents: Cents, bookings: Cents) -> tuple[Finding, ...]:
    if not len(cents):
        return ()
    found = Finding(
        level="info",
        code="spend-unplanned",
        message=f"Spend of {as_money(int(cents.sum())):,.2f} belongs to no line of this plan.",
        remedy="Add a line for it, or give a line the code of its bookings.",
        table="spend",
        count=int(bookings.sum()),
    )
    return (found,)


def _tie(
    lines: Sequence[PlanRow], among: tuple[int, ...], cents: Cents, bookings: Cents
) -> Finding:
    names = [f"“{quoted(title(lines[at].cells))}” (line {at + 1})" for at in among[:_NAMED]]
    more = f" and {len(among) - _NAMED} more" if len(among) > _NAMED else ""
    return Finding(
        code="spend-tie",
        message=f"Spend of {as_money(int(cents.sum())):,.2f} fits {', '.join(names)}{more} alike.",
        remedy="Give one of these lines the code of its bookings, or say more on it.",
        table="spend",
        count=int(bookings.sum()),
    )
