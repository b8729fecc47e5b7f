"""Every figure of a quarter, computed once more with pandas from the demo's fact files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats  # type: ignore[import-untyped]

from data_sources.importing import paths
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.actuals.cubes import BASE
from planning.periods import Period
from planning.review.wins.quarter import Quarter, months_read, quarter_of_deals
from planning.review.wins.traits import traits

QUARTER = Period.parse("2026-04", "2026-07")
QUARTERS = {"now": ("2026-04-01", "2026-07-01"), "before": ("2026-01-01", "2026-04-01")}
YEAR = ("2025-07-01", "2026-07-01")


@dataclass(frozen=True)
class Demo:
    """The demo company: what the product says, and its files."""

    workspace: Workspace
    tables: dict[str, pd.DataFrame]
    quarter: Quarter

    def closed(self, ends: tuple[str, str]) -> pd.DataFrame:
        """The file's deals closed between two days."""
        rows = self.tables["opportunities"]
        on, (first, end) = pd.to_datetime(rows["closed_on"]), map(pd.Timestamp, ends)
        return rows[rows["is_won"].notna() & (on >= first) & (on < end)].copy()


@pytest.fixture(scope="module")
def demo(demo_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    home = shutil.copytree(demo_made_once, tmp_path_factory.mktemp("demo") / "home")
    workspace = Workspace.open(Settings(home=home))
    snapshot = workspace.snapshot()
    assert snapshot is not None
    files = paths(workspace.home, snapshot)
    tables = {name: pd.read_parquet(path) for name, path in files.items()}
    deals = workspace.deals.closed(months_read(QUARTER))
    assert deals is not None
    return Demo(workspace, tables, quarter_of_deals(deals, QUARTER))


def test_rates_and_money_of_both_quarters(demo: Demo) -> None:
    for name, rate in (("now", demo.quarter.whole.now), ("before", demo.quarter.whole.before)):
        rows = demo.closed(QUARTERS[name])
        won = rows["is_won"].astype(bool)
        assert (rate.won, rate.lost) == (won.sum(), (~won).sum())
        assert rate.won_cents == rows["amount_cents"][won].sum()
        assert rate.lost_cents == rows["amount_cents"][~won].sum()
        assert rate.by_count == pytest.approx(won.mean())


@pytest.mark.parametrize("by", ["region", "segment", "product", "motion"])
def test_each_cut(demo: Demo, by: str) -> None:
    for name, side in (("now", "now"), ("before", "before")):
        rows = demo.closed(QUARTERS[name])
        won = rows["is_won"].astype(bool)
        expected = {
            label: (int(part.sum()), int((~part).sum())) for label, part in won.groupby(rows[by])
        }
        found = {one.label: getattr(one, side) for one in demo.quarter.cuts[by]}
        assert {label: (it.won, it.lost) for label, it in found.items()} == expected


def test_chances_are_corrected_for_all_cuts_together(demo: Demo) -> None:
    told = [one for groups in demo.quarter.cuts.values() for one in groups
            if one.verdict != "too few"]  # fmt: skip
    single = [
        stats.fisher_exact([[one.now.won, one.now.lost], [one.before.won, one.before.lost]]).pvalue
        for one in told
    ]
    many = stats.false_discovery_control(single)
    assert [one.corrected for one in told] == pytest.approx(list(many), rel=1e-6)


@pytest.mark.parametrize("by", ["channel", "segment", "region", "motion"])
def test_the_deals_add_to_the_counts(demo: Demo, by: str) -> None:
    # Two ways to the same number: deals one by one, and the cubes every page reads.
    counts = demo.workspace.counts()
    assert counts is not None
    cube = counts.cubes[BASE]
    months = cube.keys["month"]
    kept = (months >= QUARTER.start) & (months < QUARTER.end)
    found = {one.label: one.now for one in demo.quarter.cuts[by] if one.now.closed}
    for measure in ("won", "lost", "won_cents", "lost_cents"):
        expected = {label: it for label, it in cube.by(by, measure, kept).items() if it}
        assert {k: getattr(it, measure) for k, it in found.items() if getattr(it, measure)} == (
            expected
        )


@pytest.mark.parametrize(
    ("by", "column"), [("reasons", "loss_reason"), ("competitors", "competitor")]
)
def test_what_lost_deals_name(demo: Demo, by: str, column: str) -> None:
    sides = []
    for name in QUARTERS:
        rows = demo.closed(QUARTERS[name])
        lost = rows[~rows["is_won"].astype(bool) & rows[column].notna()]
        sides.append((lost.groupby(column).size(), lost.groupby(column)["amount_cents"].sum()))
    (now, cents), (before, _) = sides
    found = getattr(demo.quarter, by)
    assert {one.label for one in found} == {*now.index, *before.index}
    for one in found:
        assert (one.lost, one.of) == (now.get(one.label, 0), now.sum())
        assert (one.lost_before, one.of_before) == (before.get(one.label, 0), before.sum())
        assert one.cents == cents.get(one.label, 0)


def test_every_lost_deal_of_the_demo_gives_a_reason(demo: Demo) -> None:
    rows = demo.closed(QUARTERS["now"])
    lost = rows[~rows["is_won"].astype(bool)]
    by_region = lost.groupby("region").size()
    assert {one.region: (one.unsaid, one.lost) for one in demo.quarter.unsaid} == {
        name: (0, number) for name, number in by_region.items()
    }


def test_touches_and_ages_deal_by_deal(demo: Demo) -> None:
    """One by one, in plain Python: what names the deal, its lead, or only its account."""
    deals = demo.workspace.deals.closed(QUARTER)
    assert deals is not None
    rows = demo.closed(QUARTERS["now"]).sort_values(
        ["closed_on", "opportunity_id"], ascending=[False, True]
    )
    leads, touches = demo.tables["leads"], demo.tables["touches"].copy()
    touches["on"] = pd.to_datetime(touches["on"])
    names_deal = touches["opportunity_id"].notna()
    names_lead = ~names_deal & touches["lead_id"].notna()
    names_account = ~names_deal & ~names_lead & touches["account_id"].notna()
    created = pd.to_datetime(leads.set_index("lead_id")["created_on"])
    pointing = leads[leads["opportunity_id"].notna()].set_index("opportunity_id")["lead_id"]
    for at, (_, deal) in list(enumerate(rows.iterrows()))[::7]:
        own = deals.frame.iloc[at]
        lead = (
            deal["lead_id"] if pd.notna(deal["lead_id"]) else pointing.get(deal["opportunity_id"])
        )
        began, ended = pd.Timestamp(deal["created_on"]), pd.Timestamp(deal["closed_on"])
        mine = (
            (names_deal & (touches["opportunity_id"] == deal["opportunity_id"]))
            | (names_lead & (touches["lead_id"] == lead))
            | (
                names_account
                & (touches["account_id"] == deal["account_id"])
                & (touches["on"] >= began - pd.Timedelta(days=90))
            )
        ) & (touches["on"] <= ended)
        teams = touches["team"][mine].value_counts()
        assert own["marketing_touches"] == teams.get("marketing", 0)
        assert own["sales_touches"] == teams.get("sales", 0)
        age = (began - created[lead]).days if isinstance(lead, str) else None
        assert np.isnan(own["lead_days"]) if age is None else own["lead_days"] == max(age, 0)


def test_what_wins_have_in_common(demo: Demo) -> None:
    rows = demo.closed(YEAR)
    rows = rows[rows["motion"] != "retain"]
    firms = demo.tables["accounts"].set_index("account_id")
    rows["industry"] = rows["account_id"].map(firms["industry"])
    staff = rows["account_id"].map(firms["employees"])
    bins = [0, 49, 249, 999, np.inf]
    names = ["under 50", "50 to 249", "250 to 999", "1,000 and more"]
    rows["employees"] = pd.cut(staff, bins, labels=names).astype(object)
    won = rows["is_won"].astype(bool)
    assert demo.quarter.looked_at == len(rows)
    for trait in ("region", "segment", "product", "motion", "industry", "employees"):
        known = rows[trait].notna()
        found = {one.level: one for one in demo.quarter.common if one.trait == trait}
        assert set(found) == set(rows[trait][known])
        for level, one in found.items():
            has = rows[trait][known] == level
            of = won[known]
            assert (one.won, one.closed) == ((of & has).sum(), has.sum())
            assert (one.others_won, one.others_closed) == ((of & ~has).sum(), (~has).sum())
            expected = (of & has).sum() / of.sum() / has.mean()
            assert one.seen_lift == pytest.approx(expected)
    tested = [one for one in demo.quarter.common if one.found != "too few"]
    single = [
        stats.fisher_exact(
            [[one.won, one.closed - one.won], [one.others_won, one.others_closed - one.others_won]]
        ).pvalue
        for one in tested
    ]
    many = stats.false_discovery_control(single)
    assert [one.corrected for one in tested] == pytest.approx(list(many), rel=1e-6)


def test_no_column_says_whose_a_deal_is(demo: Demo) -> None:
    deals = demo.workspace.deals.closed(QUARTER)
    assert deals is not None
    people = {*demo.tables["people"]["person_id"], *demo.tables["people"]["name"]}
    for column in deals.frame.columns:
        assert not people & set(deals.frame[column].astype(str))
    assert not {"owner", "marketing_owner"} & {*deals.frame.columns, *traits(deals, deals.frame)}
