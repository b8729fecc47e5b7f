"""The advice beside the plan as people read it: line by line, and what a choice brings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from planning.agreed.adoption import Adoption
from planning.model.advising.difference import Difference
from planning.model.advising.differences import Differences
from planning.model.advising.taken_effect import Effects, Figures
from planning.model.optimising.optimise import Objective
from planning.periods import month_name, parse_month
from views.budget import TEAM_WORDS
from views.formats import counted, short, visible
from views.moved_figures import LEAST, Moved, more_or_less, moved

if TYPE_CHECKING:
    import pandas as pd

TAKE, WHY = "Take", "Why"
_WORDS: Final[dict[Objective, str]] = {
    "contribution": "of contribution",
    "revenue": "of revenue",
}


def heads(currency: str) -> tuple[str, str, str, str]:
    """Return the heads of the columns that hold money."""
    return (
        f"Now, {currency}",
        f"Advice, {currency}",
        f"Change, {currency}",
        f"Revenue alone, {currency}",
    )


def true_sentence(found: Differences, currency: str) -> str:
    """Say how many lines change, which way, and what that comes to."""
    shown = found.shown
    if not shown:
        return "The advice changes no line: the plan stands as it is."
    lines = len(shown) + len(found.standing)
    more, less = (sum(sign * one.change > 0 for one in shown) for sign in (1, -1))
    ways = [f"{number} get {word}" for number, word in ((more, "more"), (less, "less")) if number]
    whole = sum((one.change for one in shown), Decimal(0))
    said = f"The advice changes {len(shown)} of {counted(lines, 'line')}: {' and '.join(ways)}"
    return f"{said}, altogether {more_or_less(float(whole), 'as much', currency)}."


def lines_frame(effects: Effects, taken: Collection[str], currency: str) -> pd.DataFrame:
    """Lay out the lines that change, what moves most first."""
    import pandas as pd

    now, advice, change, alone = heads(currency)
    shown = effects.differences.shown
    return pd.DataFrame(
        {
            TAKE: pd.Series([one.id in taken for one in shown], dtype=bool),
            "Line": [visible(one.line) for one in shown],
            "Team": [TEAM_WORDS[one.team] for one in shown],
            now: [float(one.now) for one in shown],
            advice: [float(one.advised) for one in shown],
            change: [float(one.change) for one in shown],
            WHY: [visible(one.reason) for one in shown],
            alone: [effects.alone[one.id].revenue for one in shown],
        }
    )


def months_frame(found: Differences) -> pd.DataFrame:
    """Lay out how much more each line gets by month; months in which nothing moves left out."""
    import pandas as pd

    shown = found.shown
    data: dict[str, list[object]] = {
        "Line": [visible(one.line) for one in shown],
        "Team": [TEAM_WORDS[one.team] for one in shown],
    }
    for at, month in enumerate(found.allocation.months):
        moves = [one.by_month[at] for one in shown]
        if any(moves):
            data[month_name(parse_month(month))] = [float(it) for it in moves]
    return pd.DataFrame(data)


def standing_frame(found: Differences, currency: str) -> pd.DataFrame:
    """Lay out the lines that stand, with the model's reason where it has one."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Line": [visible(one.line) for one in found.standing],
            "Team": [TEAM_WORDS[one.team] for one in found.standing],
            heads(currency)[0]: [float(one.amount) for one in found.standing],
            WHY: [visible(one.reason) for one in found.standing],
        }
    )


