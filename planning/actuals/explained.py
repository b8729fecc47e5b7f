"""How is this counted? The material of the answer, without its layout."""

from __future__ import annotations

from dataclasses import dataclass

from planning.actuals.figures import Figure
from planning.actuals.steadied import STEADIED
from planning.kpis import KPIS
from planning.teams import Team


@dataclass(frozen=True)
class RivalShown:
    """Another definition of the KPI with its value.

    Attributes:
        name: As people call it.
        meaning: One sentence.
        figure: Its value, or None if it was not computed.
    """

    name: str
    meaning: str
    figure: Figure | None


@dataclass(frozen=True)
class Explanation:
    """Everything "how is this counted?" shows beside the numbers.

    Attributes:
        name: The KPI as people call it.
        meaning: What it tells, one sentence.
        formula: How it is computed, in words.
        numerator: What stands above the line, in words.
        denominator: What stands below it; empty for plain counts and sums.
        period_rule: Which date places a case in a month.
        interval: How its uncertainty is computed; says so where there is none.
        owner: The team that answers for it.
        counter: Name of the KPI that gets worse when this one is gamed.
        source: Where the definition comes from.
        note: Why it is undefined or what to keep in mind.
        rivals: The other definitions.
    """

    name: str
    meaning: str
    formula: str
    numerator: str
    denominator: str
    period_rule: str
    interval: str
    owner: Team
    counter: str
    source: str
    note: str
    rivals: tuple[RivalShown, ...]


def how_counted(figure: Figure) -> Explanation:
    """Return the explanation of a KPI's figure, with the rivals computed beside it."""
    kpi = KPIS[figure.key]
    computed = {rival.key: rival for rival in figure.rivals}
    rivals = [RivalShown(it.name, it.meaning, computed.get(it.key)) for it in kpi.rivals]
    if STEADIED in computed:
        steady = computed[STEADIED]
        rivals.append(RivalShown("Steadied", steady.definition, steady))
    return Explanation(
        name=kpi.name,
        meaning=kpi.meaning,
        formula=kpi.formula,
        numerator=kpi.numerator,
        denominator=kpi.denominator,
        period_rule=kpi.period_rule,
        interval=kpi.interval or "None: it is counted, not estimated.",
        owner=kpi.owner,
        counter=KPIS[kpi.counter].name,
        source=kpi.source,
        note=figure.note,
        rivals=tuple(rivals),
    )
