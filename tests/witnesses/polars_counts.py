"""Every cube counted a second time, by Polars, sharing no code with the engine.

Rows become entries of (measure, keys, value); a cube is the sum of its entries. Nothing
is grouped by measure family as the engine does, so an error in either shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from planning.actuals.cubes import KEYS, MEASURES, SIDE_CUBES
from planning.actuals.tables import TABLES
from planning.company import Company
from tests.builders import table_of
from tests.witnesses.polars_counts_leads import came_back, won_lag
from tests.witnesses.polars_counts_rows import Row, lasted, month, nearest, resolved

Entry = tuple[str, tuple[Any, ...], int]
Cells = dict[tuple[Any, ...], dict[str, int]]
PLACES = ("channel", "segment", "region", "motion")


def recount(paths: Mapping[str, Path], as_of: date, home: Company) -> dict[str, Cells]:
    """Return every cube as sums by keys; cells of 0 are left out."""
    tables = {
        name: pl.read_parquet(paths[name]) if name in paths else _empty(name) for name in TABLES
    }
    leads, deals, spend = resolved(tables, as_of, home)
    raw = {name: table.to_dicts() for name, table in tables.items()}
    cubes = {
        "base": _flows(leads, deals, spend, ()),
        **{side: _flows(leads, deals, spend, (side,)) for side in SIDE_CUBES},
        "deal_days": _deal_days(deals, ()),
        "deal_ages": _deal_ages(deals),
        "won_amounts": _won_amounts(deals),
        "follow_up": _follow_up(leads, ()),
        "stage_lags": _stage_lags(leads),
        "won_lags": _won_lags(leads, ()),
        "recycled": _recycled(leads),
        "spend": _spend(spend),
        "accounts": _accounts(raw, leads, deals),
        "people": _people(raw, leads, deals, as_of),
        "rows": _stored(raw),
        **_plain(raw),
    }
    for side in ("campaign", "owner", "product"):
        cubes[f"deal_days:{side}"] = _deal_days(deals, (side,))
    for side in ("campaign", "owner"):
        cubes[f"follow_up:{side}"] = _follow_up(leads, (side,))
    for side in ("campaign", "asset"):
        cubes[f"won_lags:{side}"] = _won_lags(leads, (side,))
    return {name: _summed(name, entries) for name, entries in cubes.items()}


def _empty(name: str) -> pl.DataFrame:
    empty = pl.from_arrow(table_of(name, []))
    assert isinstance(empty, pl.DataFrame)
    return empty


def _summed(name: str, entries: Iterator[Entry]) -> Cells:
    keys = [f"key {key}" for key in KEYS[name]]
    rows = [(measure, *labels, value) for measure, labels, value in entries]
    unknown = {row[0] for row in rows} - set(MEASURES[name])
    assert not unknown, unknown
    columns = list(zip(*rows, strict=True)) or [()] * (len(keys) + 2)
    frame = pl.DataFrame(
        {"measure": columns[0], **dict(zip(keys, columns[1:-1], strict=True))},
        schema_overrides={} if rows else dict.fromkeys(["measure", *keys], pl.String),
    ).with_columns(pl.Series("value", columns[-1], dtype=pl.Int128))
    sums = frame.group_by("measure", *keys).agg(pl.col("value").sum())
    cells: Cells = {}
    for measure, *labels, value in sums.filter(pl.col("value") != 0).iter_rows():
        cells.setdefault(tuple(labels), {})[measure] = value
    return cells


def _at(row: Row, on: date | None, more: tuple[Any, ...]) -> tuple[Any, ...]:
    return (month(on), *(row[place] for place in PLACES), *more)


def _flows(
    leads: list[Row], deals: list[Row], spend: list[Row], side: tuple[str, ...]
) -> Iterator[Entry]:
    for lead in leads:
        more = tuple(lead.get(key) if key != "product" else None for key in side)
        for measure, value in _lead_measures(lead):
            yield measure, _at(lead, lead["created_on"], more), value
        for stage in ("mql", "sal", "sql"):
            if lead[f"{stage}_on"]:
                yield f"{stage}s_happened", _at(lead, lead[f"{stage}_on"], more), lead["n"]
    for deal in deals:
        named = {**deal, "reason": deal["loss_reason"], "asset": None}
        more = tuple(named[key] for key in side)
        for measure, value in _created_measures(deal):
            yield measure, _at(deal, deal["created_on"], more), value
        if deal["outcome"] != "open":
            for measure, value in _closed_measures(deal):
                yield measure, _at(deal, deal["closed_on"], more), value
        if deal["outcome"] == "won" and deal["renewal_due_on"]:
            due = _at(deal, deal["renewal_due_on"], more)
            yield "due_contracts", due, deal["n"] if deal["yearly"] else 0
            yield "due_recurring_cents", due, deal["yearly"]
    for row in spend:
        more = tuple(row["campaign"] if key == "campaign" else None for key in side)
        yield f"{row['team']}_cents", _at(row, row["month"], more), row["cents"]
        if row["category"] == "programme" and row["team"] != "joint":
            yield f"{row['team']}_programme_cents", _at(row, row["month"], more), row["cents"]


def _lead_measures(lead: Row) -> Iterator[tuple[str, int]]:
    n = lead["n"]
    yield "leads", n
    yield f"status_{lead['state']}", n
    for measure, column in (("mqls", "mql_on"), ("sals", "sal_on"), ("sqls", "sql_on")):
        yield measure, n if lead[column] else 0
    yield "disqualified", n if lead["disqualified_on"] or lead["status"] == "disqualified" else 0
    yield "recycled", n if lead["recycled_on"] else 0
    yield "leads_won", lead["won_n"]
    yield "leads_won_cents", lead["paid"]
    yield "unlinked_won", lead["unlinked_won"]
    yield "leads_with_deal", n if lead["linked"] else 0
    yield "leads_won_cents_squared", lead["paid"] ** 2


def _created_measures(deal: Row) -> Iterator[tuple[str, int]]:
    yield "created", deal["n"]
    yield f"created_{deal['outcome']}", deal["n"]
    yield "created_cents", deal["cents"] or 0
    if deal["outcome"] != "lost":
        yield f"created_{deal['outcome']}_cents", deal["cents"] or 0


def _closed_measures(deal: Row) -> Iterator[tuple[str, int]]:
    n, cents, outcome = deal["n"], deal["cents"] or 0, deal["outcome"]
    yield outcome, n
    yield f"{outcome}_cents", cents
    yield f"{outcome}_cents_squared", cents * cents
    if outcome == "lost":
        return
    yield "won_amount_known", 0 if deal["cents"] is None else n
    yield "won_recurring_cents", deal["recurring"]
    yield "won_one_off_cents", deal["one_off"]
    yield f"won_{deal['purchase']}", n
    yield f"won_{deal['purchase']}_cents", cents
    yield "customers_with_account", deal["customer"]
    yield "wins_without_account", 0 if deal["account_id"] else n
    yield "renewed_recurring_cents", deal["yearly"] if deal["motion"] == "retain" else 0


def _deal_days(deals: list[Row], side: tuple[str, ...]) -> Iterator[Entry]:
    for deal in deals:
        if deal["outcome"] != "open" and deal["days"] is not None:
            more = (*(deal[key] for key in side), deal["outcome"], deal["days"])
            yield "deals", _at(deal, deal["closed_on"], more), deal["n"]
            yield "cents", _at(deal, deal["closed_on"], more), deal["cents"] or 0


def _deal_ages(deals: list[Row]) -> Iterator[Entry]:
    for deal in deals:
        if deal["days"] is not None or deal["outcome"] == "open":
            days = -1 if deal["days"] is None else deal["days"]
            keys = _at(deal, deal["created_on"], (deal["outcome"], days))
            yield "deals", keys, deal["n"]
            yield "cents", keys, deal["cents"] or 0


def _won_amounts(deals: list[Row]) -> Iterator[Entry]:
    from fractions import Fraction

    for deal in deals:
        if deal["outcome"] == "won" and deal["cents"] is not None and deal["n"]:
            each = nearest(Fraction(deal["cents"], deal["n"]))
            yield "deals", _at(deal, deal["closed_on"], (each,)), deal["n"]


def _follow_up(leads: list[Row], side: tuple[str, ...]) -> Iterator[Entry]:
    for lead in leads:
        if lead["considered"]:
            more = (*(lead[key] for key in side), lead["basis"], lead["follow"], lead["hours"])
            yield "leads", _at(lead, lead["created_on"], more), lead["n"]


def _stage_lags(leads: list[Row]) -> Iterator[Entry]:
    for lead in leads:
        met = lead["main"]["created_on"] if lead["main"] else None
        for step, start, end, n in (
            ("created-mql", lead["created_on"], lead["mql_on"], lead["n"]),
            ("mql-sal", lead["mql_on"], lead["sal_on"], lead["n"]),
            ("sal-sql", lead["sal_on"], lead["sql_on"], lead["n"]),
            ("sql-deal", lead["sql_on"], met, lead["n"]),
        ):
            days = lasted(start, end)
            if days is not None:
                yield "leads", _at(lead, lead["created_on"], (step, days)), n
        if (days := won_lag(lead)) is not None:
            yield "leads", _at(lead, lead["created_on"], ("lead-won", days)), lead["won_n"]


def _won_lags(leads: list[Row], side: tuple[str, ...]) -> Iterator[Entry]:
    for lead in leads:
        if (days := won_lag(lead)) is not None:
            more = (*(lead[key] for key in side), days)
            yield "leads", _at(lead, lead["created_on"], more), lead["won_n"]


def _recycled(leads: list[Row]) -> Iterator[Entry]:
    for lead in leads:
        keys, found = came_back(lead)
        for measure, value in found.items():
            yield measure, _at(lead, lead["created_on"], keys), value


def _spend(spend: list[Row]) -> Iterator[Entry]:
    for row in spend:
        keys = (month(row["month"]), *(row[key] for key in KEYS["spend"][1:]))
        yield "cents", keys, row["cents"]
        yield "rows", keys, 1


def _accounts(raw: Mapping[str, list[Row]], leads: list[Row], deals: list[Row]) -> Iterator[Entry]:
    home = {("lead", lead["lead_id"]): lead["account_id"] for lead in leads}
    home |= {("deal", deal["opportunity_id"]): deal["account_id"] for deal in deals}
    real = [deal for deal in deals if deal["n"]]
    marketing = {lead["account_id"] for lead in leads}
    sales = {deal["account_id"] for deal in real}
    for touch in raw["touches"]:
        account = (
            touch["account_id"]
            or home.get(("deal", touch["opportunity_id"]))
            or home.get(("lead", touch["lead_id"]))
        )
        if touch["team"] in ("marketing", "joint"):
            marketing.add(account)
        if touch["team"] in ("sales", "joint"):
            sales.add(account)
    won = {deal["account_id"] for deal in real if deal["outcome"] == "won"}
    waiting = {deal["account_id"] for deal in real if deal["outcome"] == "open"}
    worked = {(True, True): "both", (True, False): "marketing", (False, True): "sales"}
    for account in raw["accounts"]:
        key = account["account_id"]
        keys = (
            account["segment"],
            account["region"],
            account["industry"],
            "yes" if account["is_customer"] or account["customer_since"] or key in won else "no",
            worked.get((key in marketing, key in sales), "neither"),
            "yes" if key in waiting else "no",
        )
        yield "accounts", keys, 1
        yield "contacts", keys, account["contacts_known"] or 0


def _people(
    raw: Mapping[str, list[Row]], leads: list[Row], deals: list[Row], as_of: date
) -> Iterator[Entry]:
    starts = [person["start_on"] for person in raw["people"] if person["start_on"]]
    events = [row["created_on"] for row in (*leads, *deals)]
    events += [deal["closed_on"] for deal in deals if deal["outcome"] != "open"]
    events += [row["month"] for row in raw["spend"]]
    dated = [day for day in events if day]
    first = min(starts, default=min(dated, default=as_of))
    for number in range(min(month(first), month(as_of)), month(as_of) + 1):
        on = date(number // 12, number % 12 + 1, 1)
        for person in raw["people"]:
            if (person["start_on"] or on) <= on <= (person["end_on"] or on):
                keys = (number, *(person[key] for key in ("team", "job", "region", "segment")))
                yield "heads", keys, 1


def _stored(raw: Mapping[str, list[Row]]) -> Iterator[Entry]:
    for name, rows in raw.items():
        main_date = TABLES[name].main_date
        for row in rows:
            yield "rows", (name, row["source"]), 1
            yield (
                "undated",
                (name, row["source"]),
                int(main_date is not None and row[main_date] is None),
            )


def _plain(raw: Mapping[str, list[Row]]) -> dict[str, Iterator[Entry]]:
    people = {person["person_id"]: person for person in raw["people"]}

    def quota(row: Row) -> tuple[Any, ...]:
        who = people.get(row["person_id"], {})
        last = month(row["end"] - timedelta(days=1)) + 1
        person = "yes" if row["person_id"] else "no"
        place = (who.get("region"), who.get("segment"))
        return (month(row["start"]), last, row["team"], person, *place, row["measure"])

    def counted(name: str, measure: str, keys: Callable[[Row], tuple[Any, ...]]) -> Iterator[Entry]:
        for row in raw[name]:
            yield measure, keys(row), 1

    def quotas() -> Iterator[Entry]:
        yield from counted("quotas", "rows", quota)
        for row in raw["quotas"]:
            yield "cents", quota(row), row["amount_cents"]

    return {
        "stage_flows": counted(
            "stage_events", "events", lambda row: (month(row["on"]), row["object"], row["stage"])
        ),
        "touches": counted(
            "touches",
            "touches",
            lambda row: (month(row["on"]), row["team"], row["kind"], row["channel"]),
        ),
        "quotas": quotas(),
    }
