"""Money both teams spent, line by line; each line has a code that budgets can use."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data_sources.demo.campaigns import live_weights
from data_sources.demo.catalogue import CHANNEL_NAMES, CHANNELS, REGIONS, SEGMENTS
from data_sources.demo.draws import Bools, Ints, day_number, month_index, split_exactly
from data_sources.demo.frames import Columns, days, labels, whole, words
from data_sources.demo.history import History
from data_sources.demo.truth import MONTHS, Truth
from planning.actuals.rows import MOTIONS

_FIXED: Final = (
    ("M-AGY-01", "marketing", "agency", 6_000.0),
    ("M-TOL-01", "marketing", "tools", 8_500.0),
    ("S-TOL-01", "sales", "tools", 6_500.0),
    ("J-TOL-01", "joint", "tools", 4_000.0),
    ("J-OVH-01", "joint", "overhead", 11_000.0),
)
"""Lines of the same amount every month: code, team, category, plan-currency units."""

_TRAVEL: Final = 850.0
"""Travel per closing head and month."""

_CLOSING_TIME: Final = (0.68, 0.10, 0.08, 0.14)
"""How closing people's time divides by motion."""

_KEYS: Final = ("channel", "campaign", "region", "segment", "motion")
_CODES: Final = tuple(name[:3].upper() for name in REGIONS)


def spend_columns(rng: np.random.Generator, history: History) -> Columns:
    """Return the columns of the table `spend`, in order of month."""
    truth = history.truth
    lines = pd.concat(
        [
            _programme(rng, history),
            _fixed(truth),
            _people(truth),
            _travel(truth),
            _commission(history),
            _partner(history),
        ],
        ignore_index=True,
    )
    lines = lines[lines["cents"] != 0].sort_values(["month", "code"], kind="stable")
    starts = np.array([day_number(month) for month in range(MONTHS)])

    def codes(name: str) -> Ints:
        found: Ints = lines[name].to_numpy(dtype=np.int64)
        return found

    return {
        "month": days(starts[codes("month")]),
        "team": words(lines["team"].tolist()),
        "category": words(lines["category"].tolist()),
        "channel": labels(CHANNEL_NAMES, codes("channel")),
        "campaign": labels([c.name for c in history.campaigns], codes("campaign")),
        "region": labels(REGIONS, codes("region")),
        "segment": labels(SEGMENTS, codes("segment")),
        "motion": labels(MOTIONS, codes("motion")),
        "line_code": words(lines["code"].tolist()),
        "amount_cents": whole(codes("cents")),
        "currency": words(["EUR"] * len(lines)),
    }


def _lines(
    month: Ints, cents: Ints, code: str | list[str], team: str, category: str, **keys: Ints
) -> pd.DataFrame:
    """Return spend lines; keys not given are -1, which means not split."""
    known: dict[str, Ints | int] = {name: keys.get(name, -1) for name in _KEYS}
    return pd.DataFrame(
        {"month": month, "cents": cents, "code": code, "team": team, "category": category, **known}
    )


def _programme(rng: np.random.Generator, history: History) -> pd.DataFrame:
    """Split each channel's money of a month by campaign, region and segment, exactly."""
    truth, campaigns = history.truth, history.campaigns
    money = np.array([truth.spend[name] for name in CHANNEL_NAMES])
    cents = np.rint(money * 100).astype(np.int64).ravel()
    areas = np.outer(list(truth.region_share.values()), list(truth.segment_share.values()))
    # A campaign does not spend exactly as leads come: regions and segments are tilted.
    tilt = rng.lognormal(0, 0.15, (len(campaigns), areas.size)) * areas.ravel()
    live = live_weights(campaigns).reshape(len(cents), len(campaigns))
    weights = (live[:, :, None] * (tilt / tilt.sum(axis=1, keepdims=True))[None]).reshape(
        len(cents), -1
    )
    parts = split_exactly(cents, weights).reshape(len(cents), len(campaigns), areas.size)
    row, campaign, area = np.nonzero(parts)
    channel = row // MONTHS
    lots = []
    for position, owner in enumerate(CHANNELS):
        here = channel == position
        lots.append(
            _lines(
                row[here] % MONTHS,
                parts[row[here], campaign[here], area[here]],
                [campaigns[one].line_code for one in campaign[here]],
                owner.team,
                "programme",
                channel=channel[here],
                campaign=campaign[here],
                region=area[here] // len(SEGMENTS),
                segment=area[here] % len(SEGMENTS),
                motion=np.array([c.motion for c in campaigns])[campaign[here]],
            )
        )
    return pd.concat(lots, ignore_index=True)


