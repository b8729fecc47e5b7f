"""Items: one exception a meeting looks at, with what it costs and what can be done.

Nothing here knows a page or a chart engine: a picture is a few labels and numbers, an
address is the name of a page with what it should be asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Literal, get_args

from planning.kpis import Unit
from planning.teams import Team

Mood = Literal["problem", "watch", "good"]
"""Something goes wrong · something to keep an eye on or to prepare · something went well."""

Kind = Literal[
    # found in the facts
    "poor-leads",
    "saturated-channel",
    "short-region",
    "no-follow-up",
    "hidden-gem",
    "ignored-accounts",
    # found beside what was agreed
    "leads-waiting",
    "target-off",
    "target-ahead",
    "counter-pair",
    "line-off",
    "reserve-fired",
    "contradiction",
    "landing-moved",
    "placeholders",
    "no-effect",
    "actions-overdue",
    "accounts-uncovered",
    "account-woke",
    "channel-ahead",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

FACTS: Final[frozenset[Kind]] = frozenset(KINDS[:6])
"""The kinds found in the facts alone, without a plan."""

Step = Literal[
    "leads",
    "MQL rate",
    "follow-up",
    "acceptance",
    "opportunities",
    "close ratio",
    "deal size",
    "cycle",
    "revenue",
    "spend",
    "capacity",
    "account coverage",
    "targets",
    "promises",
]
STEPS: Final[tuple[Step, ...]] = get_args(Step)

Offer = Literal["assign", "decide", "park", "open"]
"""Give somebody an action · put a question · leave it until a day · open its page."""

OFFERS: Final[tuple[Offer, ...]] = get_args(Offer)

_ABOUT: Final = 80
"""Characters of what an item is about, in a list."""

MOST_WORDS: Final = 25
"""A finding that needs more words is two findings."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the company an item speaks of; None stands for all of it."""

    channel: str | None = None
    region: str | None = None
    segment: str | None = None

    @property
    def key(self) -> str:
        """The part as a piece of a stable key.

        Example:
            >>> Part(channel="Paid search", region="DACH").key
            'channel=Paid search|region=DACH'
            >>> Part().key
            ''
        """
        names = ("channel", "region", "segment")
        told = [(name, getattr(self, name)) for name in names]
        return "|".join(f"{name}={label}" for name, label in told if label is not None)

    def covers(self, other: Part) -> bool:
        """Whether what happens in this part can explain what happens in the other one.

        It must name something, and the other may not speak of another channel, region or
        segment; what the other does not name it must name itself, as the larger part may
        be off for reasons elsewhere.

        Example:
            >>> search = Part(channel="Paid search")
            >>> search.covers(search), search.covers(Part(channel="Paid search", region="DACH"))
            (True, True)
            >>> search.covers(Part()), search.covers(Part(region="DACH"))
            (False, False)
        """
        own = [(self.channel, other.channel), (self.region, other.region)]
        own.append((self.segment, other.segment))
        named = [pair for pair in own if pair[0] is not None]
        return bool(named) and all(mine == theirs for mine, theirs in named)

    @property
    def query(self) -> dict[str, tuple[str, ...]]:
        """The filters of a page that shows this part alone."""
        told = {"channel": self.channel, "segment": self.segment, "region": self.region}
        return {name: (label,) for name, label in told.items() if label is not None}


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture as numbers.

    Attributes:
        kind: `bars` one value per label; `line` values along months or weeks; `pair` two
            values to be compared.
        subtitle: What is shown and in which unit, in words.
        labels: Names of the values.
        values: In `unit`; None where a value is unknown.
        outline: What each is held against (target, plan, before), or empty.
        outlined: What the outline is, in a word; empty without one.
        unit: Unit of values and outline.
        highlighted: Positions of what the finding speaks of.
    """

    kind: Literal["bars", "line", "pair"]
    subtitle: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    outline: tuple[float | None, ...] = ()
    outlined: str = ""
    unit: Unit = "count"
    highlighted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """A page and what it should be asked, as its address says it.

    Attributes:
        page: Its file below `pages/`, as `know/scorecard.py`.
        query: Query parameters; several values of one stand in a tuple.
        label: What the link says.
    """

    page: str
    query: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One exception.

    Attributes:
        key: The same in every week as long as the matter is the same: kind and part.
        kind: What it is.
        mood: Whether it is trouble.
        about: What it is about, as its people call it: channel, line, target or action.
        part: The part of the company it speaks of.
        money: Plan-currency units at stake, never below 0; None where nothing can be told.
        estimate: How the money was estimated, one sentence; empty without money.
        finding: What happened and what to do, one sentence.
        step: Which step of the way from lead to revenue moved.
        lever: What could be done.
        teams: Whom it concerns.
        marketing_owner, sales_owner: Who answers for the matter in each team; never part
            of the finding.
        picture: A small picture.
        where: The page that shows more.
        offers: What can be done in place.
        chance: Probability that nothing but chance is behind it; None where it is counted.
        folded: Items this one explains.
    """

    key: str
    kind: Kind
    mood: Mood
    about: str
    part: Part
    money: Decimal | None
    estimate: str
    finding: str
    step: Step
    lever: str
    teams: tuple[Team, ...]
    marketing_owner: str | None = None
    sales_owner: str | None = None
    picture: Picture | None = None
    where: Where | None = None
    offers: tuple[Offer, ...] = OFFERS
    chance: float | None = None
    folded: tuple[Item, ...] = ()

    @property
    def told(self) -> str:
        """The finding, with what it is about where it does not say so itself.

        So items of one kind are told apart where nothing else stands beside them.
        """
        about = " ".join(self.about.split())
        if not about or about.casefold() in self.finding.casefold():
            return self.finding
        short = about if len(about) <= _ABOUT else f"{about[: _ABOUT - 1].rstrip()}…"
        return f"{self.finding.rstrip('.')} · {short}"

    @property
    def what(self) -> str:
        """The finding without what can be done."""
        return self.finding.removesuffix(f": {self.lever}.")

    def explaining(self, others: tuple[Item, ...]) -> Item:
        """Return the item with others folded under it."""
        return replace(self, folded=(*self.folded, *others))


def key_of(kind: Kind, part: Part, more: str = "") -> str:
    """Return the stable key of a matter.

    Args:
        kind: What it is.
        part: Where it stands.
        more: What else tells it from its like, as a row id or the key of a KPI.

    Example:
        >>> key_of("short-region", Part(region="Nordics")), key_of("target-off", Part(), "4f")
        ('short-region|region=Nordics', 'target-off|4f')
    """
    return "|".join(piece for piece in (kind, part.key, more) if piece)
