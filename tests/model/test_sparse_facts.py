"""Few, empty and odd facts: everything still has a value, and findings say what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planning.actuals.counts import NO_DATE, Counts
from planning.actuals.slices import Context
from planning.model.assuming.cells import lay_out
from planning.model.assuming.drawn import draws
from planning.model.assumptions import AreaKind
from planning.model.measuring.calibrate import Calibration, calibrate
from planning.model.measuring.opening import opening
from tests.actuals.small_counts import JAN, small_counts
from tests.builders import counts_of
from tests.facts.any_facts import AS_OF, COMPANY, crowd
from tests.facts.odd_facts import CLEAN


def whole(counts: Counts, area_kind: AreaKind = "region") -> Calibration:
    """Calibrate, open and draw; everything must be a finite number."""
    found = calibrate(counts, Context(company=COMPANY), area_kind=area_kind)
    laid = lay_out(found.assumptions)
    state = opening(found, found.counted.axes.end + 1, 12)
    drawn = draws(found.assumptions, 10, 1, found.fit.beliefs)
    lots: list[Any] = [laid.channels, laid.pools, laid.cells, drawn.channels, drawn.cells]
    for lot in [*lots, state.__dict__]:
        for array in lot.values():
            assert np.isfinite(array).all()
    return found


def codes(found: Calibration) -> set[str]:
    return {it.code for it in found.assumptions.findings}


MONTHLY: list[dict[str, Any]] = [{"month": JAN + at, "leads": 40} for at in range(12)]

SPARSE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "undated": {"as_of": NO_DATE},
    "leads alone": {"base": MONTHLY},
    "one lead": {"base": [{"leads": 1}]},
    "money alone": {"spend": [{"cents": 500_000, "category": "programme"}]},
    "people alone": {"people": [{"heads": 3, "job": "closing", "region": "North"}]},
    "one won deal": {
        "base": [{"created": 1, "created_won": 1, "won": 1, "won_cents": 100_000}],
        "deal_ages": [{"deals": 1, "outcome": "won", "days": 3}],
    },
    "only open deals": {
        "base": [{"created": 4, "created_open": 4}],
        "deal_ages": [{"deals": 4, "outcome": "open", "days": 30}],
    },
}


@pytest.mark.parametrize("area_kind", ["region", "segment"])
@pytest.mark.parametrize("name", SPARSE)
def test_sparse_facts_still_give_every_number(name: str, area_kind: AreaKind) -> None:
    whole(small_counts(**SPARSE[name]), area_kind)


def test_odd_facts_still_give_every_number(tmp_path: Path) -> None:
    odd: dict[str, Any] = dict(crowd(0))
    whole(counts_of(tmp_path, as_of=AS_OF, company=COMPANY, **odd))


def test_a_handful_of_rows_is_enough(tmp_path: Path) -> None:
    clean: dict[str, Any] = dict(CLEAN)
    found = whole(counts_of(tmp_path, **clean))
    assert found.assumptions.channels


def test_what_is_missing_is_said() -> None:
    assert {"no-amounts", "no-people", "no-people-cost"} <= codes(whole(small_counts()))
    assert "undated-facts" in codes(whole(small_counts(as_of=NO_DATE)))


def test_deals_that_add_up_to_less_than_nothing_count_as_worth_nothing() -> None:
    lost = [{"created": 9, "won": 9, "won_amount_known": 9, "won_cents": -900_000, "month": JAN}]
    found = whole(small_counts(base=lost))
    assert "negative-amounts" in codes(found)
    assert found.assumptions.find("revenue_per_win").number == 0


def test_undated_leads_are_left_out_and_counted() -> None:
    found = whole(small_counts(base=[*MONTHLY, {"month": -1, "leads": 7}]))
    told = next(it for it in found.assumptions.findings if it.code == "undated-left-out")
    assert told.count == 7
    assert found.counted.by_channel("leads").sum() == 12 * 40


def test_a_channel_without_money_has_leads_but_no_response() -> None:
    found = whole(small_counts(base=MONTHLY)).assumptions
    assert found.find("base", channel="Web").number == pytest.approx(40, rel=0.05)
    assert found.find("ceiling", channel="Web").number == 0
    assert "No money was ever spent here" in found.find("ceiling", channel="Web").note


def test_a_channel_with_money_and_no_lead_brings_next_to_none() -> None:
    spend = [
        {"month": JAN + at, "cents": 100_000, "category": "programme", "channel": "Fair"}
        for at in range(12)
    ]
    found = whole(small_counts(base=MONTHLY, spend=spend))
    assert found.fit.beliefs["Fair"].mean(1000) < 1


def test_money_for_people_brings_no_leads() -> None:
    spend = [{"month": JAN + at, "cents": 100_000, "category": "people"} for at in range(12)]
    found = whole(small_counts(base=MONTHLY, spend=spend))
    assert not found.counted.spend().any()


def test_small_areas_are_planned_together() -> None:
    base = [
        *({"month": JAN, "leads": 500, "region": name} for name in ("North", "South")),
        *({"month": JAN, "leads": 3, "region": name} for name in ("Isle", "Cape")),
    ]
    found = whole(small_counts(base=base)).assumptions
    assert found.areas == ("North", "South", "Other areas")
    assert set(found.folded["Other areas"]) == {"Isle", "Cape"}


def test_motions_with_few_deals_are_folded() -> None:
    base = [
        {"created": 90, "motion": "acquire", "region": "North"},
        {"created": 20, "motion": "cross-sell", "region": "North"},
        {"created": 9, "motion": "up-sell", "region": "North"},
        {"created": 5, "motion": "retain", "region": "North"},
    ]
    found = whole(small_counts(base=base)).assumptions
    assert [it.motions for it in found.groups] == [
        ("acquire",),
        ("cross-sell", "up-sell"),
        ("retain",),
    ]


def test_one_job_does_both_from_one_pool() -> None:
    found = whole(
        small_counts(
            base=[
                {"month": JAN + at, "leads": 40, "created": 10, "region": "North"}
                for at in range(12)
            ],
            follow_up=[
                {"month": JAN + at, "leads": 20, "state": "touched", "region": "North"}
                for at in range(12)
            ],
            people=[
                {"month": JAN + at, "heads": 2, "job": "closing", "region": "North"}
                for at in range(12)
            ],
        )
    ).assumptions
    layout = lay_out(found).layout
    assert [it.job for it in layout.pools] == ["closing"]
    flows = layout.channel >= 0
    assert (layout.follow_pool[flows] == layout.close_pool[flows]).all()
    assert found.find("follow_effort").number == 0.1
    assert found.find("per_head", area="North", job="closing").number == pytest.approx(6, rel=0.01)


def test_areas_without_people_of_theirs_are_served_by_those_without_an_area() -> None:
    found = whole(
        small_counts(
            base=[
                {"month": JAN, "leads": 300, "region": "North"},
                {"month": JAN, "leads": 100, "region": "South"},
            ],
            people=[{"month": JAN, "heads": 4, "job": "closing"}],
        )
    )
    assert found.counted.heads("closing")[:, 0].tolist() == [3.0, 1.0]
