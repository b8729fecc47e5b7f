"""Follow-up of leads in words, as a picture and as tables: what waits, and what silence cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from planning.actuals.follow_up_groups import TEAM, Followed
from planning.actuals.lead_value import LeadValues
from planning.actuals.scorecard import trend
from planning.actuals.slices import Slice
from planning.company import Company
from planning.kpis import Unit
from planning.periods import first_day, month_name
from views.charts import Chart, Row, fill, monthly_line
from views.cuts import group_name
from views.formats import UNDEFINED, counted, percent, shown, visible, whole
from views.leads_charts import LOOKS, stacks
from views.leads_funnel import between, in_percent

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 12
_PARTS: Final = {
    "on time": ("within",),
    "late": ("late",),
    "when unknown": ("untimed",),
    "waiting": ("waiting",),
    "overdue": ("overdue", "ageless"),
    "never": ("never",),
}
"""Outcomes of the counts by what the picture calls them."""

_TEAMS: Final = {
    "marketing": "Marketing's channels",
    "sales": "Sales' channels",
    "joint": "Shared channels",
}
_WIDE: Final = 9.0
"""Percent from which a part has room for its words."""


@dataclass(frozen=True)
class Money:
    """What silence cost, in words; the two are never added.

    Attributes:
        spent: Money already spent on leads never followed up, or why it is unknown.
        spent_note: What to keep in mind about it.
        what: What is expected of leads: revenue, or the margin of it.
        lost: What leads never followed up were expected to bring.
        lost_note: How it was reckoned.
        open: What leads that still wait are expected to bring.
    """

    spent: str
    spent_note: str
    what: str
    lost: str
    lost_note: str
    open: str


def true_sentence(all_of: Followed, company: Company, when: str) -> str:
    """Say how many leads nobody has contacted."""
    if not all_of.considered:
        return "The facts do not tell which leads were followed up."
    never, rest = all_of.outcomes["never"], all_of.untouched - all_of.outcomes["never"]
    of = f"Of {counted(all_of.considered, 'lead')}{f' of {when}' if when else ''}"
    told = f"{of}, {whole(never)} {_were(never)} never followed up"
    told = f"{told} and {whole(rest)} still {'waits' if rest == 1 else 'wait'}"
    on_time = all_of.on_time.value
    if on_time is None:
        return f"{told}."
    if not _leads(all_of, "on time") + _leads(all_of, "late"):
        return f"{told}; when the others were contacted is not known."
    return f"{told}; {percent(on_time)} were contacted within {company.sla_hours} hours."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def money_words(all_of: Followed, values: LeadValues, margin: float | None) -> Money:
    """Say what leads without follow-up cost and might have brought.

    Args:
        all_of: The follow-up of the leads looked at.
        values: What leads are worth.
        margin: The plan's judged margin, a fraction; None where nobody judged one.
    """
    cost, stake = all_of.cost, all_of.stake
    spent = UNDEFINED if cost.value is None else shown(cost.value, "money")
    how = "Leads never followed up × cost per lead of their channel."
    note = f"{how} {cost.note}".strip()
    if cost.value is None:
        note = f"The cost is unknown. {cost.note}"
    if stake is None:
        why = "No won lead has an amount, so nothing tells what these leads would bring."
        return Money(spent, note, "revenue", UNDEFINED, why, UNDEFINED)
    share = 1.0 if margin is None else margin
    used = "No margin is agreed" if margin is None else f"Revenue × margin of {percent(margin)}"
    basis = "months that had time to buy" if values.ripe else "all months"
    how = (
        f"{used}. Chance to be won × average amount of the channel, segment and region, "
        f"measured on {counted(values.leads, 'lead')} of {basis}."
    )
    still = (stake.waiting + stake.overdue) * share
    lost = shown(stake.never * share, "money")
    what = "revenue" if margin is None else "margin"
    return Money(spent, note, what, lost, how, shown(still, "money"))


def picture(groups: Sequence[Followed], by: str) -> Chart | None:
    """Draw what became of each group's leads; None without groups."""
    told = list(groups[:MOST])
    rows = [row for one in told for row in _rows(one, by)]
    if not rows:
        return None
    drawn = [state for state in _PARTS if any(_leads(one, state) for one in told)]
    subtitle = f"From left to right: {', '.join(drawn)}; % of the leads"
    return fill(f"follow-up-{by}", stacks(len(told)), rows, finding(told, by), subtitle)


def _leads(one: Followed, state: str) -> int:
    return sum(one.outcomes[name] for name in _PARTS[state])


def _rows(one: Followed, by: str) -> list[Row]:
    rows: list[Row] = []
    start = 0.0
    for state in LOOKS:
        leads = _leads(one, state)
        share = leads / one.considered
        end = min(start + share * 100, 100.0)
        wide = share * 100 >= _WIDE
        rows.append(
            {
                "name": name_of(one, by),
                "state": state,
                "start": start,
                "end": end,
                "middle": (start + end) / 2,
                "label": f"{state} {percent(share)}"
                if share * 100 >= _WIDE * 2
                else percent(share)
                if wide
                else "",
                "leads_shown": whole(leads),
                "share": percent(share),
                "considered": counted(one.considered, "lead"),
            }
        )
        start = end
    return rows


