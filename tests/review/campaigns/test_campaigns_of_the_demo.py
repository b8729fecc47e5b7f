"""Every figure of a campaign, computed once more with pandas from the demo's fact files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats  # type: ignore[import-untyped]

from data_sources.importing import paths
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.periods import Period
from planning.review.campaigns.assets import assets
from planning.review.campaigns.standing import LEAST, Campaigns, campaigns

MONTHS = {"May 2026": Period.parse("2026-05", "2026-06"), "since the start": None}


@dataclass(frozen=True)
class Demo:
    """The demo company: what the product reads, and its files."""

    workspace: Workspace
    tables: dict[str, pd.DataFrame]
    leads: pd.DataFrame

    def found(self, when: str) -> Campaigns:
        """The product's campaigns of some months."""
        counts = self.workspace.counts()
        assert counts is not None
        return campaigns(self.leads, counts, self.workspace.company, MONTHS[when])

    def file(self, when: str) -> pd.DataFrame:
        """The file's leads of some months, with what became of each."""
        rows = self.tables["leads"]
        deals = self.tables["opportunities"]
        if MONTHS[when] is not None:
            rows = rows[pd.to_datetime(rows["created_on"]).dt.strftime("%Y-%m") == "2026-05"]
        rows = rows[rows["campaign"].notna()].copy()
        linked = rows["lead_id"].isin(deals["lead_id"].dropna()) | rows["opportunity_id"].isin(
            deals["opportunity_id"]
        )
        won = deals[deals["is_won"] == True]  # noqa: E712 - missing is open
        sold = won.set_index("lead_id")["amount_cents"].groupby(level=0).sum()
        rows["won"] = rows["lead_id"].isin(won["lead_id"].dropna()) | (rows["status"] == "won")
        rows["good"] = rows["sql_on"].notna() | linked | rows["won"]
        turned = rows["disqualified_on"].notna() | (rows["status"] == "disqualified")
        rows["bad"] = turned & ~rows["good"]
        rows["won_cents"] = rows["lead_id"].map(sold).fillna(0)
        return rows


