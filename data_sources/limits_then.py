"""What the plan of a week asks the joint model, and what limits its best plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planning.errors import TandemError

if TYPE_CHECKING:
    from data_sources.then import Then
    from planning.model.advising.question import Question
    from planning.model.measuring.calibrate import Calibration
    from planning.model.weighing.limits_by_month import Held


@dataclass(frozen=True)
class HeldUp:
    """What limits the best plan.

    Attributes:
        by_month: By area and month; empty where there is no best plan.
        words: Where it is held up most, or why there is none, in a sentence.
    """

    by_month: tuple[Held, ...] = ()
    words: str = ""


def asked_then(
    then: Then, calibrated: Calibration | str, *, enveloped: bool
) -> tuple[Question | None, str]:
    """Return what the plan of a week asks; why it cannot, where it cannot.

    Args:
        then: Facts and plan as they stood.
        calibrated: What facts and leaders say, else why that cannot be told.
        enveloped: Whether the plan's envelope, else its total, is a limit.
    """
    from planning.agreed.scenarios import Scenario
    from planning.model.advising.question import ask

    if then.plan is None or isinstance(calibrated, str):
        return None, calibrated if isinstance(calibrated, str) else ""
    rows = [*then.rows["line"], *then.rows["envelope"]]
    scenario = Scenario.of(then.plan.cells)
    try:
        return ask(scenario, rows, calibrated, enveloped=enveloped, aliases=then.aliases), ""
    except TandemError as error:
        return None, str(error)


def limits_of(then: Then, calibrated: Calibration | str) -> HeldUp:
    """Return what limits the best plan of a week, by area and month, as page Trade-offs does.

    Args:
        then: Facts and plan as they stood.
        calibrated: What facts and leaders say, else why that cannot be told.
    """
    from planning.model.optimising.optimise import optimise
    from planning.model.weighing.limits_by_month import bottleneck, limits_by_month

    question, why = asked_then(then, calibrated, enveloped=True)
    if question is None:
        return HeldUp(words=why)
    try:
        best = optimise(question.problem)
    except TandemError as error:
        return HeldUp(words=str(error))
    return HeldUp(limits_by_month(best), bottleneck(best))
