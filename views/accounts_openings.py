"""The pictures of openings: accounts that wake up, and products that alike customers own."""

from __future__ import annotations

from functools import cache
from typing import Final

from planning.review.accounts.waking import Waking
from planning.review.accounts.white_space import WhiteSpace
from views.accounts_pictures import AT_MOST, HEAD, ROOM, ROW, columns, heat, names
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, percent, short, visible, whole

_PRODUCTS: Final = 10
_SEGMENTS: Final = 5


def waking_bars(waking: Waking) -> Chart | None:
    """Draw accounts that wake up, their usual touches as a tick; None where none does."""
    if waking.accounts.empty:
        return None
    top = waking.accounts.head(AT_MOST)
    most = float(top["recent"].max())
    rows: list[Row] = [
        {
            "name": visible(str(row["name"] or row["account_id"])),
            "recent": int(row["recent"]),
            "usual": float(row["usual"]),
            "room": most * ROOM,
            "label": f"{whole(row['recent'])}, usually {short(round(float(row['usual']), 1))}",
            "told": str(row["sentence"]),
        }
        for row in top.to_dict("records")
    ]
    subtitle = (
        f"Touches in the last {waking.recent_weeks} weeks; the tick is what is usual, from "
        f"{waking.earlier_weeks} weeks before; at most 1 in 20 named by chance"
    )
    spec = {**_waking(), "height": HEAD + 26 * len(rows)}
    return fill("accounts-waking", spec, rows, waking_finding(waking), subtitle)


def waking_finding(waking: Waking) -> str:
    """Say how many accounts wake up."""
    number = len(waking.accounts)
    if not number:
        return "No account stirs more than it usually does"
    looked = f"{whole(number)} of {counted(waking.looked_at, 'account')}"
    return f"{looked} {'stirs' if number == 1 else 'stir'} well above what is usual"


@cache
def _waking() -> Spec:
    """Bars by account. Rows as `waking_bars` gives them."""
    import altair as alt

    base = alt.Chart(no_data()).encode(y=names(), tooltip=tips(("told", "Account")))
    x = alt.X("recent:Q", title=None).scale(zero=True, nice=True).axis(tickCount=5, format="~d")
    bars = base.mark_bar(cornerRadiusEnd=2, opacity=0.45).encode(x=x, color=colour("joint"))
    usual = base.mark_tick(thickness=3, size=20).encode(x="usual:Q", color=colour("text"))
    words = base.mark_text(align="left", dx=6, fontSize=12).encode(
        x="recent:Q", text="label:N", color=colour("text")
    )
    room = base.mark_point(opacity=0).encode(x="room:Q", tooltip=alt.value(None))
    return finished(alt.layer(bars, usual, words, room))


def white_matrix(found: WhiteSpace) -> Chart | None:
    """Draw the share of customers of each segment that own a product; None without products."""
    if found.owned.empty:
        return None
    owned = found.owned
    products = owned.groupby("product")["owners"].sum().sort_values(ascending=False)
    segments = list(dict.fromkeys(owned["segment"]))[:_SEGMENTS]
    shown = [str(it) for it in products.index[:_PRODUCTS]]
    kept = owned[owned["product"].isin(shown) & owned["segment"].isin(segments)]
    rows: list[Row] = [
        {
            "name": visible(str(row["product"])),
            "works": visible(str(row["segment"])),
            "share": float(row["share"]),
            "label": percent(float(row["share"])),
            "owners": f"{whole(row['owners'])} of {counted(int(row['accounts']), 'account')}",
        }
        for row in kept.to_dict("records")
    ]
    order = [visible(it) for it in shown]
    rows.sort(key=lambda row: order.index(str(row["name"])))
    subtitle = (
        f"Share of {counted(found.known, 'account')} whose products are known that own a product, "
        "by segment"
    )
    if len(products) > len(shown):
        subtitle += f"; the {len(shown)} most owned of {len(products)} products"
    spec = {**_white(), "height": HEAD + ROW * len(shown)}
    return fill("accounts-white-space", spec, rows, white_finding(found), subtitle)


def white_finding(found: WhiteSpace) -> str:
    """Say which product is missing most where alike accounts own it."""
    if found.products.empty:
        return "No product stands out that alike accounts own"
    first = found.products.iloc[0]
    told = f"{counted(int(first['accounts']), 'account')} without it"
    if expected := float(first["expected_cents"]) / 100:
        told += f", {short(expected)} to be expected"
    return f"{visible(str(first['product']))} is missing most: {told}"


@cache
def _white() -> Spec:
    """Cells by product and segment. Rows as `white_matrix` gives them."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        x=columns(None),
        y=names(),
        tooltip=tips(
            ("name", "Product"), ("works", "Segment"), ("label", "Own it"), ("owners", "That is")
        ),
    )
    return heat(base, colour("joint"))
