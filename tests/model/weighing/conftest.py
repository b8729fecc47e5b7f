"""Studies shared by the tests of this folder: a tiny plan, and the demo company's."""

from __future__ import annotations

import pytest

from planning.model.advising.question import ask
from planning.model.weighing.study import Study, weigh
from tests.model.conftest import Calibrated
from tests.model.planned import ROWS, YEAR, tiny_calibration
from tests.model.true_demo import planned_rows


@pytest.fixture(scope="session")
def tiny_study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The tiny plan without its hire that comes sooner than hiring takes."""
    rows = [row for row in ROWS if row.id != "hire"]
    return weigh(ask(YEAR, rows, tiny_calibration(tmp_path_factory.mktemp("tiny"))))


@pytest.fixture(scope="session")
def demo_study(demo: Calibrated) -> Study:
    """The demo company's plan weighed."""
    scenario, rows = planned_rows(demo.company)
    return weigh(ask(scenario, rows, demo.calibration))
