"""Draws of all assumptions: centred on what is told, as wide as told, going together."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from planning.model.assuming.cells import OF_CELLS, lay_out
from planning.model.assuming.drawn import draws, of_problem, spread
from planning.model.assumptions import Assumption
from planning.model.simulating.draws import Draws
from tests.model.conftest import Calibrated

DRAWS = 2000


def test_the_same_seed_draws_the_same(demo: Calibrated) -> None:
    told, beliefs = demo.calibration.assumptions, demo.calibration.fit.beliefs
    first, again = (draws(told, 50, 3, beliefs) for _ in range(2))
    other = draws(told, 50, 4, beliefs)
    assert (first.cells["closes"] == again.cells["closes"]).all()
    assert (first.channels["ceiling"] == again.channels["ceiling"]).all()
    assert (first.cells["closes"] != other.cells["closes"]).any()


def test_the_mean_of_what_is_drawn_is_what_is_told(demo: Calibrated) -> None:
    told = lay_out(demo.calibration.assumptions)
    drawn = draws(demo.calibration.assumptions, DRAWS, 1, demo.calibration.fit.beliefs)
    seen = {"season": (told.season, drawn.season), "asks": (told.asks, drawn.asks)}
    for table in ("cells", "pools", "company"):
        centre, around = getattr(told, table), getattr(drawn, table)
        seen |= {f"{table}.{kind}": (centre[kind], around[kind]) for kind in centre}
    assert len(seen) > len(OF_CELLS)
    for name, (centre, around) in seen.items():
        assert around.shape == (*np.shape(centre), DRAWS), name
        # Five standard errors: among a thousand numbers one lies beyond four by chance.
        near = 5 * around.std(axis=-1) / np.sqrt(DRAWS) + 0.002 * np.abs(centre) + 1e-9
        assert (np.abs(around.mean(axis=-1) - centre) <= near).all(), name


def test_leads_are_drawn_around_the_stated_curves(demo: Calibrated) -> None:
    told = lay_out(demo.calibration.assumptions)
    drawn = draws(demo.calibration.assumptions, DRAWS, 1, demo.calibration.fit.beliefs)
    for at, channel in enumerate(told.layout.assumptions.channels):
        belief = demo.calibration.fit.beliefs[channel.name]
        for part in (0.5, 1.0, 1.5):
            money = part * belief.reference
            point, around = (
                each.channels["base"][at]
                + each.channels["ceiling"][at] * money / (each.channels["half"][at] + money)
                for each in (told, drawn)
            )
            assert around.mean() == pytest.approx(point, rel=0.03)


@pytest.mark.parametrize(
    ("kind", "value", "low", "high"),
    [
        ("value_months", 12.0, 12.0, 24.0),
        ("revenue_per_win", 100.0, 20.0, 110.0),
        ("closes", 0.2, 0.1, 0.4),
        ("asks", 0.97, 0.8, 1.0),
        ("commission", 0.05, 0.0, 0.1),
        ("commission", 0.001, 0.0, 0.1),
    ],
)
def test_one_sided_intervals_do_not_move_the_mean(
    kind: str, value: float, low: float, high: float
) -> None:
    told = Assumption(kind=kind, value=value, low=low, high=high, source="measured", team="sales")
    evenly = NormalDist()
    normal = np.array([evenly.inv_cdf((at + 0.5) / 20_000) for at in range(20_000)])
    found = spread(told, normal)
    assert found.mean() == pytest.approx(value, rel=0.01)
    assert found.std() > 0.2 * min((high - low) / 3.29, value)


def test_shares_stay_shares_and_money_stays_above_zero(demo: Calibrated) -> None:
    drawn = draws(demo.calibration.assumptions, DRAWS, 1, demo.calibration.fit.beliefs)
    for kind in ("asks", "qualifies", "closes", "kept_leads"):
        assert (drawn.cells[kind] >= 0).all()
        assert (drawn.cells[kind] <= 1).all()
    assert (drawn.cells["revenue_per_win"] > 0).all()
    assert (drawn.channels["half"] > 0).all()


def test_leads_today_are_drawn_as_the_belief_tells(demo: Calibrated) -> None:
    belief = demo.calibration.fit.beliefs["Paid search"]
    calm = demo.calibration.assumptions.find("market").model_copy(update={"value": 0.0})
    quiet = demo.calibration.assumptions.replaced([calm])
    drawn = draws(quiet, DRAWS, 1, demo.calibration.fit.beliefs)
    at = [it.name for it in quiet.channels].index("Paid search")
    base, ceiling, half = (drawn.channels[kind][at] for kind in ("base", "ceiling", "half"))
    money = belief.reference
    leads = base + ceiling * money / (half + money)
    np.testing.assert_allclose(np.percentile(leads, (5, 95)), belief.interval(money), rtol=0.03)


def test_a_poor_market_is_poor_for_all_channels(demo: Calibrated) -> None:
    wild = demo.calibration.assumptions.find("market").model_copy(update={"value": 0.5})
    drawn = draws(
        demo.calibration.assumptions.replaced([wild]), DRAWS, 1, demo.calibration.fit.beliefs
    )
    together = np.asarray(np.corrcoef(np.log(drawn.channels["ceiling"])))
    assert np.median(together[~np.eye(len(together), dtype=bool)]) > 0.5
    lead = np.log(drawn.channels["ceiling"]).mean(axis=0)
    closing = drawn.cells["closes"].mean(axis=0)
    assert np.asarray(np.corrcoef(lead, closing))[0, 1] > 0.5


def test_areas_of_a_class_lean_the_same_way(demo: Calibrated) -> None:
    drawn = draws(demo.calibration.assumptions, DRAWS, 1, demo.calibration.fit.beliefs)
    names = drawn.layout.names
    website = [at for at, name in enumerate(names) if name.startswith("Website") and "acq" in name]
    together = np.asarray(np.corrcoef(drawn.cells["closes"][website]))
    assert together[np.triu_indices(len(website), 1)].min() > 0.4


def test_a_changed_curve_is_no_longer_drawn_from_its_months(demo: Calibrated) -> None:
    told = demo.calibration.assumptions
    half = told.find("half", channel="Paid search")
    changed = half.model_copy(update={"value": 90_000.0, "low": 80_000.0, "high": 100_000.0})
    drawn = draws(told.replaced([changed]), DRAWS, 1, demo.calibration.fit.beliefs)
    at = [it.name for it in told.channels].index("Paid search")
    assert np.median(drawn.channels["half"][at]) == pytest.approx(90_000, rel=0.01)


def test_what_has_no_interval_does_not_vary() -> None:
    told = Assumption(kind="cost_per_head", value=8000.0, source="measured", team="sales")
    assert set(spread(told, np.array([-2.0, 0.0, 2.0]))) == {8000.0}


def test_draws_fit_the_parameters_of_a_problem(demo: Calibrated) -> None:
    drawn = draws(demo.calibration.assumptions, 20, 1, demo.calibration.fit.beliefs)
    end = demo.calibration.counted.axes.end
    found = Draws(of_problem(drawn, end, 24))
    assert found.count == 20
    assert found.values["channels.season"].shape == (9, 24, 20)
    january = (-end) % 12
    np.testing.assert_allclose(found.values["channels.season"][0, january], drawn.season[0])
