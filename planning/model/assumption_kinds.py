"""What the joint model has to assume: every kind of assumption, once, with its default.

Pages, commands, calibration and the optimiser read this registry; nothing else names an
assumption. A default is what is taken where facts and people are silent, and says why.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from planning.teams import Team

Dimension = Literal["channel", "area", "motion", "job"]
DIMENSIONS: Final[tuple[Dimension, ...]] = ("channel", "area", "motion", "job")

Value = float | tuple[float, ...]


class Kind(BaseModel):
    """One kind of assumption.

    Attributes:
        key: Stable name in files and commands; where the model has a field of that
            meaning, its name.
        name: As people call it.
        meaning: One sentence.
        unit: What one of it is.
        team: Who edits it; a channel's response belongs to the channel's team instead.
        along: What it may differ by.
        low, high: Range that makes sense, inclusive.
        default: Taken where nothing else is known; None where there is no sensible one.
        default_low, default_high: 90% of what other firms might see.
        reason: Why that default.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    meaning: str
    unit: str
    team: Team
    along: tuple[Dimension, ...] = ()
    low: float = 0.0
    high: float = float("inf")
    default: Value | None = None
    default_low: Value | None = None
    default_high: Value | None = None
    reason: str = ""


MONEY: Final = "plan-currency units"
MONTHLY: Final = "plan-currency units per month"
SHARE: Final = "fraction"

_FLAT_YEAR: Final = (1.0,) * 12
_CHANNEL: Final[tuple[Dimension, ...]] = ("channel",)
_CELL: Final[tuple[Dimension, ...]] = ("channel", "area", "motion")

RESPONSE: Final = (
    Kind(
        key="base",
        name="Leads without money",
        meaning="Leads a month the channel brings when nothing is spent.",
        unit="leads per month",
        team="marketing",
        along=_CHANNEL,
        default=0.0,
        default_low=0.0,
        default_high=None,
        reason="Without an answer a channel is taken to need money.",
    ),
    Kind(
        key="ceiling",
        name="Most leads money can add",
        meaning="Leads a month that endless money would add.",
        unit="leads per month",
        team="marketing",
        along=_CHANNEL,
        reason="Placed so that today's spend brings today's leads.",
    ),
    Kind(
        key="half",
        name="Money for half of them",
        meaning="Spend a month that brings half of the most leads money can add.",
        unit=MONTHLY,
        team="marketing",
        along=_CHANNEL,
        low=1e-6,
        reason="Taken to be today's spend: half as much again then brings a fifth more.",
    ),
    Kind(
        key="carry",
        name="Carry-over",
        meaning="Share of a month's effect that is still there a month later.",
        unit=SHARE,
        team="marketing",
        along=_CHANNEL,
        high=0.95,
        default=0.0,
        default_low=0.0,
        default_high=0.3,
        reason="A lead is mostly counted in the month of the money that brought it.",
    ),
    Kind(
        key="season",
        name="Season",
        meaning="Factor on all channels' leads by calendar month, January first.",
        unit="factor",
        team="marketing",
        default=_FLAT_YEAR,
        default_low=(0.75,) * 12,
        default_high=(1.25,) * 12,
        reason="Without a year of leads no month is taken to be better than another.",
    ),
)

CONVERSIONS: Final = (
    Kind(
        key="share",
        name="Where leads come from",
        meaning="Share of the channel's leads that belongs to the group.",
        unit=SHARE,
        team="marketing",
        along=_CELL,
        high=1.0,
        reason="All groups alike.",
    ),
    Kind(
        key="asks",
        name="Leads worth following up",
        meaning="Share of leads that marketing hands to sales.",
        unit=SHARE,
        team="marketing",
        along=_CELL,
        high=1.0,
        default=0.4,
        default_low=0.15,
        default_high=0.8,
        reason="Two leads in five qualify in firms that sell to firms.",
    ),
    Kind(
        key="reached",
        name="Handed-over leads that reach a desk",
        meaning="Share of leads handed to sales that somebody follows up if there is time.",
        unit=SHARE,
        team="sales",
        along=_CELL,
        high=1.0,
        default=1.0,
        default_low=0.9,
        default_high=1.0,
        reason="Every lead handed over is taken to be seen.",
    ),
    Kind(
        key="qualifies",
        name="Deals for each lead followed up",
        meaning="Share of leads followed up that are ready to become a deal.",
        unit=SHARE,
        team="sales",
        along=_CELL,
        high=1.0,
        default=0.25,
        default_low=0.06,
        default_high=0.55,
        reason="One followed-up lead in four becomes a deal in firms that sell to firms.",
    ),
    Kind(
        key="closes",
        name="Close ratio",
        meaning="Share of deals that are won, given time.",
        unit=SHARE,
        team="sales",
        along=_CELL,
        high=1.0,
        default=0.22,
        default_low=0.08,
        default_high=0.45,
        reason="One deal in four or five is won in firms that sell to firms.",
    ),
    Kind(
        key="customers_per_win",
        name="New customers for each win",
        meaning="New customers per won deal.",
        unit="customers per win",
        team="sales",
        along=("motion",),
        reason="One for deals that acquire, none for the others.",
    ),
)

SIZES: Final = (
    Kind(
        key="revenue_per_win",
        name="Deal size",
        meaning="Booked amount of a won deal.",
        unit=MONEY,
        team="sales",
        along=_CELL,
    ),
    Kind(
        key="one_off",
        name="One-off part of a deal",
        meaning="Part of a won deal that does not recur.",
        unit=MONEY,
        team="sales",
        along=_CELL,
    ),
    Kind(
        key="recurring",
        name="Recurring part of a deal",
        meaning="Money a year a won deal brings for as long as it runs.",
        unit=MONEY + " per year",
        team="sales",
        along=_CELL,
    ),
)

EFFORT: Final = (
    Kind(
        key="follow_effort",
        name="Effort of a follow-up",
        meaning="What following up a lead takes, an average lead being 1.",
        unit="average leads",
        team="sales",
        along=_CELL,
        default=1.0,
        reason="Facts hold no hours, so every lead counts alike.",
    ),
    Kind(
        key="close_effort",
        name="Effort of a deal",
        meaning="What working a deal takes, an average deal being 1.",
        unit="average deals",
        team="sales",
        along=_CELL,
        default=1.0,
        reason="Facts hold no hours, so every deal counts alike.",
    ),
    Kind(
        key="kept_leads",
        name="Waiting leads kept",
        meaning="Share of leads not followed up that are still worth it a month later.",
        unit=SHARE,
        team="sales",
        high=0.99,
        default=0.6,
        default_low=0.35,
        default_high=0.8,
        reason="Interest cools fast: about half is gone within a month and a half.",
    ),
    Kind(
        key="kept_deals",
        name="Waiting deals kept",
        meaning="Share of ready deals nobody works that are still alive a month later.",
        unit=SHARE,
        team="sales",
        high=0.99,
        default=0.8,
        default_low=0.6,
        default_high=0.92,
        reason="A buyer who is ready waits longer than a new lead.",
    ),
)

KINDS_OF_FLOW: Final = (*RESPONSE, *CONVERSIONS, *SIZES, *EFFORT)
