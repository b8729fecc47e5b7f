"""What is true of the fictitious firm: the parameters its facts were drawn from.

Tests of calibration and of the joint model compare what they find with these numbers.
Money is in plan-currency units, rates are fractions, months are counted from the first.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from planning.periods import month_of
from planning.teams import Team

AS_OF: Final = date(2026, 6, 30)
"""The last day of the demo's facts: fixed, never the wall clock."""

MONTHS: Final = 24
FIRST_MONTH: Final = month_of(AS_OF) - MONTHS + 1
"""Month number of July 2024."""


class Fixed(BaseModel):
    """Base of the true parameters: frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Response(Fixed):
    """Leads per month a channel brings for its programme spend.

    Formula: base + ceiling · spend / (half + spend)

    Attributes:
        base: Leads per month without spend.
        ceiling: Most leads per month that spend can add.
        half: Spend per month that brings half of the ceiling.
    """

    base: float
    ceiling: float
    half: float

    def leads(self, spend: float) -> float:
        """Return expected leads per month in an average season.

        Example:
            >>> Response(base=10, ceiling=100, half=5000).leads(5000)
            60.0
        """
        return self.base + self.ceiling * spend / (self.half + spend)

    def marginal(self, spend: float) -> float:
        """Return the leads one more unit of money brings at a spend.

        Example:
            >>> Response(base=10, ceiling=100, half=5000).marginal(5000)
            0.005
        """
        return self.ceiling * self.half / (self.half + spend) ** 2


class Rates(Fixed):
    """Shares of a channel class and motion that reach the next stage.

    Attributes:
        mql: Of leads.
        sal: Of MQLs somebody followed up.
        sql: Of SALs.
        deal: Of SQLs, before closing capacity.
        close: Of deals, given time to close.
    """

    mql: float
    sal: float
    sql: float
    deal: float
    close: float


class Neglect(Fixed):
    """Leads of a channel and region that reach nobody's desk.

    Attributes:
        share: Share of their MQLs nobody will ever follow up.
    """

    channel: str
    region: str
    share: float


class Place(Fixed):
    """Where a problem stands; what does not apply is None."""

    channel: str | None = None
    region: str | None = None
    segment: str | None = None


class Member(Fixed):
    """One person of the firm.

    Attributes:
        start: First month present, from 0; negative for people there before the data.
        end: First month no longer present, or None.
    """

    person_id: str
    name: str
    team: Team
    job: str | None
    region: str | None
    manager: str | None
    start: int
    end: int | None = None


class Truth(Fixed):
    """All true parameters of one demo company.

    Attributes:
        seed: What everything was drawn from.
        size: Multiplier of leads, deals, accounts, money and capacities; heads stay.
        places: The problems present and where each stands.
        season: Factor on leads by calendar month, January first.
        response: Leads per month by channel.
        spend: Programme money by channel for each of the months.
        classes: Channel class by channel.
        rates: Conversions by channel class, then motion.
        expand_share: Share of leads that come from customers, by motion of the campaign.
        region_share, segment_share: How leads divide; each adds to 1.
        neglect: Share of MQLs nobody follows up, everywhere.
        neglect_at: Places where the share is another.
        ignored_share: Share of the prospects sales ignores at that problem's place.
        leads_per_development_head: MQLs one productive head follows up per month.
        hours_per_closing_head: Selling hours of one productive head per month.
        effort_hours: Closing effort per deal by segment.
        kept_leads, kept_deals: Share of unworked leads and deals still alive a month on.
        priority_noise: Sigma of the log-normal noise on the order of work.
        touch_hours_median, touch_hours_sigma: Log-normal wait for a follow-up where
            capacity is not short.
        lag_days: Mean of the geometric lag by step.
        cycle_days: Median days from deal created to closed by segment.
        cycle_sigma: Sigma of the log-normal cycle.
        annual_size: Median contract value per year by segment for an acquired account.
        size_factor: What cross-sell and up-sell bring of that, by motion.
        size_sigma: Sigma of log-normal contract values.
        recurring_share: Share of deals with a recurring part.
        term_share: Share of recurring deals by term in months.
        setup_share: One-off part on top of a recurring deal's first year.
        self_sourced_per_head: Deals without a lead per closing head and month.
        renewal_rate: Share of recurring deals due that renew.
        margin: Contribution of one unit of revenue before sales and marketing.
        commission: Share of won amount paid to sales by motion.
        partner_share: Share of won amount paid to partners in their channel.
        cost_per_head: Loaded cost per month by job or team.
        ramp: Productivity in the first months by job; 1 afterwards.
        members: Everybody, with the months they are present.
    """

    seed: int
    size: float
    places: dict[str, Place]
    season: tuple[float, ...]
    response: dict[str, Response]
    spend: dict[str, tuple[float, ...]]
    classes: dict[str, str]
    rates: dict[str, dict[str, Rates]]
    expand_share: dict[str, float]
    region_share: dict[str, float]
    segment_share: dict[str, float]
    neglect: float
    neglect_at: tuple[Neglect, ...]
    ignored_share: float
    leads_per_development_head: float
    hours_per_closing_head: float
    effort_hours: dict[str, float]
    kept_leads: float
    kept_deals: float
    priority_noise: float
    touch_hours_median: float
    touch_hours_sigma: float
    lag_days: dict[str, float]
    cycle_days: dict[str, float]
    cycle_sigma: float
    annual_size: dict[str, float]
    size_factor: dict[str, float]
    size_sigma: float
    recurring_share: float
    term_share: dict[int, float]
    setup_share: float
    self_sourced_per_head: float
    renewal_rate: float
    margin: float
    commission: dict[str, float]
    partner_share: float
    cost_per_head: dict[str, float]
    ramp: dict[str, tuple[float, ...]]
    members: tuple[Member, ...]

    def expected_leads(self, channel: str) -> tuple[float, ...]:
        """Return expected leads of a channel for each month: response × season."""
        curve = self.response[channel]
        return tuple(
            curve.leads(spend) * self.season[(FIRST_MONTH + month) % 12]
            for month, spend in enumerate(self.spend[channel])
        )

    def productivity(self, member: Member, month: int) -> float:
        """Return a person's productive share in a month: 0 if absent, less while ramping."""
        if month < member.start or (member.end is not None and month >= member.end):
            return 0.0
        ramp = self.ramp.get(member.job or "", ())
        tenure = month - member.start
        return ramp[tenure] if tenure < len(ramp) else 1.0
