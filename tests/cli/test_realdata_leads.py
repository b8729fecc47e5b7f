"""Leads nobody here wrote: those never followed up, by source, priced once spend is beside them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data_sources.workspace import Workspace
from planning.actuals.counts import Scope
from planning.actuals.follow_up_groups import Followed, followed_by, whole
from planning.actuals.lead_value import lead_values
from planning.actuals.slices import Context, Slice
from tests.workspaces import csv_file, request, workspace_in

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not on this machine"),
]
AS_OF = date(2022, 9, 29)
COUNT = {
    "Web Registration": 8268,
    "Trade Shows and Events": 2145,
    "Purchased List": 53,
}
"""Leads not followed up, by source."""


@pytest.fixture(scope="module")
def marketstar(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = workspace_in(tmp_path_factory.mktemp("marketstar") / "home")
    folder = DATA / "marketstar"
    read = workspace.import_file(request(folder / "Leads.csv", "leads"), as_of=AS_OF)
    assert (read.accepted, read.rejected) == (43_033, 0)
    deals = request(
        folder / "Opportunities.csv", "opportunities", won=("TRUE",), lost=("FALSE",),
        columns={"closed_on": "AcceptedDecisionDate", "stage": "IsAccepted"},
    )  # fmt: skip
    assert workspace.import_file(deals).accepted == 1061
    return workspace


def company(workspace: Workspace) -> Slice:
    counts = workspace.counts()
    assert counts is not None
    return Slice(counts, Scope(), Context(workspace.company, workspace.channel_teams()))


def silence(one: Followed) -> tuple[int, int]:
    """Leads never followed up, and those waiting or overdue."""
    return one.outcomes["never"], one.untouched - one.outcomes["never"]


def test_never_followed_up_and_waiting_or_overdue(marketstar: Workspace) -> None:
    assert silence(whole(company(marketstar), None)) == (8229, 2237)


def test_the_same_by_source(marketstar: Workspace) -> None:
    found = followed_by(company(marketstar), "channel", None)
    assert {one.name: one.untouched for one in found} == COUNT
    assert [sum(it) for it in zip(*map(silence, found), strict=True)] == [8229, 2237]
    (marketing,) = followed_by(company(marketstar), "team", None)
    assert (marketing.name, silence(marketing)) == ("marketing", (8229, 2237))


def test_the_leads_themselves_are_listed(marketstar: Workspace) -> None:
    values = lead_values(company(marketstar)).frame()
    listed = marketstar.leads.listed(values, limit=20_000)
    assert listed.groupby("channel").size().to_dict() == COUNT
    assert listed["state"].value_counts()["never"] == 8229


def test_without_spend_the_cost_is_unknown_and_with_it_each_is_priced(
    marketstar: Workspace, tmp_path: Path
) -> None:
    unknown = whole(company(marketstar), None).cost
    assert (unknown.value, unknown.note) == (None, "No spend has been imported.")
    before = {one.name: one for one in followed_by(company(marketstar), "channel", None)}
    rows: list[dict[str, object]] = [
        {"month": "2022-01", "team": "marketing", "category": "programme", "channel": channel,
         "amount": amount, "currency": "EUR"}
        for channel, amount in (("Web Registration", 271_750), ("Trade Shows and Events", 61_150))
    ]  # fmt: skip
    marketstar.import_file(request(csv_file(tmp_path, "spend.csv", rows), "spend"))
    found = whole(company(marketstar), None).cost
    # Each web lead cost 271,750 / 27,175 = 10, each of trade shows 61,150 / 6,115 = 10.
    priced = sum(
        before[name].outcomes["never"] for name in ("Web Registration", "Trade Shows and Events")
    )
    assert found.value == Decimal(10 * priced)
    assert 0 < priced < 8229
    assert "Purchased List" in found.note
