"""Compare: plans side by side, what differs first, every changed cell named."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.comparison import Side, compare
from planning.agreed.rows import Kind, PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.signatures import SEATS
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import line, planned
from views.comparison import Beside, all_cells_frame, lines_frame, targets_frame, true_sentence
from views.comparison_pictures import largest
from views.downloads import xlsx_bytes

LINES = (line("Fairs"), line("Webinars"), line("Outbound", team="sales"))
TARGET: dict[str, JsonValue] = {
    "team": "sales", "kpi": "won", "start": "2025-01", "months": 12, "value": "40",
}  # fmt: skip


def read(text: str) -> str:
    """Text as a reader sees it, without the marks that keep it from being Markdown."""
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def two(home: Path, name: str = "Other") -> tuple[Workspace, PlanRow, PlanRow]:
    """A plan of three lines and a target, and a copy of it."""
    workspace, first = planned(home, LINES)
    workspace.plan.add("target", first.id, TARGET)
    return workspace, first, copied(workspace, first, name)


def copied(workspace: Workspace, of: PlanRow, name: str) -> PlanRow:
    rows = workspace.agreement.copy(of.id, name).rows
    return next(row for row in rows if row.kind == "scenario")


def change(
    workspace: Workspace,
    plan: PlanRow,
    at: int,
    cells: Mapping[str, JsonValue],
    kind: Kind = "line",
) -> None:
    row = workspace.plan.rows(kind, plan.id)[at]
    workspace.plan.save([Edit(row.id, {cell: row[cell] for cell in cells}, cells)])


def opened(visit: Visit, home: Path, plan: PlanRow) -> AppTest:
    app = visit(home, "budget", view="Compare", plan=str(plan["name"]))
    assert not app.exception
    return app


def table(app: AppTest, head: str) -> pd.DataFrame:
    found: pd.DataFrame = next(it.value for it in app.dataframe if it.value.columns[0] == head)
    return found


def test_what_differs_stands_first_with_its_cells_named_and_the_rest_is_folded_away(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, _, other = two(tmp_path / "home")
    change(workspace, other, 1, {"plan_03": "4000.00", "reason": "Later."})
    change(workspace, other, 0, {"value": "50"}, "target")
    app = opened(visit, tmp_path / "home", other)
    shown = read(words(app))
    assert (
        "Other plans 3,000 EUR more than Plan 2025; 1 of 3 lines and 1 of 1 target differ." in shown
    )
    assert "Webinars moves most: 3,000 more" in shown
    lines = table(app, "Line")
    assert list(lines["Line"]) == ["Webinars", "All lines"]
    assert lines["Changed"].iloc[0] == "March, reason"
    assert list(lines["Difference"]) == [3000, 3000]
    assert list(lines["Other, EUR"]) == [6000, 12000]
    assert list(table(app, "KPI").iloc[0])[2:] == ["target", "40", "50"]

    app.toggle(key="beside-alike").set_value(True).run()
    assert list(table(app, "Line")["Line"]) == ["Webinars", "Fairs", "Outbound", "All lines"]
    assert table(app, "Line")["Changed"].iloc[1] == "alike"


def test_new_and_removed_lines_are_marked(visit: Visit, tmp_path: Path) -> None:
    workspace, _, other = two(tmp_path / "home")
    workspace.plan.remove([workspace.plan.rows("line", other.id)[0].id])
    workspace.plan.add("line", other.id, dict(line("Podcast")))
    app = opened(visit, tmp_path / "home", other)
    lines = table(app, "Line").set_index("Line")
    assert lines.loc["Fairs", "Changed"] == "− removed"
    assert lines.loc["Podcast", "Changed"] == "+ new"
    assert lines["Plan 2025, EUR"].isna()["Podcast"]
    shown = read(words(app))
    assert "1 line new and 1 line removed." in shown
    assert "Other plans as much as Plan 2025, 3,000 EUR of it in other lines" in shown


def test_the_agreed_plan_of_the_year_is_compared_with_first(visit: Visit, tmp_path: Path) -> None:
    workspace, first, other = two(tmp_path / "home")
    third = copied(workspace, other, "Third")
    app = opened(visit, tmp_path / "home", third)
    assert app.multiselect[0].value == [other.id]
    workspace.agreement.propose_plan(first.id)
    seen = workspace.agreement.revision_of(first.id)
    for seat in SEATS:
        workspace.agreement.sign(first.id, seat, seen=seen)
    workspace.agreement.agree(first.id)
    assert opened(visit, tmp_path / "home", third).multiselect[0].value == [first.id]


def test_three_plans_stand_side_by_side(visit: Visit, tmp_path: Path) -> None:
    workspace, first, other = two(tmp_path / "home")
    third = copied(workspace, first, "Third")
    change(workspace, other, 0, {"plan_01": "1500.00"})
    change(workspace, third, 2, {"plan_01": "500.00"})
    app = opened(visit, tmp_path / "home", third)
    app.multiselect[0].set_value([first.id, other.id]).run()
    lines = table(app, "Line").set_index("Line")
    assert list(lines["Difference to Plan 2025"]) == [0, -500, -500]
    assert list(lines["Difference to Other"]) == [-500, -500, -1000]


def test_a_chosen_line_is_shown_cell_by_cell(visit: Visit, tmp_path: Path) -> None:
    workspace, _, other = two(tmp_path / "home")
    change(workspace, other, 1, {"plan_03": "4000.00", "reason": "Later."})
    app = opened(visit, tmp_path / "home", other)
    app.session_state["beside-lines-2-Plan 2025 Other"] = {
        "selection": {"rows": [0], "columns": [], "cells": []}
    }
    app.run()
    cells = table(app, "Cell").set_index("Cell")
    assert list(cells.loc["March"]) == ["1,000", "4,000"]
    assert list(cells.loc["Reason"]) == ["blank", "Later."]


def test_one_plan_alone_says_what_would_be_here(visit: Visit, tmp_path: Path) -> None:
    _, plan = planned(tmp_path / "home", LINES)
    app = opened(visit, tmp_path / "home", plan)
    assert "two plans stand side by side" in words(app)
    assert "Copy this one as a draft" in words(app)


def test_plans_that_say_the_same_are_alike(visit: Visit, tmp_path: Path) -> None:
    _, _, other = two(tmp_path / "home")
    app = opened(visit, tmp_path / "home", other)
    shown = read(words(app))
    assert "Other plans as much as Plan 2025: their lines and targets are alike." in shown
    assert "Every line is alike." in shown
    assert not app.get("vega_lite_chart")


def beside(workspace: Workspace, *plans: PlanRow) -> Beside:
    sides = [
        Side(workspace.plan.rows("line", one.id), workspace.plan.rows("target", one.id))
        for one in plans
    ]
    return Beside(tuple(Scenario.of(one.cells) for one in plans), compare(sides), "EUR")


def test_the_workbook_holds_lines_kpis_and_every_cell_that_differs(tmp_path: Path) -> None:
    workspace, first, other = two(tmp_path / "home")
    change(workspace, other, 1, {"plan_03": "4000.00", "reason": "1+1 later"})
    found = beside(workspace, first, other)
    content = xlsx_bytes(
        {
            "Lines": lines_frame(found, alike=True),
            "KPIs": targets_frame(found, alike=True),
            "Cells": all_cells_frame(found),
        }
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines, cells = (list(book[name].values) for name in ("Lines", "Cells"))
    assert lines[1][:3] == ("Webinars", "Marketing", "March, reason")
    assert lines[-1][0] == "All lines"
    assert cells[1:] == [
        ("Webinars", "March", "1,000", "4,000"),
        ("Webinars", "Reason", "blank", "1+1 later"),
    ]


@pytest.mark.parametrize("name", [NAUGHTY[2], NAUGHTY[4], NAUGHTY[5], NAUGHTY[6]])
def test_naughty_names_stay_names(visit: Visit, tmp_path: Path, name: str) -> None:
    workspace, _ = planned(tmp_path / "home", (line(name), line("Fairs")))
    (first,) = workspace.plan.scenarios()
    other = copied(workspace, first, f"{name} copy")
    change(workspace, other, 0, {"plan_01": "9.00"})
    app = opened(visit, tmp_path / "home", other)
    assert table(app, "Line")["Line"].iloc[0].startswith(name.strip())


def test_two_lines_of_one_name_are_two_bars(tmp_path: Path) -> None:
    workspace, first = planned(tmp_path / "home", (line("Fairs"), line("Fairs")))
    other = copied(workspace, first, "Other")
    change(workspace, other, 0, {"plan_01": "2000.00"})
    change(workspace, other, 1, {"plan_01": "0.00"})
    found = beside(workspace, first, other)
    drawn = largest(found)
    assert drawn is not None
    assert [row["name"] for row in drawn.rows] == ["Fairs", "Fairs (2)"]
    assert read(true_sentence(found)) == (
        "Other plans as much as Plan 2025, 1,000 EUR of it in other lines; 2 of 2 lines differ."
    )
