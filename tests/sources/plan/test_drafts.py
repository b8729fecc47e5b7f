"""Unsaved edits are kept per person and sheet, and are nobody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from data_sources.plan import Draft
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, UsageError
from tests.sources.plan.sheets import ADA, BO, MAX, VIC, Sheet, edit

MINE = Draft(base_revision=3, mine={"a": {"plan_01": "12", "reason": None, "odd": "\x00 “x"}})


def test_a_draft_is_found_again_after_a_restart(sheet: Sheet) -> None:
    sheet.of(ADA).keep_draft("budget", MINE)
    again = Workspace.open(sheet.workspace.settings, ADA)
    assert again.plan.draft("budget") == MINE
    again.store.close()


def test_a_draft_is_its_person_s_and_its_sheet_s_only(sheet: Sheet) -> None:
    sheet.of(ADA).keep_draft("budget", MINE)
    for somebody in (MAX, BO, VIC):
        assert sheet.of(somebody).draft("budget") is None
        sheet.of(somebody).drop_draft("budget")
    assert sheet.of(ADA).draft("targets") is None
    assert sheet.of(ADA).draft("budget") == MINE


def test_a_newer_draft_takes_the_older_one_s_place(sheet: Sheet) -> None:
    sheet.of(ADA).keep_draft("budget", MINE)
    newer = Draft(base_revision=4, mine={"b": {"plan_01": "1"}})
    sheet.of(ADA).keep_draft("budget", newer)
    assert sheet.of(ADA).draft("budget") == newer
    sheet.of(ADA).drop_draft("budget")
    assert sheet.of(ADA).draft("budget") is None


def test_drafts_kept_at_once_do_not_hinder_each_other(sheet: Sheet) -> None:
    def keep(number: int) -> None:
        sheet.of(ADA).keep_draft("budget", Draft(base_revision=number, mine={}))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(12)))
    assert sheet.of(ADA).draft("budget") is not None


def test_a_draft_is_no_change_of_the_plan(sheet: Sheet) -> None:
    before = sheet.everything()
    sheet.of(ADA).keep_draft("budget", MINE)
    assert sheet.everything() == before


def test_its_base_is_the_plan_as_of_its_revision(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    base = sheet.workspace.revision()
    sheet.of(ADA).keep_draft("budget", Draft(base_revision=base, mine={line.id: {"plan_01": "2"}}))
    sheet.of(MAX).save([edit(line, plan_01="3")])
    found = sheet.of(ADA).draft("budget")
    assert found is not None
    (seen,) = sheet.of(ADA).rows("line", sheet.scenario, as_of=found.base_revision)
    assert seen == line


def test_who_does_not_plan_keeps_no_draft(sheet: Sheet) -> None:
    with pytest.raises(NotAllowed):
        sheet.of(VIC).keep_draft("budget", MINE)
    assert sheet.of(VIC).draft("budget") is None


@pytest.mark.parametrize("name", ["", "x" * 101])
def test_a_sheet_has_a_short_name(sheet: Sheet, name: str) -> None:
    with pytest.raises(UsageError):
        sheet.of(ADA).keep_draft(name, MINE)


def test_a_draft_holds_no_number_that_databases_refuse() -> None:
    with pytest.raises(ValidationError):
        Draft(base_revision=1, mine={"a": {"plan_01": float("nan")}})
