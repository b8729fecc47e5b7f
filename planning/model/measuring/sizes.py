"""What a win is worth: booking, one-off and recurring part, commission and partner share.

Amounts vary much between deals, so a cell's mean is pulled towards its group, the group's
towards its motion, with the weight of a few deals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE
from planning.actuals.rows import MOTIONS
from planning.errors import Finding
from planning.model.assuming.axes import ACQUIRE, MOST_MONTHS
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import Assumption, default
from planning.model.measuring.conversions import steady
from planning.model.measuring.counted import CENTS, Counted, Rows
from planning.model.measuring.flows import Classes
from planning.periods import UNDATED

Floats = npt.NDArray[np.float64]

PULL: Final = 25.0
"""A cell's mean weighs as much as what stands above it at so many deals."""

PULL_OF_ALL: Final = 4.0
"""A motion's mean against all motions': they sell different things."""

_Z90: Final = 1.645
_USUAL_SPREAD: Final = 0.9
"""Standard deviation over mean of deal amounts where too few tell."""

_PARTS: Final = ("revenue_per_win", "one_off", "recurring")


@dataclass(frozen=True)
class Worth:
    """Sums over won deals by class, area and motion; money in plan-currency units.

    Attributes:
        won: Deals of known amount.
        squares: Sum of squared amounts.
        booked, one_off, recurring: Sums; recurring per year.
        yearly: Whether recurring money is known by the year.
    """

    won: Floats
    squares: Floats
    booked: Floats
    one_off: Floats
    recurring: Floats
    yearly: bool

    @classmethod
    def of(cls, counted: Counted, classes: Classes) -> Worth:
        """Read all won deals of the last years.

        Recurring money a year is what comes due of contracts won, each once; where no due
        dates are known it is the recurring part over the term, taken as a year.
        """

        def cells(measure: str, *, dated: bool = True) -> Floats:
            rows = counted.rows(BASE, measure)
            if dated:
                rows = rows.only(_recent(rows, counted))
            return classes.pooled(counted.cells(rows)) / CENTS

        # Dues lie in the future: contracts of every closing month have one.
        dues = cells("due_recurring_cents", dated=False)
        over_term = cells("won_recurring_cents", dated=False)
        won_ever = cells("won_amount_known", dated=False) * CENTS
        won = cells("won_amount_known") * CENTS
        yearly = bool(dues.sum() > 0.3 * over_term.sum() / 3)
        each = (dues if yearly else over_term) / np.maximum(won_ever, 1.0)
        return cls(
            won=won,
            squares=cells("won_cents_squared") / CENTS,
            booked=cells("won_cents"),
            one_off=cells("won_one_off_cents"),
            recurring=each * won,
            yearly=yearly,
        )

    @property
    def spread(self) -> float:
        """Standard deviation over mean of amounts within cells."""
        many = self.won >= 5
        if not many.any():
            return _USUAL_SPREAD
        mean = self.booked[many] / self.won[many]
        variance = np.maximum(self.squares[many] / self.won[many] - mean**2, 0.0)
        relative = variance / np.maximum(mean, 1e-9) ** 2
        return float(np.sqrt(np.average(relative, weights=self.won[many])))


def _recent(rows: Rows, counted: Counted) -> npt.NDArray[np.bool_]:
    told: npt.NDArray[np.bool_] = (rows.month != UNDATED) & (
        rows.month >= counted.axes.end - MOST_MONTHS
    )
    return told


def sizes(counted: Counted, classes: Classes) -> tuple[list[Assumption], list[Finding]]:
    """Measure booking, one-off and recurring part of a win, by class and group."""
    worth = Worth.of(counted, classes)
    if not worth.won.any():
        told = Finding(
            code="no-amounts",
            message="No won deal has an amount, so a win is taken to be worth 10,000.",
            remedy="Import amounts of won deals, or judge the deal size.",
            table="opportunities",
            column="amount",
        )
        return _unknown(), [told]
    found: list[Assumption] = []
    odd: list[Finding] = [] if worth.yearly else [_no_dues()]
    for part, sums in zip(_PARTS, (worth.booked, worth.one_off, worth.recurring), strict=True):
        found += _of_part(part, np.maximum(sums, 0.0), worth, counted, classes)
    if (worth.booked < 0).any():
        odd.append(_below_nothing())
    return found, odd


def _below_nothing() -> Finding:
    return Finding(
        code="negative-amounts",
        message="Some kinds of won deals add up to less than nothing; they count as worth 0.",
        remedy="Correct the amounts of won deals, or judge the deal size.",
        table="opportunities",
        column="amount",
    )


def _unknown() -> list[Assumption]:
    values = (10_000.0, 10_000.0, 0.0)
    return [
        Assumption(
            kind=kind,
            value=value,
            low=value / 3,
            high=value * 3,
            source="default",
            note="No won deal has an amount.",
            team="sales",
        )
        for kind, value in zip(_PARTS, values, strict=True)
    ]


def _no_dues() -> Finding:
    return Finding(
        level="info",
        code="no-renewal-dates",
        message="Contracts have no renewal date: recurring money is taken as one year's.",
        remedy="Import the renewal date of recurring deals.",
        table="opportunities",
        column="renewal_due_on",
    )


