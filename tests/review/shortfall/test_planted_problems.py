"""What is wrong with the demo company shows as the driver it moves, where it stands.

Each problem is taken apart as the difference to the same company without it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.demo import generate, write
from data_sources.demo.problems import draw_places
from data_sources.facts.counting import build_counts
from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.periods import Period
from planning.review.shortfall.decompose import Decomposition, decompose
from planning.review.shortfall.measured import measured_parts

YEAR = Period.parse("2025-07", "2026-07")
SEED = 7
PLACES = draw_places(SEED)


def company(folder: Path, *without: str) -> Slice:
    """The demo company without some problems."""
    made = generate(SEED, frozenset(without))
    paths = write(made.frames, folder)
    counts = build_counts(paths, made.as_of, made.company, "demo").counts()
    context = Context(company=made.company, channel_teams=made.channel_teams)
    return Slice(counts, Scope(), context)


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Slice:
    """The demo company as it comes."""
    return company(tmp_path_factory.mktemp("troubled"))


def apart(troubled: Slice, folder: Path, problem: str, kpi: str, by: str) -> Decomposition:
    """What a problem did to a KPI."""
    healthy = company(folder, problem)
    return decompose(
        kpi, measured_parts(healthy, kpi, YEAR, by), measured_parts(troubled, kpi, YEAR, by)
    )


def moved(found: Decomposition, driver: str, part: str | None = None) -> float:
    """What a driver moved, in all parts or in one."""
    terms = [term for term in found.terms if driver in term.drivers]
    return float(sum(term.effect if part is None else term.effects[part] for term in terms))


def worst(found: Decomposition) -> tuple[str, str | None]:
    """The driver and part that cost most."""
    cells = {
        (term.drivers[0], part): effect
        for term in found.terms
        for part, effect in term.effects.items()
    }
    return min(cells, key=lambda cell: cells[cell])


def test_poor_leads_show_as_conversion_of_their_channel_and_as_mix(
    troubled: Slice, tmp_path: Path
) -> None:
    found = apart(troubled, tmp_path, "poor-lead-flood", "revenue", "channel")
    channel = PLACES["poor-lead-flood"].channel
    assert worst(found) == ("conversion", channel)
    assert moved(found, "volume") > 0
    assert moved(found, "mix") < -5 * moved(found, "volume")


def test_a_region_short_of_people_shows_as_its_conversion(troubled: Slice, tmp_path: Path) -> None:
    found = apart(troubled, tmp_path, "short-region", "revenue", "region")
    assert worst(found) == ("conversion", PLACES["short-region"].region)
    assert abs(moved(found, "volume")) < 0.05 * abs(moved(found, "conversion"))


def test_money_that_brings_no_more_leads_shows_as_spend_of_its_channel(
    troubled: Slice, tmp_path: Path
) -> None:
    found = apart(troubled, tmp_path, "saturated-channel", "cost_per_lead", "channel")
    channel = PLACES["saturated-channel"].channel
    assert moved(found, "spend", channel) > 0.9 * float(found.difference) > 0
    assert abs(moved(found, "volume", channel)) < 0.2 * moved(found, "spend", channel)
