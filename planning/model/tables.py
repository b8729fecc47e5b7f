"""The tables of a problem: channels, pools, groups, cells and fixed lines, as arrays.

Axes: channels C, pools P (an area × job), groups R (an area × motion, where needed ×
segment), cells K (a channel, or none, × a group), months T = open plan months O and
look-ahead months. Month 0 is the first open month. Every field is stated once, here, with
unit, meaning and range; files and checks read it.
"""

# ruff: noqa: RUF009 - a statement is what `dataclasses.field` returns

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.fields import stated

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Names = tuple[str, ...]

NONE: Final = -1
"""Where a reference points at nothing."""

LEADS: Final = "leads per month"
MONEY: Final = "plan-currency units"
MONTHLY: Final = "plan-currency units per month"
SHARE: Final = "fraction"


@dataclass(frozen=True, eq=False)
class Channels:
    """What money brings: leads = season · (base + ceiling · e / (half + e)).

    Effective money e[t] = spend[t] + carry · e[t−1].
    """

    name: Names = stated("", "The channel's name.", kind="text")
    team: Names = stated("", "Whose line it is: marketing, sales or joint.", kind="text")
    base: Floats = stated(LEADS, "Leads without effective money.", low=0, default=0)
    ceiling: Floats = stated(LEADS, "Most leads money can add.", low=0)
    half: Floats = stated(MONTHLY, "Effective money that adds half of them.", low=1e-6)
    carry: Floats = stated(SHARE, "Effect left over a month later.", low=0, high=0.99, default=0)
    effective_before: Floats = stated(
        MONEY, "Effective money of the month before the first.", low=0, default=0
    )
    spent_before: Floats = stated(MONEY, "Spend of the month before.", low=0, default=0)
    acquire_share: Floats = stated(
        SHARE, "Part of its money that wins new customers.", low=0, high=1, default=1
    )
    season: Floats = stated("factor", "Factor on leads by month.", low=0, along="months")
    current: Floats = stated(MONTHLY, "Money the current plan gives.", low=0, along="open")


@dataclass(frozen=True, eq=False)
class Pools:
    """Sales people of one area and job; both stages may name the same pool."""

    name: Names = stated("", "The pool's name.", kind="text")
    area: Names = stated("", "Region or segment.", kind="text")
    job: Names = stated("", "What they do, as development or closing.", kind="text")
    team: Names = stated("", "Whose money pays them.", kind="text")
    per_head: Floats = stated("effort per month", "What a productive head works.", low=0)
    cost_per_head: Floats = stated(MONTHLY, "Cost of a paid head.", low=0)
    attrition: Floats = stated(
        "fraction per month", "Share of those hired who leave.", low=0, high=1, default=0
    )
    delay: Ints = stated(
        "months", "From deciding a hire to the first month paid.", kind="count", low=0
    )
    acquire_share: Floats = stated(
        SHARE, "Part of its cost that wins new customers.", low=0, high=1, default=1
    )
    ramp: Floats = stated(
        SHARE, "Productivity by month since start; 1 afterwards.", low=0, high=1, along="steps"
    )
    standing_paid: Floats = stated(
        "heads", "Paid heads without any hire decided here.", low=0, along="months"
    )
    standing_productive: Floats = stated(
        "heads", "Productive heads without any hire decided here.", low=0, along="months"
    )
    most_hires: Floats = stated("heads", "Most hires decided in a month.", low=0, along="open")
    current_hires: Floats = stated("heads", "Hires of the current plan.", low=0, along="open")


@dataclass(frozen=True, eq=False)
class Groups:
    """An area × motion (× segment) whose deals close alike."""

    name: Names = stated("", "The group's name.", kind="text")
    area: Names = stated("", "Region or segment.", kind="text")
    motion: Names = stated("", "Acquire, cross-sell, up-sell or retain.", kind="text")
    cycle: Floats = stated(
        SHARE, "Share of wins by months after work; adds to 1.", low=0, high=1, along="steps"
    )
    pays: Floats = stated(
        SHARE,
        "Share of won money by months after work; adds to 1, or as cycle where all is 0.",
        low=0,
        high=1,
        along="steps",
        default=0,
    )