def _of_part(
    kind: str, sums: Floats, worth: Worth, counted: Counted, classes: Classes
) -> list[Assumption]:
    """Return a part's mean for all, by motion, by area × motion, and by class × group."""
    won, axes = worth.won, counted.axes
    months = min(MOST_MONTHS, max(axes.months, 1))
    found: list[Assumption] = []

    def add(mean: float, n: float, **where: str) -> None:
        half = _Z90 * worth.spread / np.sqrt(n + PULL / 2) * mean
        found.append(
            Assumption(
                kind=kind,
                value=mean,
                low=max(mean - float(half), 0.0),
                high=mean + float(half),
                source="measured",
                n=round(float(n)),
                months=months,
                team=KINDS[kind].team,
                **where,
            )
        )

    whole = float(sums.sum() / won.sum())
    add(whole, won.sum())
    for at, motion in enumerate(MOTIONS):
        usual = pulled(sums[..., at].sum(), won[..., at].sum(), whole, PULL_OF_ALL)
        add(usual, won[..., at].sum(), motion=motion)
        of_class = [
            pulled(sums[row, :, at].sum(), won[row, :, at].sum(), usual)
            for row in range(len(classes.names))
        ]
        for place, area in enumerate(axes.areas):
            here = pulled(sums[:, place, at].sum(), won[:, place, at].sum(), usual)
            add(here, won[:, place, at].sum(), area=area, motion=motion)
            for row, name in enumerate(classes.names):
                # A class differs from its motion as much in an area as anywhere.
                above = here * of_class[row] / max(usual, 1e-9) if usual else here
                mean = pulled(sums[row, place, at], won[row, place, at], above)
                add(mean, won[row, place, at], channel=name, area=area, motion=motion)
    return found


def pulled(total: float, cases: float, above: float, pull: float = PULL) -> float:
    """Return a mean pulled towards another.

    Formula: (Σ + pull · above) / (cases + pull).

    Args:
        total: Σ.
        cases: How many it adds up.
        above: The mean it is pulled to.
        pull: With the weight of how many cases.

    Example:
        >>> pulled(25 * 300.0, 25, 100.0)
        200.0
    """
    return float((total + pull * above) / (cases + pull))


def commissions(counted: Counted) -> list[Assumption]:
    """Measure commission by motion: money paid over amounts won in the same months."""
    paid = counted.within(counted.charged("commission"))
    won = counted.within(counted.rows(BASE, "won_cents"))
    if not paid.value.any() or not won.value.any():
        return [default("commission", note="No commission was booked.")]
    months = counted.axes.months
    owed, booked = _by_motion(paid), _by_motion(won) / CENTS
    known = paid.motion >= 0
    found = [_ratio("commission", owed.sum(), booked.sum(), months)]
    if known.any():
        found += [
            _ratio("commission", owed[at], booked[at], months, motion=name)
            for at, name in enumerate(MOTIONS)
            if booked[at] > 0
        ]
    return found


def partner_shares(counted: Counted, classes: Classes) -> list[Assumption]:
    """Measure what partners get by channel: money paid over amounts the channel won.

    Motions nothing was ever paid for, as renewals often are, stay out of both.
    """
    paid = counted.within(counted.charged("partner"))
    won = counted.within(counted.rows(BASE, "won_cents"))
    named = paid.only(paid.channel >= 0)
    months = counted.axes.months
    found = [default("partner")]
    for at in np.unique(named.channel):
        motions = np.unique(named.motion[named.channel == at])
        counts = (won.channel == at) & np.isin(won.motion, motions)
        booked = won.value[counts].sum() / CENTS
        name = counted.axes.channels[int(at)]
        if booked > 0 and classes.names[classes.of[at]]:
            owed = float(named.value[named.channel == at].sum())
            found.append(_ratio("partner", owed, booked, months, channel=name))
    return found


def _by_motion(rows: Rows) -> Floats:
    """Return rows' values by motion; rows without one count as acquiring."""
    found = np.zeros(len(MOTIONS))
    np.add.at(found, np.maximum(rows.motion, 0), rows.value)
    return found


def _ratio(kind: str, paid: float, won: float, months: int, **where: str) -> Assumption:
    value = min(max(float(paid / won), 0.0), 1.0)
    return Assumption(
        kind=kind,
        value=value,
        low=value,
        high=value,
        source="measured",
        months=months,
        note="Money paid over amounts won in the same months.",
        team=KINDS[kind].team,
        **where,
    )


def customers_per_win(counted: Counted) -> list[Assumption]:
    """Measure how many new customers a win brings by motion."""
    first = counted.rows(BASE, "customers_with_account")
    alone = counted.rows(BASE, "wins_without_account")
    won = counted.rows(BASE, "won")
    sums = [_by_motion(it) for it in (first, alone, won)]
    found = []
    for at, name in enumerate(MOTIONS):
        prior = (9.0, 1.0) if name == ACQUIRE else (0.1, 9.9)
        share = (
            steady(sums[0][at : at + 1] + sums[1][at : at + 1], sums[2][at : at + 1], prior) or []
        )
        if share:
            found.append(
                share[0].assumption("customers_per_win", months=counted.axes.months, motion=name)
            )
            continue
        found.append(
            Assumption(
                kind="customers_per_win",
                value=float(name == ACQUIRE),
                source="default",
                note="No deal of this motion was won.",
                team="sales",
                motion=name,
            )
        )
    return found
