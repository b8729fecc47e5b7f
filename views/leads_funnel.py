"""The funnel of leads in words, as a picture and as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from planning.actuals.lead_funnel import Cohort, Days, Funnel, Step
from planning.actuals.ripeness import Ripeness
from planning.actuals.shares import Moved, Share
from planning.periods import month_name
from views.charts import Chart, fill
from views.cuts import group_name
from views.formats import counted, percent, shown, visible, whole
from views.leads_charts import ROOM, labelled_bars

if TYPE_CHECKING:
    import pandas as pd

_HUNDRED: Final = 100
_TOLD: Final = (
    ("name", "Step"),
    ("shown", "Leads"),
    ("share", "Of the step before"),
    ("interval", "95 % interval"),
    ("days", "Days"),
)
_THINGS: Final = {
    "mqls": "leads become MQLs",
    "sals": "MQLs are accepted by sales",
    "sqls": "SALs become SQLs",
    "leads_with_deal": "SQLs become opportunities",
    "leads_won": "opportunities are won",
}


def true_sentence(funnel: Funnel, when: str) -> str:
    """Say how far leads came.

    Example:
        >>> from planning.actuals.lead_funnel import STAGES
        >>> steps = tuple(
        ...     Step(stage, n, None, Share(n, 200), None)
        ...     for stage, n in ((STAGES[0], 200), (STAGES[1], 80), (STAGES[5], 5))
        ... )
        >>> true_sentence(Funnel(steps), "May 2026")
        'Of 100 leads of May 2026, 40 became MQLs and 2.5 were won.'
    """
    if funnel.why:
        return funnel.why
    last = funnel.steps[-1]
    if len(funnel.steps) < 2 or last.of_all.value is None:
        return f"{counted(last.leads, 'lead')} came; the facts tell no further step."
    first = funnel.steps[1]
    parts = [_reached(one) for one in dict.fromkeys((first, last))]
    of = f"Of 100 leads of {when}" if when else "Of 100 leads"
    return f"{of}, {' and '.join(parts)}."


def _reached(step: Step) -> str:
    share = (step.of_all.value or 0.0) * _HUNDRED
    number = f"{share:.1f}" if 0 < share < 9.95 else f"{share:.0f}"
    number = number.removesuffix(".0")
    if step.stage.key == "leads_won":
        return f"{number} {'was' if number == '1' else 'were'} won"
    return f"{number} became {step.stage.name if step.stage.key[0] != 'l' else 'opportunities'}"


def moved_sentence(funnel: Funnel, moved: Mapping[str, Moved], earlier: str, *, young: bool) -> str:
    """Say which step changed most against the cohort before, beyond chance.

    Args:
        funnel: The cohort.
        moved: How each step's conversion differs.
        earlier: The cohort before, in words.
        young: Whether some of this cohort's months can still change.
    """
    sure = {key: one for key, one in moved.items() if one.is_sure}
    if not sure:
        return f"No step changed beyond chance against {earlier}."
    key = max(sure, key=lambda name: abs(sure[name].points))
    step = funnel.step(key)
    if step is None or step.on is None or step.on.value is None:
        return ""
    word = "More" if sure[key].points > 0 else "Fewer"
    was = step.on.value - sure[key].points
    told = f"{word} {_THINGS[key]} than in {earlier}: {percent(step.on.value)} after {percent(was)}"
    less = "; these leads had less time so far" if young and sure[key].points < 0 else ""
    return f"{told}{less}."


def picture(funnel: Funnel, when: str) -> Chart | None:
    """Draw the steps as bars, each in the colour of the team that owns it."""
    if len(funnel.steps) < 2:
        return None
    most = max(one.leads for one in funnel.steps) or 1
    rows = [
        {
            "name": one.stage.name,
            "team": one.stage.team,
            "value": one.leads,
            "room": most * ROOM,
            "label": _label(one),
            "shown": whole(one.leads),
            "share": "—" if one.on is None or one.on.value is None else percent(one.on.value),
            "interval": between(one.on),
            "days": days_words(one),
        }
        for one in funnel.steps
    ]
    subtitle = (
        f"Leads created in {when or 'all time'} and the steps they reached so far; "
        "marketing owns leads and MQLs, sales the rest"
    )
    return fill("funnel", labelled_bars(_TOLD, len(rows)), rows, finding(funnel), subtitle)


def finding(funnel: Funnel) -> str:
    """Say at which step most leads stay behind."""
    steps = [one for one in funnel.steps if one.on is not None and one.on.value is not None]
    tight = min(steps, key=lambda one: one.on.value or 0.0 if one.on else 1.0)
    share = tight.on.value if tight.on else None
    return f"Fewest go on at the step to {_named(tight)}: {percent(share or 0.0)}"


def _named(step: Step) -> str:
    name = step.stage.name
    return name.lower() if name in ("Won", "Opportunities") else name


def _label(step: Step) -> str:
    if step.on is None or step.on.value is None:
        return whole(step.leads)
    days = step.days
    told = f"{whole(step.leads)}, {percent(step.on.value)} of the step before"
    if days is None or days.middle is None:
        return told
    return f"{told}, {shown(days.middle, 'days')}"


def _middle(days: Days) -> str:
    return whole(days.middle or 0.0)


def between(share: Share | None) -> str:
    r"""Say within which shares the truth likely lies.

    Example:
        >>> between(Share(50, 100)), between(None)
        ('40 to 60\xa0%', '—')
    """
    if share is None or share.ends is None:
        return "—"
    low, high = (percent(end).removesuffix("\u00a0%") for end in share.ends)
    return f"{low} to {high}\u00a0%"


def days_words(step: Step) -> str:
    """Say how long a step took and how much that varies."""
    days = step.days
    if days is None or days.middle is None:
        return "—"
    return f"{_middle(days)} {step.stage.since}; half took {days.early} to {days.late}"


def steps_frame(funnel: Funnel, moved: Mapping[str, Moved]) -> pd.DataFrame:
    """Lay the steps out, one row each; shares in percent."""
    import pandas as pd

    rows = [
        [
            one.stage.name,
            one.stage.team.capitalize(),
            one.leads,
            None if one.on is None else in_percent(one.on),
            between(one.on),
            _moved_words(moved.get(one.stage.key)),
            in_percent(one.of_all),
            None if one.days is None else one.days.middle,
            _spread(one.days),
        ]
        for one in funnel.steps
    ]
    heads = ["Step", "Owned by", "Leads", "Of step before, %", "Likely between",
             "Change, points", "Of all, %", "Days", "Half took"]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def _spread(days: Days | None) -> str:
    if days is None or days.early is None or days.late is None:
        return "—"
    return f"{days.early} to {days.late}"


def _moved_words(moved: Moved | None) -> str:
    if moved is None:
        return "—"
    told = f"{moved.points * _HUNDRED:+.1f}".replace("-", "−")
    return f"{told} {'sure' if moved.is_sure else 'perhaps chance'}"


def in_percent(share: Share) -> float | None:
    """Return a share in percent, None without cases."""
    return None if share.value is None else share.value * _HUNDRED


def ripe_words(age: Ripeness, months: Sequence[int]) -> str:
    """Say which months can still change, and why.

    Args:
        age: How long leads take to be won.
        months: Those looked at.
    """
    if age.days is None:
        return "No won lead has both dates, so nothing tells which months can still change."
    young = [month for month in months if not age.is_ripe(month)]
    told = f"Nine of ten won leads are won within {age.days} days"
    if not young:
        return f"{told}; all these months are older."
    span = month_name(young[0])
    if len(young) > 1:
        span = f"{span} to {month_name(young[-1])}"
    return f"{told}, so {span} can still change."


def cohort_frame(cohorts: Sequence[Cohort]) -> pd.DataFrame:
    """Lay months × steps out; what is expected stands beside what was counted."""
    import pandas as pd

    if not cohorts:
        return pd.DataFrame()
    stages = [one.stage for one in cohorts[0].funnel.steps]
    rows = []
    for one in cohorts:
        counts = [one.funnel.step(stage.key) for stage in stages]
        won = one.funnel.step("leads_won")
        rows.append(
            [
                month_name(one.month),
                *(None if it is None else it.leads for it in counts),
                None if won is None else in_percent(won.of_all),
                _expected(one),
                "" if one.is_ripe else "yes",
            ]
        )
    heads = ["Month", *(it.name for it in stages), "Won, %", "In the end", "Can change"]
    return pd.DataFrame(rows, columns=heads)


def _expected(cohort: Cohort) -> float | None:
    won = cohort.funnel.step("leads_won")
    if cohort.is_ripe and won is not None:
        return float(won.leads)
    return cohort.expected_won


def groups_frame(groups: Sequence[tuple[str | None, Funnel]], by: str) -> pd.DataFrame:
    """Lay the steps of each group out: how many came, and percent of the step before."""
    import pandas as pd

    told = [(name, funnel) for name, funnel in groups if funnel.steps]
    if not told:
        return pd.DataFrame()
    stages = [one.stage for one in told[0][1].steps]
    rows = []
    for name, funnel in told:
        won = funnel.steps[-1]
        rows.append(
            [
                visible(group_name(name, by)),
                funnel.steps[0].leads,
                *(None if one.on is None else in_percent(one.on) for one in funnel.steps[1:]),
                in_percent(won.of_all),
                between(won.of_all),
                None if won.days is None else won.days.middle,
            ]
        )
    last = stages[-1].name
    heads = [by.capitalize(), "Leads", *(f"{it.name}, %" for it in stages[1:]),
             f"{last} of all, %", "Likely between", "Days to it"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=heads)
    return frame.sort_values("Leads", ascending=False, kind="stable")
