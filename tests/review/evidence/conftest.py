"""The demo company, counted once for everything told about its lines."""

from __future__ import annotations

import pytest

from data_sources.demo import DemoCompany, generate
from planning.actuals.slices import Slice
from planning.model.advising.question import Question
from planning.periods import month_of
from tests.review.replays import asked, slice_at


@pytest.fixture(scope="session")
def demo() -> DemoCompany:
    """The demo company."""
    return generate()


@pytest.fixture(scope="session")
def demo_part(demo: DemoCompany, tmp_path_factory: pytest.TempPathFactory) -> Slice:
    """Its facts."""
    return slice_at(demo, month_of(demo.as_of), tmp_path_factory.mktemp("evidence"))


@pytest.fixture(scope="session")
def demo_question(demo: DemoCompany, demo_part: Slice) -> Question:
    """What its plan asks the joint model."""
    return asked(demo, demo_part)
