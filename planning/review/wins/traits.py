"""What closed deals can have in common: labels, and classes of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from planning.actuals.closed_deals import ClosedDeals

if TYPE_CHECKING:
    import pandas as pd

LABELS: Final = ("segment", "region", "channel", "product", "motion", "industry")

EMPLOYEES: Final = ((50, "under 50"), (250, "50 to 249"), (1000, "250 to 999"))
_MOST_EMPLOYEES: Final = "1,000 and more"
LEAD_AGE: Final = ((8, "up to 7 days"), (31, "8 to 30 days"), (91, "31 to 90 days"))
_OLDEST: Final = "over 90 days"
THIRDS: Final = ("lowest third", "middle third", "highest third")
TOUCHED, UNTOUCHED = "touched", "not touched"


def traits(deals: ClosedDeals, rows: pd.DataFrame) -> dict[str, pd.Series[str]]:
    """Return every trait of some closed deals, one label per deal, missing where unknown.

    Sizes and touches are parted into thirds of the deals looked at, so that they mean
    something in every company.

    Args:
        deals: Where the rows come from.
        rows: Closed deals of them.
    """
    found = {name: rows[name] for name in LABELS}
    found["employees"] = _classes(rows["employees"], EMPLOYEES, _MOST_EMPLOYEES)
    found["size"] = _thirds((rows["cents"] / rows["n"]).where(rows["amount_known"]))
    found["lead_age"] = _classes(rows["lead_days"], LEAD_AGE, _OLDEST)
    if deals.touches_told:
        touches = rows["marketing_touches"] + rows["sales_touches"]
        found["touches"] = _thirds(touches.astype("float64"))
        for team in ("marketing", "sales"):
            touched = rows[f"{team}_touches"] > 0
            found[f"{team}_touched"] = touched.map({True: TOUCHED, False: UNTOUCHED})
    return found


def thirds_at(values: pd.Series[float]) -> tuple[float, float] | None:
    """Return where a third and two thirds of some numbers lie, None where they are one.

    Example:
        >>> import pandas as pd
        >>> thirds_at(pd.Series([1.0, 2, 3, 4, 5, 6]))
        (2.0, 4.0)
    """
    known = np.sort(values.dropna().to_numpy(dtype=np.float64))
    if len(known) < len(THIRDS):
        return None
    low, high = (float(known[max(len(known) * at // 3 - 1, 0)]) for at in (1, 2))
    return (low, high) if low < high else None


def _thirds(values: pd.Series[float]) -> pd.Series[str]:
    import pandas as pd

    ends = thirds_at(values)
    if ends is None:
        return pd.Series(None, index=values.index, dtype=object)
    names = np.array(THIRDS, dtype=object)[np.searchsorted(ends, values.to_numpy(), side="left")
                                           .clip(0, 2)]  # fmt: skip
    return pd.Series(names, index=values.index, dtype=object).where(values.notna(), None)


def _classes(
    values: pd.Series[float], ends: tuple[tuple[int, str], ...], last: str
) -> pd.Series[str]:
    import pandas as pd

    names = np.array([*(name for _, name in ends), last], dtype=object)
    places = np.searchsorted([end for end, _ in ends], values.to_numpy(), side="right")
    found = pd.Series(names[places.clip(0, len(ends))], index=values.index, dtype=object)
    return found.where(values.notna(), None)
