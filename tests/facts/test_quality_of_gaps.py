"""What a gap is said to hide is hidden, and only then."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from data_sources.facts.quality import table_quality
from planning.actuals.counts import Counts, Scope
from planning.actuals.quality import TableQuality, what_it_hides
from planning.actuals.quality_effects import EFFECTS, Effect
from planning.actuals.scorecard import grouped, scorecard
from planning.actuals.slices import Context
from planning.kpis import KPIS
from planning.periods import Period
from planning.teams import UNKNOWN_CHANNEL
from tests.builders import AS_OF, counts_of, facts

Tables = dict[str, list[dict[str, Any]]]

WHOLE: Tables = {
    "accounts": [
        {
            "account_id": f"A{n}",
            "region": "North",
            "segment": "Large",
            "customer_since": "2020-01-01" if n == 3 else None,
        }
        for n in range(4)
    ],
    "leads": [
        {
            "lead_id": f"L{n}",
            "account_id": f"A{n}",
            "channel": "Web",
            "campaign": "Spring",
            "region": "North",
            "segment": "Large",
            "created_on": "2025-02-01",
            "mql_on": "2025-02-02",
            "sal_on": None if n == 2 else "2025-02-03",
            "sql_on": None if n == 2 else "2025-02-04",
            "disqualified_on": "2025-03-01" if n == 3 else None,
            "recycled_on": "2025-03-02" if n == 2 else None,
            "first_touch_on": "2025-02-02" if n < 2 else None,
            "first_touch_hours": 3.0 if n < 2 else None,
            "status": ("won", "working", "new", "disqualified")[n],
            "opportunity_id": f"D{n}" if n == 0 else None,
            "won_quantity": 1 if n == 0 else None,
            "owner": "P1",
        }
        for n in range(4)
    ],
    "opportunities": [
        {
            "opportunity_id": f"D{n}",
            "account_id": f"A{n}",
            "lead_id": None if n == 2 else f"L{n}",
            "owner": "P1",
            "region": "North",
            "segment": "Large",
            "product": "Tent",
            "motion": "retain" if n == 3 else "acquire",
            "created_on": "2025-02-05",
            "closed_on": None if n == 2 else "2025-04-01",
            "stage": "x",
            "is_won": (True, False, None, True)[n],
            "amount": 1000,
            "recurring_amount": 500,
            "term_months": 24,
            "renewal_due_on": "2025-04-10",
        }
        for n in range(4)
    ],
    "spend": [
        {
            "month": "2025-02-01",
            "team": team,
            "channel": "Web",
            "campaign": "Spring",
            "region": "North",
            "segment": "Large",
            "motion": "acquire",
            "amount": 100,
        }
        for team in ("marketing", "sales")
    ],
    "touches": [{"on": "2025-02-02", "lead_id": f"L{n}"} for n in range(2)],
    "people": [{"person_id": "P1", "region": "North", "segment": "Large", "job": "closing"}],
    "quotas": [{"start": "2025-01-01", "end": "2026-01-01", "amount": 9000}],
}
"""Facts in which every field that an effect names holds a value."""


def without(places: tuple[str, ...]) -> Tables:
    """The whole facts with some fields emptied and some tables left out."""
    tables = {name: [dict(row) for row in rows] for name, rows in WHOLE.items()}
    for place in places:
        table, _, name = place.partition(".")
        if not name:
            del tables[table]
        for row in tables.get(table, []) if name else []:
            row[name] = None
    return tables


def of(effect: Effect) -> str:
    return " ".join((effect.by or "", *effect.lacks))


@pytest.fixture(scope="module")
def quality(tmp_path_factory: pytest.TempPathFactory) -> tuple[TableQuality, ...]:
    return table_quality(facts(tmp_path_factory.mktemp("whole"), stored=True, **WHOLE), AS_OF)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Counts:
    return counts_of(tmp_path_factory.mktemp("whole"), as_of=AS_OF, **WHOLE)  # type: ignore[arg-type]


def lacking(quality: Iterable[TableQuality], places: tuple[str, ...]) -> list[TableQuality]:
    """The same facts with some fields emptied and some tables left out."""
    left = [one for one in quality if one.table not in places]
    emptied = {
        one.table: [name for name in one.filled if f"{one.table}.{name}" in places] for one in left
    }
    return [
        one.model_copy(update={"filled": one.filled | dict.fromkeys(emptied[one.table], 0)})
        for one in left
    ]


def test_whole_facts_hide_nothing(quality: tuple[TableQuality, ...]) -> None:
    assert what_it_hides(quality) == ()


def test_no_facts_at_all_hide_nothing() -> None:
    assert what_it_hides(()) == ()


@pytest.mark.parametrize("effect", [it for it in EFFECTS if it.hides], ids=of)
def test_every_whole_gap_is_told(quality: tuple[TableQuality, ...], effect: Effect) -> None:
    found = what_it_hides(lacking(quality, effect.lacks))
    (told,) = [it for it in found if (it.lacks, it.kpis) == (effect.lacks, effect.kpis)]
    assert told.share == 1.0
    assert told.message.endswith(f" on {effect.screen}.")
    for key in effect.kpis:
        assert KPIS[key].name in told.message


@pytest.mark.parametrize("effect", [it for it in EFFECTS if it.hides_partly], ids=of)
def test_a_partial_gap_is_told_with_its_rows(
    quality: tuple[TableQuality, ...], effect: Effect
) -> None:
    table, _, name = effect.lacks[0].partition(".")
    (one,) = [it for it in quality if it.table == table]
    short = one.model_copy(update={"filled": one.filled | {name: one.rows - 1}})
    found = what_it_hides([short, *(it for it in quality if it is not one)])
    (told,) = [it for it in found if (it.lacks, it.kpis) == (effect.lacks, effect.kpis)]
    assert (told.missing, told.share) == (1, 1 / one.rows)
    assert f"1 of {one.rows} " in told.message


@pytest.mark.parametrize("effect", [it for it in EFFECTS if it.silences], ids=of)
def test_what_is_said_to_be_hidden_tells_nothing(
    tmp_path: Path, whole: Counts, effect: Effect
) -> None:
    gap = counts_of(tmp_path, as_of=AS_OF, **without(effect.lacks))  # type: ignore[arg-type]
    for figures in shown(gap, effect):
        assert {key: it for key, it in figures.items() if it} == {}
    for key in effect.kpis:
        assert any(figures[key] for figures in shown(whole, effect)), f"{key} never tells anything"


def shown(counts: Counts, effect: Effect) -> list[dict[str, Any]]:
    """The effect's KPIs where it says they are silent: of the company or of each group."""
    period = Period.parse("2025-01", "2026-01") if effect.silences == "in a period" else None
    if effect.by is None:
        card = scorecard(counts, Scope(period=period), Context(), keys=effect.kpis)
        return [{key: card.figures[key].value for key in effect.kpis}]
    groups = grouped(counts, Scope(), effect.by, Context(), keys=effect.kpis)
    named = [it for it in groups if it.name not in (None, UNKNOWN_CHANNEL)]
    return [{key: it.figures[key].value for key in effect.kpis} for it in named]
