"""Goals as people see them: what serves each, what serves none, and the money behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from planning.agreed import goals as rules
from planning.agreed.comparison import agreed_words
from planning.agreed.lines import PLAN
from planning.agreed.rows import PlanRow
from planning.teams import Team
from views.budget import called as line_called
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import counted, exact, percent, short, visible
from views.targets import TEAM_WORDS
from views.targets import called as target_called

if TYPE_CHECKING:
    import pandas as pd

NO_GOAL: Final = "No goal"
_DRAWN: Final[tuple[Team, ...]] = ("marketing", "joint", "sales")
_BAR: Final = 36
_ROOM: Final = 1.3


@dataclass(frozen=True)
class Serving:
    """What a plan's lines and targets serve.

    Attributes:
        goals: The plan's goals with what serves each, in their order.
        lines, targets: All lines and targets by id.
        orphan_lines, orphan_targets: Those that serve none.
        money: What is planned for each goal by each team, by goal id; "" for none.
    """

    goals: tuple[rules.Served, ...]
    lines: Mapping[str, PlanRow]
    targets: Mapping[str, PlanRow]
    orphan_lines: tuple[PlanRow, ...]
    orphan_targets: tuple[PlanRow, ...]
    money: Mapping[str, Mapping[Team, Decimal]]

    @property
    def orphans(self) -> tuple[PlanRow, ...]:
        """Lines, then targets, that serve no goal."""
        return (*self.orphan_lines, *self.orphan_targets)

    @property
    def planned(self) -> Decimal:
        """What all lines plan, in plan-currency units."""
        return sum((sum(by.values(), Decimal(0)) for by in self.money.values()), Decimal(0))

    def planned_for(self, goal: str) -> Decimal:
        """What is planned for a goal; "" for none."""
        return sum(self.money.get(goal, {}).values(), Decimal(0))


def serving(
    goals: Sequence[PlanRow], lines: Sequence[PlanRow], targets: Sequence[PlanRow]
) -> Serving:
    """Return what the rows of a plan serve."""
    known = {goal.id for goal in goals}
    money: dict[str, dict[Team, Decimal]] = {}
    for line in lines:
        goal = str(line["goal"]) if line["goal"] in known else ""
        by_team = money.setdefault(goal, {})
        by_team[line.team] = by_team.get(line.team, Decimal(0)) + planned(line)
    return Serving(
        goals=rules.served(goals, lines, targets),
        lines={row.id: row for row in lines},
        targets={row.id: row for row in targets},
        orphan_lines=rules.orphans(lines, goals),
        orphan_targets=rules.orphans(targets, goals),
        money=money,
    )


def planned(line: PlanRow) -> Decimal:
    """Return what a line plans for the year, in plan-currency units."""
    return sum((Decimal(str(line[cell])) for cell in PLAN if line[cell] is not None), Decimal(0))


def names_of(goals: Sequence[PlanRow]) -> dict[str, str]:
    """Return the goals' names by id, each once: a repeated name is numbered.

    Example:
        >>> rows = [PlanRow(i, "goal", "p", "joint", cells={"name": "Grow"}) for i in "ab"]
        >>> names_of(rows)
        {'a': 'Grow', 'b': 'Grow (2)'}
    """
    names: dict[str, str] = {}
    for goal in goals:
        name, number = visible(str(goal["name"] or "")), 1
        found = name
        while found in names.values():
            number += 1
            found = f"{name} ({number})"
        names[goal.id] = found
    return names


def true_sentence(found: Serving, currency: str) -> str:
    """Say how much of the plan serves a goal, and how much money serves none."""
    rows, goals = len(found.lines) + len(found.targets), len(found.goals)
    if not goals:
        return "This plan has no goals yet: nobody can say what its money is for."
    if not rows:
        return f"{counted(goals, 'goal')}, and no line or target serves them yet."
    told = " and ".join(
        f"{len(of) - len(orphans)} of {counted(len(of), noun)}"
        for of, orphans, noun in (
            (found.lines, found.orphan_lines, "line"),
            (found.targets, found.orphan_targets, "target"),
        )
        if of
    )
    money = found.planned_for("")
    rest = f"{short(money)} {currency} serves none" if money else "all money serves one"
    return f"{told} serve a goal; {rest}."


def weight_words(served: rules.Served, currency: str) -> str:
    """Say what serves a goal: its money, lines and targets."""
    if not served.lines and not served.targets:
        return "Nothing serves it yet"
    rows = f"{counted(len(served.lines), 'line')}, {counted(len(served.targets), 'target')}"
    return f"{short(served.planned)} {currency} · {rows}"


def rows_frame(rows: Sequence[PlanRow], names: Mapping[str, str], currency: str) -> pd.DataFrame:
    """Lay out lines and targets with the goal each serves; index = row id."""
    import pandas as pd

    return pd.DataFrame(
        {
            "What": [_called(row) for row in rows],
            "Kind": ["Line" if row.kind == "line" else "Target" for row in rows],
            "Team": [TEAM_WORDS[row.team] for row in rows],
            f"Planned, {currency}": [
                float(planned(row)) if row.kind == "line" else None for row in rows
            ],
            "Agreed": [agreed_words(row) if row.kind == "target" else None for row in rows],
            "Goal": [names.get(str(row["goal"])) for row in rows],
        },
        index=pd.Index([row.id for row in rows], dtype=object),
    )


def _called(row: PlanRow) -> str:
    return line_called(row) if row.kind == "line" else target_called(row)


def goals_frame(found: Serving, currency: str) -> pd.DataFrame:
    """Lay out the goals for files, the money that serves none last."""
    import pandas as pd

    def money(goal: str) -> dict[str, float]:
        by_team = found.money.get(goal, {})
        return {f"{TEAM_WORDS[team]}, {currency}": float(by_team.get(team, 0)) for team in _DRAWN}

    heads = {
        "reason": "Reason",
        "benchmark": "Benchmark",
        "marketing_owner": "Owner in marketing",
        "sales_owner": "Owner in sales",
    }
    rows: list[dict[str, object]] = []
    for one in found.goals:
        cells, steps = one.goal.cells, one.goal["steps"]
        rows.append(
            {
                "Goal": cells.get("name"),
                **{head: cells.get(cell) for cell, head in heads.items()},
                "Steps": "; ".join(map(str, steps)) if isinstance(steps, list) else None,
                **money(one.goal.id),
                "Lines": len(one.lines),
                "Targets": len(one.targets),
            }
        )
    last = {"Lines": len(found.orphan_lines), "Targets": len(found.orphan_targets)}
    rows.append({"Goal": NO_GOAL, **money(""), **last})
    return pd.DataFrame(rows, dtype=object)


def money_by_goal(found: Serving, currency: str) -> Chart | None:
    """Draw the money by goal, marketing, shared and sales apart; None where there is none."""
    whole = found.planned
    if not whole:
        return None
    names = names_of([one.goal for one in found.goals])
    bars = {**names, "": NO_GOAL}
    reach = max(float(found.planned_for(goal)) for goal in bars)
    rows: list[Row] = []
    for at, (goal, name) in enumerate(bars.items()):
        rows += _parts(found, goal, at, name, currency, reach)
    return fill(
        "money-by-goal",
        _bars(len(bars)),
        rows,
        _finding(found, names),
        f"Planned, {currency} by goal; blue: marketing, orange: sales, grey: both",
    )


def _parts(found: Serving, goal: str, at: int, name: str, currency: str, reach: float) -> list[Row]:
    by_team, total = found.money.get(goal, {}), found.planned_for(goal)
    rows, start = [], Decimal(0)
    for team in _DRAWN:
        amount = by_team.get(team, Decimal(0))
        rows.append(
            {
                "name": name,
                "at": at,
                "team": team,
                "team_word": TEAM_WORDS[team],
                "zero": 0,
                "start": float(start),
                "end": float(start + amount),
                "planned_shown": exact(amount, "money", currency),
                "total": float(total) + reach * 0.015,
                "reach": reach * _ROOM,
                # One label a bar: the parts share it.
                "label": short(total) if team == _DRAWN[-1] else "",
            }
        )
        start += amount
    return rows


def _finding(found: Serving, names: Mapping[str, str]) -> str:
    none = found.planned_for("")
    if not names or none == found.planned:
        return "No money serves a goal yet"
    goal = max(names, key=found.planned_for)
    share = percent(found.planned_for(goal) / found.planned)
    head = f"“{names[goal]}” takes most: {share} of the plan"
    return f"{head}; {percent(none / found.planned)} serves no goal" if none else head


@cache
def _bars(rows: int) -> Spec:
    """Stacked horizontal bars. Rows: see `_parts`."""
    import altair as alt

    told = tips(("name", "Goal"), ("team_word", "Team"), ("planned_shown", "Planned"))
    base = alt.Chart(no_data()).encode(
        y=alt.Y("at:O", title=None, sort="ascending").axis(None), tooltip=told
    )
    # The names stand above their bars, so that long ones need no margin of their own.
    named = (
        base.mark_text(align="left", dy=-15, fontSize=13)
        .encode(x=alt.X("zero:Q").axis(None), text="name:N", color=colour("text"))
        .transform_filter(alt.FieldEqualPredicate(field="team", equal="marketing"))
    )
    room = base.mark_bar(opacity=0).encode(x=alt.X("reach:Q", title=None, stack=None).axis(None))
    parts = base.mark_bar(size=14, yOffset=4).encode(
        x=alt.X("start:Q").axis(None), x2="end:Q", color=team_colour()
    )
    totals = base.mark_text(align="left", fontSize=13, dy=4).encode(
        x=alt.X("total:Q").axis(None), text="label:N", color=colour("text")
    )
    spec = finished(alt.layer(room, parts, named, totals), height=(_BAR + 8) * rows + 8)
    spec["config"]["axisY"]["grid"] = False
    return spec
