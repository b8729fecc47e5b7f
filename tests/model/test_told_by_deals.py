"""Commission and partners: money of their lines, taken off contribution once, deal by deal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planning.model.advising.answer_lines import lines_of
from planning.model.advising.question import ask
from planning.model.assumptions import Assumption
from planning.model.limits import Envelope
from planning.model.measuring.calibrate import Calibration
from planning.model.optimising.optimise import optimise
from planning.model.problem import current_plan
from planning.model.simulating.simulate import simulate
from tests.model.planned import ROWS, YEAR, line, tiny_calibration


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    """Two channels, two closing people, and one customer won in February."""
    return tiny_calibration(tmp_path_factory.mktemp("tiny"))


def test_commission_is_money_of_its_line_but_taken_off_contribution_once(
    calibration: Calibration,
) -> None:
    commission = line("commission", 400, team="sales", category="commission")
    with_it, without = (
        ask(YEAR, rows, calibration, limits=[Envelope(total=500_000)])
        for rows in ([commission, *ROWS], ROWS)
    )
    now, before = (simulate(it.problem, current_plan(it.problem)) for it in (with_it, without))
    assert with_it.problem.before.told == 3 * 400
    assert now.year("money")[0] == pytest.approx(before.year("money")[0] + 12 * 400)
    assert now.contribution[0] == pytest.approx(before.contribution[0])
    assert now.contribution_year[0] == pytest.approx(before.contribution_year[0])
    assert not any("ommission" in sentence for sentence in with_it.warnings)
    best, other = (optimise(it.problem) for it in (with_it, without))
    assert best.programme_value == pytest.approx(other.programme_value, rel=1e-6)
    given = lines_of(with_it, best.plan)
    assert sum(each.amount for each in given if each.line == "commission") == 12 * 400


def test_partners_are_told_by_deals_only_where_a_win_gives_them_a_share(
    calibration: Calibration,
) -> None:
    paid = [line("p", 90, team="joint", category="partner", channel="Events")]
    share = Assumption(kind="partner", channel="Events", value=0.2, source="measured", team="joint")
    shared = replace(calibration, assumptions=calibration.assumptions.replaced([share]))
    alone, borne = (ask(YEAR, [*ROWS, *paid], it).problem for it in (calibration, shared))
    assert not alone.told_money.any()
    assert borne.told_money.tolist() == [90.0] * 21
    assert (alone.before.told, borne.before.told) == (0.0, 270.0)
