"""Lines that are no campaigns: people, tools, agency, travel, commission and overhead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from data_sources.demo.catalogue import REGIONS
from data_sources.demo.planning_year import YEAR, Row, Year, committed, conversion, heads, purchase
from data_sources.demo.truth import Member
from planning.periods import month_key
from planning.teams import Team

_JOBS: Final = {"development": "Follow-up of leads", "closing": "Closing of deals"}
_TRAVEL: Final = 850.0
_FIXED: Final = (
    ("M-AGY-01", "marketing", "agency", "retainer of the agency", 1, 6_000.0,
     "Contract to the end of the year: design, two videos a quarter, media buying."),
    ("M-TOL-01", "marketing", "tools", "seats and contacts", 85, 100.0,
     "E-mail, web and webinar tools together; renewed in January."),
    ("S-TOL-01", "sales", "tools", "seats of the CRM", 26, 250.0,
     "One seat for each sales person and one for operations."),
    ("J-TOL-01", "joint", "tools", "data and dashboards", 1, 4_000.0,
     "Account data both teams work on."),
    ("J-OVH-01", "joint", "overhead", "rooms and shared services", 1, 11_000.0,
     "Share of rooms, telephones and services, as finance allocates it."),
)  # fmt: skip
"""Code, team, category, what is bought, how many, price and why; the same every month."""

_COMMISSION_SHARE: Final = 0.054
_RAISE: Final = 1.02
"""Loaded cost of a head against last year's, as planned; it did not come."""


def cost_lines(year: Year) -> Iterator[Row]:
    """Return the lines of both teams that are no campaigns."""
    for region in REGIONS:
        yield from _sales_people(year, region)
    yield _open_job(year)
    yield from _others(year)
    yield from _fixed(year)
    yield _travel(year)
    yield from _shares_of_deals(year)


def head_cost(year: Year, job: str) -> float:
    """Return the loaded cost of a head per month as planners foresee it."""
    cost = year.truth.cost_per_head[job]
    return round(cost * (_RAISE if year.is_this_year else 1.0), -1)


def _sales_people(year: Year, region: str) -> Iterator[Row]:
    for job, what in _JOBS.items():
        members = [one for one in year.truth.members if (one.job, one.region) == (job, region)]
        drivers = _heads(year, job, members)
        if not drivers:
            continue
        code = f"S-{job[:3].upper()}-{region[:3].upper()}"
        hired = any("starts" in driver for driver in drivers)
        line = year.line(
            code,
            {
                "team": "sales",
                "category": "people",
                "job": job,
                "region": region,
                "owner": year.people.regions.get(region, year.people.heads["sales"]),
                "reason": f"{what} in {region}. Loaded cost of the people who are there"
                + (", and one hire who is looked for." if hired else "."),
                "line_code": code,
            },
            drivers,
        )
        line.cells.update(committed(line.cells, dict.fromkeys(range(YEAR), 1.0)))
        yield line


def _heads(year: Year, job: str, members: list[Member]) -> list[dict[str, JsonValue]]:
    """Return heads present when the year begins, and hires planned a month too early.

    Who leaves within the year is not foreseen.
    """
    cost = head_cost(year, job)
    there = [
        one for one in members
        if one.start <= year.start and (one.end is None or one.end > year.start)
    ]  # fmt: skip
    found = [heads(job, len(there), cost)] if there else []
    first = year.scenario.first_month
    for one in members:
        if year.start < one.start < year.start + YEAR:
            starts = month_key(first + one.start - year.start - 1)
            found.append(heads(job, 1, cost, starts))
    return found


def _open_job(year: Year) -> Row:
    """Return a hire in the region that has too few people; nobody was found."""
    place = year.truth.places.get("short-region")
    region = (place.region if place else None) or REGIONS[-1]
    return year.line(
        "S-CLO-90",
        {
            "team": "sales",
            "category": "people",
            "job": "closing",
            "region": region,
            "owner": year.people.heads["sales"],
            "reason": f"{region} has more deals than its closing people can work. "
            "One more person from April closes the gap by autumn.",
            "line_code": "S-CLO-90",
        },
        [heads("closing", 1, head_cost(year, "closing"), year.month(3))],
    )


def _others(year: Year) -> Iterator[Row]:
    teams: tuple[tuple[Team, str], ...] = (("marketing", "Marketing"), ("joint", "Leadership"))
    for team, what in teams:
        members = [one for one in year.truth.members if one.team == team]
        line = year.line(
            f"{team[0].upper()}-PEO-01",
            {
                "team": team,
                "category": "people",
                "job": team if team == "marketing" else "leadership",
                "owner": year.people.heads[team],
                "reason": f"{what}: loaded cost of the people who are there. No hire is planned.",
                "line_code": f"{team[0].upper()}-PEO-01",
            },
            [heads(what.lower(), len(members), head_cost(year, team))],
        )
        line.cells.update(committed(line.cells, dict.fromkeys(range(YEAR), 1.0)))
        yield line


def _fixed(year: Year) -> Iterator[Row]:
    for code, team, category, what, quantity, price, reason in _FIXED:
        line = year.line(
            code,
            {
                "team": team,
                "category": category,
                "owner": year.people.heads[team],  # type: ignore[index]  # a team's name
                "reason": reason,
                "line_code": code,
            },
            [purchase(what, quantity, price * year.truth.size)],
        )
        line.cells.update(committed(line.cells, dict.fromkeys(range(YEAR), 1.0)))
        yield line


def _travel(year: Year) -> Row:
    """Return travel of all regions on one line, which bookings find without a code."""
    closing = [
        one for one in year.truth.members
        if one.job == "closing" and one.start <= year.start
        and (one.end is None or one.end > year.start)
    ]  # fmt: skip
    return year.line(
        "S-TRV",
        {
            "team": "sales",
            "category": "travel",
            "owner": year.people.heads["sales"],
            "reason": "Two customer visits a week for each closing person, as last year.",
        },
        [purchase("closing people who travel", len(closing), _TRAVEL * year.truth.size)],
    )


def _shares_of_deals(year: Year) -> Iterator[Row]:
    """Return what is owed on won deals: commission, and the partners' part."""
    for key, team, category, prefix, rate, to, reason in (
        ("S-COM", "sales", "commission", "S-COM-", _COMMISSION_SHARE, "commission",
         "Commission on the revenue we plan, at the mean rate of the last four quarters."),
        ("J-PAR-90", "joint", "partner", "J-PAR-90", year.truth.partner_share, "partners",
         "What partners get of the deals of their channel, as their contracts say."),
    ):  # fmt: skip
        spent = year.spent.loc[year.spent.index.str.startswith(prefix)].to_numpy().sum() / 100
        monthly = spent / year.spent.shape[1] * year.error.get(prefix, 0.95)
        months = {f"plan_{at:02d}": f"{round(monthly, -2):.2f}" for at in range(1, YEAR + 1)}
        yield year.line(
            key,
            {
                "team": team,
                "category": category,
                "channel": "Partner" if category == "partner" else None,
                "owner": year.people.heads["sales" if team == "sales" else "joint"],
                "reason": reason,
                "line_code": key if category == "partner" else None,
                **months,
            },
            [conversion(rate, "revenue", to)],
        )