def file_frame(effects: Effects, taken: Collection[str]) -> pd.DataFrame:
    """Lay out every month of every line that changes, now and as advised, for a file."""
    import pandas as pd

    found = effects.differences
    rows = [
        (
            TEAM_WORDS[one.team],
            visible(one.line),
            month,
            now,
            then,
            one.id in taken,
            effects.alone[one.id].revenue,
            visible(one.reason),
        )
        for one in found.shown
        for month, now, then in zip(found.allocation.months, one.current, one.advice, strict=True)
        if now or then
    ]
    columns = ["Team", "Line", "Month", "Now", "Advice", "Taken", "Revenue alone", WHY]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def effect_words(effects: Effects, taken: Collection[str], told: Figures, currency: str) -> str:
    """Say what a choice brings beside the current plan and beside the whole advice.

    Args:
        effects: The differences, and what choices of them bring.
        taken: Ids of those taken.
        told: What the plan brings with them.
        currency: Of all money.
    """
    if not taken:
        return "Nothing is taken: the plan stays as it is."
    found = effects.differences
    every = len(found.shown)
    which = f"all {every}" if len(taken) == every else f"{len(taken)} of {every}"
    if found.allocation.objective == "least-spend":
        said = f"Taking {which} lines costs {short(told.value)} {currency}"
    else:
        what = _WORDS[found.allocation.objective]
        said = f"Taking {which} lines brings {short(told.value)} {currency} {what}"
    now, rest = told.value - effects.current.value, told.value - effects.best.value
    said += f", {more_or_less(now)} {'than' if abs(now) >= LEAST else 'as'} now"
    if len(taken) == every or abs(rest) < LEAST:
        return f"{said}."
    return f"{said} and {more_or_less(rest)} than the whole advice."


def figures(
    found: Differences, chosen: Sequence[Difference], figures: Figures, now: Figures, currency: str
) -> tuple[Moved, ...]:
    """Return what a choice moves, beside the current plan.

    Args:
        found: All differences.
        chosen: Those taken.
        figures: What the plan brings with them.
        now: What it brings as it is.
        currency: Of all money.
    """
    change = float(sum((one.change for one in chosen), Decimal(0)))
    money = found.question.lines.total / 100 + change
    told = [moved(f"Money, {currency}", money, change, 0)]
    if found.allocation.objective == "contribution":
        value = figures.value
        told.append(moved(f"Contribution, {currency}", value, value - now.value, +1))
    for label, key, better in (
        (f"Revenue, {currency}", "revenue", +1),
        (f"CAC, {currency}", "cac", -1),
    ):
        told.append(_moved(label, figures.kpis[key].p50, now.kpis[key].p50, better))
    left, before = (_whole(each.kpis["not_followed_up"].p50) for each in (figures, now))
    return (*told, _moved("Not followed up", left, before, -1))


def _moved(label: str, value: float | None, now: float | None, better: int) -> Moved:
    change = None if value is None or now is None else value - now
    return moved(label, value, change, better)


def _whole(value: float | None) -> float | None:
    # Nobody calls a third of a lead.
    return None if value is None else float(round(value))


def asked_words(adoption: Adoption) -> tuple[str, ...]:
    """Say what of a choice is not written at once, but asked of others.

    Example:
        >>> asked_words(Adoption({}, (), (), {}, ("Calls is left out: ask sales to add it.",)))
        ('Calls is left out: ask sales to add it.',)
    """
    said = [
        f"{counted(one.count, 'line')} of {one.asked} {'goes' if one.count == 1 else 'go'} "
        f"to {one.asked} as a package of the draft."
        for one in adoption.packages
    ]
    for team, name in (("marketing", "marketing"), ("sales", "sales"), ("joint", "the executive")):
        count = sum(one.team == team for one in adoption.proposed.values())
        if count:
            lines = counted(count, "joint line" if team == "joint" else "line")
            whose = "" if team == "joint" else f" of {team}"
            verb = "is" if count == 1 else "are"
            said.append(f"{lines}{whose} {verb} proposed to {name}.")
    return (*said, *adoption.left_out)


def draft_name(plan: str, taken: Collection[str]) -> str:
    """Propose a name for the draft that no plan has.

    Example:
        >>> draft_name("Plan", []), draft_name("Plan", ["Plan, advised"])
        ('Plan, advised', 'Plan, advised 2')
    """
    number, found = 1, f"{plan}, advised"
    while found in taken:
        number += 1
        found = f"{plan}, advised {number}"
    return found
