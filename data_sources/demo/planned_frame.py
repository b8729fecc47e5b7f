"""What holds a plan together: envelopes, money not yet placed, and reserves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final

from data_sources.demo.planning_year import Row, Year
from planning.agreed.envelopes import SCOPES, EnvelopeScope
from planning.agreed.lines import PLAN
from planning.money import split
from planning.periods import month_key
from planning.teams import TEAMS, Team

_ROUND: Final = Decimal(10_000)
_AT_LEAST: Final = 12_000
PLACEHOLDER: Final = "open"
_SPARE: Final[tuple[Team, ...]] = ("marketing", "sales")
_LAST_QUARTER: Final = (9, 10, 11)


def reserves(year: Year) -> Iterator[Row]:
    """Return money that waits for a sign: one reserve of each team."""
    size = Decimal(str(year.truth.size))
    decides = month_key(year.scenario.first_month + 7)
    yield _reserve(
        year, "marketing", "programme", "Autumn reserve", Decimal(24_000) * size, decides,
        ("open_pipeline", "below", f"{round(1_500_000 * year.truth.size)}"),
        "Release it for paid search and webinars in September to November.",
        "If the pipeline is thin in August, autumn leads still close within the year.",
    )  # fmt: skip
    yield _reserve(
        year, "sales", "partner", "Follow-up desk", Decimal(15_000) * size, decides,
        ("follow_up_within_sla", "below", "0.7"),
        "Release it for an outside desk that follows up in the peak months.",
        "If leads wait too long in August, a desk helps sooner than a hire.",
    )  # fmt: skip


def _reserve(
    year: Year,
    team: Team,
    category: str,
    name: str,
    total: Decimal,
    month: str,
    trigger: tuple[str, str, str],
    then: str,
    reason: str,
) -> Row:
    kpi, when, threshold = trigger
    months = split(total, (1, 1, 1))
    return year.line(
        f"reserve {team}",
        {
            "team": team,
            "category": category,
            "campaign": name,
            "owner": year.people.heads[team],
            "status": "reserve",
            "reserve_kpi": kpi,
            "reserve_when": when,
            "reserve_threshold": threshold,
            "reserve_month": month,
            "reserve_then": then,
            "reason": reason,
            **{PLAN[at]: str(it) for at, it in zip((8, 9, 10), months, strict=True)},
        },
        [],
    )


def placeholders(year: Year, lines: Iterable[Row]) -> Iterator[Row]:
    """Return what each team has not placed yet: some money, up to a round envelope."""
    planned = _by_team(lines)
    for team in _SPARE:
        rest = _rounded_up(planned[team] + _AT_LEAST) - planned[team]
        months = split(rest, (1, 1, 1))
        yield year.line(
            f"{PLACEHOLDER} {team}",
            {
                "team": team,
                "category": "programme",
                # Named, so that bookings nobody planned do not count as its money.
                "campaign": "Not yet placed",
                "owner": year.people.heads[team],
                "status": "placeholder",
                "reason": "Not yet placed: we decide in summer where it helps most.",
                **{PLAN[at]: str(it) for at, it in zip(_LAST_QUARTER, months, strict=True)},
            },
            [],
        )


def envelopes(lines: Sequence[Row]) -> Iterator[Row]:
    """Return the envelopes, which the lines fill to the cent; the company's holds them all."""
    planned = _by_team(lines)
    for scope in SCOPES:
        amount = sum(planned.values(), Decimal(0)) if scope == "company" else planned[scope]
        team: Team = "joint" if scope == "company" else scope
        yield _envelope(scope, team, amount)


def _envelope(scope: EnvelopeScope, team: Team, amount: Decimal) -> Row:
    return Row(scope, "envelope", team, {"scope": scope, "amount": f"{amount:.2f}"})


def _by_team(lines: Iterable[Row]) -> dict[Team, Decimal]:
    sums = dict.fromkeys(TEAMS, Decimal(0))
    for line in lines:
        sums[line.team] += line.planned
    return sums


def _rounded_up(amount: Decimal) -> Decimal:
    return (amount / _ROUND).to_integral_value(ROUND_CEILING) * _ROUND
