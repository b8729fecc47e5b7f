"""The budget's sheet: both teams' lines, with their dialogs."""

from __future__ import annotations

from functools import partial

from pages.shared.budget import actuals, adding, line
from pages.shared.budget.standing import Standing
from pages.shared.tables import Sheet
from views import budget
from views.goals import names_of

AGAINST = "Spent"


def sheet_of(stands: Standing) -> Sheet:
    """Return the sheet of a plan."""

    def details(row: str) -> None:
        line.body(sheet, stands, row)

    def add() -> None:
        adding.form(sheet, stands)

    sheet = Sheet(
        kind="line",
        scenario=stands.row,
        noun="line",
        views=budget.columns(stands.scenario, stands.currency, names_of(stands.goals)),
        title=budget.called,
        details=details,
        add=add,
        drawn={AGAINST: partial(actuals.table, stands)},
    )
    return sheet
