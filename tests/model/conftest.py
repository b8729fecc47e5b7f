"""The demo company counted once for the tests of this folder that need its facts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from data_sources.demo import DemoCompany, generate, write
from data_sources.facts.counting import build_counts
from planning.actuals.slices import Context
from planning.model.measuring.calibrate import Calibration, calibrate


@dataclass(frozen=True)
class Calibrated:
    """A demo company and what was found out about it."""

    company: DemoCompany
    context: Context
    calibration: Calibration


@pytest.fixture(scope="session", params=[7])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Calibrated:
    """The demo company of a seed, calibrated from its facts alone."""
    company = generate(request.param)
    paths = write(company.frames, tmp_path_factory.mktemp("calibrated"))
    counts = build_counts(paths, company.as_of, company.company, "demo").counts()
    context = Context(company=company.company, channel_teams=company.channel_teams)
    return Calibrated(company, context, calibrate(counts, context))
