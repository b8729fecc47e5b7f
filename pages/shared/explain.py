"""How is this counted? One dialog for every number, run only when it is asked for."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.messages import told
from planning.actuals.explained import RivalShown, how_counted
from planning.actuals.figures import Figure
from planning.actuals.scorecard import read
from planning.actuals.slices import Slice
from planning.kpis import KPIS
from views.behind import behind
from views.formats import exact, plain, shown

_ROWS: Final = 200
_IDS: Final = ("lead_id", "opportunity_id", "account_id")


def dialog(key: str, part: Slice) -> None:
    """Open the dialog of a KPI."""

    @st.dialog(KPIS[key].name, width="medium", icon=":material/function:")
    def body() -> None:
        figure = read(part, key, part.scope.period)
        _explain(figure, part.context.company.currency)
        _rows(key, part)

    body()


def _explain(figure: Figure, currency: str) -> None:
    kpi = figure.kpi
    st.markdown(f"{plain(kpi.meaning)} **{plain(exact(figure.value, kpi.unit, currency))}**")
    if figure.note:
        st.markdown(f":yellow[:material/warning: {plain(figure.note)}]")
    _pairs(_lines(figure, currency))
    if figure.parts:
        st.markdown("**Made of**")
        _pairs({it.definition: exact(it.value, it.unit, currency) for it in figure.parts})
    if figure.rivals:
        st.markdown("**Other definitions people use**")
        _pairs({_rival(it): it.meaning for it in how_counted(figure).rivals})


def _rival(rival: RivalShown) -> str:
    figure = rival.figure
    return rival.name if figure is None else f"{rival.name}: {shown(figure.value, figure.unit)}"


def _pairs(lines: dict[str, str]) -> None:
    frame = pd.DataFrame(
        {"": [f"**{plain(name)}**" for name in lines], " ": [plain(it) for it in lines.values()]}
    )
    st.table(frame, border="horizontal", hide_index=True, hide_header=True)


def _lines(figure: Figure, currency: str) -> dict[str, str]:
    """Return the definition with its numbers, in the order a reader asks."""
    kpi = figure.kpi
    lines = {"Counted as": figure.definition or kpi.formula}
    if kpi.is_ratio:
        above, below = _plainly(figure.numerator), _plainly(figure.denominator)
        lines["Above the line"] = f"{above} ({kpi.numerator})"
        lines["Below the line"] = f"{below} ({kpi.denominator})"
    if figure.low is not None and figure.high is not None:
        low, high = (exact(end, kpi.unit, currency) for end in (figure.low, figure.high))
        lines["Likely between"] = f"{low} and {high}. {kpi.interval}"
    if figure.n is not None:
        lines["Rests on"] = f"{shown(figure.n, 'count')} cases"
    lines["Month"] = kpi.period_rule
    lines["Kept honest by"] = KPIS[kpi.counter].name
    lines["Answered for by"] = "both teams" if kpi.owner == "joint" else kpi.owner
    lines["Source"] = kpi.source
    return lines


def _plainly(value: object) -> str:
    return "—" if value is None else f"{value:,}"


def _rows(key: str, part: Slice) -> None:
    """List the rows counted, by id and date, with the way back to the CRM."""
    wanted = behind(key, part.scope)
    if wanted is None:
        return
    st.markdown("**The rows counted**")
    with told():
        with st.spinner("Looking up the rows…"):
            frame = session.workspace().rows(wanted.table, where=wanted.where, limit=_ROWS)
        _listed(frame, wanted.table, part.context.company.crm_link)


def _listed(frame: pd.DataFrame, table: str, link: str | None) -> None:
    if frame.empty:
        st.caption("None.")
        return
    frame = frame.dropna(axis="columns", how="all")
    ids = [name for name in _IDS if name in frame.columns]
    if link and ids:
        frame.insert(1, "CRM", [_address(link, str(it)) for it in frame[ids[0]]])
    if "cents" in frame.columns:
        frame["cents"] = frame["cents"] / 100
    frame = frame.rename(columns={"cents": "amount", "n": "number"})
    st.dataframe(
        frame.rename(columns=lambda name: str(name).replace("_", " ")),
        hide_index=True,
        height=260,
        placeholder="",
        column_config={
            "CRM": st.column_config.LinkColumn(display_text="Open"),
            "amount": st.column_config.NumberColumn(format="%,.2f"),
            **{
                name: st.column_config.DateColumn(format="D MMM YYYY")
                for name in ("on", "created on", "closed on", "mql on", "sal on", "sql on", "month")
            },
        },
        alt="The rows this figure counts, by id.",
    )
    more = f"The first {_ROWS} of them; " if len(frame) == _ROWS else ""
    st.caption(f"{more}{table} by id and date, names are never shown.".capitalize())


def _address(link: str, row_id: str) -> str:
    from urllib.parse import quote

    return link.replace("{id}", quote(row_id, safe=""))
