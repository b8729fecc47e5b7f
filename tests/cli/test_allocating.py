"""`tandem allocate`: one document, lines within the total, and a sentence when it cannot."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planning.model.limits import Envelope
from planning.model.problem import Problem
from planning.model.problem_file import write_problem
from planning.model.tables import NONE, Cells, Channels, Fixed, Groups, Pools
from tests.cli.conftest import Said, Tandem, at_home

MONTHS = 12
PLAN = ("--scenario", "Plan 2026")


@pytest.fixture
def tandem(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Tandem:
    """The command on the demo company."""
    return at_home(demo_home, monkeypatch)


@pytest.fixture(scope="module")
def answer(demo_home: Path) -> dict[str, Any]:
    """What the demo's plan should be, as one document."""
    with pytest.MonkeyPatch.context() as environment:
        said = at_home(demo_home, environment)("allocate", *PLAN, "--json")
    assert (said.code, said.err) == (0, "")
    return said.document


def one_channel(total: float | None = None) -> Problem:
    """Return a channel whose every lead is a win of 100: 100 · 100 · x / (1,000 + x) − x."""
    one, zero = np.ones(1), np.zeros(1)
    idle = np.zeros((1, MONTHS))
    waiting = ("waiting_leads", "waiting_deals", "kept_leads", "kept_deals", "found_per_head")
    parts = ("recurring", "commission", "partner")
    arriving = ("arriving_leads", "arriving_deals", "open_won", "open_customers")
    booked = ("open_revenue", "open_gross", "open_charges")
    nowhere = np.array([NONE])
    return Problem(
        name="one channel",
        currency="EUR",
        first_month=2026 * 12,
        open_months=MONTHS,
        ahead_months=0,
        channels=Channels(
            name=("Search",), team=("marketing",), base=zero, ceiling=one * 100, half=one * 1000,
            carry=zero, effective_before=zero, spent_before=zero, acquire_share=one,
            season=np.ones((1, MONTHS)), current=np.full((1, MONTHS), 500.0),
        ),
        pools=Pools(
            name=("All",), area=("All",), job=("closing",), team=("sales",), per_head=one,
            cost_per_head=zero, attrition=zero, delay=np.array([0]), acquire_share=one,
            ramp=np.ones((1, 1)), standing_paid=idle, standing_productive=idle,
            most_hires=idle, current_hires=idle,
        ),
        groups=Groups(("All",), ("All",), ("acquire",), np.ones((1, 1)), np.ones((1, 1))),
        cells=Cells(
            channel=np.array([0]), group=np.array([0]), follow_pool=nowhere, close_pool=nowhere,
            share=one, asks=one, follow_effort=one, qualifies=one, close_effort=one, closes=one,
            customers_per_win=one, revenue_per_win=one * 100, one_off=one * 100,
            **dict.fromkeys((*waiting, *parts), zero), **dict.fromkeys((*arriving, *booked), idle),
        ),
        fixed=Fixed((), (), np.zeros(0), np.zeros(0), np.zeros((0, MONTHS))),
        limits=() if total is None else (Envelope(total=total),),
    )  # fmt: skip


def kept(folder: Path, problem: Problem) -> Path:
    path = folder / "problem.json"
    path.write_text(write_problem(problem), encoding="utf-8")
    return path


def money(said: Said | dict[str, Any], what: str = "amount") -> float:
    found = said if isinstance(said, dict) else said.document
    return math.fsum(each[what] for each in found["lines"])


def test_the_document_holds_what_is_promised(answer: dict[str, Any]) -> None:
    assert answer["status"] == "optimal"
    assert answer["objective"] == "contribution"
    assert answer["months"] == [f"2026-{at:02d}" for at in range(1, 13)]
    for each in answer["lines"]:
        assert set(each) == {"team", "line", "month", "amount", "current"}
    assert {each["month"] for each in answer["lines"]} == set(answer["months"])
    for key in ("revenue", "customers", "won", "leads", "cac", "cost_per_lead", "contribution"):
        assert set(answer["kpis"][key]) == {"p10", "p50", "p90"}
    for each in answer["shadow_prices"]:
        assert set(each) == {"limit", "one_more", "one_less", "sentence"}
        assert each["limit"] in answer["binding"]
    assert answer["conflict"] == []
    assert answer["total"] == 5_540_880
    assert answer["revenue_target"] > 0
    for prefix in ("", "current_"):
        assert 0 <= answer[f"{prefix}chance"] <= 1
        assert set(answer[f"{prefix}headcount"]) == {"now", "end", "hires"}


