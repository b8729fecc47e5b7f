"""What happened: the levels and the spend of a period, for the whole and by part.

Figures come from the registry's own counting, so that the two ends of a decomposition
are the numbers on the tiles.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from planning.actuals.metrics import METRICS, Reading
from planning.actuals.metrics_deals import customers
from planning.actuals.slices import Slice
from planning.errors import NotPossible
from planning.kpis import KPIS
from planning.periods import Period
from planning.review.shortfall.drivers import Level, Quantities
from planning.teams import Team

_SPENDS: Final[dict[str, tuple[tuple[Team, str], ...]]] = {
    "revenue": (),
    "cac": (("marketing", "marketing_cents"), ("sales", "sales_cents")),
    "cost_per_lead": (("marketing", "marketing_programme_cents"),),
}
"""Which team's spend counts, by its base measure."""

AMONG: Final = {"cac": "acquire", "cost_per_lead": "marketing"}
"""Of which rows: as the registry's metrics read them."""

CENTS: Final = 100


def measured(part: Slice, kpi: str, period: Period) -> Quantities:
    """Return what a part of the company came to in a period.

    Raises:
        NotPossible: The KPI is undefined there; the reason is the figure's own note.
    """
    reading = Reading(part, period)
    figure = METRICS[kpi].value(reading)
    if figure.value is None:
        raise NotPossible(f"{KPIS[kpi].name} has no value in {period.label}. {figure.note}")
    return _quantities(reading, kpi)


def measured_parts(part: Slice, kpi: str, period: Period, by: str) -> dict[str | None, Quantities]:
    """Return the same for each label of a dimension.

    Args:
        part: The part of the company, cut further.
        kpi: `revenue`, `cac` or `cost_per_lead`.
        period: The months.
        by: `channel`, `segment` or `region`.

    Raises:
        NotPossible: Spend is not split this way.
    """
    found: dict[str | None, Quantities] = {}
    for one in part.split(by):
        reading = Reading(one, period)
        measures = [measure for _, measure in _SPENDS[kpi]]
        if measures and one.label is not None:
            why = reading.no_spend(*measures) or reading.mostly_unsplit(*measures)
            if why:
                raise NotPossible(why, f"Look at {KPIS[kpi].name} by something else.")
        found[one.label] = _quantities(reading, kpi)
    return found


def _quantities(reading: Reading, kpi: str) -> Quantities:
    among = AMONG.get(kpi, "all")
    leads = reading.total("leads", "marketing" if kpi == "cost_per_lead" else "all")
    won, lost = reading.total("won"), reading.total("lost")
    has_leads = reading.ever("leads") and not reading.leads_untold()
    has_deals = reading.ever("won") or reading.ever("lost")
    levels: dict[Level, Fraction | None] = {
        "leads": Fraction(leads) if has_leads else None,
        "decided": Fraction(won + lost) if has_deals else None,
        "won": Fraction(won) if has_deals else None,
        "customers": Fraction(int(customers(reading).value or 0)),
        "revenue": Fraction(reading.total("won_cents"), CENTS),
    }
    spend: dict[Team, Fraction] = {
        team: Fraction(reading.total(measure, among), CENTS) for team, measure in _SPENDS[kpi]
    }
    return Quantities(levels, spend)
