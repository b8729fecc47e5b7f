"""The healthy firm: its true parameters before any problem is put into it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from data_sources.demo.catalogue import CHANNEL_NAMES, CHANNELS, REGIONS, SEGMENTS
from data_sources.demo.draws import Floats
from data_sources.demo.truth import FIRST_MONTH, MONTHS, Rates, Response

SPEND: Final = {
    "Website": 13_000.0,
    "Paid search": 20_000.0,
    "Paid social": 13_000.0,
    "Content syndication": 9_000.0,
    "Webinars": 8_000.0,
    "Trade shows": 19_000.0,
    "E-mail": 3_500.0,
    "Partner": 6_000.0,
    "Outbound": 6_000.0,
}
"""Mean programme money per month."""

RESPONSE: Final = {
    "Website": Response(base=95, ceiling=120, half=14_000),
    "Paid search": Response(base=0, ceiling=290, half=21_000),
    "Paid social": Response(base=0, ceiling=210, half=15_000),
    "Content syndication": Response(base=0, ceiling=210, half=12_000),
    "Webinars": Response(base=8, ceiling=130, half=8_000),
    "Trade shows": Response(base=0, ceiling=150, half=22_000),
    "E-mail": Response(base=35, ceiling=70, half=3_500),
    "Partner": Response(base=12, ceiling=60, half=6_500),
    "Outbound": Response(base=35, ceiling=75, half=6_000),
}

SEASON: Final = (1.00, 1.05, 1.12, 1.02, 1.00, 0.97, 0.82, 0.78, 1.10, 1.14, 1.10, 0.90)


def _motions(acquire: Rates, close: float) -> dict[str, Rates]:
    """Customers who ask for more qualify more often, and buy at their own rate."""
    more = Rates(
        mql=min(0.9, acquire.mql * 1.25),
        sal=min(0.95, acquire.sal * 1.15),
        sql=min(0.9, acquire.sql * 1.3),
        deal=min(0.95, acquire.deal * 1.1),
        close=close,
    )
    return {"acquire": acquire, "cross-sell": more, "up-sell": more}


RATES: Final = {
    "inbound": _motions(Rates(mql=0.42, sal=0.78, sql=0.57, deal=0.78, close=0.26), 0.36),
    "paid": _motions(Rates(mql=0.36, sal=0.72, sql=0.51, deal=0.74, close=0.22), 0.31),
    "event": _motions(Rates(mql=0.34, sal=0.74, sql=0.53, deal=0.76, close=0.24), 0.34),
    "partner": _motions(Rates(mql=0.52, sal=0.82, sql=0.58, deal=0.80, close=0.30), 0.39),
    "outbound": _motions(Rates(mql=0.38, sal=0.84, sql=0.48, deal=0.76, close=0.19), 0.28),
}
"""Conversions by channel class and motion."""

POOR: Final = _motions(Rates(mql=0.34, sal=0.30, sql=0.26, deal=0.56, close=0.08), 0.12)
EXCELLENT: Final = _motions(Rates(mql=0.62, sal=0.90, sql=0.68, deal=0.86, close=0.45), 0.50)

REGION_SHARE: Final = dict(zip(REGIONS, (0.38, 0.25, 0.20, 0.17), strict=True))
SEGMENT_SHARE: Final = dict(zip(SEGMENTS, (0.48, 0.36, 0.16), strict=True))

CONSTANTS: Final[dict[str, Any]] = {
    "season": SEASON,
    "expand_share": {"acquire": 0.06, "cross-sell": 0.85, "up-sell": 0.85},
    "segment_share": SEGMENT_SHARE,
    "neglect": 0.03,
    "ignored_share": 0.7,
    "effort_hours": dict(zip(SEGMENTS, (13.0, 20.0, 34.0), strict=True)),
    "kept_leads": 0.55,
    "kept_deals": 0.75,
    "priority_noise": 0.8,
    "touch_hours_median": 7.0,
    "touch_hours_sigma": 1.1,
    "lag_days": {
        "created-mql": 4.0,
        "touch-sal": 2.0,
        "sal-sql": 9.0,
        "sql-deal": 4.0,
        "disqualify": 5.0,
        "recycle": 12.0,
    },
    "cycle_days": dict(zip(SEGMENTS, (54.0, 76.0, 112.0), strict=True)),
    "cycle_sigma": 0.45,
    "annual_size": dict(zip(SEGMENTS, (9_500.0, 21_000.0, 56_000.0), strict=True)),
    "size_factor": {"acquire": 1.0, "cross-sell": 0.55, "up-sell": 0.4},
    "size_sigma": 0.5,
    "recurring_share": 0.78,
    "term_share": {12: 0.6, 24: 0.25, 36: 0.15},
    "setup_share": 0.15,
    "renewal_rate": 0.88,
    "margin": 0.72,
    "commission": {"acquire": 0.06, "cross-sell": 0.05, "up-sell": 0.05, "retain": 0.015},
    "partner_share": 0.15,
    "ramp": {"development": (0.4, 0.7), "closing": (0.2, 0.35, 0.5, 0.7, 0.85)},
}
"""Parameters no problem changes."""

SCALED: Final = {
    "leads_per_development_head": 46.0,
    "hours_per_closing_head": 120.0,
    "self_sourced_per_head": 0.14,
}
"""Parameters that grow with the size."""

COST_PER_HEAD: Final = {
    "development": 5_600.0,
    "closing": 8_900.0,
    "marketing": 6_300.0,
    "joint": 13_000.0,
}
"""Loaded cost per month in plan-currency units."""

_SHOW_MONTHS: Final = (3, 4, 5, 9, 10, 11)


def spend_paths(rng: np.random.Generator, steady: str | None) -> Floats:
    """Draw how each channel's money moves around its mean.

    Money has to move for a response to be visible: every channel varies by about a
    third, and has two months of a pause and two of a push. Trade shows follow their
    calendar. The steady channel hardly moves.

    Returns:
        Factors with mean 1, shape (channels, months).
    """
    shape = (len(CHANNELS), MONTHS)
    paths: Floats = np.exp(rng.normal(0, 0.33, shape)) * 1.006 ** np.arange(MONTHS)
    calm = np.exp(rng.normal(0, 0.12, shape))
    starts = np.array([rng.permutation(MONTHS // 2)[:2] * 2 for _ in CHANNELS])
    for row, name in enumerate(CHANNEL_NAMES):
        pause, push = starts[row]
        paths[row, pause : pause + 2] *= 0.3
        paths[row, push : push + 2] *= 2.0
        if name == "Trade shows":
            for month in range(MONTHS):
                show = (FIRST_MONTH + month) % 12 + 1 in _SHOW_MONTHS
                paths[row, month] *= 1.5 if show else 0.4
        if name == steady:
            paths[row] = calm[row]
    mean: Floats = paths.mean(axis=1, keepdims=True)
    return paths / mean
