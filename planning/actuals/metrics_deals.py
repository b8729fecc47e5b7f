"""Deals: how many are won, how fast, and what they are worth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from planning.actuals import intervals
from planning.actuals.cubes import WON_AMOUNTS
from planning.actuals.figures import Figure, money
from planning.actuals.measuring import (
    Metric,
    Reading,
    amount,
    as_rival,
    count,
    figure_of,
    proportion,
    undefined,
    with_caution,
)
from planning.actuals.metrics_cycle import median_in, sales_cycle_days
from planning.kpis import KPIS


def _won(reading: Reading) -> Figure:
    return count("won", reading.total("won"))


def _won_rivals(reading: Reading) -> tuple[Figure, ...]:
    return (as_rival("won", "cohort", count("won", reading.total("created_won"))),)


def revenue(reading: Reading) -> Figure:
    """Won amounts, always split by kind of deal and into recurring and one-off.

    Formula: amounts of won deals by the month of closing (bookings).
    """
    unit = KPIS["revenue"].unit
    parts = [
        Figure(f"revenue_{kind}", money(reading.total(f"won_{kind}_cents")), unit, words)
        for kind, words in (
            ("new", "First purchase of an account."),
            ("expansion", "Cross-sell, up-sell and later purchases."),
            ("renewal", "Deals of motion retain."),
            ("recurring", "Recurring part over the term."),
            ("one_off", "What does not recur."),
        )
    ]
    unknown = reading.total("won") - reading.total("won_amount_known")
    note = f"{unknown:,} won deals have no amount and add nothing." if unknown > 0 else ""
    figure = amount("revenue", reading.total("won_cents"), cases=reading.total("won"), note=note)
    return replace(figure, parts=tuple(parts))


def _revenue_rivals(reading: Reading) -> tuple[Figure, ...]:
    cohort = amount(
        "revenue", reading.total("created_won_cents"), cases=reading.total("created_won")
    )
    return (as_rival("revenue", "cohort", cohort),)


def customers(reading: Reading) -> Figure:
    """New customers: accounts at their first win, and wins that name no account.

    Formula: accounts whose first won deal closes in the period + wins without account +
    wins that only leads tell of (won quantity without a linked deal).
    """
    alone, told = reading.total("wins_without_account"), reading.total("unlinked_won")
    value = reading.total("customers_with_account") + alone + told
    return count("customers", value).noted(
        f"{alone:,} wins without account count as one customer each." if alone else "",
        f"{told:,} wins are told by leads without a linked deal." if told else "",
    )


def _customers_rivals(reading: Reading) -> tuple[Figure, ...]:
    wins = reading.total("won") + reading.total("unlinked_won")
    return (as_rival("customers", "wins", count("customers", wins)),)


def close_ratio(reading: Reading) -> Figure:
    """Share of decided deals that were won, by the month they closed.

    Formula: won / (won + lost); undefined without decided deals.
    """
    won = reading.total("won")
    return proportion("close_ratio", won, won + reading.total("lost"))


def _close_ratio_rivals(reading: Reading) -> tuple[Figure, ...]:
    created = proportion("close_ratio", reading.total("created_won"), reading.total("created"))
    undecided = reading.total("created_open")
    created = created.noted(f"{undecided:,} of them are still open." if undecided else "")
    return (
        as_rival("close_ratio", "by_value", close_ratio_by_value(reading)),
        as_rival("close_ratio", "of_created", created),
    )


def close_ratio_by_value(reading: Reading) -> Figure:
    """Share of decided money that was won.

    Formula: won amount / (won amount + lost amount); undefined without amounts, and
    where lost deals carry none, since the ratio would then always be 1.
    """
    key = "close_ratio_by_value"
    won, lost = reading.total("won_cents"), reading.total("lost_cents")
    cases = reading.total("won") + reading.total("lost")
    known: dict[str, Any] = {"numerator": money(won), "denominator": money(won + lost), "n": cases}
    if won + lost <= 0 or won < 0 or lost < 0:
        return undefined(key, f"Undefined without {KPIS[key].denominator}.", **known)
    if not lost and reading.total("lost") and not reading.ever("lost_cents"):
        return undefined(key, "Lost deals carry no amount, so it would always be 100%.", **known)
    squares = reading.squares("won_cents_squared"), reading.squares("lost_cents_squared")
    low, high = intervals.of_value_ratio(won, lost, *squares, cases) or (None, None)
    return with_caution(figure_of(key, won / (won + lost), low=low, high=high, **known))


def _close_by_value_rivals(reading: Reading) -> tuple[Figure, ...]:
    return (as_rival("close_ratio_by_value", "by_count", close_ratio(reading)),)


def average_deal(reading: Reading) -> Figure:
    """What one won deal is worth.

    Formula: revenue / won deals; deals of unknown amount count below the line, so that
    won deals times the average is the revenue. Undefined without won deals.
    """
    cents, won = reading.total("won_cents"), reading.total("won")
    figure = _mean_deal(reading, cents, won)
    unknown = won - reading.total("won_amount_known")
    return figure.noted(f"{unknown:,} won deals have no amount." if unknown > 0 else "")


def _mean_deal(reading: Reading, cents: int, cases: int) -> Figure:
    key = "average_deal"
    known: dict[str, Any] = {"numerator": money(cents), "denominator": cases, "n": cases}
    if cases <= 0:
        return undefined(key, f"Undefined without {KPIS['won'].numerator}.", **known)
    squares = reading.squares("won_cents_squared") / 10_000
    low, high = intervals.of_mean(cents / 100, squares, cases) or (None, None)
    return with_caution(figure_of(key, cents / 100 / cases, low=low, high=high, **known))


def _average_rivals(reading: Reading) -> tuple[Figure, ...]:
    known = _mean_deal(reading, reading.total("won_cents"), reading.total("won_amount_known"))
    if reading.part.reaches(WON_AMOUNTS):
        amounts = reading.part.histogram(WON_AMOUNTS, "cents", "deals")
        middle = median_in("average_deal", reading, amounts, scale=100)
    else:
        middle = undefined("average_deal", f"Amounts are not counted by {reading.part.side}.")
    return (
        as_rival("average_deal", "median", middle),
        as_rival("average_deal", "known", known),
    )


def open_pipeline(reading: Reading) -> Figure:
    """Amounts of open opportunities, by the month they were created."""
    cases = reading.total("created_open")
    return amount("open_pipeline", reading.total("created_open_cents"), cases=cases)


def pipeline_velocity(reading: Reading) -> Figure:
    """Money the pipeline turns into wins per day.

    Formula: opportunities × close ratio × average deal / median cycle days; undefined
    where one of them is. It has no interval: its parts are not independent.
    """
    key = "pipeline_velocity"
    ratio, deal, cycle = close_ratio(reading), average_deal(reading), sales_cycle_days(reading)
    opportunities = reading.total("created")
    if ratio.number is None or deal.number is None or cycle.number is None:
        return undefined(key, "Undefined without won deals that have both dates and an amount.")
    if cycle.number <= 0:
        return undefined(key, "Deals are won on the day they are created, so days are 0.")
    above = opportunities * ratio.number * deal.number
    return figure_of(
        key,
        above / cycle.number,
        numerator=above,
        denominator=cycle.number,
        n=opportunities,
    )


def renewal_rate(reading: Reading) -> Figure:
    """Recurring revenue renewed of what was due.

    Formula: yearly recurring amount of won renewals / yearly recurring amount due, both
    up to the as-of month; undefined where nothing was due.
    """
    key, part = "renewal_rate", reading.part
    window = part.until_now(reading.period)
    renewed = int(part.monthly("renewed_recurring_cents")[window].sum())
    due = int(part.monthly("due_recurring_cents")[window].sum())
    known: dict[str, Any] = {"numerator": money(renewed), "denominator": money(due)}
    if due <= 0:
        return undefined(key, f"Undefined without {KPIS[key].denominator}.", **known)
    more = "Contracts signed before history are renewed without being known as due."
    return figure_of(key, renewed / due, note=more if renewed > due else "", **known)


DEAL_METRICS: Final[dict[str, Metric]] = {
    "opportunities": Metric(lambda reading: count("opportunities", reading.total("created"))),
    "won": Metric(_won, _won_rivals),
    "customers": Metric(customers, _customers_rivals),
    "revenue": Metric(revenue, _revenue_rivals),
    "close_ratio": Metric(close_ratio, _close_ratio_rivals),
    "close_ratio_by_value": Metric(close_ratio_by_value, _close_by_value_rivals),
    "average_deal": Metric(average_deal, _average_rivals),
    "open_pipeline": Metric(open_pipeline),
    "pipeline_velocity": Metric(pipeline_velocity),
    "renewal_rate": Metric(renewal_rate),
}
