"""Any single parameter can be drawn by itself, the others standing as they are."""

from __future__ import annotations

import numpy as np
import pytest

from planning.model.problem import current_plan
from planning.model.simulating.draws import DRAWABLE, Draws
from planning.model.simulating.simulate import simulate
from tests.model.problems import random_problem


@pytest.mark.parametrize("name", sorted(DRAWABLE))
def test_drawing_a_parameter_at_its_own_value_changes_nothing(name: str) -> None:
    problem = random_problem(1, channels=3)
    table, _, column = name.rpartition(".")
    value = np.asarray(getattr(getattr(problem, table) if table else problem, column), np.float64)
    drawn = Draws({name: np.repeat(value[..., None], 3, axis=-1)})
    plan = current_plan(problem)
    found = simulate(problem, plan, drawn).contribution
    assert found == pytest.approx(np.repeat(simulate(problem, plan).contribution, 3), rel=1e-3)