def finding(groups: Sequence[Followed], by: str) -> str:
    """Say which group has the largest share of leads never followed up."""
    worst = max(groups, key=lambda it: it.outcomes["never"] / it.considered)
    never = worst.outcomes["never"]
    if not never:
        return "No lead was left without follow-up for long"
    name = name_of(worst, by)
    if len(groups) == 1:
        return f"{percent(never / worst.considered)} were never followed up"
    return f"Most were never followed up in {name}: {percent(never / worst.considered)}"


def name_of(one: Followed, by: str) -> str:
    """Return what a group is called on screen."""
    if by == TEAM:
        return _TEAMS.get(str(one.name), str(one.name))
    return visible(group_name(one.name, by))


def trend_pictures(part: Slice, months: Sequence[int]) -> list[Chart | None]:
    """Draw the time to follow-up and the leads not followed up, by month of creation."""
    hours = trend(part, None, "time_to_follow_up", None, months)
    silent = trend(part, None, "not_followed_up", None, months)
    return [
        _trend("hours-to-follow-up", hours, months, "Hours to follow-up", "hours"),
        _trend("leads-without-follow-up", silent, months, "Leads not followed up", "count"),
    ]


def _trend(
    key: str, values: Sequence[float | None], months: Sequence[int], what: str, unit: Unit
) -> Chart | None:
    rows: list[Row] = [
        {
            "day": first_day(month).isoformat(),
            "month": month_name(month),
            "value": value,
            "shown": shown(value, unit),
            "cases": "leads created in the month",
            "source": "Imported facts",
        }
        for month, value in zip(months, values, strict=True)
        if value is not None
    ]
    if len(rows) < 2:
        return None
    last, top = rows[-1], max(rows, key=lambda row: float(row["value"]))
    told = f"{what}: {last['shown'].removesuffix(' hours')} in {last['month']}"
    if top is not last:
        told += f", most in {top['month']} with {top['shown'].removesuffix(' hours')}"
    subtitle = f"{'Median hours' if unit == 'hours' else 'Leads'} by month of creation"
    return fill(key, monthly_line("sales", what), rows, told, subtitle)


def frame(groups: Sequence[Followed], by: str, currency: str) -> pd.DataFrame:
    """Lay the groups out, one row each."""
    import pandas as pd

    rows = []
    for one in groups:
        stake = one.stake
        rows.append(
            [
                name_of(one, by),
                one.considered,
                *(_leads(one, state) for state in _PARTS),
                in_percent(one.on_time),
                between(one.on_time),
                None if one.cost.value is None else float(one.cost.value),
                None if stake is None else stake.never,
                None if stake is None else stake.waiting + stake.overdue,
            ]
        )
    heads = [by.capitalize(), "Leads", *(it.capitalize() for it in _PARTS), "On time, %",
             "Likely between", f"Spent on never, {currency}", f"Expected revenue lost, {currency}",
             f"Expected revenue waiting, {currency}"]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def listed_frame(leads: pd.DataFrame, link: str | None, currency: str) -> pd.DataFrame:
    """Lay single leads out with the way back to the CRM; no names of people.

    Args:
        leads: As `workspace.leads.listed` gives them.
        link: The company's template of a record's address, None without one.
        currency: The plan currency.
    """
    import pandas as pd

    columns: dict[str, object] = {"Lead": leads["lead_id"]}
    if link:
        columns["CRM"] = [address(link, str(it)) for it in leads["lead_id"]]
    columns |= {
        "State": leads["state"],
        "Waiting, days": leads["age_days"],
        f"Expected revenue, {currency}": leads["value"],
        "Channel": leads["channel"],
        "Campaign": leads["campaign"],
        "Segment": leads["segment"],
        "Region": leads["region"],
        "Created": leads["created_on"],
        "Account": leads["account_id"],
        "Account name": leads["account"],
    }
    if (leads["n"] != 1).any():
        columns["Leads in the row"] = leads["n"]
    return pd.DataFrame(columns)


def address(link: str, record: str) -> str:
    """Return the address of a record.

    Example:
        >>> address("https://crm.example.com/{id}", "a/b c")
        'https://crm.example.com/a%2Fb%20c'
    """
    from urllib.parse import quote

    return link.replace("{id}", quote(record, safe=""))


def listed_words(leads: pd.DataFrame, most: int, currency: str) -> str:
    """Say how many leads are listed and what they are expected to bring together."""
    if leads.empty:
        return "No lead waits."
    first = f"The first {whole(most)} leads" if len(leads) >= most else counted(len(leads), "lead")
    total = float(leads["value"].sum())
    if not total:
        return f"{first}; nothing tells what they would bring."
    return f"{first}, together expected to bring {shown(total, 'money')} {currency}."
