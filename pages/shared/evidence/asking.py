"""What is asked about: a line of the plan or something new, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from pages.shared import session
from planning.actuals.counts import Counts, Scope
from planning.actuals.cubes import BASE
from planning.actuals.slices import Slice
from planning.agreed.lines import Line, title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import UsageError
from planning.periods import Period, month_key, month_name, parse_month
from planning.review.components import running_month
from planning.review.evidence.proposal import Proposal, known, of_line
from views.formats import plain, visible
from views.plans import opening

LINE: Final = "A line of the plan"
NEW: Final = "Something new"
_OF: Final = "evidence-of"
_TOLD: Final = "evidence-told"
_AHEAD: Final = 18
_USUAL: Final = 12_000
_MOST: Final = 10**12
_CELLS: Final = ("channel", "campaign", "amount", "from", "months", "region", "segment")


@dataclass(frozen=True)
class Asked:
    """What somebody asks about.

    Attributes:
        proposal: What it is; None until somebody said so.
        plan: The plan whose money is asked about; None where there is none.
        standing: The line's money by month number, where the plan holds it already.
    """

    proposal: Proposal | None
    plan: PlanRow | None
    standing: Mapping[int, float] | None = None


def ask(now: session.Now, counts: Counts) -> Asked:
    """Draw what asks, and return what is asked.

    The address tells it: `line` names a line of a plan, `channel`, `campaign`, `amount`,
    `from`, `months`, `region` and `segment` something new.
    """
    part = Slice(counts, Scope(), now.context)
    plans = session.workspace().plan.scenarios()
    plan, rows = _lines(plans, now, counts)
    named = bool({"channel", "campaign"} & set(st.query_params))
    first = NEW if not rows or (named and "line" not in st.query_params) else LINE
    if rows:
        if _OF not in st.session_state or _arrived():
            st.session_state[_OF] = first
        first = (
            st.segmented_control(
                "Ask about", (LINE, NEW), required=True, key=_OF, label_visibility="collapsed"
            )
            or first
        )
    if first == LINE and plan is not None:
        return _of_line(plan, rows, part)
    return Asked(_something_new(part), plan)


def _arrived() -> bool:
    """Whether somebody came by an address that this page has not written itself."""
    return bool(_address()) and _address() != st.session_state.get(_TOLD)


def _address() -> dict[str, str]:
    return {it: st.query_params[it] for it in ("line", *_CELLS) if it in st.query_params}


def _lines(
    plans: tuple[PlanRow, ...], now: session.Now, counts: Counts
) -> tuple[PlanRow | None, dict[str, PlanRow]]:
    """Return the plan looked at and its lines of programme money, by id."""
    if not plans:
        return None, {}
    here = session.workspace().plan
    plan = opening(plans, now.company.fiscal_year(counts.as_of))
    wanted = st.query_params.get("line", "")
    found = {row.id: row for row in here.rows("line", plan.id)}
    if wanted and wanted not in found:
        for other in plans:
            rows = {row.id: row for row in here.rows("line", other.id)}
            if wanted in rows:
                plan, found = other, rows
                break
    asked_for = {
        row.id: row
        for row in found.values()
        if row.cells.get("category") == "programme" or row.id == wanted
    }
    return plan, asked_for


def _of_line(plan: PlanRow, rows: Mapping[str, PlanRow], part: Slice) -> Asked:
    names = {row.id: title(row.cells) for row in rows.values()}
    ids, key = list(rows), f"evidence-line-{plan.id}"
    wanted = st.query_params.get("line")
    if st.session_state.get(key) not in rows or (_arrived() and wanted in rows):
        st.session_state[key] = wanted if wanted in rows else ids[_first(rows)]
    picked = st.selectbox(
        f"Line of {visible(str(plan['name']))}", ids, key=key,
        format_func=lambda it: visible(names[it]),
    )  # fmt: skip
    _tell_address({"line": picked})
    scenario = Scenario.of(plan.cells)
    now = running_month(part)
    proposal = of_line(rows[picked], scenario, now)
    amounts = _open_money(rows[picked], scenario, now)
    if wanted and wanted not in rows:
        st.caption("The line of this address is no longer in a plan; another one is shown.")
    return Asked(proposal, plan, amounts or None)


def _first(rows: Mapping[str, PlanRow]) -> int:
    """Return the place of the first line that says where its money goes."""
    return next((at for at, it in enumerate(rows.values()) if it.cells.get("channel")), 0)


def _open_money(row: PlanRow, scenario: Scenario, now: int) -> dict[int, float]:
    first = scenario.first_month
    planned = Line.of(row.cells).plan
    return {first + at: float(it) for at, it in enumerate(planned) if it and first + at >= now}


def _something_new(part: Slice) -> Proposal | None:
    told = {name: st.query_params.get(name, "") for name in _CELLS}
    now = running_month(part)
    starts = [month_name(it) for it in range(now, now + _AHEAD)]
    given = _month(told["from"], now)
    with st.form("evidence-new", border=True):
        with st.grid(4, min_column_width=180, gap="small", vertical_alignment="bottom"):
            channel = _choice("Channel or kind of thing", known(part, "channel"), told["channel"])
            campaign = _choice("Campaign", known(part, "campaign"), told["campaign"])
            currency = part.context.company.currency
            money = _whole(told["amount"], _USUAL)
            amount = st.number_input(f"Amount, {currency}", 0, _MOST, money, step=1000)
            start = st.selectbox("From", starts, index=min(max(given - now, 0), _AHEAD - 1))
            months = st.number_input("Months", 1, 12, min(_whole(told["months"], 3) or 1, 12))
            region = _label(part, "region", told["region"])
            segment = _label(part, "segment", told["segment"])
        asked = st.form_submit_button("Look at the facts", icon=":material/fact_check:")
    if asked:
        month = month_key(now + starts.index(start or starts[0]))
        told = {
            "channel": channel, "campaign": campaign, "amount": str(amount), "from": month,
            "months": str(months), "region": region, "segment": segment,
        }  # fmt: skip
        _tell_address(told)
    name = told["campaign"] or told["channel"]
    if not name:
        return None
    first = _month(told["from"], now)
    length = min(max(_whole(told["months"], 3), 1), 12)
    return Proposal(
        name=name,
        channel=told["channel"] or None,
        campaign=told["campaign"] or None,
        amount=float(_whole(told["amount"], _USUAL)),
        months=Period(start=first, end=first + length),
        region=told["region"] or None,
        segment=told["segment"] or None,
    )


def _choice(label: str, names: tuple[str, ...], given: str) -> str:
    options = list(names) if not given or given in names else [given, *names]
    picked = st.selectbox(
        label, options, index=options.index(given) if given else None,
        accept_new_options=True, placeholder="Choose or type", format_func=visible,
    )  # fmt: skip
    return (picked or "").strip()


def _label(part: Slice, dimension: str, given: str) -> str:
    labels = part.counts.cubes[BASE].labels.get(dimension, ())
    names = sorted(it for it in labels if it)
    picked = st.selectbox(
        dimension.capitalize(), names, index=names.index(given) if given in names else None,
        placeholder=f"All {dimension}s", format_func=visible, disabled=not names,
    )  # fmt: skip
    return picked or ""


def _month(text: str, otherwise: int) -> int:
    try:
        return max(parse_month(text), otherwise) if text else otherwise
    except UsageError:
        return otherwise


def _whole(text: str, otherwise: int) -> int:
    return min(int(text), _MOST) if text.isascii() and text.isdigit() else otherwise


def _tell_address(said: Mapping[str, str]) -> None:
    """Keep the question in the address, so that it can be sent to others."""
    for name in ("line", *_CELLS):
        value = said.get(name, "")
        if not value:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != value:
            st.query_params[name] = value
    st.session_state[_TOLD] = _address()


def footing(asked: Proposal, currency: str, as_of: str) -> str:
    """Say what is asked and what it rests on."""
    money = f"{asked.amount:,.0f} {currency}"
    parts = [money, asked.months.label, *(it for it in (asked.region, asked.segment) if it)]
    return plain(f"{', '.join(parts)} · facts up to {as_of}")
