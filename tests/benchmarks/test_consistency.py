"""Solver time of verdicts and conflicts, for 40 KPIs with 60 bounds; printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_consistency.py`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest

from planning.model.consistency import solving
from planning.model.consistency.compromise import compromises
from planning.model.consistency.conflicts import names, verdict
from planning.model.consistency.implied import implied
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import repairs
from planning.model.consistency.system import compiled
from tests.model.consistency.asking import asked, row
from tests.model.consistency.test_textbook import SEGMENTS

pytestmark = pytest.mark.benchmark

ROUNDS = 15
STEPS: tuple[tuple[str, object, object], ...] = (
    ("cost_per_lead", 55, 70), ("mql_rate", 0.35, 0.42), ("sql_rate", 0.18, 0.21),
    ("close_ratio", 0.22, 0.27), ("average_deal", 19_000, 21_000),
    ("leads", 3_500, ""), ("opportunities_per_head", "", 60),
    ("cost_per_head", "", 125_000), ("sqls", 100, ""),
)  # fmt: skip


def forty(revenue: float) -> Question:
    """40 KPIs with 60 bounds: nine of each of four segments, four of the company."""
    lines = [
        row(kpi, low, high, scope=f"segment:{name}")
        for name in SEGMENTS
        for kpi, low, high in STEPS
    ]
    lines += [row("revenue", revenue), row("spend_marketing", "", 1e6), row("cac", "", 9_500),
              row("customers", 100)]  # fmt: skip
    question = asked(*lines)
    assert len({it.subject for it in question.statements}) == 40
    assert len(question.statements) == 60
    return question


class Clock:
    """Counts the seconds HiGHS runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        run = solving.run

        def timed(highs: solving.Highs) -> object:
            began = time.perf_counter()
            found = run(highs)
            self.seconds += time.perf_counter() - began
            return found

        monkeypatch.setattr(solving, "run", timed)

    def of(self, work: Callable[[], object]) -> tuple[float, float]:
        """Return milliseconds of the solver, and of the processor in all."""
        self.seconds, began = 0.0, time.process_time()
        work()
        return 1000 * self.seconds, 1000 * (time.process_time() - began)


def test_an_impossible_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, question = Clock(monkeypatch), forty(11e6)
    print(f"\nimpossible: 60 bounds, {question.system.layout.count} columns")
    _print(clock, "verdict", lambda: verdict(forty(11e6)), 5)
    _print(clock, "set", lambda: names(forty(11e6)), 150)
    (conflict,) = names(question)
    _print(clock, "single repairs", lambda: repairs(conflict))
    _print(clock, "compromise", lambda: compromises(question, [conflict]))


def test_a_possible_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, question = Clock(monkeypatch), forty(9e6)
    print(f"\npossible: 60 bounds, {question.system.layout.count} columns")
    _print(clock, "verdict", lambda: verdict(forty(9e6)), 5)
    _print(clock, "implied ranges", lambda: implied(question))
    whole = [clock.of(lambda: compiled(forty(9e6)))[1] for _ in range(ROUNDS)]
    print(f"  reading and building: {statistics.median(whole):.1f} ms of the processor")


def _print(clock: Clock, what: str, work: Callable[[], object], wanted: float = 0.0) -> None:
    times = [clock.of(work) for _ in range(ROUNDS)]
    solver = statistics.median(it for it, _ in times)
    whole = statistics.median(it for _, it in times)
    beside = f", {solver / wanted:.2f} of {wanted:.0f} ms" if wanted else ""
    print(f"  {what}: solver {solver:.2f} ms{beside}; with building {whole:.1f} ms")
