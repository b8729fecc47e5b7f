"""The demo company as one value: its facts, its settings, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data_sources.demo.campaigns import campaign_frame
from data_sources.demo.catalogue import ASSETS, CHANNELS, COMPANY, PRODUCTS
from data_sources.demo.draws import stream
from data_sources.demo.frames import table
from data_sources.demo.history import History, play
from data_sources.demo.own_attributes import own_attributes
from data_sources.demo.problems import LEADS, read_without, true_parameters
from data_sources.demo.quotas import quota_columns
from data_sources.demo.records import (
    account_columns,
    account_ids,
    deal_columns,
    deal_ids,
    lead_columns,
    lead_ids,
)
from data_sources.demo.spending import spend_columns
from data_sources.demo.staff import people_columns
from data_sources.demo.stages import current_stage, draw_progress, stage_columns
from data_sources.demo.touching import touch_columns
from data_sources.demo.truth import AS_OF, Truth
from planning.company import Company
from planning.teams import Team


@dataclass(frozen=True)
class DemoCompany:
    """A fictitious firm.

    Attributes:
        seed: What it was drawn from.
        without: The problems left out.
        frames: The eight fact tables by name, with the columns of their contract.
        truth: The parameters the facts were drawn from.
        as_of: The last day of the facts.
        company: Its settings.
        channel_teams: Which team owns each channel.
        campaigns: Name, line code, channel, motion, first and last day of each campaign.
        products: What it sells.
        assets: Its content, as leads and touches name it.
    """

    seed: int
    without: frozenset[str]
    frames: dict[str, pd.DataFrame]
    truth: Truth
    as_of: date
    company: Company
    channel_teams: dict[str, Team]
    campaigns: pd.DataFrame
    products: tuple[str, ...] = PRODUCTS
    assets: tuple[str, ...] = ASSETS


def generate(
    seed: int = 7, without: frozenset[str] = frozenset(), *, size: float = 1.0
) -> DemoCompany:
    """Write the facts of a fictitious firm over 24 months that end on a fixed day.

    Args:
        seed: Draws everything; the same seed gives the same facts.
        without: Names of `PROBLEMS` to leave out, or `all`.
        size: Multiplier of leads, deals, accounts, money and capacities; channels,
            regions, segments and people stay as they are.

    Raises:
        UsageError: A name is not a problem, or the size is not above 0.
    """
    truth = true_parameters(seed, without, size)
    history = play(truth)
    return DemoCompany(
        seed=seed,
        without=read_without(without),
        frames=_frames(history),
        truth=truth,
        as_of=AS_OF,
        company=Company(name=COMPANY, currency="EUR", time_zone="Europe/Berlin"),
        channel_teams={channel.name: channel.team for channel in CHANNELS},
        campaigns=campaign_frame(history.campaigns),
    )


def scaled(seed: int = 7, leads: int = 1_000_000) -> DemoCompany:
    """Write the same firm with about as many leads as wanted, for speed trials.

    Raises:
        UsageError: No leads are wanted.
    """
    return generate(seed, size=leads / LEADS)


def _frames(history: History) -> dict[str, pd.DataFrame]:
    """Return the eight fact tables of a history."""
    truth = history.truth
    rng = stream(truth.seed, "records")
    stages = draw_progress(stream(truth.seed, "stages"), history)
    accounts, leads, deals = account_ids(history), lead_ids(history), deal_ids(history)
    stage = current_stage(history, stages)
    touch_rng = stream(truth.seed, "touches")
    columns = {
        "accounts": account_columns(rng, history, accounts)
        | own_attributes(stream(truth.seed, "own attributes"), history),
        "leads": lead_columns(rng, history, leads, accounts, deals),
        "opportunities": deal_columns(rng, history, deals, accounts, leads, stage),
        "stage_events": stage_columns(history, stages, leads, deals),
        "spend": spend_columns(rng, history),
        "touches": touch_columns(touch_rng, history, accounts, leads, deals),
        "people": people_columns(truth),
        "quotas": quota_columns(truth),
    }
    return {name: table(name, filled) for name, filled in columns.items()}
