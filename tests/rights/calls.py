"""What each public method of a workspace is called with, and who may call it.

Written by hand beside the product's own table of rights, so that the two check each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from data_sources.imports.request import ImportRequest, Mapping
from data_sources.schedules import Folder, Schedule
from data_sources.store.drafts import Draft
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.mirrored.outcome import SheetClash
from planning.agreed.rows import PlanRow
from planning.periods import Period
from tests.rights.agreeing import AGREEING, ASKING
from tests.rights.call import (
    ADMINISTRATORS,
    EXECUTIVE,
    LEADERS,
    OF_MARKETING,
    OF_SALES,
    PLANNERS,
    READERS,
    Call,
)
from tests.rights.meeting import LOOKING, MEETING
from tests.rights.world import World


def _edit(row: PlanRow, cell: str, value: str) -> list[Edit]:
    return [Edit(row.id, {cell: row[cell]}, {cell: value})]


def _draft(row: PlanRow, cell: str, value: str) -> Draft:
    return Draft(base_revision=1, mine={row.id: {cell: value}})


def _line(team: str) -> dict[str, object]:
    return {"team": team, "category": "programme", "status": "placed"}


def _import(workspace: Workspace, world: World) -> object:
    return workspace.import_file(ImportRequest(path=world.file, label="more.csv", table="leads"))


def _schedule() -> Schedule:
    origin = Folder(folder=str(Path.cwd()), pattern="*.none")
    return Schedule(name="new", origin=origin, mapping=Mapping(table="leads"))


WORTHLESS: Final = pd.DataFrame(columns=["channel", "segment", "region", "value"])
"""Leads of which nobody knows what they are worth."""

READING: Final[dict[str, Call]] = {
    "snapshot": Call(READERS, lambda w, _: w.snapshot()),
    "snapshots": Call(READERS, lambda w, _: w.snapshots()),
    "is_demo": Call(READERS, lambda w, _: w.is_demo),
    "revision": Call(READERS, lambda w, _: w.revision()),
    "history": Call(READERS, lambda w, _: w.history()),
    "company": Call(READERS, lambda w, _: w.company),
    "setting_values": Call(READERS, lambda w, _: w.setting_values()),
    "all_settings": Call(READERS, lambda w, _: w.all_settings()),
    "channels": Call(READERS, lambda w, _: w.channels()),
    "every_channel": Call(READERS, lambda w, _: w.every_channel()),
    "channel_teams": Call(READERS, lambda w, _: w.channel_teams()),
    "compare": Call(READERS, lambda w, x: w.compare(*x.snapshots)),
    "counts": Call(READERS, lambda w, _: w.counts()),
    "rows": Call(READERS, lambda w, _: w.rows("leads")),
    "leads.listed": Call(READERS, lambda w, _: w.leads.listed(WORTHLESS)),
    "leads.sample": Call(READERS, lambda w, _: w.leads.sample()),
    "quality": Call(READERS, lambda w, _: w.quality()),
    "suspicious_rows": Call(READERS, lambda w, _: w.suspicious_rows("undated-deals")),
    "remembered_mapping": Call(READERS, lambda w, _: w.remembered_mapping("names", "leads")),
    "schedules.all": Call(READERS, lambda w, _: w.schedules.all()),
    "schedules.failed": Call(READERS, lambda w, _: w.schedules.failed()),
    "spreadsheets.shared_with": Call(READERS, lambda w, _: w.spreadsheets.shared_with()),
    "mirrors.all": Call(READERS, lambda w, _: w.mirrors.all()),
    "people.all": Call(READERS, lambda w, _: w.people.all()),
    "accounts.book": Call(READERS, lambda w, _: w.accounts.book()),
    "accounts.called": Call(READERS, lambda w, _: w.accounts.called(["A"], [])),
    "accounts.sellers": Call(READERS, lambda w, _: w.accounts.sellers()),
    "plan.scenarios": Call(READERS, lambda w, _: w.plan.scenarios()),
    "plan.rows": Call(READERS, lambda w, x: w.plan.rows("line", x.scenario)),
    "plan.row": Call(READERS, lambda w, x: w.plan.row(x.target.id)),
    "plan.revision_at": Call(
        READERS, lambda w, x: w.plan.revision_at(x.opened().history(1)[0].at.date())
    ),
    "plan.begun_by": Call(READERS, lambda w, x: w.plan.begun_by([x.comment])),
    "plan.changes_since": Call(READERS, lambda w, x: w.plan.changes_since(0, x.scenario)),
    "plan.history": Call(READERS, lambda w, _: w.plan.history()),
    "plan.draft": Call(READERS, lambda w, _: w.plan.draft("budget")),
    "deals.closed": Call(READERS, lambda w, _: w.deals.closed(Period.parse("2025-01", "2026-01"))),
    "deals.of_campaigns": Call(READERS, lambda w, _: w.deals.of_campaigns()),
    **ASKING,
    **LOOKING,
}

SETTING_UP: Final[dict[str, Call]] = {
    "import_file": Call(ADMINISTRATORS, _import),
    "go_back": Call(ADMINISTRATORS, lambda w, x: w.go_back(x.snapshots[0])),
    "keep_snapshot": Call(ADMINISTRATORS, lambda w, x: w.keep_snapshot(x.snapshots[0], "why")),
    "tidy": Call(ADMINISTRATORS, lambda w, _: w.tidy()),
    "refresh": Call(ADMINISTRATORS, lambda w, _: w.refresh()),
    "remember_mapping": Call(
        ADMINISTRATORS, lambda w, _: w.remember_mapping("names", Mapping(table="leads"), "a.csv")
    ),
    "load_demo": Call(ADMINISTRATORS, lambda w, _: w.load_demo()),
    "set_setting": Call(ADMINISTRATORS, lambda w, _: w.set_setting("sla_hours", "48")),
    "set_settings": Call(ADMINISTRATORS, lambda w, _: w.set_settings({"name": "Acme"})),
    "set_channel": Call(ADMINISTRATORS, lambda w, _: w.set_channel("Webinars", team="sales")),
    "schedules.add": Call(ADMINISTRATORS, lambda w, _: w.schedules.add(_schedule())),
    "schedules.remove": Call(ADMINISTRATORS, lambda w, _: w.schedules.remove("crm")),
    "spreadsheets.fetched": Call(ADMINISTRATORS, lambda w, _: w.spreadsheets.fetched("a")),
    "spreadsheets.bring": Call(
        ADMINISTRATORS, lambda w, _: w.spreadsheets.bring(Mapping(table="leads"), "a")
    ),
    "mirrors.connect": Call(
        ADMINISTRATORS,
        lambda w, x: w.mirrors.connect("1mvoQtem3bHfYAs1TvCRZznQ8NvWi6D", x.scenario),
    ),
    "mirrors.disconnect": Call(ADMINISTRATORS, lambda w, x: w.mirrors.disconnect(x.scenario)),
    "mirrors.sync": Call(ADMINISTRATORS, lambda w, _: w.mirrors.sync()),
    "people.add": Call(ADMINISTRATORS, lambda w, _: w.people.add("new@example.com", ["viewer"])),
    "people.change": Call(
        ADMINISTRATORS, lambda w, _: w.people.change("viewer@example.com", roles=["executive"])
    ),
    "people.remove": Call(ADMINISTRATORS, lambda w, _: w.people.remove("viewer@example.com")),
    "backups.take": Call(
        ADMINISTRATORS, lambda w, x: w.backups.take(x.archive.with_name(f"{w.actor.email}.zip"))
    ),
    "backups.restore": Call(ADMINISTRATORS, lambda w, x: w.backups.restore(x.archive)),
}

PLANNING: Final[dict[str, Call]] = {
    "mirrors.settle": Call(
        OF_MARKETING,
        lambda w, x: w.mirrors.settle(
            x.scenario,
            "line-marketing",
            SheetClash("r", "plan_01", None, "1.00", None, ""),
            "sheet",
        ),
    ),
    "plan.begin": Call(LEADERS, lambda w, _: w.plan.begin(2026, "Plan 2026")),
    "plan.rename": Call(LEADERS, lambda w, x: w.plan.rename(x.scenario, "Other")),
    "plan.put_away": Call(LEADERS, lambda w, x: w.plan.put_away(x.scenario)),
    "plan.save: a line of marketing": Call(
        OF_MARKETING, lambda w, x: w.plan.save(_edit(x.lines["marketing"], "plan_01", "9"))
    ),
    "plan.save: a line of sales": Call(
        OF_SALES, lambda w, x: w.plan.save(_edit(x.lines["sales"], "plan_01", "9"))
    ),
    "plan.save: a joint line": Call(
        EXECUTIVE, lambda w, x: w.plan.save(_edit(x.lines["joint"], "plan_01", "9"))
    ),
    "plan.save: a target of marketing": Call(
        OF_MARKETING, lambda w, x: w.plan.save(_edit(x.target, "value", "9"))
    ),
    "plan.save: an envelope": Call(
        EXECUTIVE, lambda w, x: w.plan.save(_edit(x.envelope, "amount", "9"))
    ),
    "plan.save: lines of both teams": Call(
        frozenset(),
        lambda w, x: w.plan.save(
            [
                *_edit(x.lines["marketing"], "plan_01", "9"),
                *_edit(x.lines["sales"], "plan_01", "9"),
            ]
        ),
    ),
    "plan.add: marketing": Call(
        OF_MARKETING,
        lambda w, x: w.plan.add("line", x.scenario, _line("marketing")),  # type: ignore[arg-type]
    ),
    "plan.add: joint": Call(
        EXECUTIVE,
        lambda w, x: w.plan.add("line", x.scenario, _line("joint")),  # type: ignore[arg-type]
    ),
    "plan.remove: a line": Call(
        OF_MARKETING, lambda w, x: w.plan.remove([x.lines["marketing"].id])
    ),
    "plan.remove: a comment": Call(
        frozenset({"planner of marketing"}), lambda w, x: w.plan.remove([x.comment])
    ),
    "plan.undo": Call(OF_MARKETING, lambda w, x: w.plan.undo(x.changed)),
    "plan.restore": Call(
        OF_MARKETING, lambda w, x: w.plan.restore(x.lines["marketing"].id, x.changed - 1)
    ),
    "plan.propose": Call(
        PLANNERS, lambda w, x: w.plan.propose(x.lines["sales"].id, {"plan_02": "8"}, "More")
    ),
    "plan.comment": Call(PLANNERS, lambda w, x: w.plan.comment(x.lines["sales"].id, "Why?")),
    "plan.answer: take": Call(
        frozenset({"leader of marketing"}), lambda w, x: w.plan.answer(x.proposal, True, "Yes")
    ),
    "plan.answer: decline": Call(
        frozenset({"leader of marketing"}), lambda w, x: w.plan.answer(x.proposal, False, "No")
    ),
    "plan.withdraw": Call(
        frozenset({"planner of sales"}), lambda w, x: w.plan.withdraw(x.proposal)
    ),
    "plan.keep_draft": Call(
        PLANNERS,
        lambda w, x: w.plan.keep_draft(
            "budget", Draft(base_revision=1, mine={x.target.id: {"value": "7"}})
        ),
    ),
    "plan.drop_draft": Call(READERS, lambda w, _: w.plan.drop_draft("budget")),
}

CALLS: Final = {**READING, **SETTING_UP, **PLANNING, **AGREEING, **MEETING}

LEFT_OUT: Final = {
    "open": "opens the home, for nobody yet",
    "acting_as": "gives the workspace into other hands; only doors call it",
    "present": "looks up the actor's own roles",
    "require": "asks for a right",
    "author": "asks for a right",
    "sees_people": "asks for a right",
    "shown": "takes other people's figures out of counts",
    "require_rows": "asks for a right",
    "accounts.shown": "takes other people's names out of the book of accounts",
    "close": "gives back connections",
}
"""Public methods that are no act of anybody, with the reason."""
