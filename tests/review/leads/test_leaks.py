"""Columns known only after the outcome are named, whatever they are called; others are not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.review.leads.leak_dates import days_of
from planning.review.leads.leaks import check_leaks
from tests.review.leads.planted import table

DATA = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "xeducation_leads"


@pytest.mark.parametrize("seed", range(24))
def test_planted_leaks_are_named_and_honest_columns_are_not(seed: int) -> None:
    made = table(seed)
    found = check_leaks(made.frame, made.won, created=made.created, decided=made.decided)
    named = {leak.column for leak in found.leaks if leak.verdict == "known afterwards"}
    missed = {sort for name, sort in made.planted.items() if name not in named}
    wrong = {leak.column for leak in found.leaks} - set(made.planted)
    assert not missed
    assert not wrong, [leak for leak in found.leaks if leak.column in wrong]


@pytest.mark.parametrize("seed", range(100, 124))
def test_without_leaks_nothing_is_named(seed: int) -> None:
    made = table(seed)
    honest = made.frame.drop(columns=list(made.planted))
    assert not check_leaks(honest, made.won, created=made.created, decided=made.decided).leaks


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(200, 2_000))
def test_columns_drawn_without_regard_to_the_outcome_are_never_named(seed: int, rows: int) -> None:
    rng = np.random.default_rng(seed)
    won = rng.random(rows) < rng.uniform(0.2, 0.8)
    columns = pd.DataFrame(
        {
            "last reason": rng.choice(list("abcd"), rows),
            "closed": pd.Series(rng.normal(size=rows)).where(rng.random(rows) < 0.5),
            "won": rng.integers(0, 3, rows).astype(str),
            "final": rng.choice([f"text {number}" for number in range(300)], rows),
        }
    )
    assert not check_leaks(columns, won).leaks


@pytest.mark.parametrize("rate", [0.02, 0.12, 0.6])
def test_amounts_dates_and_notes_of_the_outcome_are_named(rate: float) -> None:
    rng = np.random.default_rng(round(rate * 100))
    rows = 4_000
    taste = rng.normal(size=rows)
    won = rng.random(rows) < 1 / (1 + np.exp(-(np.log(rate / (1 - rate)) + 0.5 * taste)))
    created = pd.Series(pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(rows) % 300, "D"))
    decided = created + pd.to_timedelta(rng.integers(5, 90, rows), "D")
    amount = np.exp(rng.normal(9, 1, rows))
    wishes = rng.choice(["wants a price", "asks for a demo", "needs help"], rows)
    leaks = {
        "q1": np.where(won, amount, 0.0),
        "q2": (decided + pd.Timedelta(days=1)).dt.strftime("%d.%m.%Y"),
        "q3": (decided + pd.Timedelta(days=1)).dt.strftime("%m/%d/%Y"),
        "q4": [f"thanks for order {at}" if it else f"no need {at}" for at, it in enumerate(won)],
    }
    honest = {
        "h1": np.where(rng.random(rows) < 0.7, 0.0, amount * np.exp(0.3 * taste)),
        "h2": (created - pd.Timedelta(days=2)).dt.strftime("%d.%m.%Y"),
        "h3": [f"{text}, call {at}" for at, text in enumerate(wishes)],
        "h4": np.round(np.exp(rng.normal(1 + 0.3 * taste, 1))),
    }
    found = check_leaks(pd.DataFrame(leaks | honest), won, created=created, decided=decided)
    assert {leak.column for leak in found.leaks} == set(leaks)
    assert {leak.verdict for leak in found.leaks} == {"known afterwards"}
    assert not any("order" in leak.reason for leak in found.leaks), "no word of a note is told"


def test_a_date_that_can_be_read_in_two_ways_is_not_read() -> None:
    assert days_of(pd.Series(["03/04/2025", "05/06/2025"])) is None
    told = days_of(pd.Series(["03/04/2025", None, "25/06/2025"]))
    assert told is not None
    assert told.dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2025-04-03", "", "2025-06-25"]


def test_each_reason_is_a_sentence_with_the_numbers_behind_it() -> None:
    rng = np.random.default_rng(5)
    won = np.arange(1_000) % 4 == 0
    given = won.copy()
    given[[1, 2]] = True
    code = ["C" if it else None for it in given]
    found = check_leaks(pd.DataFrame({"x": code, "y": rng.normal(size=1_000)}), won)
    assert [leak.column for leak in found.leaks] == ["x"]
    said = "It is filled in for 250 leads won and for 2 leads not won."
    assert found.leaks[0].reason == said


def test_too_few_cases_say_nothing() -> None:
    won = np.array([True] * 10 + [False] * 500)
    found = check_leaks(pd.DataFrame({"copy": won.astype(int)}), won)
    assert not found.is_possible
    assert not found.leaks


def test_progress_is_told_for_every_column() -> None:
    rng = np.random.default_rng(1)
    columns = pd.DataFrame({name: rng.normal(size=400) for name in "abc"})
    steps: list[tuple[float, str]] = []
    check_leaks(columns, rng.random(400) < 0.5, progress=lambda at, name: steps.append((at, name)))
    assert [name for _, name in steps] == ["a", "b", "c"]
    assert all(0 <= at < 1 for at, _ in steps)


@pytest.mark.realdata
@pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not on this machine")
def test_the_leaks_of_a_real_file_are_named() -> None:
    leads = pd.read_csv(DATA / "leads.csv")
    won = (leads["Converted"] == 1).to_numpy()
    found = check_leaks(leads.drop(columns="Converted"), won)
    after = {leak.column for leak in found.leaks if leak.verdict == "known afterwards"}
    assert after == {"Tags", "Lead Quality", "Last Notable Activity"}
    assert {leak.column for leak in found.leaks} - after == {"Last Activity", "Lead Profile"}
