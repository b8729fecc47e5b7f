"""Facts without any date are shown whole: no period could keep a row of them."""

from __future__ import annotations

from pathlib import Path

from tests.rooms.conftest import Visit, words
from tests.workspaces import csv_file, request, workspace_in


def test_the_scorecard_of_undated_facts_counts_all_rows_and_names_no_day(
    visit: Visit, tmp_path: Path
) -> None:
    rows = [{"lead_id": f"L{n}", "status": "won" if n < 3 else "new"} for n in range(10)]
    workspace = workspace_in(tmp_path / "home")
    workspace.import_file(request(csv_file(tmp_path, "leads.csv", rows), "leads"))
    app = visit(tmp_path / "home")
    assert not app.exception
    shown = words(app)
    assert "facts without dates" in shown
    assert "All time, undated rows included" in shown
    assert "1970" not in shown