@pytest.fixture(scope="module")
def demo(demo_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    home = shutil.copytree(demo_made_once, tmp_path_factory.mktemp("demo") / "home")
    workspace = Workspace.open(Settings(home=home))
    snapshot = workspace.snapshot()
    assert snapshot is not None
    files = paths(workspace.home, snapshot)
    leads = workspace.deals.of_campaigns()
    assert leads is not None
    return Demo(workspace, {name: pd.read_parquet(it) for name, it in files.items()}, leads)


@pytest.mark.parametrize("when", MONTHS)
def test_good_and_bad_leads_customers_and_revenue(demo: Demo, when: str) -> None:
    rows = demo.file(when).groupby("campaign")[["good", "bad", "won", "won_cents"]].sum()
    sizes = demo.file(when).groupby("campaign").size()
    found = {one.name: one.fate for one in demo.found(when).listed if one.fate.leads}
    assert found.keys() == set(rows.index)
    for name, fate in found.items():
        expected = rows.loc[name]
        assert (fate.leads, fate.good, fate.bad) == (sizes[name], expected["good"], expected["bad"])
        assert (fate.won, fate.won_cents) == (expected["won"], expected["won_cents"])


@pytest.mark.parametrize("when", MONTHS)
def test_money_and_what_a_good_lead_costs(demo: Demo, when: str) -> None:
    spend = demo.tables["spend"]
    if MONTHS[when] is not None:
        spend = spend[pd.to_datetime(spend["month"]).dt.strftime("%Y-%m") == "2026-05"]
    sums = spend.groupby("campaign")["amount_cents"].sum()
    found = demo.found(when)
    for one in found.listed:
        assert one.spent_cents == sums.get(one.name, 0)
        if one.cost_per_good is not None:
            assert one.cost_per_good == pytest.approx(sums[one.name] / 100 / one.fate.good)
            low, high = one.cost_interval
            ends = stats.chi2.ppf([0.025, 0.975], [2 * one.fate.good, 2 * one.fate.good + 2]) / 2
            assert (high, low) == pytest.approx(tuple(sums[one.name] / 100 / ends))
    ordered = [one.spent_cents or 0 for one in found.listed]
    assert ordered == sorted(ordered, reverse=True)
    programme = spend[(spend["team"] == "marketing") & (spend["category"] == "programme")]
    assert found.unnamed_cents == programme["amount_cents"][programme["campaign"].isna()].sum()


def test_follow_up_in_the_agreed_time(demo: Demo) -> None:
    """The demo gives MQL dates, so the clock of its leads starts there."""
    found = {one.name: one.followed for one in demo.found("May 2026").listed}
    rows = demo.file("May 2026")
    rows = rows[rows["mql_on"].notna()]
    touches = demo.tables["touches"]
    called = touches[touches["team"] == "sales"]["lead_id"]
    touched = rows["first_touch_on"].notna() | rows["lead_id"].isin(called)
    age = (pd.Timestamp("2026-06-30") - pd.to_datetime(rows["mql_on"])).dt.days * 24
    gone = touched | rows[["sal_on", "sql_on", "opportunity_id"]].notna().any(axis=1)
    gone |= rows["lead_id"].isin(demo.tables["opportunities"]["lead_id"].dropna())
    gone |= ~rows["status"].isin(["new"]) & rows["status"].notna()
    rows = rows.assign(never=~gone & (age > 30 * 24), waiting=~gone & (age <= 30 * 24))
    rows["within"] = rows["first_touch_hours"] <= 24
    for name, part in rows.groupby("campaign"):
        told = found[str(name)]
        assert told is not None
        assert (told.never, told.waiting) == (part["never"].sum(), part["waiting"].sum())
        assert told.within == part["within"].sum()


@pytest.mark.parametrize("when", MONTHS)
def test_a_campaign_is_held_against_the_others_of_its_channel(demo: Demo, when: str) -> None:
    rows = demo.file(when)
    rows["month"] = pd.to_datetime(rows["created_on"]).dt.strftime("%Y-%m")
    for one in demo.found(when).listed:
        own = rows[rows["campaign"] == one.name]
        if not len(own):
            continue
        others = rows[rows["month"].isin(own["month"].unique()) & (rows["campaign"] != one.name)]
        same = others[others["channel"] == one.channel]
        assert one.peers_of == ("channel" if len(same) >= 5 else "all")
        held = same if one.peers_of == "channel" else others
        sums = (len(held), held["good"].sum(), held["bad"].sum())
        assert (one.peers.leads, one.peers.good, one.peers.bad) == sums


def test_verdicts_rest_on_chance_corrected_for_all(demo: Demo) -> None:
    found = demo.found("since the start").listed
    asked = [one for one in found if one.fate.leads >= LEAST]
    single = {
        (one.name, part): stats.fisher_exact(
            [
                [getattr(one.fate, part), one.fate.leads - getattr(one.fate, part)],
                [getattr(one.peers, part), one.peers.leads - getattr(one.peers, part)],
            ]
        ).pvalue
        for one in asked
        for part in ("good", "bad")
    }
    many = dict(zip(single, stats.false_discovery_control(list(single.values())), strict=True))
    for one in asked:
        assert one.good_chance == pytest.approx(many[one.name, "good"], rel=1e-6)
        assert one.bad_chance == pytest.approx(many[one.name, "bad"], rel=1e-6)
    assert {"many good", "many poor", "few good", "like others"} <= {one.verdict for one in found}


def test_assets_of_every_campaign(demo: Demo) -> None:
    rows = demo.file("since the start")
    for name, own in demo.leads.groupby("campaign"):
        part = rows[rows["campaign"] == name]
        found = assets(own)
        assert {one.name for one in found if one.name} == set(part["asset"].dropna())
        for one in found:
            has = part["asset"].isna() if one.name is None else part["asset"] == one.name
            assert (one.leads, one.good, one.bad) == (
                has.sum(), part["good"][has].sum(), part["bad"][has].sum(),
            )  # fmt: skip
            assert (one.others_leads, one.others_good) == ((~has).sum(), part["good"][~has].sum())
