"""What facts tell of the demo company agrees with what is true of it."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.demo.staff import capacity
from data_sources.demo.truth import Truth
from planning.model.assuming.cells import lay_out
from planning.model.assuming.judged import Answers, Judgement
from planning.model.assumptions import Assumption, Assumptions, row
from planning.model.measuring.calibrate import calibrate
from planning.model.measuring.kernels import kernel
from tests.model.conftest import Calibrated

MOTIONS = ("acquire", "cross-sell", "up-sell")


def entries(demo: Calibrated, kind: str) -> list[Assumption]:
    return [it for it in demo.calibration.assumptions.entries if it.kind == kind]


def mixed(truth: Truth, channel: str, step: str) -> tuple[float, float]:
    """Least and most of a true rate over the motions a channel's leads may have."""
    each = [getattr(rates, step) for rates in truth.rates[truth.classes[channel]].values()]
    return min(each), max(each)


def test_leads_handed_over_are_measured_for_every_channel(demo: Calibrated) -> None:
    find, truth = demo.calibration.assumptions.find, demo.company.truth
    for channel in truth.response:
        low, high = mixed(truth, channel, "mql")
        assert 0.93 * low <= find("asks", channel=channel).number <= 1.07 * high


def test_deals_for_each_follow_up_are_measured_for_every_channel(demo: Calibrated) -> None:
    find, truth = demo.calibration.assumptions.find, demo.company.truth
    for channel in truth.response:
        ends = [mixed(truth, channel, step) for step in ("sal", "sql", "deal")]
        low, high = np.prod(ends, axis=0)
        assert 0.8 * low <= find("qualifies", channel=channel).number <= 1.1 * high


def test_close_ratios_are_near_the_truth_or_say_how_unsure_they_are(demo: Calibrated) -> None:
    find, truth = demo.calibration.assumptions.find, demo.company.truth
    held, apart = [], []
    for channel in truth.response:
        for motion in MOTIONS:
            told = find("closes", channel=channel, motion=motion)
            true = truth.rates[truth.classes[channel]][motion].close
            held.append(row(told.low)[0] <= true <= row(told.high)[0])
            apart.append(abs(told.number - true))
    assert np.mean(held) >= 0.75
    assert np.mean(apart) < 0.06


def test_leads_nobody_follows_up_are_found_where_they_are(demo: Calibrated) -> None:
    place = demo.company.truth.places["no-follow-up"]
    share = demo.company.truth.neglect_at[0].share
    neglected = demo.calibration.assumptions.find(
        "reached", channel=place.channel, area=place.region
    )
    assert neglected.number == pytest.approx(1 - share, abs=0.08)
    assert "Agree whose they are" in neglected.note
    others = [
        it.number
        for it in entries(demo, "reached")
        if it.area is not None and it.key != neglected.key
    ]
    assert min(others) > 0.85


def test_the_region_short_of_people_is_found(demo: Calibrated) -> None:
    short = demo.company.truth.places["short-region"].region
    areas, loads = demo.calibration.assumptions.areas, demo.calibration.loads
    for told in (loads.follow_short, loads.close_short):
        assert [area for area, is_short in zip(areas, told, strict=True) if is_short] == [short]


def test_capacity_is_what_a_busy_head_works(demo: Calibrated) -> None:
    truth, find = demo.company.truth, demo.calibration.assumptions.find
    deals = demo.company.frames["opportunities"]
    deals = deals[deals["lead_id"].notna() & (deals["motion"] != "retain")]
    # Where people are short they choose larger deals, which take longer.
    hours = deals["segment"].map(truth.effort_hours).groupby(deals["region"]).mean()
    for area in demo.calibration.assumptions.areas:
        follows = find("per_head", area=area, job="development").number
        closes = find("per_head", area=area, job="closing").number
        assert follows == pytest.approx(truth.leads_per_development_head, rel=0.06)
        assert closes == pytest.approx(truth.hours_per_closing_head / hours[area], rel=0.15)


def test_productive_heads_are_those_of_the_truth_once_ramps_agree(demo: Calibrated) -> None:
    loads, truth = demo.calibration.loads, demo.company.truth
    regions = list(truth.region_share)
    order = [regions.index(area) for area in demo.calibration.assumptions.areas]
    true = capacity(truth, "closing")[order] / truth.hours_per_closing_head
    assert np.abs(loads.closing - true).mean() < 0.05 * true.mean()


