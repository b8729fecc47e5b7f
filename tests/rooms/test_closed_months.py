"""Closed months on the screen: who closed them, and what their figures became since."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from planning.agreed.closing import Restatement
from tests.rooms import companies
from tests.rooms.conftest import Visit
from tests.rooms.plans import line, planned
from tests.rooms.tables import Table, offers, press, said
from tests.sources.plan.sheets import ADA, EVE, MAX, SUE
from views.closing import restated
from views.downloads import csv_bytes


@pytest.fixture
def table(visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Table:
    """An agreed plan for 2025, with facts up to its June."""
    home = tmp_path / "home"
    companies.whole(home)
    workspace, plan = planned(home, (line("Fairs"), line("Outbound", team="sales")))
    return Table(visit, monkeypatch, home, workspace, plan).agreed()


def test_each_teams_leader_closes_the_first_month_that_is_open(table: Table) -> None:
    assert "No month of 2025 is closed yet." in said(table.screen(EVE))
    app = table.screen(MAX)
    assert offers(app) == ["Close Jan 2025 for marketing"]
    app = press(app, "close-marketing")
    assert "Jan 2025 is closed for marketing." in said(app)
    assert "No month of 2025 is closed by both teams; Jan 2025 by marketing alone." in said(app)
    assert offers(app) == ["Close Feb 2025 for marketing"]
    app = press(table.screen(SUE), "close-sales")
    assert "1 month of 2025 is closed by both teams, the last Jan 2025." in said(app)
    (months,) = [it.value for it in app.dataframe if "Marketing" in it.value.columns]
    january, february, *_, december = months.to_dict("records")
    assert january["Marketing"].startswith("closed ")
    assert january["Sales"].endswith(", sue@example.com")
    assert [it["Stands"] for it in (january, february, december)] == ["closed", "open", "open"]
    assert (february["Sales"], december["Sales"]) == ("can be closed", "not over")


@pytest.mark.parametrize("who", [ADA, EVE])
def test_only_a_teams_leader_closes_its_months(table: Table, who: object) -> None:
    app = table.screen(who)  # type: ignore[arg-type]
    assert offers(app) == []
    assert "A leader of each team closes its months: marketing and sales." in said(app)


def test_what_changes_in_a_closed_month_is_listed_with_before_after_and_difference(
    table: Table,
) -> None:
    waiting = "Once both teams closed a month, later changes of its figures are listed here."
    assert waiting in said(table.screen(MAX))
    table.workspace.acting_as(MAX).agreement.close_month("2025-01", "marketing")
    table.workspace.acting_as(SUE).agreement.close_month("2025-01", "sales")
    assert "No figure of a closed month has changed since" in said(table.screen(MAX))
    late = [companies.lead(number, 1) for number in (900, 901)]
    companies.imported(table.home, {"leads": late})
    app = table.screen(MAX)
    assert "1 figure of 1 closed month is another now." in said(app)
    (found,) = [it.value for it in app.dataframe if "When closed" in it.value.columns]
    assert found.to_dict("records") == [
        {
            "Month": "Jan 2025",
            "Figure": "Leads",
            "When closed": "10",
            "Now": "12",
            "Difference": "+2",
            "In words": "Leads of Jan 2025 was 10 when the month was closed and is 12 now.",
        }
    ]


def test_a_figure_that_was_undefined_has_no_difference_and_files_run_nothing() -> None:
    found = [Restatement("2025-01", "revenue", None, None, "=1+1")]
    frame = restated(found, "EUR")
    assert frame.iloc[0].tolist() == ["Jan 2025", "Revenue, EUR", "—", "—", "—", "=1+1"]
    (_, row) = csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig")))
    assert row[-1] == "'=1+1"
