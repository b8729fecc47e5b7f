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
_AT_ONCE: Final = 4_096  # kinds of booking held against all lines together

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
    kinds = _Kinds.of(cube, kept)
    owner, ties = _owners(lines, cube, kinds)
    line_of = owner[kinds.kind_of]
    cents = cube.measures["cents"][kept].astype(np.int64)
    place = np.where(line_of == UNPLANNED, len(lines), line_of) * MONTHS
    spent = added(cents, place + (months[kept] - first_month), (len(lines) + 1) * MONTHS)
    by_kind = added(cents, kinds.kind_of, len(kinds.first))
    bookings = added(cube.measures["rows"][kept].astype(np.int64), kinds.kind_of, len(kinds.first))
    dated = cube.dated
    return Matched(
        rows=lines,
        spent=spent.reshape(len(lines) + 1, MONTHS),
        unplanned=_unplanned(cube, kinds, owner, by_kind, bookings),
        last_month=None if dated is None else dated[1] - 1,
        findings=_findings(lines, owner, ties, by_kind, bookings),
    )


@dataclass(frozen=True)
class _Kinds:
    """Bookings that say the same are of one kind, and are matched once.

    Attributes:
        first: For each kind the position in the cube of one of its bookings.
        kind_of: For each kept booking its kind.
    """

    first: npt.NDArray[np.intp]
    kind_of: Codes

    @classmethod
    def of(cls, cube: Cube, kept: npt.NDArray[np.intp]) -> _Kinds:
        combined = np.zeros(len(kept), dtype=np.int64)
        for key in (*PARTS, "line_code"):
            codes = cube.keys[key][kept].astype(np.int64)
            _, codes = np.unique(codes, return_inverse=True)
            # Renumbered after each key, so that the product never grows past the rows squared.
            _, combined = np.unique(
                combined * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True
            )
        _, first = np.unique(combined, return_index=True)
        return cls(kept[first], combined.astype(np.intp))


def _owners(
    lines: Sequence[PlanRow], cube: Cube, kinds: _Kinds
) -> tuple[Codes, dict[int, tuple[int, ...]]]:
    """Return the line of each kind of booking, and the lines that tie for some."""
    said: dict[str, Numbers] = {}
    has: dict[str, Numbers] = {}
    for key in (*PARTS, "line_code"):
        of_labels, has[key] = _numbered(cube.labels[key], [line.cells.get(key) for line in lines])
        said[key] = of_labels[cube.keys[key][kinds.first]] if len(of_labels) else NO_NUMBERS
    owner = np.full(len(kinds.first), UNPLANNED, dtype=np.intp)
    ties: dict[int, tuple[int, ...]] = {}
    if not lines or not len(owner):
        return owner, ties
    rank = _rank(lines, has)
    for start in range(0, len(owner), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        score = _scores({key: numbers[some] for key, numbers in said.items()}, has, rank)
        best = score.max(axis=1, keepdims=True)
        top = (score == best) & (best > 0)
        winners = top.sum(axis=1)
        owner[some] = np.where(winners == 1, top.argmax(axis=1), UNPLANNED)
        for at in np.flatnonzero(winners > 1):
            ties[start + int(at)] = tuple(np.flatnonzero(top[at]).tolist())
    return owner, ties


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
            fits &= (has[key] == 0) | (said[key][:, None] == has[key])
    code = said["line_code"][:, None]
    coded = (code == has["line_code"]) & (code > 0)
    score: npt.NDArray[np.int8] = np.where(fits, rank, np.int8(0))
    if coded.any():
        # Where several lines share a code, what else they say may tell them apart; where
        # it suits none of them, nothing does.
        told = (fits & coded).any(axis=1, keepdims=True)
        by_code = np.where(told, np.where(coded, score, 0), coded)
        score = np.where(coded.any(axis=1, keepdims=True), by_code, score).astype(np.int8)
    return score


def _unplanned(
    cube: Cube, kinds: _Kinds, owner: Codes, cents: Cents, bookings: Cents
) -> tuple[Unplanned, ...]:
    team, category, channel = (
        [cube.labels[name][code] for code in cube.keys[name][kinds.first]]
        for name in ("team", "category", "channel")
    )
    found: dict[tuple[str | None, str | None, str | None], list[int]] = {}
    for kind in np.flatnonzero(owner == UNPLANNED).tolist():
        sums = found.setdefault((team[kind], category[kind], channel[kind]), [0, 0])
        sums[0] += int(cents[kind])
        sums[1] += int(bookings[kind])
    rows = [Unplanned(*said, cents=sums[0], bookings=sums[1]) for said, sums in found.items()]
    return tuple(sorted(rows, key=lambda it: (-abs(it.cents), str(it))))


def _findings(
    lines: Sequence[PlanRow],
    owner: Codes,
    ties: Mapping[int, tuple[int, ...]],
    cents: Cents,
    bookings: Cents,
) -> tuple[Finding, ...]:
    tied: dict[tuple[int, ...], list[int]] = {}
    for kind, among in ties.items():
        tied.setdefault(among, []).append(kind)
    found = [_tie(lines, among, cents[of], bookings[of]) for among, of in tied.items()]
    rest = np.flatnonzero(owner == UNPLANNED)
    if len(rest):
        told = f"{as_money(int(cents[rest].sum())):,.2f}"
        found.append(
            Finding(
                level="info",
                code="spend-unplanned",
                message=f"Spend of {told} belongs to no line of this plan.",
                remedy="Add a line for it, or give a line the code of its bookings.",
                table="spend",
                count=int(bookings[rest].sum()),
            )
        )
    return tuple(found)


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
