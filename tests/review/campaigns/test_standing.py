"""Campaigns by hand: verdicts, assets, lines and what was said."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import parse_month
from planning.review.campaigns.assets import assets
from planning.review.campaigns.lines import lines_of, said_of
from planning.review.campaigns.standing import Campaign, Fate

YEAR = Scenario(name="Plan", fiscal_year=2026, start="2026-01")


def of(fate: Fate, peers: Fate, good: float = 1.0, bad: float = 1.0) -> Campaign:
    """A campaign beside its peers, with corrected chances."""
    return Campaign("A", "Web", fate, peers, good_chance=good, bad_chance=bad)


@pytest.mark.parametrize(
    ("fate", "good", "bad", "verdict"),
    [
        (Fate(100, 40, 20), 0.01, 1.0, "many good"),
        (Fate(100, 20, 60), 1.0, 0.01, "many poor"),
        (Fate(100, 5, 20), 0.01, 1.0, "few good"),
        (Fate(100, 5, 60), 0.01, 0.01, "many poor"),
        (Fate(100, 20, 5), 1.0, 0.01, "like others"),
        (Fate(100, 40, 20), 0.06, 1.0, "like others"),
        (Fate(19, 19, 0), 0.0, 0.0, "too few to say"),
    ],
)
def test_a_verdict_names_what_is_beyond_chance(
    fate: Fate, good: float, bad: float, verdict: str
) -> None:
    assert of(fate, Fate(200, 40, 40), good, bad).verdict == verdict


def test_without_peers_nothing_is_said() -> None:
    assert of(Fate(100, 40, 20), Fate(), 0.0).verdict == "too few to say"


def test_money_that_is_not_split_has_no_cost() -> None:
    assert Campaign("A", None, Fate(10, 5)).cost_per_good is None
    assert Campaign("A", None, Fate(10, 5), spent_cents=0).cost_per_good is None
    assert Campaign("A", None, Fate(10, 0), spent_cents=500).cost_per_good is None
    assert Campaign("A", None, Fate(10, 5), spent_cents=50_000).cost_per_good == 100


def drawn(seed: int, **rates: float) -> pd.DataFrame:
    """Leads of a campaign by asset, each good at its rate, else at 20 %."""
    rng = np.random.default_rng(seed)
    names = [f"Guide {at}" for at in range(8)]
    good = [int(rng.binomial(80, rates.get(f"g{name[-1]}", 0.2))) for name in names]
    return pd.DataFrame({"asset": names, "leads": 80, "good": good, "bad": 0})


def test_an_asset_that_helped_is_found() -> None:
    missed = [
        seed
        for seed in range(20)
        if not [
            one
            for one in assets(drawn(seed, g3=0.5))
            if (one.name, one.helped) == ("Guide 3", "helped")
        ]
    ]
    assert not missed


def test_where_no_asset_helped_hardly_any_is_found() -> None:
    wrong = [
        seed
        for seed in range(300)
        if any(one.helped in ("helped", "held back") for one in assets(drawn(seed)))
    ]
    assert len(wrong) / 300 <= 0.05, wrong


def test_few_leads_of_an_asset_are_pulled_to_the_others() -> None:
    leads = drawn(1)
    few = pd.DataFrame({"asset": ["New"], "leads": [3], "good": [3], "bad": [0]})
    one = next(one for one in assets(pd.concat([leads, few])) if one.name == "New")
    assert one.helped == "too few to say"
    assert one.steady is not None
    assert one.steady[0] < 0.5 < one.share


def test_leads_without_any_asset_say_nothing() -> None:
    assert assets(drawn(1).assign(asset=None)) == ()


def line(number: int, **cells: object) -> PlanRow:
    """A line of marketing."""
    known = {"team": "marketing", "category": "programme", "status": "placed", **cells}
    return PlanRow(f"line-{number}", "line", "plan", "marketing", cells=known)  # type: ignore[arg-type]


def test_what_a_line_still_holds_is_what_is_planned_after_the_facts() -> None:
    rows = [
        line(1, campaign=" spring FAIR ", plan_06="100.00", plan_07="200.00", plan_12="50.50",
             committed_07="80.00", committed_06="9.00"),
        line(2, campaign="Spring fair, second"),
    ]  # fmt: skip
    (one,) = lines_of(rows, "Spring fair", YEAR, parse_month("2026-06"))
    assert (one.row.id, one.left, one.committed) == ("line-1", Decimal("250.50"), Decimal("80.00"))
    assert list(one.cells) == [parse_month(f"2026-{at:02d}") for at in range(7, 13)]
    assert one.cells[parse_month("2026-12")] == "plan_12"


def test_what_names_the_campaign_its_line_or_its_channel_is_found() -> None:
    def said(kind: str, **cells: object) -> PlanRow:
        return PlanRow(str(cells), kind, "m", "joint", cells=cells)  # type: ignore[arg-type]

    rows = [
        said("decision", question="More?", channel="Fairs"),
        said("action", what="Call the leads of SPRING FAIR"),
        said("action", what="Halve it", about="line-1"),
        said("decision", question="Which?", options=["None", "The spring fair"]),
        said("decision", question="Another", channel="Web"),
        said("action", what="Something else", about="cac"),
    ]
    found = said_of(rows, "Spring fair", "Fairs", ["line-1"])
    assert [(one.row, one.by_name) for one in found] == [
        (rows[1], True), (rows[2], True), (rows[3], True), (rows[0], False),
    ]  # fmt: skip
