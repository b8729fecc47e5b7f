"""Names of the fictitious firm: every one invented, every domain under `.example`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planning.actuals.rows import MOTIONS
from planning.teams import Team

COMPANY: Final = "Fernhill Instruments (demo)"


@dataclass(frozen=True)
class Channel:
    """A channel: its name, the code in line codes, its owner and its class."""

    name: str
    code: str
    team: Team
    kind: str


CHANNELS: Final = (
    Channel("Website", "WEB", "marketing", "inbound"),
    Channel("Paid search", "SEA", "marketing", "paid"),
    Channel("Paid social", "SOC", "marketing", "paid"),
    Channel("Content syndication", "SYN", "marketing", "paid"),
    Channel("Webinars", "WBN", "marketing", "event"),
    Channel("Trade shows", "EVT", "marketing", "event"),
    Channel("E-mail", "EML", "marketing", "inbound"),
    Channel("Partner", "PAR", "joint", "partner"),
    Channel("Outbound", "OUT", "sales", "outbound"),
)
CHANNEL_NAMES: Final = tuple(channel.name for channel in CHANNELS)
REGIONS: Final = ("DACH", "Nordics", "Benelux", "Iberia")
SEGMENTS: Final = ("Small", "Mid-market", "Enterprise")
ACQUIRE, CROSS_SELL, UP_SELL, RETAIN = (MOTIONS.index(name) for name in MOTIONS)

COUNTRIES: Final = (
    ("Germany", "Austria", "Switzerland"),
    ("Sweden", "Denmark", "Norway"),
    ("Netherlands", "Belgium", "Luxembourg"),
    ("Spain", "Portugal", "Andorra"),
)
"""By region, the first most common."""

INDUSTRIES: Final = ("Machinery", "Food", "Chemicals", "Logistics", "Health", "Energy", "Software")

PRODUCTS: Final = (
    "Flow Core",
    "Flow Insight",
    "Flow Connect",
    "Flow Shield",
    "Onboarding",
    "Flow Academy",
)
RECURRING_PRODUCTS: Final = 4
"""The first products are subscriptions, the others are bought once."""

ASSETS: Final = (
    "Guide: first steps in flow measurement",
    "Guide: choosing a gauge",
    "Checklist: audit in a day",
    "Calculator: cost of downtime",
    "Case: the quiet bakery",
    "Case: the punctual ferry",
    "Report: state of the shop floor",
    "Webinar: reading noisy signals",
    "Webinar: from alarm to action",
    "Comparison: build or buy",
    "Demo: ten minutes of Flow",
    "Template: maintenance plan",
)

DISQUALIFY_REASONS: Final = (
    "No budget",
    "No need",
    "Unreachable",
    "Wrong contact",
    "Student or private",
    "Outside our market",
)
RECYCLE_REASONS: Final = ("Not now", "Needs nurturing", "No capacity in sales")
LOSS_REASONS: Final = (
    "Price",
    "No decision",
    "Competitor",
    "Missing feature",
    "Timing",
    "Lost contact",
)
COMPETITORS: Final = ("Gaugeworks", "Meterly", "Tidal Systems", "In-house build")

THEMES: Final = (
    "Steady flow",
    "Quiet machines",
    "Audit season",
    "Know your downtime",
    "Smaller bills",
    "Customer day",
    "More from Flow",
)

PEOPLE_NAMES: Final = (
    "Ada Lind", "Bela Marsh", "Cato Wren", "Dina Holt", "Edo Vance", "Fia Brook",
    "Gil Sorrel", "Hana Pike", "Ivo Reed", "Juna Frost", "Kai Thorn", "Lea Moss",
    "Milo Dale", "Nora Finch", "Otto Vale", "Pia Lark", "Quin Ash", "Rosa Flint",
    "Sami Birch", "Tara Wells", "Uma Stone", "Vito Glen", "Wim Heath", "Xenia Ford",
    "Yara Cole", "Zeno Park", "Alma Ridge", "Bo Sand", "Cleo Marsh", "Dov Hill",
    "Esme Crane", "Finn Rowe", "Gaia Snow", "Hugo Lane", "Ines Brae",
)  # fmt: skip

_FIRST: Final = (
    "Bram", "Quill", "Fenn", "Zarr", "Ulver", "Ostra", "Pell", "Dorn", "Yewl", "Kest",
    "Marl", "Tarn", "Vell", "Hask", "Ingle", "Jorv", "Lune", "Nessa", "Orrin", "Rusk",
    "Sorre", "Thess", "Wyn", "Corv",
)  # fmt: skip
_SECOND: Final = ("wick", "moor", "dale", "holm", "vik", "mere", "stow", "fell")
_TRADE: Final = (
    "Optics", "Mills", "Foods", "Castings", "Freight", "Labs", "Pumps", "Textiles",
    "Paper", "Glass", "Robotics", "Dairy",
)  # fmt: skip


def account_names(n: int) -> list[str]:
    """Return n invented company names, all different.

    Example:
        >>> account_names(2)
        ['Bramwick Optics', 'Quillmoor Mills']
    """
    names = []
    places, trades = len(_FIRST) * len(_SECOND), len(_TRADE)
    for number in range(n):
        # Steps that share no factor with the lists' lengths visit every pair once.
        place, lap = number % places, number // places
        first = _FIRST[place % len(_FIRST)]
        second = _SECOND[(place % len(_SECOND) + place // len(_FIRST)) % len(_SECOND)]
        trade = _TRADE[(place + lap) % trades]
        generation = lap // trades
        names.append(f"{first}{second} {trade}" + (f" {generation + 1}" if generation else ""))
    return names
