"""Lead sources side by side: what each channel or campaign brought, and its programme money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.actuals.counts import Mask, Scope
from planning.actuals.cubes import SPEND
from planning.actuals.measuring import MOSTLY
from planning.actuals.parts import cube_of
from planning.actuals.scorecard import scorecard
from planning.actuals.slices import Slice
from planning.periods import Period
from planning.review.evidence.proposal import Kind, channel_of
from planning.shares import percent
from planning.teams import SALES_SOURCED, Team

_KEYS = ("leads", "mqls", "customers", "revenue")
_ACQUIRING = ("acquire", None)


@dataclass(frozen=True)
class Source:
    """A channel or campaign in a period.

    Attributes:
        name: Its name in the facts.
        channel: Its channel.
        team: Whose channel it is.
        leads, mqls: Created, and of these become MQL.
        customers: New customers.
        wins: Deals won.
        revenue_cents: Of the deals won.
        revenue_squares: Sum of the squares of their cents, which tells how far chance moves it.
        programme_cents: Programme money of all teams.
        acquiring_cents: The part of it for motion acquire or none, as CAC counts it.
    """

    name: str
    channel: str | None
    team: Team
    leads: int
    mqls: int
    customers: int
    wins: int
    revenue_cents: int
    revenue_squares: float
    programme_cents: int
    acquiring_cents: int


@dataclass(frozen=True)
class Sources:
    """All lead sources of one kind.

    Attributes:
        kind: Channels or campaigns.
        period: What they brought when.
        all: By name; what brought nothing and cost nothing is left out.
        unsplit: Share of the programme money that names none of them, a fraction.
        has_spend: Whether there is any programme money in the period.
    """

    kind: Kind
    period: Period
    all: Mapping[str, Source]
    unsplit: float
    has_spend: bool

    @property
    def is_split(self) -> bool:
        """Whether costs may be told: most of the money says where it went."""
        return self.has_spend and self.unsplit <= MOSTLY

    @property
    def note(self) -> str:
        """What to know about costs here; empty where there is nothing."""
        if not self.has_spend:
            return "No programme money is known for these months, so nothing costs anything here."
        share = percent(self.unsplit)
        if not self.is_split:
            return f"Spend is not split by {self.kind}: {share} of programme money names none."
        if self.unsplit >= 0.005:
            return f"{share} of programme money names no {self.kind} and is left out."
        return ""


def sources(part: Slice, kind: Kind, period: Period) -> Sources:
    """Return what each channel or campaign brought in a period, and what was spent on it.

    Args:
        part: The company or a part of it; its scope narrows region and segment.
        kind: Channels or campaigns.
        period: Months of creation, of winning and of spending.
    """
    scope = part.scope.during(period)
    whole, acquiring, unsplit = _money(part, kind, scope)
    found: dict[str, Source] = {}
    for each in Slice(part.counts, scope, part.context).split(kind):
        name = each.label
        # Deals that sales found itself came by no lead source.
        if name is None or (kind == "channel" and name == SALES_SOURCED):
            continue
        figures = scorecard(each, keys=_KEYS, rivals=False).figures
        channel = name if kind == "channel" else channel_of(name, part)
        one = Source(
            name=name,
            channel=channel,
            team=part.context.team_of(channel),
            leads=int(figures["leads"].value or 0),
            mqls=int(figures["mqls"].value or 0),
            customers=int(figures["customers"].value or 0),
            wins=each.total("won", period),
            revenue_cents=each.total("won_cents", period),
            revenue_squares=each.squares("won_cents_squared", period),
            programme_cents=whole.get(name, 0),
            acquiring_cents=acquiring.get(name, 0),
        )
        if any((one.leads, one.customers, one.revenue_cents, one.programme_cents)):
            found[name] = one
    return Sources(kind, period, found, unsplit, bool(sum(whole.values())))


def _money(
    part: Slice, kind: Kind, scope: Scope
) -> tuple[Mapping[str | None, int], Mapping[str | None, int], float]:
    """Return programme cents by label, those that win new customers, and the share without one."""
    cube = cube_of(part.counts, SPEND)
    kept: Mask = cube.mask(scope) & cube.where("category", "programme")
    whole = cube.by(kind, "cents", kept)
    acquiring = cube.by(kind, "cents", kept & cube.where("motion", *_ACQUIRING))
    total = float(np.sum(list(whole.values()))) if whole else 0.0
    return whole, acquiring, (whole.get(None, 0) / total if total > 0 else 0.0)
