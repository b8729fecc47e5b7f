"""Targets of the fictitious firm: what both teams agreed to reach, from last year's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from pydantic import JsonValue

from data_sources.demo.catalogue import CHANNELS, REGIONS, SEGMENTS
from data_sources.demo.draws import Floats, month_index, stream
from data_sources.demo.planning_year import YEAR, Row, Year, day_numbers
from data_sources.demo.truth import FIRST_MONTH
from planning.agreed.kinds import cleaned
from planning.agreed.targets import suggested_counter
from planning.kpis import KPIS
from planning.money import split
from planning.teams import TEAMS, Team

_Cells = Mapping[str, object]
_GROWTH: Final = 1.1
_ONE: Final = Decimal(1)
_REVENUE_STEP: Final = Decimal(1_000)

_RATIOS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("mql_rate", "value", "0.4", "Better lists in content syndication lift the share."),
    ("sal_rate", "value", "0.7", "Both teams agreed what an MQL is."),
    ("sql_rate", "value", "0.4", "Two in five should be worth a first meeting."),
    (
        "lead_to_customer",
        "value",
        "0.025",
        "One customer from forty leads, as in our better quarters.",
    ),
    ("close_ratio", "value", "0.35", "A third was won before; we drop poor deals sooner."),
    ("follow_up_within_sla", "low", "0.7", "Leads called within a day become deals more often."),
    ("sales_cycle_days", "high", "66", "Longer than that and the year's budget is gone."),
    ("cost_per_lead", "range", "105 130", "Cheaper leads were poorer leads last time."),
    ("cac", "high", "25000", "Above this a customer does not pay within two years."),
    ("average_deal", "low", "28000", "We do not buy customers by discount."),
    ("renewal_rate", "low", "0.94", "Our customers stay; we keep it so."),
    ("quota_attainment", "range", "0.9 1.1", "Quotas are reached by most, and beaten by some."),
)
"""KPI, kind of bound, value or bounds, and why."""


@dataclass(frozen=True)
class _Reached:
    """What happened in the year the targets are derived from, by month or by part."""

    leads: Floats
    leads_of: Mapping[str, float]
    mqls: float
    deals: float
    won: float
    revenue: float
    revenue_of: Mapping[tuple[str, str], float]


def target_rows(year: Year) -> Iterator[Row]:
    """Return the targets of a year: company, teams, channels, regions and segments.

    Additive targets re-add: months to quarters to the year, channels to the company,
    regions and segments to the company's revenue.
    """
    reached = _reached(year)
    rng = stream(year.company.seed, "plan")
    off = float(np.exp(rng.normal(0, 0.04))) * (_GROWTH if year.is_this_year else 1.0)
    leads = _rounded(reached.leads.sum() * off, 100)
    revenue = _rounded(reached.revenue * off, 50_000)
    season = [year.truth.season[(FIRST_MONTH + year.start + at) % YEAR] for at in range(YEAR)]
    yield from _spread(year, "leads", leads, _ONE, season, months=True)
    yield from _spread(year, "revenue", revenue, _REVENUE_STEP, season, months=True)
    for key, amount in (
        ("mqls", reached.mqls), ("opportunities", reached.deals),
        ("won", reached.won), ("customers", reached.won * 0.46),
    ):  # fmt: skip
        yield from _spread(year, key, _rounded(amount * off, 10), _ONE, season, months=False)
    yield from _by_channel(year, reached, leads)
    yield from _by_part(year, reached, revenue)
    yield from _ratios(year)
    yield from _spending(year)


def _reached(year: Year) -> _Reached:
    """Return last year's figures: for the earlier plan its own year's, as nearly foreseen."""
    start = year.start - YEAR if year.is_this_year else year.start
    leads = year.company.frames["leads"]
    created = month_index(day_numbers(leads["created_on"])) - start
    inside = (created >= 0) & (created < YEAR)
    own, months = leads[inside], created[inside]
    counts = own["quantity"].to_numpy(dtype=np.int64)
    deals = year.company.frames["opportunities"]
    opened = month_index(day_numbers(deals["created_on"])) - start
    closed = month_index(day_numbers(deals["closed_on"])) - start
    is_won = deals["is_won"].fillna(value=False).to_numpy(dtype=np.bool_)
    won = deals[is_won & (closed >= 0) & (closed < YEAR)]
    amount = won["amount_cents"].fillna(0).astype("int64") / 100
    parts = {
        (cell, str(part)): float(amount[won[cell] == part].sum())
        for cell, all_of_them in (("region", REGIONS), ("segment", SEGMENTS))
        for part in all_of_them
    }
    by_channel = own["quantity"].astype("int64").groupby(own["channel"]).sum()
    return _Reached(
        leads=np.bincount(months, weights=counts, minlength=YEAR).astype(np.float64),
        leads_of={str(name): float(count) for name, count in by_channel.items()},
        mqls=float(counts[own["mql_on"].notna().to_numpy()].sum()),
        deals=float(((opened >= 0) & (opened < YEAR)).sum()),
        won=float(len(won)),
        revenue=float(amount.sum()),
        revenue_of=parts,
    )


def _rounded(amount: float, step: int) -> Decimal:
    return Decimal(max(step, round(amount / step) * step))


def _spread(
    year: Year, kpi: str, total: Decimal, unit: Decimal, season: Sequence[float], *, months: bool
) -> Iterator[Row]:
    """Return a yearly target with its quarters, and months if wanted, which re-add exactly."""
    monthly = split(total, season, unit)
    reason = f"{KPIS[kpi].name} in the rhythm of the last two years."
    yield _row(year, kpi, 0, YEAR, {"value": total, "reason": _why(year, kpi)})
    for at in range(0, YEAR, 3):
        value = sum(monthly[at : at + 3], Decimal(0))
        yield _row(year, kpi, at, 3, {"value": value, "reason": reason})
    if months:
        for at, value in enumerate(monthly):
            yield _row(year, kpi, at, 1, {"value": value, "reason": reason})


def _why(year: Year, kpi: str) -> str:
    name = KPIS[kpi].name
    if year.is_this_year:
        return f"{name}: a tenth more than last year, because both teams keep their people."
    return f"{name}: what the people and money of this plan can carry."


def _by_channel(year: Year, reached: _Reached, leads: Decimal) -> Iterator[Row]:
    shares = [reached.leads_of.get(channel.name, 0.0) for channel in CHANNELS]
    parts = split(leads, shares, _ONE)
    of_channel = {channel.name: value for channel, value in zip(CHANNELS, parts, strict=True)}
    for channel in CHANNELS:
        reason = "Its share of last year's leads."
        if channel.team == "sales":
            reason = "What the people who call can open beside their follow-up."
        cells = {"channel": channel.name, "value": of_channel[channel.name], "reason": reason}
        yield _row(year, "leads", 0, YEAR, cells, key=f"leads {channel.name}", team=channel.team)
    for team in TEAMS:
        named = (channel.name for channel in CHANNELS if channel.team == team)
        value = sum((of_channel[name] for name in named), Decimal(0))
        cells = {"scope_team": team, "value": value, "reason": "What its channels bring together."}
        yield _row(year, "leads", 0, YEAR, cells, key=f"leads {team}", team=team)
    for at, channel in enumerate(CHANNELS[1:6], start=1):
        each = float(np.mean(year.truth.spend[channel.name])) * YEAR / max(1, shares[at])
        cells = {
            "channel": channel.name,
            "low": _rounded(each * 0.7, 5),
            "high": _rounded(each, 5),
            "reason": "Below it we bought names, above it we overpaid.",
        }
        yield _row(year, "cost_per_lead", 0, YEAR, cells, key=f"cost_per_lead {channel.name}")


def _by_part(year: Year, reached: _Reached, revenue: Decimal) -> Iterator[Row]:
    for cell, parts in (("region", REGIONS), ("segment", SEGMENTS)):
        shares = [reached.revenue_of[cell, part] for part in parts]
        for part, value in zip(parts, split(revenue, shares, _REVENUE_STEP), strict=True):
            cells = {cell: part, "value": value, "reason": "Its part of last year's revenue."}
            yield _row(year, "revenue", 0, YEAR, cells, key=f"revenue {part}")
    for region in REGIONS:
        cells = {"region": region, "low": Decimal("0.7"), "reason": "The same promise everywhere."}
        yield _row(year, "follow_up_within_sla", 0, YEAR, cells, key=f"follow_up {region}")


def _ratios(year: Year) -> Iterator[Row]:
    for kpi, kind, told, reason in _RATIOS:
        bounds = [Decimal(part) for part in told.split()]
        names = {"range": ("low", "high")}.get(kind, (kind,))
        cells = {**dict(zip(names, bounds, strict=True)), "reason": reason}
        yield _row(year, kpi, 0, YEAR, cells)
        if kpi in ("follow_up_within_sla", "close_ratio"):
            for at in range(0, YEAR, 3):
                yield _row(year, kpi, at, 3, cells)


def _spending(year: Year) -> Iterator[Row]:
    teams: tuple[Team, ...] = ("marketing", "sales")
    for team in teams:
        spent = sum(
            year.spent.loc[code].to_numpy().sum()
            for code in year.spent.index
            if str(code).startswith(team[0].upper())
        )
        high = _rounded(spent / 100 / year.spent.shape[1] * YEAR * 1.02, 10_000)
        cells = {"high": high, "reason": "As much as a year has cost so far, and no more."}
        yield _row(year, f"spend_{team}", 0, YEAR, cells, team=team)


def _row(
    year: Year,
    kpi: str,
    at: int,
    months: int,
    cells: _Cells,
    *,
    key: str = "",
    team: Team | None = None,
) -> Row:
    owner = team or KPIS[kpi].owner
    told = cleaned(
        "target",
        {
            "team": owner,
            "kpi": kpi,
            "start": year.month(at),
            "months": months,
            "marketing_owner": year.people.heads["marketing"],
            "sales_owner": year.people.heads["sales"],
            "counter_kpi": suggested_counter(kpi),
            **{name: str(it) for name, it in cells.items()},
        },
    )
    kept: dict[str, JsonValue] = {name: it for name, it in told.items() if it is not None}
    return Row(f"target {key or kpi} {at + 1}/{months}", "target", owner, kept)
