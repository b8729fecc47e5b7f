"""Owners: who answers for a channel, region or segment in each team, as the plan names them.

Owners stand beside a finding, never in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from planning.agreed.rows import PlanRow
from planning.review.exceptions.item import Part

Side = Literal["marketing", "sales"]
SIDES: Final[tuple[Side, ...]] = get_args(Side)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in the plan for a part of the company."""

    side: Side
    part: Part
    name: str


@dataclass(frozen=True)
class Owners:
    """All of them, in the order of their rows.

    Attributes:
        named: From lines, targets and goals.
    """

    named: tuple[Named, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[PlanRow]) -> Owners:
        """Read the owners of lines and targets; rows of other kinds are passed over.

        Args:
            rows: Of one plan.
        """
        found: list[Named] = []
        for row in rows:
            part = Part(*(_told(row, name) for name in ("channel", "region", "segment")))
            if row.kind == "line":
                owner = _told(row, "owner")
                if owner and row.team != "joint":
                    found.append(Named(row.team, part, owner))
            elif row.kind == "target":
                both = ((side, _told(row, f"{side}_owner")) for side in SIDES)
                found += [Named(side, part, owner) for side, owner in both if owner]
        return cls(tuple(found))

    def for_part(self, side: Side, part: Part) -> str | None:
        """Return who answers for a part in a team: named for it most closely, else for all.

        Args:
            side: The team.
            part: The part of the company.

        Example:
            >>> search, all_of_it = Part(channel="Search"), Part()
            >>> both = Owners((Named("marketing", all_of_it, "Ada"),
            ...     Named("marketing", search, "Bo")))
            >>> both.for_part("marketing", search), both.for_part("marketing", all_of_it)
            ('Bo', 'Ada')
            >>> both.for_part("sales", search) is None
            True
        """
        best: tuple[int, str] | None = None
        for one in self.named:
            if one.side != side:
                continue
            close = _closeness(one.part, part)
            if close is not None and (best is None or close > best[0]):
                best = close, one.name
        return None if best is None else best[1]


def _closeness(named: Part, part: Part) -> int | None:
    """Return how closely a name fits a part; None where it is for another one."""
    fit = 0
    for mine, wanted in (
        (named.channel, part.channel),
        (named.region, part.region),
        (named.segment, part.segment),
    ):
        if mine is None:
            continue
        if mine != wanted:
            return None
        fit += 1
    return fit


def _told(row: PlanRow, cell: str) -> str | None:
    value = row[cell]
    return value if isinstance(value, str) and value else None
