"""How the campaigns of some months do: good and bad leads, money, follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from planning.actuals.counts import Counts
from planning.actuals.intervals import FEW_CASES, Interval, spend_per_case, wilson
from planning.company import Company
from planning.periods import Period
from planning.review.campaigns.followed import NOTHING, Followed, followed
from planning.review.campaigns.spent import spent
from planning.review.chance import FALSE_SHARE, among_many, fisher

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["many good", "many poor", "few good", "like others", "too few to say"]

LEAST: Final = 20
"""Below this many leads a campaign's shares say too little."""


@dataclass(frozen=True)
class Fate:
    """What became of some leads.

    Attributes:
        leads: All of them.
        good: Became sales-qualified, led to a deal or were won.
        bad: Disqualified without having come that far.
        won: Customers so far.
        won_cents: Their money so far.
    """

    leads: int = 0
    good: int = 0
    bad: int = 0
    won: int = 0
    won_cents: int = 0

    @property
    def open(self) -> int:
        """Neither good nor bad yet."""
        return self.leads - self.good - self.bad

    @property
    def good_share(self) -> float | None:
        """Good ones of all."""
        return self.good / self.leads if self.leads else None

    @property
    def bad_share(self) -> float | None:
        """Bad ones of all."""
        return self.bad / self.leads if self.leads else None

    def without(self, other: Fate) -> Fate:
        """Return the rest, a part of the leads taken away."""
        return Fate(
            self.leads - other.leads, self.good - other.good, self.bad - other.bad,
            self.won - other.won, self.won_cents - other.won_cents,
        )  # fmt: skip


@dataclass(frozen=True)
class Campaign:
    """One campaign in some months.

    Attributes:
        name: As the facts call it.
        channel: Where most of its leads came from; of one without leads, its money's.
        fate: What became of its leads.
        peers: What became of the other campaigns' leads in the same months.
        peers_of: Whose: those of the same channel, or of all where it has no other.
        spent_cents: Money that names it; None where none ever does.
        followed: How its leads were followed up; None where the facts do not tell.
        good_chance, bad_chance: How likely chance alone sets its share of good or bad
            leads as far apart from the peers', corrected for all campaigns.
    """

    name: str
    channel: str | None
    fate: Fate
    peers: Fate = field(default_factory=Fate)
    peers_of: Literal["channel", "all"] = "channel"
    spent_cents: int | None = None
    followed: Followed | None = None
    good_chance: float = 1.0
    bad_chance: float = 1.0

    @property
    def good_interval(self) -> Interval | None:
        """The 95 % interval of its share of good leads (Wilson)."""
        return wilson(self.fate.good, self.fate.leads)

    @property
    def cost_per_good(self) -> float | None:
        """Plan-currency units for each good lead; None without money or good leads."""
        if self.spent_cents is None or self.spent_cents <= 0 or not self.fate.good:
            return None
        return self.spent_cents / 100 / self.fate.good

    @property
    def cost_interval(self) -> tuple[float | None, float | None]:
        """Its 95 % interval (exact Poisson on the good leads)."""
        if self.spent_cents is None:
            return None, None
        return spend_per_case(self.spent_cents / 100, self.fate.good)

    @property
    def is_told(self) -> bool:
        """Whether it and its peers have leads enough to be compared."""
        return self.fate.leads >= LEAST and self.peers.leads >= FEW_CASES

    @property
    def verdict(self) -> Verdict:
        """How its leads compare with those of its peers."""
        if not self.is_told:
            return "too few to say"
        more = (self.fate.good_share or 0) > (self.peers.good_share or 0)
        if self.good_chance <= FALSE_SHARE and more:
            return "many good"
        poorer = (self.fate.bad_share or 0) > (self.peers.bad_share or 0)
        if self.bad_chance <= FALSE_SHARE and poorer:
            return "many poor"
        return "few good" if self.good_chance <= FALSE_SHARE else "like others"


@dataclass(frozen=True)
class Campaigns:
    """The campaigns of some months.

    Attributes:
        period: The months; None since each campaign's start.
        listed: The campaigns, most money first, then most leads.
        unnamed_cents: Marketing programme money of the months that names no campaign.
    """

    period: Period | None
    listed: tuple[Campaign, ...]
    unnamed_cents: int

    @property
    def by_name(self) -> Mapping[str, Campaign]:
        """The campaigns by name."""
        return {one.name: one for one in self.listed}


def campaigns(
    leads: pd.DataFrame, counts: Counts, company: Company, period: Period | None
) -> Campaigns:
    """Return how the campaigns of some months do.

    A campaign is held against the other campaigns of its channel, leads of the same
    months, so that young leads are held against young ones.

    Args:
        leads: Columns of `planning.actuals.campaign_leads`.
        counts: Money and follow-up by campaign.
        company: For the agreed follow-up time.
        period: The months; None takes all, undated leads too.
    """
    rows = leads if period is None else leads[_within(leads, period)]
    money = spent(counts, period)
    names = {*map(str, rows["campaign"].unique()), *(n for n, c in money.by_campaign.items() if c)}
    told = followed(counts, company, period)
    by_name = dict(iter(rows.groupby("campaign")))
    found = []
    for name in names:
        own = by_name.get(name, rows.iloc[:0])
        channel = _channel(own) or money.channels.get(name)
        one = Campaign(
            name, channel, fate_of(own),
            spent_cents=money.by_campaign.get(name, 0) if name in money.ever else None,
            followed=None if told is None else told.get(name, NOTHING),
        )  # fmt: skip
        found.append(_beside(one, own, rows))
    listed = sorted(
        _corrected(found), key=lambda one: (-(one.spent_cents or 0), -one.fate.leads, one.name)
    )
    return Campaigns(period, tuple(listed), money.unnamed_cents)


def fate_of(rows: pd.DataFrame) -> Fate:
    """Add up what became of some leads."""
    return Fate(*(int(rows[name].sum()) for name in ("leads", "good", "bad", "won", "won_cents")))


def _within(rows: pd.DataFrame, period: Period) -> pd.Series[bool]:
    return (rows["month"] >= period.start) & (rows["month"] < period.end)


def _channel(rows: pd.DataFrame) -> str | None:
    if not len(rows):
        return None
    sums = rows.groupby("channel")["leads"].sum().sort_index()
    return str(sums.idxmax()) if len(sums) else None


def _beside(one: Campaign, own: pd.DataFrame, rows: pd.DataFrame) -> Campaign:
    if not one.fate.leads:
        return one
    same = rows[rows["month"].isin(own["month"].unique())]
    peers = fate_of(same[same["channel"] == one.channel]).without(
        fate_of(own[own["channel"] == one.channel])
    )
    if peers.leads >= FEW_CASES:
        return replace(one, peers=peers)
    return replace(one, peers=fate_of(same).without(one.fate), peers_of="all")


def _corrected(found: list[Campaign]) -> list[Campaign]:
    asked = [one for one in found if one.is_told]
    chances = [
        fisher(getattr(one.fate, part), one.fate.leads, getattr(one.peers, part), one.peers.leads)
        for one in asked
        for part in ("good", "bad")
    ]
    many = among_many(chances)
    judged = [
        replace(one, good_chance=many[2 * at], bad_chance=many[2 * at + 1])
        for at, one in enumerate(asked)
    ]
    return [*judged, *(one for one in found if not one.is_told)]
