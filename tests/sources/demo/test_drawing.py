"""The demo is the same for the same seed, at any size, and lands in Parquet as stored."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from data_sources.demo import generate, scaled, write
from data_sources.demo.draws import pick_by_row, split_exactly, stream
from data_sources.demo.queueing import DROPPED, WAITING, work_in_order
from planning.actuals.tables import TABLES
from planning.errors import UsageError
from tests.sources.demo.companies import company

STORED = {
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "attributes": "VARCHAR",
    "day": "DATE",
    "month": "DATE",
    "count": "BIGINT",
    "money": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}


def test_the_same_seed_gives_the_same_company() -> None:
    first, second = generate(5), generate(5)
    assert first.truth == second.truth
    for table, frame in first.frames.items():
        pd.testing.assert_frame_equal(frame, second.frames[table])


def test_another_seed_gives_another_company() -> None:
    assert not company(7).frames["leads"].equals(company(8).frames["leads"])


def test_settings_and_channel_owners_come_with_the_company() -> None:
    demo = company()
    assert demo.company.currency == "EUR"
    assert demo.company.fiscal_year_start == 1
    assert set(demo.channel_teams) == set(demo.frames["leads"]["channel"])
    assert demo.channel_teams["Outbound"] == "sales"
    assert demo.channel_teams["Partner"] == "joint"
    assert len(demo.channel_teams) == 9


def test_campaigns_name_the_budget_line_their_money_is_booked_on() -> None:
    demo = company()
    spend = demo.frames["spend"].dropna(subset=["campaign"])
    booked = spend[["campaign", "line_code", "channel", "motion"]].drop_duplicates()
    known = demo.campaigns[["campaign", "line_code", "channel", "motion"]]
    assert len(known) == 40
    assert known["line_code"].is_unique
    assert set(map(tuple, booked.to_numpy())) == set(map(tuple, known.to_numpy()))


def test_parquet_files_have_the_types_of_stored_facts(tmp_path: Path) -> None:
    written = write(company().frames, tmp_path / "new")
    assert set(written) == set(TABLES)
    for table, path in written.items():
        described = (
            duckdb.connect().execute(f"describe select * from read_parquet('{path}')").fetchall()
        )
        found = {str(row[0]): str(row[1]) for row in described}
        assert found == {f.column: STORED[f.kind] for f in TABLES[table].fields}


def test_a_larger_firm_keeps_its_people_channels_and_ratios() -> None:
    small, large = company(), scaled(leads=80_000)
    leads, more = small.frames["leads"], large.frames["leads"]
    assert len(more) == pytest.approx(80_000, rel=0.02)
    for column in ("channel", "region", "segment", "campaign", "owner"):
        assert set(more[column].dropna()) == set(leads[column].dropna())
    for state in ("won", "qualified", "new"):
        mine, theirs = (leads["status"] == state).mean(), (more["status"] == state).mean()
        assert theirs == pytest.approx(mine, rel=0.2), state
    spent = [demo.frames["spend"]["amount_cents"].sum() for demo in (small, large)]
    assert spent[1] / spent[0] == pytest.approx(4, rel=0.1)


def test_a_size_that_is_not_above_zero_is_refused() -> None:
    with pytest.raises(UsageError, match="above 0"):
        generate(7, size=0)


@pytest.mark.benchmark
def test_how_long_it_takes() -> None:
    for leads in (20_000, 1_000_000):
        began = time.perf_counter()
        rows = sum(len(frame) for frame in scaled(leads=leads).frames.values())
        print(f"{leads:>9,} leads, {rows:>9,} rows: {time.perf_counter() - began:.2f} s")  # noqa: T201


def test_parts_of_money_add_up_to_the_cent() -> None:
    rng = np.random.default_rng(1)
    totals = rng.integers(0, 10**7, 200)
    parts = split_exactly(totals, rng.random((200, 13)) + 0.01)
    assert (parts.sum(axis=1) == totals).all()
    assert (parts >= 0).all()


def test_a_draw_by_row_never_takes_what_has_no_weight() -> None:
    weights = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 3.0]])
    rows = np.repeat([0, 1], 4000)
    drawn = pick_by_row(stream(1, "demand"), weights, rows)
    assert set(drawn[rows == 0]) == {1}
    assert set(drawn[rows == 1]) == {0, 2}
    assert (drawn[rows == 1] == 2).mean() == pytest.approx(0.75, abs=0.03)


def test_what_is_not_worked_waits_and_goes_cold() -> None:
    month = np.zeros(1000, dtype=np.int64)
    worked = work_in_order(
        np.random.default_rng(1),
        month,
        region=month,
        priority=np.arange(1000.0),
        effort=np.ones(1000),
        capacity=np.array([[400.0, 100.0]]),
        kept=0.5,
    )
    assert (worked == 0).sum() == 400
    assert (worked[600:] == 0).all()
    assert (worked == 1).sum() == 100
    cold, waiting = (worked == DROPPED).sum(), (worked == WAITING).sum()
    assert cold + waiting == 500
    assert waiting == pytest.approx(100, abs=40)
