"""Tiles: what one KPI shows at a glance, as words, before any screen is involved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.actuals.change import Change
from planning.actuals.figures import Figure
from planning.kpis import KPIS
from planning.periods import Period, month_name
from planning.review.counter_pairs import CounterPair
from planning.teams import Team
from views.formats import UNDEFINED, change, shown, unit_head

TILES: Final[dict[Team, tuple[str, ...]]] = {
    "marketing": ("cost_per_lead", "leads", "mql_rate", "spend_marketing"),
    "joint": ("cac", "customers", "revenue", "lead_to_customer"),
    "sales": ("close_ratio", "sales_cycle_days", "follow_up_within_sla", "average_deal"),
}
"""The tiles of each team, most asked for first."""

TILE_KEYS: Final = tuple(key for keys in TILES.values() for key in keys)
TREND_MONTHS: Final = 12
WORTH_A_WORD: Final = 0.05
"""The relative move from which people conclude something from a number."""


@dataclass(frozen=True)
class Tile:
    """One KPI at a glance.

    Attributes:
        key: The KPI.
        team: Whose colour it wears.
        label: Plain words with the unit.
        value: The value as text, "—" where undefined.
        change: Sign and size of the move, "—" where it is undefined.
        arrow: "up", "down" or "off", the direction of the move.
        word: What the move means: better, worse, more, less, same, or perhaps chance.
        against: What it is compared with.
        counter: The KPI that keeps this one honest, with its value.
        guard: What it lost while this one gained, and how sure that is; usually nothing.
        undefined: Why there is no value; empty where there is one.
        caution: Why not to conclude from it; empty if nothing.
        trend: Value per month, oldest first; None where undefined.
    """

    key: str
    team: Team
    label: str
    value: str
    change: str
    arrow: str
    word: str
    against: str
    counter: str
    undefined: str
    caution: str
    trend: tuple[float | None, ...]
    guard: str = ""


def tile(
    team: Team,
    now: Mapping[str, Figure],
    key: str,
    moved: Change | None,
    trend: Sequence[float | None],
    earlier: str,
    currency: str,
    pair: CounterPair | None = None,
) -> Tile:
    """Compose a tile.

    Args:
        team: Whose side it stands on.
        now: Figures of the period, the KPI's counter-KPI among them.
        key: The KPI.
        moved: Its change against the period before, None without a period.
        trend: Value per month, oldest first.
        earlier: The period before in words, as `earlier_words` gives.
        currency: The plan currency.
        pair: The KPI's counter-KPI where that lost while the KPI gained.
    """
    figure, kpi = now[key], KPIS[key]
    known = moved is not None and moved.difference is not None
    move = change(figure.value, moved.before.value, kpi.unit) if moved and known else None
    return Tile(
        key=key,
        team=team,
        label=unit_head(kpi.name, kpi.unit, currency),
        value=shown(figure.value, kpi.unit),
        change=UNDEFINED if move is None else move,
        arrow=_arrow(move),
        word=meaning(move, moved),
        against=_against(move, earlier),
        counter=_counter(now.get(kpi.counter), currency),
        undefined=figure.note if figure.value is None else "",
        caution=_caution(figure, moved),
        trend=tuple(trend),
        guard=guard_words(pair),
    )


def guard_words(pair: CounterPair | None) -> str:
    """Say what the counter-KPI lost while the KPI gained; nothing where it may be chance."""
    if pair is None or not pair.is_likely:
        return ""
    kpi, lost = KPIS[pair.counter], pair.lost
    size = change(lost.now.value, lost.before.value, kpi.unit)
    return f"! {kpi.name} {size or UNDEFINED}, {pair.at_least} sure"


def _arrow(move: str | None) -> str:
    if move is None or move.startswith("0"):
        return "off"
    return "up" if move.startswith("+") else "down"


def meaning(move: str | None, moved: Change | None) -> str:
    """Say what a move means; the sign alone does not tell.

    Args:
        move: The move as `formats.change` writes it; None where it is undefined.
        moved: The change.
    """
    if move is None or moved is None:
        return ""
    if move.startswith("0"):
        return "same"
    if moved.verdict in ("better", "worse"):
        return moved.verdict
    if moved.verdict == "unclear":
        return "unclear"
    return "more" if move.startswith("+") else "less"


def _against(move: str | None, earlier: str) -> str:
    if not earlier:
        return ""
    return f"Against {earlier}" if move is not None else "Nothing to compare"


def _counter(counter: Figure | None, currency: str) -> str:
    if counter is None:
        return ""
    unit = counter.unit
    value = shown(counter.value, unit)
    return f"{unit_head(counter.kpi.name, unit, currency)} {value}"


def _caution(figure: Figure, moved: Change | None) -> str:
    """Say why the value does not carry the conclusion it invites; usually nothing."""
    if figure.value is None:
        return ""
    if figure.cautious:
        return "Too few cases to conclude from."
    if moved is None or moved.verdict != "unclear" or not moved.difference:
        return ""
    # Nobody concludes from a small move; a large one that may be chance misleads.
    before = moved.before.number
    return moved.note if before and abs(moved.difference / before) >= WORTH_A_WORD else ""


def earlier_words(period: Period) -> str:
    """Name the period before as a tile does.

    Example:
        >>> earlier_words(Period.parse("2025-06", "2025-07"))
        'May 2025'
        >>> earlier_words(Period.parse("2024-07", "2025-07"))
        'the year before'
        >>> earlier_words(Period.parse("2025-04", "2025-07"))
        'the 3 months before'
    """
    if len(period) == 1:
        return month_name(period.before().start)
    return "the year before" if len(period) == 12 else f"the {len(period)} months before"


def true_sentence(now: Mapping[str, Figure], period: str) -> str:
    """Say in one sentence what both teams did.

    Args:
        now: Figures of the period: leads, won, close_ratio.
        period: The period in words, for example "Jul 2024 to Jun 2025"; empty for all time.
    """
    leads = now["leads"].number or 0
    decided = now["close_ratio"].denominator or 0
    when = f"In {period}" if period else "Over all time"
    came = f"{shown(int(leads), 'count')} leads came in"
    won = f"{shown(now['won'].value, 'count')} of {shown(int(decided), 'count')} decided deals"
    if leads and decided:
        return f"{when}, {came} and sales won {won}."
    if decided:
        return f"{when}, sales won {won}."
    if leads:
        return f"{when}, {came}; no deal was decided."
    return f"{when}, no lead came in and no deal was decided."


def spark(trend: Sequence[float | None]) -> list[float] | None:
    """Return the numbers of a small line: gaps left out, None where a line says nothing.

    Example:
        >>> spark([None, 2.0, 3.0]), spark([None, 1.0])
        ([2.0, 3.0], None)
    """
    known = [value for value in trend if value is not None]
    return known if len(known) > 1 else None
