"""The pictures of account coverage: who works whom, and how loads lie."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import pandas as pd

from planning.review.accounts.loads import Spread
from planning.review.accounts.matrix import Matrix
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, exact, percent, short, visible, whole
from views.theme import CHART_ORDER

AT_MOST: Final = 14
"""Rows drawn in one picture; the table has them all."""

_COLOUR: Final = {"both": "joint", "sales only": "sales", "marketing only": "marketing"}
_NOBODY: Final = "bad"
_HEADS: Final = {
    "both": "Both",
    "sales only": "Sales only",
    "marketing only": "Marketing only",
    "nobody": "Nobody",
}
ROW: Final = 34
HEAD: Final = 60
ROOM: Final = 1.35
_LABELS: Final = 150
_LOAD_ROOM: Final = 1.65


def works_matrix(matrix: Matrix, measure: str, currency: str, lens: str) -> Chart | None:
    """Draw who works whom as a table whose colour is the share of the row; None without rows.

    Args:
        matrix: Accounts by an attribute and by who works them.
        measure: accounts, open_cents or won_year_cents.
        currency: The plan currency.
        lens: What “works” rests on, in words: the plan on a day, or the facts.
    """
    labels = matrix.labels[:AT_MOST]
    sums = matrix.cells.groupby("label")[measure].sum()
    rows: list[Row] = []
    for cell in matrix.cells[matrix.cells["label"].isin(labels)].to_dict("records"):
        total, works = int(sums[cell["label"]]), str(cell["works"])
        share = int(cell[measure]) / total if total else 0.0
        rows.append(
            {
                "name": visible(str(cell["label"])),
                "works": _HEADS[works],
                "team": _COLOUR.get(works, _NOBODY),
                "share": share,
                "label": _amount(int(cell[measure]), measure),
                "shown": percent(share),
                "accounts": whole(int(cell["accounts"])),
                "open": exact(int(cell["open_cents"]) / 100, "money", currency),
                "won": exact(int(cell["won_year_cents"]) / 100, "money", currency),
            }
        )
    if not rows:
        return None
    what = {
        "accounts": "Accounts",
        "open_cents": f"Money in open deals, {currency}",
        "won_year_cents": f"Won in the last year, {currency}",
    }[measure]
    subtitle = f"{what} by {matrix.by}, {lens}; the colour is the share of the row"
    if len(matrix.labels) > AT_MOST:
        subtitle += f"; the {AT_MOST} largest of {len(matrix.labels)}"
    spec = {**_works(), "height": HEAD + ROW * len(labels)}
    return fill(f"accounts-works-{measure}", spec, rows, works_finding(matrix, measure), subtitle)


def works_finding(matrix: Matrix, measure: str = "accounts") -> str:
    """Say how much nobody works, and how much one team works alone."""
    total = matrix.total(measure)
    nobody = matrix.total(measure, "nobody")
    alone = matrix.total(measure, "sales only") + matrix.total(measure, "marketing only")
    noun = {
        "accounts": "the accounts",
        "open_cents": "the money in open deals",
        "won_year_cents": "the money won in the last year",
    }[measure]
    if not total:
        return "There is nothing to count yet"
    if not nobody and not alone:
        verb = "work" if measure == "accounts" else "work accounts that hold"
        return f"Both teams {verb} all {noun}"
    verb = "works" if measure == "accounts" else "works accounts that hold"
    return (
        f"Nobody {verb} {percent(nobody / total)} of {noun}; "
        f"one team alone {percent(alone / total)}"
    )


def _amount(value: int, measure: str) -> str:
    return whole(value) if measure == "accounts" else short(value / 100)


@cache
def _works() -> Spec:
    """Cells by label and by who works. Rows as `works_matrix` gives them."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        x=columns(list(_HEADS.values())),
        y=names(),
        tooltip=tips(
            ("name", "Accounts"),
            ("works", "Worked by"),
            ("accounts", "Accounts"),
            ("shown", "Share of the row"),
            ("open", "In open deals"),
            ("won", "Won in the last year"),
        ),
    )
    return heat(base, alt.Color("team:N", scale=alt.Scale(domain=list(CHART_ORDER)), legend=None))