@dataclass(frozen=True, eq=False)
class Cells:
    """A channel's flow through a group, or a stream of deals without leads (no channel)."""

    channel: Ints = stated(
        "", "Channel; none for a stream.", kind="reference", to="channels", may_lack=True
    )
    group: Ints = stated("", "Group.", kind="reference", to="groups")
    follow_pool: Ints = stated(
        "", "Who follows up; none: no capacity needed.", kind="reference", to="pools", may_lack=True
    )
    close_pool: Ints = stated(
        "", "Who closes; none: no capacity needed.", kind="reference", to="pools", may_lack=True
    )
    share: Floats = stated(SHARE, "Of the channel's leads.", low=0, high=1, default=0)
    asks: Floats = stated(SHARE, "Of those, what asks to be followed up.", low=0, high=1, default=1)
    follow_effort: Floats = stated("effort per lead", "Of the follow-up pool.", low=0, default=1)
    kept_leads: Floats = stated(SHARE, "Waiting leads alive a month on.", low=0, high=1, default=0)
    qualifies: Floats = stated("deals per lead", "Ready deals per lead worked.", low=0, default=0)
    close_effort: Floats = stated("effort per deal", "Of the closing pool.", low=0, default=1)
    kept_deals: Floats = stated(SHARE, "Waiting deals alive a month on.", low=0, high=1, default=0)
    closes: Floats = stated("wins per deal", "Wins per deal worked.", low=0, high=1)
    customers_per_win: Floats = stated("customers per win", "New customers.", low=0, default=0)
    revenue_per_win: Floats = stated(MONEY, "Booking per win.", low=0)
    one_off: Floats = stated(MONEY, "One-off part per win.", low=0, default=0)
    recurring: Floats = stated(MONEY + " per year", "Recurring part per win.", low=0, default=0)
    commission: Floats = stated(SHARE, "Of revenue, paid to sales.", low=0, high=1, default=0)
    partner: Floats = stated(SHARE, "Of revenue, paid to partners.", low=0, high=1, default=0)
    found_per_head: Floats = stated(
        "deals per month", "Deals a productive closing head finds itself.", low=0, default=0
    )
    waiting_leads: Floats = stated("leads", "Waiting for follow-up at opening.", low=0, default=0)
    waiting_deals: Floats = stated("deals", "Ready and waiting at opening.", low=0, default=0)
    arriving_leads: Floats = stated(
        "leads", "Asking for follow-up from leads before month 0.", low=0, along="months", default=0
    )
    arriving_deals: Floats = stated(
        "deals", "Ready from work before month 0, or due.", low=0, along="months", default=0
    )
    open_won: Floats = stated("wins", "Of deals worked before.", low=0, along="months", default=0)
    open_customers: Floats = stated("customers", "Of these.", low=0, along="months", default=0)
    open_revenue: Floats = stated(MONEY, "Of these.", low=0, along="months", default=0)
    open_gross: Floats = stated(
        MONEY, "Of these: one-off + recurring · value months / 12.", along="months", default=0
    )
    open_charges: Floats = stated(
        MONEY, "Of these: commission and partner share.", low=0, along="months", default=0
    )


@dataclass(frozen=True, eq=False)
class Fixed:
    """Lines whose money stands, whatever is decided here."""

    name: Names = stated("", "The line's name.", kind="text")
    team: Names = stated("", "Whose line it is.", kind="text")
    acquire_share: Floats = stated(SHARE, "Part that wins new customers.", low=0, high=1, default=1)
    told: Floats = stated(
        SHARE, "Part that values of deals bear already, as commission.", low=0, high=1, default=0
    )
    amount: Floats = stated(MONTHLY, "Money.", low=0, along="months")


TABLES: Final[dict[str, type]] = {
    "channels": Channels,
    "pools": Pools,
    "groups": Groups,
    "cells": Cells,
    "fixed": Fixed,
}
