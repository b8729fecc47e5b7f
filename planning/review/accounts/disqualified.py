"""What disqualified leads say of the accounts they belong to, fed back as criteria."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from planning.agreed.accounts.conditions import Condition
from planning.review.accounts.chance import beyond, of_shares
from planning.review.accounts.parts import TEXTS, Part, parts
from planning.review.accounts.suggestions import Suggestion, spoken_of, subject

if TYPE_CHECKING:
    import pandas as pd

    from planning.actuals.book import AccountBook
    from planning.agreed.accounts.criteria import Criterion
    from planning.agreed.rows import Cells
    from planning.review.accounts.attributes import Attributes

LEAST_LEADS: Final = 20
NEVER_FROM: Final = 0.8
"""From this share of disqualified leads on, and without a won deal, a “never” is proposed."""

_PER_SHARE: Final = 50
_STEP: Final = 5
_MOST: Final = 40


@dataclass(frozen=True)
class _Turned:
    part: Part
    out: int
    leads: int
    other_out: int
    other_leads: int
    won: int
    reason: str | None
    times: int

    @property
    def chance(self) -> float:
        """Chance of as clear a difference; 1 where not more are disqualified than elsewhere."""
        if min(self.leads, self.other_leads) < LEAST_LEADS or self.more <= 0:
            return 1.0
        return of_shares(self.out, self.leads, self.other_out, self.other_leads)

    @property
    def more(self) -> float:
        """By how much the share disqualified is above that of the rest."""
        if not self.leads or not self.other_leads:
            return 0.0
        return self.out / self.leads - self.other_out / self.other_leads


def from_disqualified(
    book: AccountBook,
    accounts: Attributes,
    agreed: Iterable[Criterion] = (),
    most: int = 8,
) -> tuple[Suggestion, ...]:
    """Return criteria against accounts whose leads are disqualified clearly more often.

    Args:
        book: The accounts with their leads, disqualified leads and won deals.
        accounts: What is known of the accounts.
        agreed: Criteria that stand: what they speak of is not proposed again.
        most: How many at most.
    """
    agreed = tuple(agreed)
    leads = book.accounts["leads"].to_numpy()
    won = book.accounts["deals_won"].to_numpy()
    turned_down = book.disqualified
    if turned_down is None:
        return ()
    out = np.zeros(len(book), dtype=np.int64)
    np.add.at(out, turned_down["account"].to_numpy(), turned_down["n"].to_numpy())
    seen = [_turned(part, leads, out, won, turned_down) for part in parts(accounts, TEXTS)]
    kept = beyond([one.chance for one in seen])
    found = [
        Suggestion(_cells(one), one.part.condition.told, one.leads, one.chance)
        for one, clear in zip(seen, kept, strict=True)
        if clear and not spoken_of(one.part, agreed)
    ]
    return tuple(sorted(found, key=lambda it: (it.chance, it.told))[:most])


def _turned(
    part: Part,
    leads: npt.NDArray[np.int64],
    out: npt.NDArray[np.int64],
    won: npt.NDArray[np.int64],
    turned_down: pd.DataFrame,
) -> _Turned:
    rest = part.known & ~part.inside
    rows = turned_down[part.inside[turned_down["account"].to_numpy()]]
    reasons = rows.dropna(subset=["reason"]).groupby("reason")["n"].sum()
    first = reasons.sort_index().idxmax() if len(reasons) else None
    return _Turned(
        part=part,
        out=int(out[part.inside].sum()),
        leads=int(leads[part.inside].sum()),
        other_out=int(out[rest].sum()),
        other_leads=int(leads[rest].sum()),
        won=int(won[part.inside].sum()),
        reason=None if first is None else str(first),
        times=int(reasons.max()) if len(reasons) else 0,
    )


def _cells(one: _Turned) -> Cells:
    condition: Condition = one.part.condition
    own, rest = one.out / one.leads, one.other_out / one.other_leads
    reason = (
        f"{subject(condition)}: {own * 100:.0f} % of {one.leads:,} leads were disqualified, "
        f"of others {rest * 100:.0f} %"
    )
    reason += f"; most often “{one.reason}” ({one.times:,})." if one.reason else "."
    cells: Cells = {
        "attribute": condition.attribute,
        "test": condition.test,
        "values": condition.values,
        "reason": reason,
    }
    if own >= NEVER_FROM and not one.won:
        return {"rule": "never", **cells}
    points = max(_STEP, min(_MOST, round(one.more * _PER_SHARE / _STEP) * _STEP))
    return {"rule": "points", **cells, "points": -points}