def columns(heads: Sequence[str] | None) -> Any:  # noqa: ANN401 - Altair's channel types
    """The columns of a table that is drawn, their heads above it."""
    import altair as alt

    return alt.X("works:N", title=None, sort=heads).axis(
        orient="top",
        labelAngle=0,
        labelLimit=90,
        labelBaseline="top",
        labelFlush=False,
        labelPadding=32,
        labelOverlap=False,
        # One word to a line, so that heads fit beside each other on a phone.
        labelExpr="split(datum.label, ' ')",
    )


def names() -> Any:  # noqa: ANN401
    """Names in the order of the rows, whole where there is room."""
    import altair as alt

    return alt.Y("name:N", title=None, sort=None).axis(
        labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
    )


def heat(base: Any, hue: Any) -> Spec:  # noqa: ANN401
    """Cells as strong as their share, with the label on them."""
    import altair as alt

    # Never so strong that the number on it could not be read.
    strength = alt.FillOpacity("share:Q").scale(domain=[0, 1], range=[0.04, 0.42]).legend(None)
    cells = base.mark_rect(cornerRadius=3).encode(color=hue, fillOpacity=strength)
    words = base.mark_text(fontSize=13).encode(text="label:N", color=colour("text"))
    return finished(alt.layer(cells, words))


def load_bars(loads: pd.DataFrame, spread: Spread | None, balance: float) -> Chart | None:
    """Draw the planned touches of each owner, and the even share as a line; None without owners.

    Args:
        loads: As `owner_loads` gives them, only those the reader may see.
        spread: Of all owners.
        balance: How far a load may lie from the even share, as a fraction of it.
    """
    if loads.empty or spread is None:
        return None
    most = max(float(loads["touches"].max()), spread.even)
    rows: list[Row] = [
        {
            "name": visible(str(row["name"])),
            "touches": int(row["touches"]),
            "room": most * _LOAD_ROOM,
            "even": spread.even,
            "label": f"{whole(row['touches'])}, {counted(int(row['accounts']), 'account')}",
            "accounts": whole(row["accounts"]),
            "unplanned": whole(row["unplanned"]),
        }
        for row in loads.head(AT_MOST * 2).to_dict("records")
    ]
    subtitle = (
        f"Planned touches a month by sales owner; the line is the even share, {short(spread.even)}"
    )
    spec = {**_loads(), "height": HEAD + 26 * len(rows)}
    return fill("accounts-loads", spec, rows, load_finding(loads, spread, balance), subtitle)


def load_finding(loads: pd.DataFrame, spread: Spread, balance: float) -> str:
    """Say how many loads lie near the even share."""
    if not spread.even:
        return "No touches are planned yet"
    near = (loads["touches"] / spread.even - 1).abs() <= balance + 1e-9
    if len(loads) < spread.owners:
        return f"Loads lie between {short(spread.least)} and {short(spread.most)} touches a month"
    if near.all():
        return f"Every load lies within {percent(balance)} of the even share"
    far = int((~near).sum())
    verb = "lies" if far == 1 else "lie"
    return (
        f"{far} of {counted(len(loads), 'load')} {verb} more than {percent(balance)} "
        "from the even share"
    )


@cache
def _loads() -> Spec:
    """Bars by owner. Rows as `load_bars` gives them."""
    import altair as alt

    base = alt.Chart(no_data())
    named = base.encode(
        y=names(),
        tooltip=tips(
            ("name", "Owner"),
            ("touches", "Touches a month"),
            ("accounts", "Accounts"),
            ("unplanned", "Of them without planned touches"),
        ),
    )
    x = alt.X("touches:Q", title=None).scale(zero=True, nice=True).axis(tickCount=5, format="~s")
    bars = named.mark_bar(cornerRadiusEnd=2).encode(x=x, color=colour("sales"))
    # At the right edge, where the line of the even share does not cross them.
    words = named.mark_text(align="right", fontSize=12).encode(
        x="room:Q", text="label:N", color=colour("text")
    )
    even = base.mark_rule(strokeDash=[4, 4], strokeWidth=1.5).encode(
        x="mean(even):Q", color=colour("text")
    )
    return finished(alt.layer(bars, words, even))
