"""The parts a target splits into, beside what stands there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from planning.agreed.cells import plain_number
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.splitting import is_additive
from planning.agreed.targets import BOUNDS, Target
from planning.kpis import KPIS, Unit
from views.targets import agreed, period_words

if TYPE_CHECKING:
    import pandas as pd

_SAME: Final = ("kpi", "scope_team", "channel", "segment", "region", "start", "months")


@dataclass(frozen=True)
class Part:
    """One part of a target.

    Attributes:
        target: What the split makes of it.
        stands: The row that speaks of the same already, None where there is none.
    """

    target: Target
    stands: PlanRow | None

    @property
    def differs(self) -> bool:
        """Whether what stands is another value."""
        wanted = self.target.cells()
        return self.stands is None or any(self.stands[cell] != wanted.get(cell) for cell in BOUNDS)


def matched(parts: Iterable[Target], rows: Iterable[PlanRow]) -> list[Part]:
    """Return parts with the rows that speak of the same already."""
    known = {_identity(row.team, row.cells): row for row in rows}
    return [Part(part, known.get(_identity(part.team, part.cells()))) for part in parts]


def _identity(team: str, cells: Cells) -> tuple[JsonValue, ...]:
    return (team, *(cells.get(cell) for cell in _SAME))


def preview(parts: Sequence[Part]) -> pd.DataFrame:
    """Lay out parts: their period, what stands and what the split makes of it."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Period": [period_words(part.target.period) for part in parts],
            "Stands": [_words(part.stands.cells, part) if part.stands else "" for part in parts],
            "Would be": [_words(part.target.cells(), part) for part in parts],
        }
    )


def _words(cells: Cells, part: Part) -> str:
    unit = KPIS[part.target.kpi].unit
    if cells.get("value") is not None:
        return agreed(cells["value"], unit) or ""
    low, high = (agreed(cells.get(cell), unit) for cell in ("low", "high"))
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def adds_up_words(target: Target, parts: Sequence[Part]) -> str:
    """Say that the parts make the whole again.

    Example:
        >>> year = Target(team="marketing", kpi="leads", start="2026-01", months=12, value=10)
        >>> quarter = [year.model_copy(update={"months": 3, "value": Decimal(v)}) for v in (6, 4)]
        >>> adds_up_words(year, [Part(part, None) for part in quarter])
        'The quarters add up to exactly 10.'
    """
    if not is_additive(target.kpi):
        return f"Every part keeps {_words(target.cells(), Part(target, None))}."
    by_length = {
        name: [part.target for part in parts if part.target.months == months]
        for months, name in ((3, "quarters"), (1, "months"))
    }
    told = " and the ".join(name for name, found in by_length.items() if found)
    found = next(found for found in by_length.values() if found)
    unit = KPIS[target.kpi].unit
    sums = [
        text
        for cell in BOUNDS
        if (text := _sum([getattr(one, cell) for one in found], unit)) is not None
    ]
    each = " each" if " and " in told else ""
    return f"The {told}{each} add up to exactly {' to '.join(sums)}."


def _sum(values: Sequence[Decimal | None], unit: Unit) -> str | None:
    known = [value for value in values if value is not None]
    return agreed(plain_number(sum(known, Decimal(0))), unit) if known else None
