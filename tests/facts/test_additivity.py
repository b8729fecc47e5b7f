"""Parts re-add to the whole: every accepted row is counted once, whatever the cut."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings

from planning.actuals.counts import DIMENSIONS, Counts, Cube, Scope
from planning.actuals.cubes import (
    BASE_MEASURES,
    MEASURES,
    SIDE_CUBES,
    SIDE_VERSIONS,
    SQUARE_MEASURES,
)
from planning.periods import UNDATED, Period, month_of
from tests.builders import counts_of
from tests.facts.any_facts import AS_OF, COMPANY, Rows, tables

ADDITIVE = tuple(name for name in BASE_MEASURES if name not in SQUARE_MEASURES)
FIRST, MIDDLE, LAST = 0, month_of(AS_OF), 12 * 10_000
few = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


def counted(rows: Rows) -> Counts:
    with TemporaryDirectory() as folder:
        return counts_of(Path(folder), as_of=AS_OF, company=COMPANY, **rows)


def quantity(rows: list[Any], **wanted: Any) -> int:  # noqa: ANN401 - values of fields
    kept = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return sum(row["quantity"] for row in kept)


@given(tables)
@few
def test_without_a_period_every_accepted_row_is_counted_once(rows: Rows) -> None:
    base = counted(rows).cubes
    leads, deals = rows["leads"], rows["opportunities"]
    assert base["base"].total("leads") == quantity(leads)
    assert base["base"].total("created") == quantity(deals)
    assert base["base"].total("won") == quantity(deals, is_won=True)
    assert base["base"].total("lost") == quantity(deals, is_won=False)
    assert base["spend"].total("rows") == len(rows["spend"])
    assert base["touches"].total("touches") == len(rows["touches"])
    assert base["stage_flows"].total("events") == len(rows["stage_events"])
    assert base["quotas"].total("rows") == len(rows["quotas"])
    assert base["accounts"].total("accounts") == len(rows["accounts"])
    assert base["rows"].total("rows") == sum(len(table) for table in rows.values())


@given(tables)
@few
def test_adjoining_periods_and_the_undated_re_add_to_everything(rows: Rows) -> None:
    base = counted(rows).cubes["base"]
    past, rest = (
        base.mask(Scope(period=Period(start=start, end=end)))
        for start, end in ((FIRST, MIDDLE), (MIDDLE, LAST))
    )
    undated = base.keys["month"] == UNDATED
    for measure in ADDITIVE:
        parts = sum(base.total(measure, mask) for mask in (past, rest, undated))
        assert parts == base.total(measure), measure


@given(tables)
@few
def test_every_cut_re_adds_to_the_company(rows: Rows) -> None:
    counts = counted(rows)
    base = counts.cubes["base"]
    for dimension in DIMENSIONS:
        for measure in ADDITIVE:
            parts = sum(
                base.total(measure, base.mask(Scope().only(**{dimension: label})))
                for label in base.labels[dimension]
            )
            assert parts == base.total(measure), (dimension, measure)
    for side in SIDE_CUBES:
        _assert_same_totals(counts.cubes[side], base, ADDITIVE)
    for name in SIDE_VERSIONS:
        _assert_same_totals(counts.cubes[name], counts.cubes[name.split(":")[0]], MEASURES[name])


def _assert_same_totals(cube: Cube, whole: Cube, measures: tuple[str, ...]) -> None:
    for measure in measures:
        assert cube.total(measure) == whole.total(measure), measure


@given(tables)
@few
def test_splits_of_deals_and_money_re_add(rows: Rows) -> None:
    counts = counted(rows)
    total = counts.cubes["base"].total
    purchases = ("new", "expansion", "renewal")
    assert total("won") == sum(total(f"won_{name}") for name in purchases)
    assert total("won_cents") == sum(total(f"won_{name}_cents") for name in purchases)
    assert total("won_cents") == total("won_recurring_cents") + total("won_one_off_cents")
    assert total("created") == sum(total(f"created_{name}") for name in ("won", "lost", "open"))
    assert total("won_cents") == total("created_won_cents")
    statuses = ("new", "working", "qualified", "disqualified", "won")
    assert total("leads") == sum(total(f"status_{name}") for name in statuses)
    assert counts.cubes["spend"].total("cents") == sum(
        total(f"{team}_cents") for team in ("marketing", "sales", "joint")
    )
    for stage in ("mql", "sal", "sql"):
        assert total(f"{stage}s") == total(f"{stage}s_happened")
    assert total("leads_won") <= total("leads")
    accounts = {row["account_id"] for row in rows["opportunities"] if row["is_won"]} - {None}
    assert total("customers_with_account") <= len(accounts)
