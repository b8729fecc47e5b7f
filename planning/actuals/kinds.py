"""The kinds of value a fact can hold, and how each is read from text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from planning.actuals.reading import (
    READ_COUNT,
    READ_CURRENCY,
    READ_DAY,
    READ_FLAG,
    READ_MONEY,
    READ_MONTH,
    READ_NUMBER,
    READ_STATUS,
    READ_TEXT,
    read_one_of,
)
from planning.teams import TEAMS, Team

Kind = Literal["text", "day", "month", "count", "money", "number", "flag", "choice", "attributes"]
"""What a field holds.

text: trimmed, never empty · day: a date · month: the first day of a month · count: a
whole number from 0 · money: two decimals, stored as integer cents, any sign · number: a
float · flag: yes or no · choice: one of a closed list · attributes: names to text.
"""


@dataclass(frozen=True)
class Is:
    """Marks a type with the kind of value it holds."""

    kind: Kind
    choices: tuple[str, ...] = ()


Status = Literal["new", "working", "qualified", "disqualified", "won"]
Motion = Literal["acquire", "cross-sell", "up-sell", "retain"]
Category = Literal[
    "programme", "people", "tools", "agency", "commission", "partner", "travel", "overhead"
]
Job = Literal["development", "closing"]
STATUSES: Final[tuple[str, ...]] = get_args(Status)
MOTIONS: Final[tuple[str, ...]] = get_args(Motion)
CATEGORIES: Final[tuple[str, ...]] = get_args(Category)
STAGE_OBJECTS: Final[tuple[str, ...]] = ("lead", "opportunity")
MEASURES: Final[tuple[str, ...]] = ("won_amount", "won", "leads")

JOBS: Final[tuple[str, ...]] = get_args(Job)

Text = Annotated[str, Field(min_length=1), READ_TEXT, Is(kind="text")]
Day = Annotated[date, READ_DAY, Is(kind="day")]
Month = Annotated[date, READ_MONTH, Is(kind="month")]
Whole = Annotated[int, Field(ge=0), READ_COUNT, Is(kind="count")]
Money = Annotated[Decimal, READ_MONEY, Is(kind="money")]
Figure = Annotated[float, Field(allow_inf_nan=False), READ_NUMBER, Is(kind="number")]
Flag = Annotated[bool, READ_FLAG, Is(kind="flag")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$"), READ_CURRENCY, Is(kind="text")]
Attributes = Annotated[dict[str, str], Is(kind="attributes")]
LeadStatus = Annotated[Status, READ_STATUS, Is(kind="choice", choices=STATUSES)]
DealMotion = Annotated[Motion, read_one_of(MOTIONS), Is(kind="choice", choices=MOTIONS)]
SpendCategory = Annotated[Category, read_one_of(CATEGORIES), Is(kind="choice", choices=CATEGORIES)]
PersonJob = Annotated[Job, read_one_of(JOBS), Is(kind="choice", choices=JOBS)]
StageObject = Annotated[
    Literal["lead", "opportunity"],
    read_one_of(STAGE_OBJECTS),
    Is(kind="choice", choices=STAGE_OBJECTS),
]
Measure = Annotated[
    Literal["won_amount", "won", "leads"],
    read_one_of(MEASURES),
    Is(kind="choice", choices=MEASURES),
]
TeamName = Annotated[Team, read_one_of(TEAMS), Is(kind="choice", choices=TEAMS)]