def test_people_by_pool_add_up_to_the_headcount(answer: dict[str, Any]) -> None:
    months = sorted({each["month"] for each in answer["heads"]})
    for prefix in ("", "current_"):
        counted, key = answer[f"{prefix}headcount"], f"{prefix}paid"
        last = [each[key] for each in answer["heads"] if each["month"] == months[-1]]
        hires = [each[f"{prefix}hires"] for each in answer["heads"]]
        assert (counted["end"], counted["hires"]) == pytest.approx((sum(last), sum(hires)))


def test_current_amounts_are_the_plans_and_lines_keep_to_its_envelope(
    answer: dict[str, Any],
) -> None:
    assert money(answer, "current") == pytest.approx(5_540_880.00, abs=1e-6)
    assert money(answer) <= 5_540_880.00 + 1e-6


def test_each_line_and_month_stands_once(answer: dict[str, Any]) -> None:
    keys = [(each["team"], each["line"], each["month"]) for each in answer["lines"]]
    assert len(keys) == len(set(keys))


def test_closed_months_stay_as_they_were_planned(answer: dict[str, Any]) -> None:
    closed = [each for each in answer["lines"] if each["month"] <= "2026-06"]
    assert closed
    assert all(each["amount"] == each["current"] for each in closed)


def test_the_advice_is_worth_more_than_the_current_plan(answer: dict[str, Any]) -> None:
    assert answer["value"] > answer["current_value"]
    assert abs(answer["gap"]) < 0.01


def test_a_total_is_the_ceiling_of_all_lines(tandem: Tandem) -> None:
    said = tandem("allocate", *PLAN, "--total", "5300000", "--objective", "revenue", "--json")
    assert said.code == 0, said.err
    assert 5_299_990 < money(said) <= 5_300_000 + 1e-6


def test_a_total_that_cannot_be_held_names_the_limits_that_collide(tandem: Tandem) -> None:
    said = tandem("allocate", *PLAN, "--total", "3000000", "--json")
    assert said.code == 1
    assert (said.document["status"], said.document["value"]) == ("infeasible", None)
    assert any("envelope of 3,000,000" in each for each in said.document["conflict"])
    assert "No plan is possible" in said.err
    # The smallest total that would do is offered; a little less would not.
    least = re.search(r"A total of ([\d,]+) is the smallest", said.err)
    assert least is not None, said.err
    total = int(least[1].replace(",", ""))
    assert tandem("allocate", *PLAN, "--total", str(total)).code == 0
    assert tandem("allocate", *PLAN, "--total", str(total - 1_000)).code == 1


def test_a_ceiling_that_nothing_else_can_mend_is_relaxed_itself(tandem: Tandem) -> None:
    said = tandem("allocate", *PLAN, "--cac", "100")
    assert (said.code, said.out) == (1, "")
    assert "100 per new customer cannot be held. Relax it." in said.err


def test_while_no_plan_is_agreed_the_years_draft_is_meant_and_said(tandem: Tandem) -> None:
    said = tandem("allocate", "--json")
    assert (said.code, said.document["status"]) == (0, "optimal")
    assert "No plan is agreed for 2026 yet; Plan 2026 is a draft." in said.document["warnings"]


