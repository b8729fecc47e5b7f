"""The sheet of targets, with its dialogs."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from pages.shared.contradictions import section
from pages.shared.tables import Sheet
from pages.shared.targets import adding, target
from pages.shared.targets.asking import Question
from pages.shared.targets.standing import Standing
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS
from planning.review.pace import MISSED
from views.goals import names_of
from views.target_columns import columns
from views.targets import called


def sheet_of(stands: Standing, question: Question) -> Sheet:
    """Return the sheet of a plan's targets.

    Args:
        stands: The targets beside the facts.
        question: Which of them are looked at.
    """
    off = {row.id for row, read in stands.pairs if read.pace.state in MISSED}

    def keep(row: PlanRow) -> bool:
        return question.about(row) and (not question.off_only or row.id in off)

    def details(row: str) -> None:
        target.body(sheet, stands, row)

    def add() -> None:
        adding.form(sheet, stands)

    def beside(above: DeltaGenerator, below: DeltaGenerator) -> None:
        section.draw(sheet, stands.now, above, below)

    sheet = Sheet(
        kind="target",
        scenario=stands.row,
        noun="target",
        views=columns(
            stands.read,
            stands.currency,
            names_of(stands.goals),
            years=question.months == MONTHS,
        ),
        title=called,
        keep=keep,
        details=details,
        add=add,
        beside=beside,
    )
    return sheet
