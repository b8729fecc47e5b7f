"""The year ahead: where it lands against its targets, and what would close each gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.model.advising.question import Question
from planning.periods import Period
from planning.review.by_model import told_by
from planning.review.levers.asking import gaps
from planning.review.levers.gap import Gap
from planning.together.outlooks import Outlook, outlooks


@dataclass(frozen=True)
class YearAhead:
    """Where a fiscal year will end.

    Attributes:
        outlooks: Each KPI's landing beside its target.
        gaps: What counts and sums with a target lack, and what would close it.
        basis: What tells the months ahead, in a sentence.
    """

    outlooks: tuple[Outlook, ...]
    gaps: tuple[Gap, ...]
    basis: str


def year_ahead(
    part: Slice,
    targets: Sequence[PlanRow],
    period: Period,
    question: Question | None,
    why: str = "",
) -> YearAhead:
    """Return where a fiscal year will end, and what would close the gaps to its targets.

    Args:
        part: The company.
        targets: Rows of the plan's targets.
        period: The fiscal year.
        question: What the plan asks the joint model; None where it cannot be asked.
        why: Why it cannot, in a sentence.
    """
    model, unfit = (None, why) if question is None else told_by(part, question, period.end)
    found = outlooks(part, targets, period, model)
    landings = {one.landing.key: one.landing for one in found}
    return YearAhead(
        outlooks=found,
        gaps=gaps(tuple(targets), period, landings, model, unfit),
        basis=_basis(found, question, unfit),
    )


def _basis(found: Sequence[Outlook], question: Question | None, unfit: str) -> str:
    told = {one.landing.basis for one in found if one.landing.middle is not None}
    if not told or told == {"closed"}:
        return ""
    if question is not None and "model" in told:
        return (
            "What is still to come follows the joint model: "
            f"{question.scenario.name}, open deals and contracts that come due."
        )
    return f"What is still to come goes on as it went so far. {unfit}".strip()
