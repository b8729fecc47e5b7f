"""The ideal customer as people read it: sentences, the table of tiers, the sheet's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from planning.actuals.intervals import FEW_CASES
from planning.agreed.accounts.conditions import ACCOUNT_ATTRIBUTES, TESTS, attribute_told
from planning.agreed.accounts.criteria import RULES
from planning.agreed.rows import PlanRow
from planning.review.accounts.back_test import SURE
from planning.review.accounts.tiers import TIERS, Tier
from views.formats import UNDEFINED, counted, likely, percent, short, whole
from views.sheets import Column

if TYPE_CHECKING:
    from planning.actuals.book import AccountBook
    from planning.review.accounts.back_test import BackTest, TierRecord
    from planning.review.accounts.tiers import Profile, Tiers

TIER_WORDS: Final[Mapping[Tier, str]] = {
    "A": "A, fits best",
    "B": "B, fits",
    "C": "C, fits little",
    "no target": "No target",
}
Met = Callable[[PlanRow], tuple[int, int, int] | None]
"""Reads of a row how many accounts its condition is true of, and their deals won and closed."""


def true_sentence(tiers: Tiers, test: BackTest) -> str:
    """Say how the accounts fall, and whether the profile holds against the deals."""
    sizes = tiers.sizes
    total = sum(sizes.values())
    if not total:
        return "The facts hold no accounts yet, so nobody can be compared with the profile."
    if tiers.profile.is_empty:
        return (
            f"Nothing is agreed yet about whom to win, so {counted(total, 'account')} look alike."
        )
    falls = (
        f"Of {counted(total, 'account')}, {whole(sizes['A'])} fit best (A), "
        f"{whole(sizes['B'])} fit (B) and {whole(sizes['C'])} fit little (C)"
    )
    out = sizes["no target"]
    falls += f"; {whole(out)} {'is' if out == 1 else 'are'} no target." if out else "."
    return f"{falls} {proof(test)}"


def proof(test: BackTest) -> str:
    """Say whether tier A closes more than tier C, and how sure that is."""
    best, least = test.tiers["A"], test.tiers["C"]
    if test.a_beats_c is None or best.close_ratio is None or least.close_ratio is None:
        few = "A" if best.closed < FEW_CASES else "C"
        return f"Too few deals of tier {few} closed to hold the profile against them."
    ratios = f"A closes {percent(best.close_ratio)} of its deals, C {percent(least.close_ratio)}"
    if test.is_sure:
        return f"{ratios}; that A is better is {likely(test.a_beats_c)} sure."
    if test.a_beats_c <= 1 - SURE:
        return f"{ratios}: the profile points the wrong way."
    return f"{ratios}: chance alone could explain it."


def notes(profile: Profile, test: BackTest) -> tuple[str, ...]:
    """Return what to know beside the tiers: default thresholds, and what flatters them."""
    told = []
    if not profile.is_empty and not (profile.a_agreed and profile.b_agreed):
        which = [name for name, it in (("A", profile.a_agreed), ("B", profile.b_agreed)) if not it]
        told.append(
            f"Nobody agreed where {' and '.join(which)} begin{'s' if len(which) == 1 else ''}: "
            f"A takes {counted(profile.a_from, 'point')}, B {whole(profile.b_from)}. "
            "Usual are two thirds of all points for A, and half of that for B."
        )
    if test.flattered_by:
        verb = "changes" if len(test.flattered_by) == 1 else "change"
        told.append(
            f"{' and '.join(test.flattered_by)} {verb} when a deal is won, so the comparison "
            "with closed deals flatters this profile."
        )
    return tuple(told)


def tiers_frame(test: BackTest, currency: str) -> pd.DataFrame:
    """Lay out the tiers with what became of their deals, renewals left aside."""
    return pd.DataFrame(
        [
            {
                "Tier": TIER_WORDS[one.tier],
                "Accounts": one.accounts,
                "Customers": one.customers,
                "Deals closed": one.closed,
                "Close ratio": _ratio(one),
                f"Average deal, {currency}": _money(one),
                f"Median deal, {currency}": UNDEFINED
                if one.median_cents is None
                else short(one.median_cents / 100),
                "Median days to win": _days(one),
            }
            for one in test.tiers.values()
        ]
    )


def _ratio(one: TierRecord) -> str:
    if one.close_ratio is None or one.close_between is None:
        return UNDEFINED
    low, high = one.close_between
    return f"{percent(one.close_ratio)} ({percent(low)} to {percent(high)})"


def _money(one: TierRecord) -> str:
    if one.deal_cents is None:
        return UNDEFINED
    if one.deal_between is None:
        return short(one.deal_cents / 100)
    low, high = (max(end, 0.0) / 100 for end in one.deal_between)
    return f"{short(one.deal_cents / 100)} ({short(low)} to {short(high)})"


def _days(one: TierRecord) -> str:
    if one.cycle_days is None:
        return UNDEFINED
    if one.cycle_between is None:
        return whole(one.cycle_days)
    return f"{whole(one.cycle_days)} ({one.cycle_between[0]} to {one.cycle_between[1]})"


STAYS: Final = "No account changes its tier."


def moved_words(moves: Mapping[tuple[Tier, Tier], int]) -> str:
    """Say what unsaved changes would move, the most first; empty where nothing moves.

    Example:
        >>> moved_words({("B", "A"): 31, ("C", "no target"): 1})
        '31 accounts move from B to A, 1 from C to no target.'
    """
    if not moves:
        return ""
    order = sorted(moves.items(), key=lambda it: (-it[1], it[0]))
    first, rest = order[0], order[1:]
    (old, new), most = first
    one = f"{counted(most, 'account')} move{'s' if most == 1 else ''} from {old} to {new}"
    told = [one]
    told += [f"{whole(n)} from {one} to {other}" for (one, other), n in rest]
    return f"{', '.join(told)}."


def columns(
    met: Met, own: Sequence[str], standing: Iterable[PlanRow]
) -> dict[str, tuple[Column, ...]]:
    """Return the sheet of criteria, each beside what the facts say of it.

    Args:
        met: Reads a row beside the facts; None where it asks nothing.
        own: The company's own attributes, as conditions name them.
        standing: The rows, so that what they name can be chosen.
    """
    named = [str(row["attribute"]) for row in standing if row["attribute"]]
    names = attribute_names([*own, *named])
    return {
        "Ideal customer": (
            Column("rule", "Rule", "choice", options=RULES, width=108, help=_RULES_TOLD),
            Column("attribute", "Attribute", "choice", options=tuple(names), labels=names,
                   width=168),
            Column("test", "Test", "choice", options=TESTS, width=104),
            Column("values", "Compared with", width=200,
                   help="Words parted by semicolons, or a number."),
            Column("points", "Points", "number", width=72),
            Column("accounts", "True of", "number", computed=lambda row: _first(met(row)), width=76,
                   help="Accounts of which it is true."),
            Column("closes", "They close", computed=lambda row: _closes(met(row)), width=112,
                   help="Deals won of deals closed, renewals left aside."),
            Column("reason", "Reason", width="large", help="Why both teams want it so."),
        )
    }  # fmt: skip


_RULES_TOLD: Final = (
    "points: added where true. must, never: decide alone. tier A from, tier B from: the "
    "points a tier takes."
)


def attribute_names(more: Iterable[str] = ()) -> dict[str, str]:
    """Return the attributes criteria can speak of, with what people call them."""
    return {name: attribute_told(name) for name in dict.fromkeys((*ACCOUNT_ATTRIBUTES, *more))}


def _first(seen: tuple[int, int, int] | None) -> float | None:
    return None if seen is None else seen[0]


def _closes(seen: tuple[int, int, int] | None) -> str | None:
    if seen is None:
        return None
    _, won, closed = seen
    return f"{percent(won / closed)} of {whole(closed)}" if closed else UNDEFINED


def seen_words(seen: tuple[int, int, int]) -> str:
    r"""Say of how many accounts a condition is true, and how their deals ended.

    Example:
        >>> seen_words((84, 41, 120)).replace("\u00a0", " ")
        'True of 84 accounts; they close 34 % of 120 deals.'
    """
    accounts, won, closed = seen
    ended = (
        f"they close {percent(won / closed)} of {counted(closed, 'deal')}"
        if closed
        else "none of their deals closed yet"
    )
    return f"True of {counted(accounts, 'account')}; {ended}."


def accounts_frame(
    book: AccountBook, tiers: Tiers, positions: Iterable[int], currency: str
) -> pd.DataFrame:
    """Lay out accounts with their tier and the reasons.

    Args:
        book: The accounts.
        tiers: Their tiers.
        positions: Which of them, in this order.
        currency: The plan currency.
    """
    listed = list(positions)
    chosen = book.accounts.iloc[listed]
    reasons = ["; ".join(one.words for one in tiers.reasons(at)) for at in listed]
    return pd.DataFrame(
        {
            "Account": chosen["name"].where(chosen["name"].notna(), chosen["account_id"]).to_list(),
            "Id": chosen["account_id"].to_list(),
            "Tier": tiers.names[listed],
            "Points": tiers.points[listed],
            "Reasons": reasons,
            "Industry": chosen["industry"].to_list(),
            "Segment": chosen["segment"].to_list(),
            "Region": chosen["region"].to_list(),
            "Customer": ["yes" if it else "no" for it in chosen["is_customer"]],
            f"Won in a year, {currency}": (chosen["won_year_cents"] / 100).to_list(),
        }
    )


def in_tier(tiers: Tiers, tier: Tier) -> list[int]:
    """Return the accounts of a tier, those with the most points first."""
    places = (tiers.places == TIERS.index(tier)).nonzero()[0]
    return [int(at) for at in places[(-tiers.points[places]).argsort(kind="stable")]]
