"""A second opinion on leads, deals and spend: the rules once more, row by row, in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from planning.company import Company
from planning.periods import UNDATED

Row = dict[str, Any]
Tables = Mapping[str, pl.DataFrame]
WIDE = Context(prec=60)


def month(day: date | None) -> int:
    return UNDATED if day is None else day.year * 12 + day.month - 1


def lasted(start: date | None, end: date | None) -> int | None:
    return None if start is None or end is None else max((end - start).days, 0)


def nearest(value: Fraction) -> int:
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def converted(cents: int | None, code: str | None, day: date | None, home: Company) -> int | None:
    rate = Decimal(1) if code is None else home.rate(code, day)
    if cents is None or rate is None:
        return None
    rate = rate.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return int(WIDE.multiply(cents, rate).quantize(Decimal(1), ROUND_HALF_UP, WIDE))


def resolved(tables: Tables, as_of: date, home: Company) -> tuple[list[Row], list[Row], list[Row]]:
    """Return leads, deals and spend with everything the cubes need."""
    leads = [dict(row) for row in tables["leads"].to_dicts()]
    deals = [_valued(row, home) for row in tables["opportunities"].to_dicts()]
    by_id = {lead["lead_id"]: lead for lead in leads}
    deal_by_id = {deal["opportunity_id"]: deal for deal in deals}
    pointing: dict[str, list[Row]] = defaultdict(list)
    for lead in leads:
        if lead["opportunity_id"] in deal_by_id:
            pointing[lead["opportunity_id"]].append(lead)
    people = {row["person_id"]: row for row in tables["people"].to_dicts()}
    accounts = {row["account_id"]: row for row in tables["accounts"].to_dicts()}
    of_account: dict[str, list[Row]] = defaultdict(list)
    for lead in leads:
        if lead["channel"] and lead["account_id"] and lead["created_on"]:
            of_account[lead["account_id"]].append(lead)
    for deal in deals:
        deal["origin"] = _origin(deal, by_id, pointing[deal["opportunity_id"]])
        _credit(deal, of_account, home.credit_window_days)
        _place(deal, people, accounts)
        ends = as_of if deal["outcome"] == "open" else deal["closed_on"]
        deal["days"] = lasted(deal["created_on"], ends)
    _purchases(deals, accounts)
    _leads(leads, deals, deal_by_id)
    _followed(leads, tables["touches"].to_dicts(), as_of)
    for lead in leads:
        _place(lead, people, accounts)
        lead["channel"] = lead["channel"] or "unknown"
    return leads, deals, [_spent(row, home) for row in tables["spend"].to_dicts()]


def _valued(deal: Row, home: Company) -> Row:
    stated = converted(deal["amount_cents"], deal["currency"], deal["created_on"], home)
    yearly = converted(deal["recurring_amount_cents"], deal["currency"], deal["created_on"], home)
    months = 12 if deal["term_months"] is None else min(deal["term_months"], 1200)
    term = None if yearly is None else nearest(Fraction(yearly * months, 12))
    amount = term if stated is None else stated
    recurring = 0 if term is None else term if stated is None else min(term, stated)
    return {
        **deal,
        "n": 1 if deal["quantity"] is None else deal["quantity"],
        "outcome": {True: "won", False: "lost", None: "open"}[deal["is_won"]],
        "cents": amount,
        "yearly": yearly or 0,
        "recurring": recurring,
        "one_off": (amount or 0) - recurring,
    }


def _origin(deal: Row, by_id: Mapping[str, Row], pointing: list[Row]) -> Row | None:
    if deal["lead_id"] in by_id:
        return by_id[deal["lead_id"]]
    born = deal["created_on"]
    timely = [row for row in pointing if born and row["created_on"] and row["created_on"] <= born]
    if timely:
        last = max(row["created_on"] for row in timely)
        timely = [row for row in timely if row["created_on"] == last]
    return min(timely or pointing, key=lambda row: row["lead_id"].encode(), default=None)


def _credit(deal: Row, of_account: Mapping[str, list[Row]], window: int) -> None:
    origin, born = deal["origin"], deal["created_on"]
    deal["campaign"] = None
    if origin and origin["channel"]:
        deal["channel"], deal["campaign"] = origin["channel"], origin["campaign"]
        return
    recent = [
        lead
        for lead in of_account.get(deal["account_id"], [])
        if born and 0 <= (born - lead["created_on"]).days <= window
    ]
    if recent:
        last = min(
            recent, key=lambda row: (-row["created_on"].toordinal(), row["lead_id"].encode())
        )
        deal["channel"], deal["campaign"] = last["channel"], last["campaign"]
    elif not deal["channel"]:
        deal["channel"] = "sales-sourced" if deal["sales_sourced"] else "unknown"


def _place(row: Row, people: Mapping[str, Row], accounts: Mapping[str, Row]) -> None:
    for key in ("region", "segment"):
        for home in (people.get(row["owner"], {}), accounts.get(row["account_id"], {})):
            if row[key] is None:
                row[key] = home.get(key)


def _undated_last(day: date | None) -> tuple[bool, date]:
    # The last day of the calendar is a date like any other and comes before none.
    return day is None, day or date.max


def _purchases(deals: Iterable[Row], accounts: Mapping[str, Row]) -> None:
    def earliest(deal: Row) -> tuple[bool, date, bool, date, bytes]:
        return (
            *_undated_last(deal["closed_on"]),
            *_undated_last(deal["created_on"]),
            deal["opportunity_id"].encode(),
        )

    first: dict[str, Row] = {}
    for deal in sorted(deals, key=earliest):
        deal["customer"], deal["purchase"] = 0, None
        if deal["outcome"] != "won":
            continue
        account = deal["account_id"]
        if account and deal["n"] and account not in first:
            first[account] = deal
            since = accounts.get(account, {}).get("customer_since")
            began = deal["created_on"] or deal["closed_on"]
            deal["customer"] = int(not (since and began and since < began))
        if deal["motion"] == "retain":
            deal["purchase"] = "renewal"
        elif deal["motion"] in ("cross-sell", "up-sell"):
            deal["purchase"] = "expansion"
        elif deal["motion"] == "acquire" or deal["customer"] or not account:
            deal["purchase"] = "new"
        else:
            deal["purchase"] = "expansion"


def _leads(leads: list[Row], deals: list[Row], deal_by_id: Mapping[str, Row]) -> None:
    naming: dict[str, list[Row]] = defaultdict(list)
    paid: dict[str, int] = defaultdict(int)
    for deal in deals:
        naming[deal["lead_id"]].append(deal)
        if deal["origin"] and deal["outcome"] == "won":
            paid[deal["origin"]["lead_id"]] += deal["cents"] or 0
    for lead in leads:
        own = deal_by_id.get(lead["opportunity_id"])
        linked = {deal["opportunity_id"]: deal for deal in naming.get(lead["lead_id"], [])}
        if own:
            linked[own["opportunity_id"]] = own
        lead["main"] = own or min(
            linked.values(),
            key=lambda row: (*_undated_last(row["created_on"]), row["opportunity_id"].encode()),
            default=None,
        )
        lead["motion"] = lead["main"]["motion"] if lead["main"] else None
        lead["linked"], lead["deals"] = len(linked), list(linked.values())
        lead["reason"] = lead["disqualify_reason"] or lead["recycle_reason"]
        _outcome(lead, [deal for deal in linked.values() if deal["outcome"] == "won"])
        lead["paid"] = paid[lead["lead_id"]] if linked else lead["won_amount_cents"] or 0


def _outcome(lead: Row, won: list[Row]) -> None:
    n = lead["n"] = 1 if lead["quantity"] is None else lead["quantity"]
    lead["state"] = lead["status"] or "new"
    lead["won_deals"] = won
    lead["unlinked_won"] = 0 if lead["linked"] else lead["won_quantity"] or 0
    if won:
        lead["won_n"] = min(n, sum(deal["n"] for deal in won))
    elif not lead["linked"] and lead["won_quantity"] is not None:
        lead["won_n"] = min(n, lead["won_quantity"])
    else:
        lead["won_n"] = n if lead["status"] == "won" else 0


def _followed(leads: list[Row], touches: list[Row], as_of: date) -> None:
    days: dict[str, list[date | None]] = defaultdict(list)
    for touch in touches:
        if touch["team"] == "sales" and touch["lead_id"]:
            days[touch["lead_id"]].append(touch["on"])
    told, qualifying = set(), set()
    for lead in leads:
        lead["touch_days"] = days.get(lead["lead_id"], [])
        lead["touched"] = bool(
            lead["touch_days"] or lead["first_touch_on"] or lead["first_touch_hours"] is not None
        )
        if lead["status"] or lead["touched"]:
            told.add(lead["source"])
        if lead["mql_on"]:
            qualifying.add(lead["source"])
    for lead in leads:
        lead["basis"] = "mql" if lead["source"] in qualifying else "created"
        lead["considered"] = lead["basis"] == "created" or lead["mql_on"] is not None
        clock = lead["mql_on"] if lead["basis"] == "mql" else lead["created_on"]
        lead["follow"], lead["hours"] = _follow(lead, clock, as_of, told=lead["source"] in told)


def _follow(lead: Row, clock: date | None, as_of: date, *, told: bool) -> tuple[str, int]:
    if not told:
        return "untold", -1
    reached = lead["touched"] or lead["sal_on"] or lead["sql_on"] or lead["opportunity_id"]
    if not reached and not lead["linked"] and lead["state"] == "new":
        age = lasted(clock, as_of)
        return "untouched", -1 if age is None else age * 24
    if lead["first_touch_hours"] is not None:
        hours = min(max(int(lead["first_touch_hours"] // 1), 0), 100 * 365 * 24)
    else:
        dated = [day for day in lead["touch_days"] if day]
        waited = lasted(clock, lead["first_touch_on"] or min(dated, default=None))
        if waited is None:
            return "touched_untimed", -1
        hours = waited * 24
    return "touched", hours if hours <= 720 else hours // 24 * 24


def _spent(row: Row, home: Company) -> Row:
    cents = converted(row["amount_cents"], row["currency"], row["month"], home)
    return {**row, "cents": cents or 0}
