"""Leads: how many came, how far they got, what they cost."""

from __future__ import annotations

from typing import Final

from planning.actuals.figures import Figure
from planning.actuals.lagged import expected_in_the_end
from planning.actuals.measuring import (
    Metric,
    Reading,
    amount,
    as_rival,
    count,
    per_case,
    proportion,
    undefined,
)

_LEAD_KEYS: Final = ("product", "asset", "reason")


def _leads_note(reading: Reading) -> str:
    """Return why a count of leads says nothing here, or an empty text."""
    part = reading.part
    if part.by in _LEAD_KEYS and part.label is not None and not reading.carried("leads", part.by):
        return f"Leads are not split by {part.by}."
    return ""


def _counted(key: str, measure: str) -> Metric:
    def value(reading: Reading) -> Figure:
        note = _leads_note(reading)
        return undefined(key, note) if note else count(key, reading.total(measure))

    return Metric(value)


def _by_own_date(key: str, measure: str, happened: str) -> Metric:
    def rivals(reading: Reading) -> tuple[Figure, ...]:
        return (as_rival(key, "happened", count(key, reading.total(happened))),)

    return Metric(_counted(key, measure).value, rivals)


def _rate(key: str, above: str, below: str, dated: str = "") -> Metric:
    """Return the rate of one stage of the cohort over another.

    Args:
        key: KPI key.
        above: Measure above the line.
        below: Measure below the line.
        dated: What the facts must tell for the rate to mean anything, in words; if no
            lead of the snapshot has it, the rate is undefined and not 0.
    """

    def value(reading: Reading) -> Figure:
        note = reading.leads_untold()
        if not note and dated and not reading.ever(above):
            note = f"No lead has {dated}." if reading.ever("leads") else ""
        if note:
            return undefined(key, note)
        return proportion(key, reading.total(above), reading.total(below))

    return Metric(value)


def _lead_to_customer_rivals(reading: Reading) -> tuple[Figure, ...]:
    key = "lead_to_customer"
    wins = reading.total("won") + reading.total("unlinked_won")
    in_period = proportion(key, wins, reading.total("leads"))
    return (
        as_rival(key, "censored", expected_in_the_end(reading)),
        as_rival(key, "in_period", in_period),
    )


def cost_per_lead(reading: Reading) -> Figure:
    """Marketing money spent for each new lead of marketing's channels.

    Formula: marketing's programme spend / leads created, both in marketing's channels
    (or without one) and in the same months, so money spent in March for leads that
    arrive in April counts against March.

    Returns:
        Plan-currency units per lead; undefined without leads, or where spend is not
        split the way the leads are.
    """
    return _cost(reading, "marketing_programme_cents", "leads")


def _cost(reading: Reading, spend: str, cases: str) -> Figure:
    key = "cost_per_lead"
    note = reading.no_spend(spend) or reading.leads_untold() or reading.mostly_unsplit(spend)
    if note:
        return undefined(key, note)
    figure = per_case(
        key, reading.total(spend, "marketing"), reading.total(cases, "marketing")
    ).noted(reading.unsplit(spend))
    if cases == "leads":
        elsewhere = reading.total(cases) - reading.total(cases, "marketing")
        if elsewhere:
            return figure.noted(f"{elsewhere:,} leads of sales' own channels are left out.")
    return figure


def _cost_rivals(reading: Reading) -> tuple[Figure, ...]:
    key = "cost_per_lead"
    return (
        as_rival(key, "loaded", _cost(reading, "marketing_cents", "leads")),
        as_rival(key, "per_mql", _cost(reading, "marketing_programme_cents", "mqls")),
        as_rival(key, "per_sql", _cost(reading, "marketing_programme_cents", "sqls")),
    )


def spend_of(team: str) -> Metric:
    """Return the metric of a team's spend, with its programme spend as the rival."""
    key = f"spend_{team}"

    def read(reading: Reading, measure: str) -> Figure:
        note = reading.no_spend(measure)
        if note:
            return undefined(key, note)
        return amount(key, reading.total(measure), note=reading.unsplit(measure))

    def rivals(reading: Reading) -> tuple[Figure, ...]:
        return (as_rival(key, "programme", read(reading, f"{team}_programme_cents")),)

    return Metric(lambda reading: read(reading, f"{team}_cents"), rivals)


LEAD_METRICS: Final[dict[str, Metric]] = {
    "leads": _counted("leads", "leads"),
    "mqls": _by_own_date("mqls", "mqls", "mqls_happened"),
    "sals": _by_own_date("sals", "sals", "sals_happened"),
    "sqls": _by_own_date("sqls", "sqls", "sqls_happened"),
    "mql_rate": _rate("mql_rate", "mqls", "leads", "an MQL date"),
    "sal_rate": _rate("sal_rate", "sals", "mqls", "an acceptance date"),
    "sql_rate": _rate("sql_rate", "sqls", "mqls", "an SQL date"),
    "disqualified_rate": _rate("disqualified_rate", "disqualified", "leads"),
    "recycled_rate": _rate("recycled_rate", "recycled", "leads"),
    "lead_to_customer": Metric(
        _rate("lead_to_customer", "leads_won", "leads").value, _lead_to_customer_rivals
    ),
    "cost_per_lead": Metric(cost_per_lead, _cost_rivals),
    "spend_marketing": spend_of("marketing"),
    "spend_sales": spend_of("sales"),
}
