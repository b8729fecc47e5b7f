"""The plan of account coverage as people see it: its columns and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.agreed.accounts.coverage import SIDES, half_told
from planning.agreed.lines import MOTIONS
from planning.agreed.rows import PlanRow
from views.formats import counted, short, visible
from views.sheets import Column

WHO, ACCOUNT = "Who works it", "The account"
SIDE_WORDS: Final = {"marketing": "Marketing", "sales": "Sales"}
OTHER: Final = {"marketing": "sales", "sales": "marketing"}


@dataclass(frozen=True)
class AccountWords:
    """What the sheet says of an account.

    Attributes:
        name: Its name, or its id where it has none.
        tier: A, B, C, or why it is none.
        segment, region: Where it belongs; None unknown.
        value: What it may bring in a year, in plan-currency units.
    """

    name: str
    tier: str | None
    segment: str | None
    region: str | None
    value: float


Read = Callable[[str], AccountWords | None]
"""Reads an account by its id; None where the facts do not know it."""


def called(read: Read) -> Callable[[PlanRow], str]:
    """Return what names a half: its account, its team, its motion."""

    def name(row: PlanRow) -> str:
        return f"{_account(read, row)}, {row.team}, {row['motion']}"

    return name


def columns(
    read: Read,
    beside: Callable[[PlanRow], str],
    owners: Mapping[str, str],
    programmes: Sequence[str],
) -> dict[str, tuple[Column, ...]]:
    """Return the views of the sheet, each with its columns.

    Args:
        read: Reads an account.
        beside: Says what the other team plans for the same account.
        owners: Names of people in sales by their ids.
        programmes: What marketing can reach accounts with.
    """
    name = Column(
        "name", "Account", computed=lambda row: _account(read, row), width=184, pinned=True
    )
    team = Column("team_word", "Team", computed=lambda row: SIDE_WORDS[row.team], width=88)
    motion = Column("motion", "Motion", "choice", options=MOTIONS, width=96)

    def of(get: Callable[[AccountWords], str | float | None]) -> Callable[[PlanRow], str | None]:
        def told(row: PlanRow) -> str | None:
            found = read(str(row["account"]))
            value = get(found) if found else None
            return None if value is None else str(value)

        return told

    def value(row: PlanRow) -> float | None:
        found = read(str(row["account"]))
        return found.value if found else None

    tier = Column("tier", "Tier", computed=of(lambda it: it.tier), width=64)
    return {
        WHO: (
            name,
            tier,
            team,
            motion,
            Column(
                "owner",
                "Sales owner",
                "choice",
                options=tuple(owners),
                labels=owners,
                width=168,
                help="Who in sales works the account; belongs to the half of sales.",
            ),
            Column(
                "programme",
                "Marketing programme",
                "choice",
                options=tuple(programmes),
                width=168,
                help="What reaches the account; belongs to the half of marketing.",
            ),
            Column("touches", "Touches a month", "number", width=80),
            Column("start", "From", width=96, help="Blank: from the plan's beginning."),
            Column("end", "Until", width=96, help="The last day. Blank: until the plan's end."),
            Column("beside", "The other half", computed=beside, width=208),
        ),
        ACCOUNT: (
            name,
            tier,
            team,
            Column("segment", "Segment", computed=of(lambda it: it.segment), width=112),
            Column("region", "Region", computed=of(lambda it: it.region), width=112),
            Column(
                "value",
                "Value a year",
                "number",
                computed=value,
                width=104,
                help="What accounts like it brought in the last year, and its own open deals.",
            ),
            Column("account", "Account id", locked=True, width=112),
            Column("reason", "Reason", width="large", help="Why this account, this way."),
        ),
    }


def beside(rows: Sequence[PlanRow], owners: Mapping[str, str]) -> Callable[[PlanRow], str]:
    """Return what says, for a half, what the other team plans for the same account and motion.

    Args:
        rows: All halves of the plan.
        owners: Names of people in sales by their ids.
    """
    by_key: dict[tuple[object, ...], list[str]] = {}
    for row in rows:
        cells = {**row.cells, "owner": owners.get(str(row["owner"]), row["owner"])}
        key = (row.team, row["account"], row["motion"])
        by_key.setdefault(key, []).append(visible(half_told(cells)))

    def told(row: PlanRow) -> str:
        found = by_key.get((OTHER[row.team], row["account"], row["motion"]), [])
        return "; ".join(found) if found else f"{SIDE_WORDS[OTHER[row.team]]}: nothing planned"

    return told


def stands_words(name: str, by_side: Mapping[str, int], both: int, accounts: int) -> str:
    """Say how many accounts a plan covers.

    Args:
        name: Of the plan.
        by_side: Accounts each team covers.
        both: Accounts both cover.
        accounts: Accounts the facts know.

    Example:
        >>> stands_words("Plan 2026", {"marketing": 90, "sales": 120}, 80, 600)
        'Plan 2026 covers 130 of 600 accounts: both teams 80, sales alone 40, marketing alone 10.'
    """
    alone = {side: by_side[side] - both for side in SIDES}
    covered = both + sum(alone.values())
    if not covered:
        return f"{name} covers none of {counted(accounts, 'account')} yet."
    return (
        f"{name} covers {covered:,} of {counted(accounts, 'account')}: both teams {both:,}, "
        f"sales alone {alone['sales']:,}, marketing alone {alone['marketing']:,}."
    )


def choice_words(number: int, value: float, currency: str) -> str:
    """Say how many accounts a choice leaves, and what they may bring.

    Example:
        >>> choice_words(12, 950, "EUR")
        '12 accounts, worth about 950 EUR a year'
    """
    return f"{counted(number, 'account')}, worth about {short(value)} {currency} a year"


def _account(read: Read, row: PlanRow) -> str:
    found = read(str(row["account"]))
    return visible(found.name if found else str(row["account"]))
