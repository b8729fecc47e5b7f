"""What was new: the first year of each, its place, and quartiles of what a customer cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from data_sources.demo import DemoCompany
from planning.actuals.slices import Slice
from planning.periods import month_of, parse_month
from planning.review.evidence.newcomers import newcomers
from tests.review.evidence.firm import part

_WON = {"motion": "acquire", "stage": "Won", "is_won": True, "amount": 1, "currency": "EUR"}

_OF = {"Old": "Old2024-01-10", "Spring": "Spring2024-05-10", "Half": "Half2025-06-02"}


def _lead(campaign: str, day: str) -> dict[str, Any]:
    return {"lead_id": f"{campaign}{day}", "campaign": campaign, "channel": "X", "created_on": day}


def _win(campaign: str, day: str, at: int = 0) -> dict[str, Any]:
    """A deal of the campaign's lead, which credits it."""
    name = f"{campaign}{day}{at}"
    return {"opportunity_id": name, "account_id": name, "lead_id": _OF[campaign],
            "created_on": day, "closed_on": day, **_WON}  # fmt: skip


def _money(campaign: str, month: str, amount: int) -> dict[str, Any]:
    return {"month": f"{month}-01", "team": "marketing", "category": "programme", "channel": "X",
            "campaign": campaign, "amount": amount, "currency": "EUR"}  # fmt: skip


def test_the_first_year_of_what_began_within_the_facts(tmp_path: Path) -> None:
    found = newcomers(
        part(
            tmp_path,
            leads=[
                _lead("Old", "2024-01-10"),
                _lead("Spring", "2024-05-10"),
                _lead("Late", "2025-09-10"),
                _lead("Half", "2025-06-02"),
            ],
            opportunities=[
                *(_win("Old", "2024-06-01", at) for at in range(3)),
                *(_win("Spring", "2024-08-01", at) for at in range(2)),
                # Its thirteenth month counts no more.
                _win("Spring", "2025-05-03"),
                _win("Half", "2025-12-20"),
            ],
            spend=[
                _money("Spring", "2024-04", 600),
                _money("Spring", "2025-03", 200),
                _money("Spring", "2025-04", 999),
                _money("Half", "2025-07", 300),
            ],
            accounts=[],
        ),
        "campaign",
    )
    assert found.since == parse_month("2024-04")
    told = {it.name: it for it in found.all}
    # Old was there from the first month; Late has been seen for four months only.
    assert list(told) == ["Spring", "Half"]
    spring, half = told["Spring"], told["Half"]
    assert (spring.first, spring.months) == (parse_month("2024-04"), 12)
    assert (spring.customers, spring.cents, spring.cost) == (2, 800_00, 400)
    assert (spring.place, spring.of) == (2, 2)
    assert (half.customers, half.months, half.cost) == (1, 7, 300)
    assert half.place == 1
    assert found.quartiles == (300, 300, 400)
    # The better half of four are two.
    assert (found.top, found.reached) == (2, 2)


def test_newcomers_of_the_demo_are_those_of_its_frames(demo: DemoCompany, demo_part: Slice) -> None:
    found = newcomers(demo_part, "campaign")
    leads = demo.frames["leads"]
    spend = demo.frames["spend"].query("category == 'programme'")
    first = pd.concat(
        [
            pd.DataFrame({"campaign": it["campaign"], "month": it[day].map(month_of)})
            for it, day in ((leads, "created_on"), (spend, "month"))
        ]
    )
    begins = first.dropna().groupby("campaign")["month"].min()
    since = int(begins.min()) + 3
    end = month_of(demo.as_of) + 1
    expected = {name for name, month in begins.items() if since <= month <= end - 6}
    assert {it.name for it in found.all} == expected
    assert found.since == since
    for it in found.all:
        assert it.first == begins[it.name]
        window = range(it.first, it.first + it.months)
        mine = spend[(spend["campaign"] == it.name) & spend["month"].map(month_of).isin(window)]
        kept = mine[mine["motion"].isna() | (mine["motion"] == "acquire")]
        assert it.cents == int(kept["amount_cents"].sum())
    assert 0 < found.reached < len(found.all)
