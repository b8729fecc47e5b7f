"""Every KPI's computation by key, in the registry's order."""

from __future__ import annotations

from typing import Final

from planning.actuals.followup import FOLLOW_UP_METRICS
from planning.actuals.measuring import Metric, Reading
from planning.actuals.metrics_costs import COST_METRICS
from planning.actuals.metrics_cycle import CYCLE_METRICS
from planning.actuals.metrics_deals import DEAL_METRICS
from planning.actuals.metrics_leads import LEAD_METRICS
from planning.kpis import KPIS

_COMPUTED: Final = {
    **LEAD_METRICS,
    **DEAL_METRICS,
    **CYCLE_METRICS,
    **COST_METRICS,
    **FOLLOW_UP_METRICS,
}

METRICS: Final[dict[str, Metric]] = {key: _COMPUTED[key] for key in KPIS}
"""Each KPI of the registry and how it is computed from a reading."""

__all__ = ["METRICS", "Metric", "Reading"]
