"""Limits of a plan as named values: each says itself in words.

Amounts are plan-currency units and count the whole fiscal year, closed months included,
unless a month is named. Months are written `YYYY-MM`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from planning.periods import month_name, parse_month
from planning.shares import percent
from planning.teams import Team


class _Limit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _money(amount: float) -> str:
    return f"{amount:,.0f}"


def _when(month: str | None) -> str:
    return f"in {month_name(parse_month(month))}" if month else "over the open months"


class Envelope(_Limit):
    """All lines of the fiscal year together, at most; the cost of heads included."""

    kind: Literal["envelope"] = "envelope"
    total: float = Field(ge=0, description="plan-currency units of the fiscal year")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"the envelope of {_money(self.total)}"


class TeamMinimum(_Limit):
    """A team's lines, at least; a month alone or the fiscal year."""

    kind: Literal["team-minimum"] = "team-minimum"
    team: Team
    amount: float = Field(ge=0, description="plan-currency units")
    month: str | None = Field(default=None, description="YYYY-MM, or the fiscal year")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"{self.team}'s minimum of {_money(self.amount)}{_of(self.month)}"


class TeamMaximum(_Limit):
    """A team's lines, at most; a month alone or the fiscal year."""

    kind: Literal["team-maximum"] = "team-maximum"
    team: Team
    amount: float = Field(ge=0, description="plan-currency units")
    month: str | None = Field(default=None, description="YYYY-MM, or the fiscal year")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"{self.team}'s maximum of {_money(self.amount)}{_of(self.month)}"


def _of(month: str | None) -> str:
    return f" in {month_name(parse_month(month))}" if month else ""


class Floor(_Limit):
    """A channel's money, at least; a month alone or the open months together."""

    kind: Literal["floor"] = "floor"
    channel: str
    amount: float = Field(ge=0, description="plan-currency units")
    month: str | None = Field(default=None, description="YYYY-MM, or all open months")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"the floor of {_money(self.amount)} for {self.channel} {_when(self.month)}"


class Cap(_Limit):
    """A channel's money, at most; a month alone or the open months together."""

    kind: Literal["cap"] = "cap"
    channel: str
    amount: float = Field(ge=0, description="plan-currency units")
    month: str | None = Field(default=None, description="YYYY-MM, or all open months")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"the cap of {_money(self.amount)} for {self.channel} {_when(self.month)}"


class Committed(_Limit):
    """Money of a channel and month that is signed already: it is spent at least."""

    kind: Literal["committed"] = "committed"
    channel: str
    month: str = Field(description="YYYY-MM")
    amount: float = Field(ge=0, description="plan-currency units")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"{_money(self.amount)} committed to {self.channel} {_when(self.month)}"


class LargestChange(_Limit):
    """How far a channel's money may move from month to month, either way.

    |spend[t] − spend[t−1]| ≤ share · spend[t−1] + amount; the first open month is compared
    with the last closed one.
    """

    kind: Literal["largest-change"] = "largest-change"
    channel: str | None = Field(default=None, description="a channel, or each of them")
    share: float = Field(ge=0, description="fraction of the month before")
    amount: float = Field(default=0.0, ge=0, description="plan-currency units beside")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        whom = self.channel or "any channel"
        more = f" and {_money(self.amount)}" if self.amount else ""
        return f"the largest monthly change of {percent(self.share)}{more} for {whom}"


class CacCeiling(_Limit):
    """Fully loaded cost of a new customer in the fiscal year, at most."""

    kind: Literal["cac-ceiling"] = "cac-ceiling"
    ceiling: float = Field(gt=0, description="plan-currency units per new customer")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"the ceiling of {_money(self.ceiling)} per new customer"


class LeastLeads(_Limit):
    """Leads of the fiscal year, at least; of a channel or of all."""

    kind: Literal["least-leads"] = "least-leads"
    leads: float = Field(ge=0, description="leads")
    channel: str | None = None

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"at least {self.leads:,.0f} leads{f' of {self.channel}' if self.channel else ''}"


class LeastCustomers(_Limit):
    """New customers of the fiscal year, at least."""

    kind: Literal["least-customers"] = "least-customers"
    customers: float = Field(ge=0, description="customers")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"at least {self.customers:,.0f} new customers"


class LeastRevenue(_Limit):
    """Bookings of the fiscal year, at least."""

    kind: Literal["least-revenue"] = "least-revenue"
    revenue: float = Field(ge=0, description="plan-currency units booked")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"revenue of at least {_money(self.revenue)}"


class MostHires(_Limit):
    """Hires decided in the open months, at most; of a pool or of all."""

    kind: Literal["most-hires"] = "most-hires"
    heads: float = Field(ge=0, description="heads")
    pool: str | None = None

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"at most {self.heads:g} hires{f' in {self.pool}' if self.pool else ''}"


class CommittedHires(_Limit):
    """Heads whose hiring is decided already."""

    kind: Literal["committed-hires"] = "committed-hires"
    pool: str
    month: str = Field(description="YYYY-MM")
    heads: float = Field(ge=0, description="heads")

    @property
    def words(self) -> str:
        """The limit as a phrase."""
        return f"{self.heads:g} hires committed to {self.pool} {_when(self.month)}"


Limit = Annotated[
    Envelope
    | TeamMinimum
    | TeamMaximum
    | Floor
    | Cap
    | Committed
    | LargestChange
    | CacCeiling
    | LeastLeads
    | LeastCustomers
    | LeastRevenue
    | MostHires
    | CommittedHires,
    Field(discriminator="kind"),
]
