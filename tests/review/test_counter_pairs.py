"""Counter-KPIs: who gained while its guard lost, and how sure that is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.change import change
from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.kpis import KPIS
from planning.review.counter_pairs import LIKELY, CounterPair, counter_pairs
from tests.actuals.small_counts import JAN, Row, months, small_counts

FEBRUARY = months("2025-02", "2025-03")
MATURE = date(2025, 12, 31)
YOUNG = date(2025, 2, 28)


def company(before: Row, now: Row, as_of: date = MATURE) -> Slice:
    """Two months of a company."""
    rows = [{**before, "month": JAN}, {**now, "month": JAN + 1}]
    counts = small_counts(base=rows, as_of=as_of)
    return Slice(counts, Scope(period=FEBRUARY), Context())


def month(leads: int = 1000, spend: int = 100_000, **more: int) -> Row:
    """A month of leads for programme money."""
    return {"leads": leads, "marketing_programme_cents": spend * 100, **more}


def only(found: tuple[CounterPair, ...]) -> CounterPair:
    """The one pair there is."""
    (pair,) = found
    return pair


def test_cheaper_leads_of_which_fewer_become_customers_are_a_pair() -> None:
    part = company(month(leads_won=60), month(leads=1500, leads_won=45))
    pair = only(counter_pairs(part, ["cost_per_lead"]))
    assert (pair.kpi, pair.counter) == ("cost_per_lead", "lead_to_customer")
    assert pair.directions == ("fell", "fell")
    assert pair.is_likely
    assert pair.sentence == (
        "Cost per lead fell 33\u00a0% while lead to customer fell 3.0 points: "
        "at least 99\u00a0% likely more than chance."
    )


def test_while_leads_are_young_the_close_ratio_stands_in() -> None:
    before, now = month(won=80, lost=120), month(leads=1500, won=50, lost=150)
    pair = only(counter_pairs(company(before, now, YOUNG), ["cost_per_lead"]))
    assert pair.counter == "close_ratio"
    assert pair.sentence.startswith("Cost per lead fell 33\u00a0% while close ratio fell 15 points")
    # Later on the leads themselves speak again: none was ever won, so nothing fell.
    assert not counter_pairs(company(before, now, MATURE), ["cost_per_lead"])


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (month(leads_won=60), month(leads=1500, leads_won=150)),  # both better
        (month(leads=1500, leads_won=150), month(leads_won=20)),  # both worse
        (month(leads=1500, leads_won=20), month(leads_won=60)),  # dearer, but better leads
        (month(leads_won=60), month(leads_won=60)),  # nothing moved
        (month(leads_won=60), month(leads=0, leads_won=0)),  # nothing to read
    ],
)
def test_no_other_moves_are_a_pair(before: Row, now: Row) -> None:
    assert not counter_pairs(company(before, now), ["cost_per_lead"])


def test_few_cases_are_a_pair_of_which_nothing_is_sure() -> None:
    part = company(month(leads=20, leads_won=3), month(leads=24, leads_won=3))
    pair = only(counter_pairs(part, ["cost_per_lead"]))
    assert pair.probability < 0.5
    assert not pair.is_likely


def test_the_surest_pair_comes_first_and_each_kpi_is_asked_once() -> None:
    before = month(leads_won=60, mqls=500, sqls=250)
    now = month(leads=1500, leads_won=45, mqls=560, sqls=265)
    found = counter_pairs(company(before, now), ["mqls", "cost_per_lead", "leads"])
    assert {pair.kpi for pair in found[:2]} == {"leads", "cost_per_lead"}
    assert [pair.kpi for pair in found[2:]] == ["mqls"]
    assert found[2].probability < LIKELY < found[1].probability <= found[0].probability


def test_what_the_teams_agreed_to_watch_comes_before_the_registry() -> None:
    before, now = month(leads_won=60, mqls=400), month(leads=1500, leads_won=90, mqls=300)
    part = company(before, now)
    assert not counter_pairs(part, ["cost_per_lead"])
    pair = only(counter_pairs(part, ["cost_per_lead"], counters={"cost_per_lead": "mql_rate"}))
    assert pair.counter == "mql_rate"


def test_spending_has_no_better_way_and_money_without_interval_is_not_judged() -> None:
    part = company(month(leads=1500), month(leads=1000, spend=50_000))
    assert not counter_pairs(part, ["spend_marketing", "open_pipeline", "pipeline_velocity"])


def test_a_period_without_anything_before_it_has_no_pairs() -> None:
    part = company(month(leads_won=60), month(leads=1500, leads_won=45))
    assert not counter_pairs(part, KPIS, months("2025-01", "2025-02"))
    whole = Slice(part.counts, Scope(), part.context)
    assert counter_pairs(whole, KPIS) == ()
    assert counter_pairs(whole, ["leads"], FEBRUARY)


def test_both_cannot_be_surer_than_either() -> None:
    # Customers rose while each cost more: both rest on the same customers.
    before = {"customers_with_account": 100, "marketing_cents": 10_000_00}
    now = {"customers_with_account": 130, "marketing_cents": 20_000_00}
    pair = only(counter_pairs(company(before, now), ["customers"]))
    rose, dearer = pair.gained.probability, pair.lost.probability
    assert rose is not None
    assert dearer is not None
    assert pair.probability == pytest.approx(rose + dearer - 1)
    # Drawn from the one count both rest on, it is exactly as probable as that.
    random = np.random.default_rng(5)
    was, came = random.gamma(100.5, size=200_000), random.gamma(130.5, size=200_000)
    both = (came > was) & (20_000 / came > 10_000 / was)
    assert pair.probability == pytest.approx(both.mean(), abs=0.01)


# ---- how sure one move is ----


@pytest.mark.parametrize(
    ("key", "before", "now"),
    [
        ("close_ratio", (30, 70), (42, 62)),
        ("close_ratio", (300, 700), (310, 690)),
        ("leads", (120, 0), (100, 0)),
        ("leads", (6, 0), (9, 0)),
    ],
)
def test_a_move_is_as_sure_as_draws_of_what_the_cases_allow(
    key: str, before: tuple[int, int], now: tuple[int, int]
) -> None:
    names = ("won", "lost") if key == "close_ratio" else ("leads", "mqls")
    first, second = (dict(zip(names, one, strict=True)) for one in (before, now))
    found = change(company(first, second), key, FEBRUARY)
    random = np.random.default_rng(3)
    if key == "close_ratio":
        was, came = (random.beta(a + 0.5, b + 0.5, 200_000) for a, b in (before, now))
    else:
        was, came = (random.gamma(a + 0.5, size=200_000) for a, _ in (before, now))
    moved = came > was if (found.difference or 0) > 0 else came < was
    assert found.probability is not None
    # Exact intervals of few cases are a little wide, so that it is rather less sure.
    assert moved.mean() - 0.03 < found.probability < moved.mean() + 0.01


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_a_move_is_called_better_or_worse_exactly_where_it_is_sure(counts: list[int]) -> None:
    before, now = {"won": counts[0], "lost": counts[1]}, {"won": counts[2], "lost": counts[3]}
    found = change(company(before, now), "close_ratio", FEBRUARY)
    if found.probability is None:
        assert found.verdict in ("same", "none")
    else:
        assert (found.verdict in ("better", "worse")) == (found.probability > 0.975)
        assert found.probability >= 0.5


def test_moves_of_chance_alone_are_seldom_marked() -> None:
    # Both months are drawn from the same company: no pair in it is real.
    random = np.random.default_rng(11)
    marked = 0
    for _ in range(100):
        one, two = (
            month(leads=int(leads), leads_won=int(random.binomial(leads, 0.05)))
            for leads in random.poisson(800, 2)
        )
        marked += any(it.is_likely for it in counter_pairs(company(one, two), ["cost_per_lead"]))
    assert marked / 100 < (1 - LIKELY) / 2