def test_a_year_that_is_over_is_refused(tandem: Tandem) -> None:
    said = tandem("allocate", "--scenario", "Plan 2025")
    assert said.code == 1
    assert "Every month of Plan 2025 is over" in said.err


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--scenario", "Plan 1999"], "Plan 1999"),
        (["--objective", "glory", *PLAN], "glory"),
        (["--objective", "least-spend", *PLAN], "--revenue"),
        (["--floor", "Events", *PLAN], "Events"),
        (["--floor", "Skywriting=5000", *PLAN], "Skywriting"),
        (["--total", "-5", *PLAN], "--total takes an amount of 0 or more."),
        (["--cac", "0", *PLAN], "--cac takes an amount above 0."),
        (["--cap", "Webinars=nan", *PLAN], "--floor or --cap takes an amount of 0 or more."),
        (["--problem", "nowhere.json"], "nowhere.json"),
        (["--problem", "a.json", *PLAN], "--scenario"),
    ],
)
def test_wrong_usage_is_a_sentence_and_status_2(
    tandem: Tandem, arguments: list[str], names: str
) -> None:
    said = tandem("allocate", *arguments, "--json")
    assert (said.code, said.out) == (2, "")
    assert names in said.err
    assert "Traceback" not in said.err


def test_people_read_what_moves_and_why(tandem: Tandem) -> None:
    said = tandem("allocate", *PLAN, "--cap", "Webinars=20000")
    assert said.code == 0, said.err
    for part in ("Lines that move", "All lines", "Hires by month", "cap of 20,000 for Webinars"):
        assert part in said.out


def test_a_written_problem_answers_as_the_plan_does(
    tandem: Tandem, answer: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "question.json"
    assert tandem("allocate", *PLAN, "--write-problem", path, "--json").code == 0
    again = tandem("allocate", "--problem", path, "--json")
    assert again.code == 0, again.err
    assert again.document["value"] == pytest.approx(answer["value"], rel=1e-9)
    assert json.loads(path.read_text("utf-8"))["format"] == "tandem-problem"


def test_a_problem_by_hand_is_answered_in_closed_form(tandem: Tandem, tmp_path: Path) -> None:
    said = tandem("allocate", "--problem", kept(tmp_path, one_channel()), "--json")
    # 100 · 100 · 1,000 / (1,000 + x)² = 1, so x = √10,000,000 − 1,000.
    best = math.sqrt(1e7) - 1000
    amounts = [each["amount"] for each in said.document["lines"]]
    assert amounts == pytest.approx([best] * MONTHS, rel=5e-3)
    value = MONTHS * (10_000 * best / (1000 + best) - best)
    assert said.document["value"] == pytest.approx(value, rel=1e-5)


def test_an_envelope_divides_evenly_over_equal_months(tandem: Tandem, tmp_path: Path) -> None:
    path = kept(tmp_path, one_channel(6000))
    said = tandem("allocate", "--problem", path, "--total", "12000", "--json").document
    assert money(said) <= 12_000
    assert money(said) == pytest.approx(12_000, abs=1)
    (price,) = said["shadow_prices"]
    # A unit brings 1.5 more than itself; over a whole 1,000 more or less it differs.
    more, less = 13_000 / MONTHS, 11_000 / MONTHS
    value = {x: MONTHS * 10_000 * x / (1000 + x) for x in (more, 1000, less)}
    assert price["one_more"] == pytest.approx((value[more] - value[1000]) / 1000 - 1, rel=1e-3)
    assert price["one_less"] == pytest.approx((value[1000] - value[less]) / 1000 - 1, rel=1e-3)


def test_most_revenue_without_a_ceiling_is_unbounded(tandem: Tandem, tmp_path: Path) -> None:
    path = kept(tmp_path, one_channel())
    said = tandem("allocate", "--problem", path, "--objective", "revenue", "--json")
    assert said.code == 1
    assert said.document["status"] == "unbounded"
    assert "envelope" in said.err


def test_a_file_that_is_no_problem_is_refused_with_its_place(
    tandem: Tandem, tmp_path: Path
) -> None:
    path = tmp_path / "odd.json"
    path.write_text('{"format": "tandem-problem", "version": 1}', encoding="utf-8")
    said = tandem("allocate", "--problem", path)
    assert said.code == 2
    assert "This is no problem file" in said.err
