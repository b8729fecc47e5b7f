"""Two people agree two plans of one year at the same moment: one wins, the other is told."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Callable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import pytest

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.errors import NotPossible
from tests.sources.agreement.tables import Table
from tests.sources.plan.sheets import EVE, MAX

ROUNDS = 4
SECONDS = 180


def tried(act: Callable[[], object]) -> str:
    """What came of it: nothing, or what the person was told."""
    try:
        act()
    except NotPossible as told:
        return told.what
    return ""


def agree(settings: Settings, scenario: str, gate: Barrier, told: Queue[str]) -> None:
    """Agree a plan in a process of its own, once all are ready."""
    workspace = Workspace.open(settings, EVE)
    gate.wait(SECONDS)
    told.put(tried(lambda: workspace.agreement.agree(scenario)))
    workspace.close()


def hold_one_won(plans: list[Table], told: list[str], year: int) -> None:
    """One plan is agreed, the others are as they were, and each loser heard why."""
    states = sorted(str(plan.plan()["state"]) for plan in plans)
    assert states == ["agreed", *["proposed"] * (len(plans) - 1)]
    winner = next(plan for plan in plans if plan.plan()["state"] == "agreed")
    losers = [sentence for sentence in told if sentence]
    assert len(losers) == len(plans) - 1
    for sentence in losers:
        assert sentence.startswith(f"{winner.plan()['name']} was agreed for {year} since ")
        assert len(sentence.split()) < 20
    found = winner.by(MAX).agreed(year)
    assert found is not None
    assert found.id == winner.scenario


def signed(table: Table, year: int, count: int) -> list[Table]:
    """Plans of one year that everybody signed."""
    plans = [table.another(f"Plan {year} {name}", year) for name in "abc"[:count]]
    for plan in plans:
        plan.proposed().sign()
    return plans


def test_of_threads_that_agree_at_once_one_wins(table: Table) -> None:
    for number in range(ROUNDS):
        plans = signed(table, 2030 + number, 3)
        gate = threading.Barrier(len(plans))
        told: list[str] = []

        def act(plan: Table, gate: threading.Barrier = gate, told: list[str] = told) -> None:
            gate.wait(SECONDS)
            told.append(tried(lambda: plan.by(EVE).agree(plan.scenario)))

        people = [threading.Thread(target=act, args=(plan,)) for plan in plans]
        for person in people:
            person.start()
        for person in people:
            person.join(SECONDS)
        hold_one_won(plans, told, 2030 + number)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_of_processes_that_agree_at_once_one_wins(table: Table) -> None:
    plans = signed(table, 2030, 2)
    context = multiprocessing.get_context("forkserver")
    gate, told = context.Barrier(len(plans)), context.Queue()
    people = [
        context.Process(target=agree, args=(table.workspace.settings, plan.scenario, gate, told))
        for plan in plans
    ]
    for person in people:
        person.start()
    sentences = [told.get(timeout=SECONDS) for _ in plans]
    for person in people:
        person.join(SECONDS)
    assert [person.exitcode for person in people] == [0, 0]
    hold_one_won(plans, sentences, 2030)


@pytest.mark.parametrize("year", range(2030, 2030 + ROUNDS))
def test_a_late_edit_and_an_agreement_at_once_never_agree_what_nobody_signed(
    table: Table, year: int
) -> None:
    plan = table.another(f"Plan {year}", year)
    line = plan.line(MAX, plan_01="1")
    plan.proposed().sign()
    gate = threading.Barrier(2)

    def late() -> None:
        gate.wait(SECONDS)
        tried(lambda: plan.of(MAX).remove([line.id]))

    editor = threading.Thread(target=late)
    editor.start()
    gate.wait(SECONDS)
    told = tried(lambda: plan.by(EVE).agree(plan.scenario))
    editor.join(SECONDS)
    standing = [row.id for row in plan.of(MAX).rows("line", plan.scenario)]
    if told:
        assert "is not signed by" in told
        assert (plan.plan()["state"], standing) == ("proposed", [])
    else:
        assert (plan.plan()["state"], standing) == ("agreed", [line.id])
