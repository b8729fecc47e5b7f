"""Win rates of two quarters, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planning.company import Company
from planning.periods import Period
from planning.review.wins.quarter import quarter_of_deals
from planning.review.wins.quarters import quarter_name, quarters
from planning.review.wins.rates import corrected, cut, rate, whole
from planning.review.wins.reasons import shares, unsaid
from tests.review.wins.closed import YEAR, deals, read

NOW, BEFORE = YEAR.end - 1, YEAR.end - 4
LATER = date(2027, 3, 1)
QUARTER = Period(start=YEAR.end - 3, end=YEAR.end)


def some(number: int, outcome: str, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return [{"outcome": outcome, **more}] * number


def test_rates_by_count_and_by_value_differ() -> None:
    found = rate(deals([*some(1, "won", cents=900), *some(3, "lost", cents=100)]))
    assert (found.won, found.lost, found.won_cents, found.lost_cents) == (1, 3, 900, 300)
    assert (found.by_count, found.by_value) == (0.25, 0.75)
    assert found.won_squares == 810_000
    assert found.lost_squares == 30_000


def test_nothing_closed_has_no_rate() -> None:
    found = rate(deals([]))
    assert (found.by_count, found.by_value, found.count_interval) == (None, None, None)


def test_amounts_below_zero_have_no_rate_by_value() -> None:
    assert rate(deals([*some(2, "won", cents=-5), *some(1, "lost", cents=50)])).by_value is None


def test_a_change_beyond_chance_is_called_one() -> None:
    now = deals([*some(60, "won"), *some(40, "lost")])
    before = deals([*some(30, "won"), *some(70, "lost")])
    found = whole(now, before)
    assert found.verdict == "more"
    assert found.change == pytest.approx(0.3)
    low, high = found.change_interval or (0, 0)
    assert 0.15 < low < 0.3 < high < 0.45
    assert whole(before, now).verdict == "less"
    assert whole(now, now).verdict == "chance"
    assert whole(now, deals(some(4, "won"))).verdict == "too few"


def test_many_groups_are_held_to_more_than_one() -> None:
    # Alone 14 of 20 against 7 of 20 would pass for a change; beside nine others it does not.
    now = [*some(14, "won", region="A"), *some(6, "lost", region="A")]
    before = [*some(7, "won", region="A"), *some(13, "lost", region="A")]
    for at in range(9):
        both = [*some(8, "won", region=f"R{at}"), *some(12, "lost", region=f"R{at}")]
        now, before = [*now, *both], [*before, *both]
    (groups,) = corrected([cut(deals(now), deals(before), "region")])
    first = next(one for one in groups if one.label == "A")
    assert first.chance < 0.06
    assert first.corrected > 0.3
    assert first.verdict == "chance"
    assert {one.label for one in groups} == {"A", *(f"R{at}" for at in range(9))}


def test_groups_of_either_quarter_are_shown_and_those_without_a_label_too() -> None:
    now = deals([{"region": "North"}, {"region": None}])
    before = deals([{"region": "South", "outcome": "lost"}])
    found = {one.label: one for one in cut(now, before, "region")}
    assert found.keys() == {"North", "South", None}
    assert found["South"].now.closed == 0
    assert found[None].now.won == 1


def test_reasons_are_shares_of_the_lost_deals_that_name_one() -> None:
    now = deals([
        *some(6, "lost", reason="Price", cents=200), *some(2, "lost", reason="Timing"),
        *some(5, "lost"), *some(9, "won", reason="Price"),
    ])  # fmt: skip
    before = deals([*some(1, "lost", reason="Price"), *some(19, "lost", reason="Timing")])
    price, timing = shares(now, before, "reason")
    assert (price.label, price.lost, price.of, price.cents) == ("Price", 6, 8, 1200)
    assert (price.share, price.before) == (0.75, 0.05)
    assert (price.verdict, timing.verdict) == ("more", "less")


def test_deals_without_a_reason_are_counted_by_region() -> None:
    rows = [*some(3, "lost"), *some(2, "lost", reason="Price"), *some(4, "won")]
    rows += some(5, "lost", region="South", n=2)
    found = [(one.region, one.unsaid, one.lost) for one in unsaid(deals(rows))]
    assert found == [("South", 10, 10), ("North", 3, 5)]


def test_renewals_are_no_part_of_what_wins_have_in_common() -> None:
    rows = [*some(30, "won", motion="retain"), *some(5, "won", region="South"),
            *some(20, "lost"), *some(10, "won")]  # fmt: skip
    found = quarter_of_deals(read(deals(rows)), QUARTER)
    assert found.looked_at == 35
    assert {(one.trait, one.level) for one in found.common} == {("region", "North")}
    assert found.whole.now.won == 45
    assert found.whole.before.closed == 0


def test_cuts_nothing_tells_of_are_left_out() -> None:
    found = quarter_of_deals(read(deals([{"region": None, "product": None}])), QUARTER)
    assert set(found.cuts) == {"segment", "channel", "motion"}


@pytest.mark.parametrize("begins", range(1, 13))
def test_quarters_part_the_year_where_it_begins(begins: int) -> None:
    company = Company(fiscal_year_start=begins)
    year = company.months_of(2026)
    found = quarters(year.start, LATER, company, at_most=40)
    own = [one for one in found if year.start <= one.start < year.end]
    names = [quarter_name(one, company) for one in own]
    assert names == [f"Q{at} 2026" for at in (4, 3, 2, 1)]
    assert (own[-1].start, own[0].end) == (year.start, year.end)
