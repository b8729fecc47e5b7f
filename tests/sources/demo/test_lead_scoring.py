"""The demo's leads read one by one, scored and checked, agree with its tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_sources.demo import write
from data_sources.demo.plan import plans
from data_sources.facts.lead_sample import sample_leads
from planning.actuals.lead_sample import LeadSample
from planning.actuals.scoring.cohort import Cohort, cohort
from planning.agreed.accounts.score_rules import ScoreRule
from planning.review.leads.lead_leaks import LeadLeaks, lead_leaks
from planning.review.leads.score import before_outcome
from planning.review.leads.score_standing import score_standing
from planning.review.leads.score_suggestion import suggest_points
from tests.sources.demo.companies import AS_OF, company, facts

ALL = 100_000


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(company().frames, tmp_path_factory.mktemp("facts"))


def read(paths: dict[str, Path], limit: int = ALL) -> LeadSample:
    return sample_leads(paths, "demo", AS_OF.date(), company().company, limit, {})


@pytest.fixture(scope="module")
def sample(paths: dict[str, Path]) -> LeadSample:
    return read(paths)


@pytest.fixture(scope="module")
def judged(sample: LeadSample) -> Cohort:
    return cohort(sample)


@pytest.fixture(scope="module")
def leaks(sample: LeadSample, judged: Cohort) -> LeadLeaks:
    return lead_leaks(sample, judged)


def test_every_lead_is_read_once_with_its_outcome(sample: LeadSample) -> None:
    stored, deals = facts(company(), "leads"), facts(company(), "opportunities")
    won = deals[deals["is_won"].fillna(False).astype(bool) & deals["lead_id"].notna()]
    leads = sample.leads.set_index("lead_id")
    assert sample.is_whole
    assert list(leads.index) == sorted(stored["lead_id"])
    assert set(leads.index[leads["won_n"] > 0]) == set(won["lead_id"])
    days = won.groupby("lead_id")["closed_on"].min()
    assert (leads.loc[days.index, "won_on"] == days).all()
    assert int(leads["won_cents"].sum()) == int(won["amount_cents"].sum())
    assert "owner" not in sample.leads.columns


def test_touches_up_to_the_as_of_date_are_those_of_leads_and_of_their_accounts(
    sample: LeadSample,
) -> None:
    touches = facts(company(), "touches")
    touches = touches[touches["on"] <= AS_OF]
    by_lead = touches[touches["lead_id"].notna()]
    alone = touches["lead_id"].isna() & touches["opportunity_id"].isna()
    known = set(sample.leads["account_id"].dropna())
    by_account = touches[alone & (touches["team"] != "sales") & touches["account_id"].isin(known)]
    read_here = sample.touches
    assert read_here.loc[read_here["lead"] >= 0, "n"].sum() == len(by_lead)
    assert read_here.loc[read_here["account"] >= 0, "n"].sum() == len(by_account)
    first = by_lead.iloc[0]
    position = sample.leads.index[sample.leads["lead_id"] == first["lead_id"]][0]
    same = read_here[(read_here["lead"] == position) & (read_here["kind"] == first["kind"])]
    assert first["on"] in set(same["on"])


def test_a_part_is_the_same_part_every_time_and_says_so(
    paths: dict[str, Path], sample: LeadSample
) -> None:
    part, again = read(paths, 3_000), read(paths, 3_000)
    pd.testing.assert_frame_equal(part.leads, again.leads)
    assert (len(part.leads), part.rows, part.is_whole) == (3_000, sample.rows, False)
    share = (part.leads["won_n"] > 0).mean() / (sample.leads["won_n"] > 0).mean()
    assert share == pytest.approx(1, abs=0.35)


def test_an_account_is_no_customer_before_its_lead_came_in(sample: LeadSample) -> None:
    since = facts(company(), "accounts").set_index("account_id")["customer_since"]
    leads = sample.leads[sample.leads["account_id"].notna()]
    bought = leads["account_id"].map(since)
    wanted = np.where(bought.notna() & (bought < leads["created_on"]), "yes", "no")
    assert (leads["is_customer"] == wanted).all()


def test_the_planted_leak_is_named_and_what_was_known_before_is_not(leaks: LeadLeaks) -> None:
    named = {it.column for it in leaks.leaks}
    assert {"attributes.Call outcome", "account_id"} <= named
    early = {"attributes.form", "attributes.pages_viewed", "attributes.Job level", "channel"}
    assert not named & {*early, "attributes.Visits before form", "segment", "region", "campaign"}


def test_the_agreed_score_beats_no_score_also_without_what_is_known_afterwards(
    sample: LeadSample, judged: Cohort, leaks: LeadLeaks
) -> None:
    rows = [row for row in plans(company())[1].rows if row.kind == "score"]
    rules = tuple(ScoreRule.of(row.cells) for row in rows)
    assert 8 <= len(rules) <= 12
    stands = score_standing(sample, rules, judged, leaks)
    assert stands.tainted == ("industry",)
    assert stands.honest is not None
    assert stands.test.separation is not None
    assert stands.honest.separation is not None
    assert 0.7 < stands.honest.separation.auc < stands.test.separation.auc
    top = stands.honest.bands[-1]
    assert top.lift_interval is not None
    assert top.lift_interval[0] > 1.5


def test_suggested_points_are_made_from_earlier_leads_only(
    sample: LeadSample, judged: Cohort, leaks: LeadLeaks
) -> None:
    behaviour = leaks.looked_at(before_outcome(sample))
    found = suggest_points(behaviour, judged, (), leaks.afterwards)
    assert found is not None
    assert found.tested is not None
    assert found.tested.low > 0.7
    early = (judged.judged & judged.earlier).astype(bool)
    assert (found.cases, found.won) == (
        int(early.sum()),
        int((sample.leads["won_n"].to_numpy()[early] > 0).sum()),
    )
    read_by = {str(cells.get("attribute")) for cells in found.rules}
    assert not read_by & leaks.afterwards
    # What became of later leads has no part in the points.
    other = sample.leads.copy()
    late = judged.judged & ~judged.earlier
    other.loc[late, "won_n"] = 0
    changed = LeadSample("x", sample.as_of, other, sample.touches, sample.rows)
    again = suggest_points(leaks.looked_at(before_outcome(changed)), judged, (), leaks.afterwards)
    assert again is not None
    assert again.rules == found.rules