def test_what_sales_finds_itself_is_measured(demo: Calibrated) -> None:
    found = [it.number for it in entries(demo, "found_per_head") if it.motion and not it.area]
    assert sum(found) == pytest.approx(demo.company.truth.self_sourced_per_head, rel=0.4)


def test_money_that_is_booked_is_measured_exactly(demo: Calibrated) -> None:
    truth, find = demo.company.truth, demo.calibration.assumptions.find
    for job in ("development", "closing"):
        assert find("cost_per_head", job=job).number == pytest.approx(truth.cost_per_head[job])
    for motion, share in truth.commission.items():
        assert find("commission", motion=motion).number == pytest.approx(share, rel=1e-3)
    assert find("partner", channel="Partner").number == pytest.approx(truth.partner_share, rel=1e-3)
    assert find("partner", channel="Website").number == 0


def test_deal_sizes_are_near_the_truth(demo: Calibrated) -> None:
    truth = demo.company.truth
    usual = np.dot(list(truth.annual_size.values()), list(truth.segment_share.values()))
    usual *= np.exp(truth.size_sigma**2 / 2)
    for motion in MOTIONS:
        told = demo.calibration.assumptions.find("recurring", motion=motion)
        true = usual * truth.size_factor[motion] * truth.recurring_share
        assert told.number == pytest.approx(true, rel=0.25)


def test_renewals_and_new_customers_are_measured(demo: Calibrated) -> None:
    find, truth = demo.calibration.assumptions.find, demo.company.truth
    usual_rise = 1.03
    told = find("renewal_rate").number
    assert told == pytest.approx(truth.renewal_rate * usual_rise, abs=0.06)
    assert find("customers_per_win", motion="acquire").number > 0.95
    assert find("customers_per_win", motion="up-sell").number < 0.05


def test_the_season_is_that_of_the_truth(demo: Calibrated) -> None:
    told = np.array(row(demo.calibration.assumptions.find("season").value))
    assert np.abs(told - demo.company.truth.season).max() < 0.1


def mean_months(told: Assumption) -> float:
    return float(np.dot(np.arange(len(row(told.value))), row(told.value)))


def test_lags_and_cycles_take_as_long_as_in_truth(demo: Calibrated) -> None:
    find, truth = demo.calibration.assumptions.find, demo.company.truth
    month = 365.25 / 12
    assert mean_months(find("lead_lag")) * month == pytest.approx(
        truth.lag_days["created-mql"], rel=0.15
    )
    steps = sum(truth.lag_days[step] for step in ("touch-sal", "sal-sql", "sql-deal"))
    assert mean_months(find("ready_lag")) * month == pytest.approx(steps, rel=0.35)
    medians = np.array(list(truth.cycle_days.values())) * np.exp(truth.cycle_sigma**2 / 2)
    cycle = float(np.dot(medians, list(truth.segment_share.values())))
    assert mean_months(find("cycle", motion="acquire")) * month == pytest.approx(cycle, rel=0.15)


def test_money_comes_as_much_later_than_wins_as_large_deals_take_longer(demo: Calibrated) -> None:
    find, truth = demo.calibration.assumptions.find, demo.company.truth
    medians = np.array(list(truth.cycle_days.values())) * np.exp(truth.cycle_sigma**2 / 2)
    deals = np.array(list(truth.segment_share.values()))
    money = deals * np.array(list(truth.annual_size.values()))
    later = (medians @ money / money.sum()) / (medians @ deals / deals.sum())
    assert later > 1.2
    wins, paid = (mean_months(find(it, motion="acquire")) for it in ("cycle", "pays"))
    assert paid / wins == pytest.approx(later, rel=0.12)


def test_whoever_judges_the_cycle_means_its_money_too(demo: Calibrated) -> None:
    assumptions = demo.calibration.assumptions
    group = assumptions.groups[0]
    told = assumptions.find("cycle", area=group.area, motion=group.motion)
    new = told.model_copy(update={"value": (0.5, 0.5), "source": "judged"})
    before, after = (lay_out(it).pays() for it in (assumptions, assumptions.replaced([new])))
    assert all(before)
    assert after[0] == ()
    others = [it for it in assumptions.groups if it.area != group.area]
    assert all(after[assumptions.groups.index(it)] for it in others)


