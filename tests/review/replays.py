"""The demo company as it was known at past month ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data_sources.demo import DemoCompany, write
from data_sources.demo.plan import plans
from data_sources.facts.counting import build_counts
from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.model.advising.question import Question, ask
from planning.model.measuring.calibrate import calibrate
from planning.periods import first_day, month_of
from planning.review.by_model import ByModel, told_by

_WHEN = {
    "leads": "created_on",
    "opportunities": "created_on",
    "spend": "month",
}
_UNUSED = ("stage_events", "touches")
"""What no landing reads; without them counting takes half the time."""

_LATER = (
    "assigned_on",
    "mql_on",
    "sal_on",
    "sql_on",
    "disqualified_on",
    "recycled_on",
    "first_touch_on",
)


def known_at(frames: Mapping[str, pd.DataFrame], day: date) -> dict[str, pd.DataFrame]:
    """Return the facts without what happened after a day: deals closed later are open."""
    kept = {}
    for name, frame in frames.items():
        if name in _UNUSED:
            continue
        when = frame[_WHEN[name]] if name in _WHEN else None
        kept[name] = frame.copy() if when is None else frame[when.isna() | (when <= day)].copy()
    leads, deals = kept["leads"], kept["opportunities"]
    for column in _LATER:
        leads[column] = leads[column].mask((leads[column] > day).fillna(False))
    linked = leads["opportunity_id"].isin(deals["opportunity_id"])
    leads["opportunity_id"] = leads["opportunity_id"].where(linked)
    later = (deals["closed_on"] > day).fillna(False)
    for column in ("is_won", "closed_on"):
        deals[column] = deals[column].mask(later)
    return kept


def slice_at(company: DemoCompany, month: int, folder: Path) -> Slice:
    """Return the whole company as known at the end of a month."""
    return slice_on(company, first_day(month + 1) - timedelta(days=1), folder)


def slice_on(company: DemoCompany, day: date, folder: Path) -> Slice:
    """Return the whole company as known on a day."""
    paths = write(known_at(company.frames, day), folder / day.isoformat())
    counts = build_counts(paths, day, company.company, f"day{day:%Y%m%d}").counts()
    context = Context(company=company.company, channel_teams=company.channel_teams)
    return Slice(counts, Scope(), context)


def asked(company: DemoCompany, known: Slice) -> Question:
    """Return what the plan of the month after the facts asks the joint model."""
    first = month_of(known.counts.as_of + timedelta(days=1))
    plan = next(it for it in plans(company) if first in it.scenario.period.months())
    rows = [PlanRow(it.key, it.kind, "demo", it.team, cells=it.cells) for it in plan.rows]
    return ask(plan.scenario, rows, calibrate(known.counts, known.context))


def modelled(company: DemoCompany, known: Slice, end: int) -> ByModel:
    """Return what the joint model tells of the months up to one, as known then."""
    model, why = told_by(known, asked(company, known), end)
    assert model is not None, why
    return model
