"""What the company agreed once: calendar, money, waiting times and windows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from data_sources.store.agreed_values import DAYS, typed
from pages.shared import session
from pages.shared.messages import told
from planning.errors import UsageError
from planning.periods import month_name
from views.formats import counted, plain

CURRENCY, YEAR, RATE = "Currency", "Fiscal year", "Rate"
EVERY_YEAR: Final = ""
_BASE: Final = "agreed-base"
_ROUND: Final = "agreed-round"
_RATES: Final = "rate."


def section() -> None:
    """Draw the settings and save what was changed in them."""
    base = _frozen(typed(session.workspace().company))
    _moved(base)
    with st.form(f"agreed-{_round()}", border=False):
        wanted = {**_company(base), **_waiting(base), **_money(base)}
        rates = _rates(base)
        saved = st.form_submit_button("Save", type="primary")
    if saved:
        save(base, wanted, rates)


def save(base: Mapping[str, str], wanted: Mapping[str, str], rates: pd.DataFrame) -> None:
    """Save what differs from what was shown, all or nothing, and say so.

    Args:
        base: The settings as they were shown.
        wanted: The settings as they stand in the form, but for the rates.
        rates: The rates as they stand in the form.
    """
    with told():
        changes = changed(base, {**wanted, **rate_settings(rates.to_dict("records"))})
        session.workspace().set_settings(changes, seen=base)
        _renew()
        st.toast(f"{counted(len(changes), 'setting')} saved." if changes else "Nothing changed.")
        st.rerun()


def changed(base: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str | None]:
    """Return the settings that differ; None for a rate that was taken away.

    Example:
        >>> changed({"name": "A", "rate.USD": "0.9"}, {"name": "B"})
        {'name': 'B', 'rate.USD': None}
    """
    gone = [key for key in base if key.startswith(_RATES) and key not in wanted]
    moved = {key: text for key, text in wanted.items() if base.get(key) != text}
    return {**moved, **dict.fromkeys(gone)}


def rate_settings(rows: Iterable[Mapping[object, object]]) -> dict[str, str]:
    """Return rows of the rate table as settings; blank rows are none.

    Raises:
        UsageError: A row is unfinished, or a currency has two rates for the same year.

    Example:
        >>> rate_settings([{"Currency": "usd", "Fiscal year": "2025", "Rate": "0.90"}])
        {'rate.USD.2025': '0.90'}
    """
    found: dict[str, str] = {}
    for row in rows:
        code, year, rate = (_cell(row.get(name)) for name in (CURRENCY, YEAR, RATE))
        if not (code or year or rate):
            continue
        if not code or not rate:
            raise UsageError("A rate needs a currency and a number.", "Fill in or remove the row.")
        key = f"{_RATES}{code.upper()}.{year}" if year else f"{_RATES}{code.upper()}"
        if key in found:
            raise UsageError(f"{code.upper()} stands twice for the same year.", "Remove one.")
        found[key] = rate
    return found


def _cell(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _frozen(present: dict[str, str]) -> dict[str, str]:
    """Return the settings the form was drawn from; a form just opened starts from now."""
    if f"agreed-name-{_round()}" not in st.session_state:
        st.session_state[_BASE] = present
    base: dict[str, str] = st.session_state[_BASE]
    return base


def _moved(base: Mapping[str, str]) -> None:
    present = typed(session.workspace().company)
    keys = [key for key in {**base, **present} if base.get(key) != present.get(key)]
    if keys:
        st.info(f"Somebody changed {plain(', '.join(keys))} meanwhile.")
        st.button("Show the present settings", key="agreed-renew", on_click=_renew)


def _round() -> int:
    return int(st.session_state.get(_ROUND, 0))


def _renew() -> None:
    st.session_state[_ROUND] = _round() + 1


def _company(base: Mapping[str, str]) -> dict[str, str]:
    months = [month_name(month)[:3] for month in range(12)]
    zones = sorted({*available_timezones(), base["time_zone"]})
    with st.grid(3, min_column_width=240):
        name = st.text_input("Company", base["name"], key=f"agreed-name-{_round()}")
        start = st.selectbox(
            "Fiscal year begins in", months, index=int(base["fiscal_year_start"]) - 1
        )
        zone = st.selectbox("Time zone", zones, index=zones.index(base["time_zone"]))
    days = st.multiselect(
        "Working days", DAYS, base["working_days"].split(","), format_func=str.capitalize
    )
    return {
        "name": name,
        "fiscal_year_start": str(months.index(start) + 1),
        "time_zone": zone,
        "working_days": ",".join(day for day in DAYS if day in days),
    }


def _waiting(base: Mapping[str, str]) -> dict[str, str]:
    hours = "A lead waits within this time and is overdue past it."
    never = "An untouched lead older than this was never followed up."
    window = "How far back a lead explains a deal of its account."
    with st.grid(3, min_column_width=240):
        sla = _whole("Follow up within, hours", base["sla_hours"], 1, 24 * 365, hours)
        after = _whole("Never followed up after, days", base["never_after_days"], 1, 3650, never)
        credit = _whole("Credit window, days", base["credit_window_days"], 0, 36500, window)
    link = st.text_input(
        "CRM link",
        base["crm_link"],
        placeholder="https://crm.example.com/record/{id}",
        help="Leads and deals lead there; {id} stands for theirs.",
    )
    return {
        "sla_hours": sla,
        "never_after_days": after,
        "credit_window_days": credit,
        "crm_link": link.strip(),
    }


def _whole(label: str, text: str, least: int, most: int, why: str) -> str:
    return str(st.number_input(label, least, most, int(text), help=why))


def _money(base: Mapping[str, str]) -> dict[str, str]:
    code = st.text_input(
        "Plan currency",
        base["currency"],
        max_chars=3,
        disabled=session.now().is_demo,
        help="Three letters, for example EUR.",
        width=240,
    )
    return {"currency": code.strip().upper()}


def _rates(base: Mapping[str, str]) -> pd.DataFrame:
    rows = [(key.split("."), rate) for key, rate in base.items() if key.startswith(_RATES)]
    frame = pd.DataFrame(
        {
            CURRENCY: pd.Series([parts[1] for parts, _ in rows], dtype="str"),
            YEAR: pd.Series([(*parts, EVERY_YEAR)[2] for parts, _ in rows], dtype="str"),
            RATE: pd.Series([rate for _, rate in rows], dtype="str"),
        }
    )
    st.caption(f"Planning rates: {plain(base['currency'])} for one unit of another currency")
    edited: pd.DataFrame = st.data_editor(
        frame,
        key=f"agreed-rates-{_round()}",
        hide_index=True,
        num_rows="dynamic",
        disabled=session.now().is_demo,
        column_config={YEAR: st.column_config.TextColumn(help="Blank stands for every year.")},
        width=480,
        alt="Planning rates by currency and fiscal year.",
    )
    if session.now().is_demo:
        st.caption("The demo company keeps its currency and rates.")
    return edited