def test_every_kernel_adds_to_one(demo: Calibrated) -> None:
    for kind in ("lead_lag", "ready_lag", "cycle", "pays"):
        for told in entries(demo, kind):
            assert sum(row(told.value)) == pytest.approx(1)
            assert min(row(told.value)) >= 0


def test_a_kernel_spreads_days_evenly_over_their_month() -> None:
    days = np.zeros(46)
    days[15] = 1.0
    same, later = kernel(days)
    assert later == pytest.approx(15 / 30.4375)
    assert same + later == pytest.approx(1)


def test_every_measured_assumption_tells_its_cases_and_lies_in_its_range(demo: Calibrated) -> None:
    for told in demo.calibration.assumptions.entries:
        if told.source == "measured":
            assert told.months
        if told.low is not None and told.high is not None:
            ends = zip(row(told.low), row(told.value), row(told.high), strict=True)
            assert all(low <= value <= high for low, value, high in ends)


def test_shares_of_a_channels_leads_add_to_one(demo: Calibrated) -> None:
    laid = lay_out(demo.calibration.assumptions)
    for channel in range(len(demo.calibration.assumptions.channels)):
        assert laid.cells["share"][laid.layout.channel == channel].sum() == pytest.approx(1)


def test_a_channel_whose_spend_was_steady_says_so(demo: Calibrated) -> None:
    steady = demo.company.truth.places["saturated-channel"].channel
    told = demo.calibration.assumptions.find("half", channel=steady)
    assert told.source == "default"
    assert told.note.startswith("Spend hardly varied")
    assert any(str(steady) in it.message for it in demo.calibration.assumptions.findings)


def again(demo: Calibrated, **more: object) -> Calibrated:
    counts = demo.calibration.counted.counts
    return Calibrated(
        demo.company,
        demo.context,
        calibrate(counts, demo.context, **more),  # type: ignore[arg-type] # passed through
    )


def test_answers_decide_where_spend_was_steady(demo: Calibrated) -> None:
    place = demo.company.truth.places["saturated-channel"].channel
    assert place
    today = next(it.spend for it in demo.calibration.assumptions.channels if it.name == place)
    true = demo.company.truth.response[place]
    told = Answers(
        channel=place,
        by="Ada",
        team="marketing",
        on=demo.company.as_of,
        spend=today,
        none=0,
        now=true.leads(today),
        more=true.leads(1.5 * today),
    )
    asked = again(demo, answers=[told])
    before = demo.calibration.fit.beliefs[place].mean(0.25 * today)
    after = asked.calibration.fit.beliefs[place].mean(0.25 * today)
    assert abs(after - true.leads(0.25 * today)) < abs(before - true.leads(0.25 * today))
    curve = asked.calibration.assumptions.find("half", channel=place)
    assert curve.source == "judged"
    assert curve.judged_by == ("Ada",)


def test_a_judgement_stands_in_place_of_what_was_measured(demo: Calibrated) -> None:
    said = Judgement(by="Bo", team="sales", on=demo.company.as_of, value=0.5)
    key = "closes | Webinars | Iberia | acquire"
    asked = again(demo, judgements={key: [said]}).calibration.assumptions
    told = asked.find("closes", channel="Webinars", area="Iberia", motion="acquire")
    assert (told.value, told.source, told.judged_by) == (0.5, "judged", ("Bo",))
    assert told.note.startswith("The facts say")
    elsewhere = asked.find("closes", channel="Webinars", area="DACH", motion="acquire")
    assert elsewhere.source == "measured"


def test_segments_can_be_areas_instead_of_regions(demo: Calibrated) -> None:
    told = again(demo, area_kind="segment").calibration.assumptions
    assert set(told.areas) == set(demo.company.truth.segment_share)
    assert mean_months(told.find("cycle", area="Enterprise", motion="acquire")) > mean_months(
        told.find("cycle", area="Small", motion="acquire")
    )


def test_assumptions_come_back_from_json_as_they_were(demo: Calibrated) -> None:
    told = demo.calibration.assumptions
    assert Assumptions.model_validate_json(told.model_dump_json()) == told
