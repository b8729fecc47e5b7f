"""The one registry of KPIs. Nothing else defines a KPI."""

from __future__ import annotations

from typing import Final

from planning.kpis.definition import Better, Kpi, Rival, Unit
from planning.kpis.joint import JOINT
from planning.kpis.marketing import MARKETING
from planning.kpis.sales import SALES

KPIS: Final[dict[str, Kpi]] = {kpi.key: kpi for kpi in (*MARKETING, *SALES, *JOINT)}
"""Every KPI by key: marketing's, then sales', then what both answer for."""

__all__ = ["KPIS", "Better", "Kpi", "Rival", "Unit"]