def _fixed(truth: Truth) -> pd.DataFrame:
    """Return the lines that are the same every month."""
    months = np.arange(MONTHS)
    return pd.concat(
        [
            _lines(months, np.full(MONTHS, round(money * truth.size * 100)), code, team, category)
            for code, team, category, money in _FIXED
        ],
        ignore_index=True,
    )


def _present(truth: Truth, job: str) -> Ints:
    """Return heads of a job, or of a team, by region and month.

    Returns:
        Shape (regions + 1, months); the last row has no region.
    """
    heads = np.zeros((len(REGIONS) + 1, MONTHS), dtype=np.int64)
    for member in truth.members:
        if job not in (member.job, member.team):
            continue
        row = REGIONS.index(member.region) if member.region else len(REGIONS)
        last = MONTHS if member.end is None else member.end
        heads[row, max(0, member.start) : last] += 1
    return heads


def _people(truth: Truth) -> pd.DataFrame:
    """Return loaded salaries: sales by job and region, closing people also by motion."""
    months = np.arange(MONTHS)
    lots = []
    for job, cost in truth.cost_per_head.items():
        cents = _present(truth, job) * round(cost * 100)
        if job in ("marketing", "joint"):
            lots.append(_lines(months, cents[-1], f"{job[0].upper()}-PEO-01", job, "people"))
            continue
        for region, code in enumerate(_CODES):
            shares = np.array([_CLOSING_TIME if job == "closing" else (1.0,)] * MONTHS)
            parts = split_exactly(cents[region], shares)
            line = f"S-{job[:3].upper()}-{code}"
            lots.extend(
                _lines(
                    months,
                    parts[:, motion],
                    line,
                    "sales",
                    "people",
                    region=np.full(MONTHS, region),
                    motion=np.full(MONTHS, motion),
                )
                for motion in range(parts.shape[1])
            )
    return pd.concat(lots, ignore_index=True)


def _travel(truth: Truth) -> pd.DataFrame:
    """Return travel of closing people by region."""
    cents = _present(truth, "closing") * round(_TRAVEL * truth.size * 100)
    lots = [
        _lines(
            np.arange(MONTHS),
            cents[region],
            f"S-TRV-{code}",
            "sales",
            "travel",
            region=np.full(MONTHS, region),
        )
        for region, code in enumerate(_CODES)
    ]
    return pd.concat(lots, ignore_index=True)


def _shares_of_wins(history: History, which: Bools, share: Ints) -> tuple[Ints, ...]:
    """Add up a share of won amounts by month of closing, region and motion.

    Returns:
        Month, region, motion and cents of every sum.
    """
    deals = history.deals
    shape = (MONTHS, len(REGIONS), len(MOTIONS))
    month = month_index(deals.closed)
    kept = which & deals.is_won & (month >= 0) & (month < MONTHS)
    sums = np.zeros(shape, dtype=np.int64)
    np.add.at(sums, (month[kept], deals.region[kept], deals.motion[kept]), share[kept])
    found = np.nonzero(sums)
    return (*found, sums[found])


def _commission(history: History) -> pd.DataFrame:
    """Return commission on won deals in the month of closing, by region and motion."""
    deals = history.deals
    rate = np.array([history.truth.commission[name] for name in MOTIONS])[deals.motion]
    owed = np.rint(deals.amount * rate).astype(np.int64)
    everything = np.ones(len(deals), dtype=np.bool_)
    month, region, motion, cents = _shares_of_wins(history, everything, owed)
    codes = [f"S-COM-{_CODES[one]}" for one in region]
    return _lines(month, cents, codes, "sales", "commission", region=region, motion=motion)


def _partner(history: History) -> pd.DataFrame:
    """Return what partners get of the deals of their channel."""
    deals = history.deals
    channel = CHANNEL_NAMES.index("Partner")
    owed = np.rint(deals.amount * history.truth.partner_share).astype(np.int64)
    month, region, motion, cents = _shares_of_wins(history, deals.channel == channel, owed)
    return _lines(
        month,
        cents,
        "J-PAR-90",
        "joint",
        "partner",
        channel=np.full(len(month), channel),
        region=region,
        motion=motion,
    )
