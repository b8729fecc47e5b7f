"""Accounts by country on a map: where nobody works them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from planning.actuals.book import AccountBook
from planning.actuals.intervals import FEW_CASES, wilson
from planning.review.accounts.works import WORKS, Codes
from views.charts import Chart, Spec, colour, finished, no_data
from views.formats import counted, exact, percent, visible, whole
from views.world.countries import countries, country_of
from views.world.crop import Box, box_around, cut, flat, middle, outlines, point_of, shape

_LABELLED: Final = 8
_HEIGHT: Final = 420
_DOT: Final = 6
_NOT_DRAWN_NAMES: Final = 3


@dataclass(frozen=True, eq=False)
class ByCountry:
    """Accounts by country.

    Attributes:
        frame: iso3, country, accounts, one column per WORKS, open_cents, share (of
            accounts nobody works, a fraction); most accounts first.
        unmatched: Accounts by a country's name that is not known.
        without: Accounts without a country.
    """

    frame: pd.DataFrame
    unmatched: Mapping[str, int]
    without: int

    @property
    def not_drawn(self) -> str:
        """What the map leaves out, as a sentence; empty where it shows all."""
        parts = []
        if self.unmatched:
            names = [visible(it) for it in list(self.unmatched)[:_NOT_DRAWN_NAMES]]
            more = len(self.unmatched) - len(names)
            listed = ", ".join(names) + (f" and {whole(more)} more" if more else "")
            accounts = counted(sum(self.unmatched.values()), "account")
            parts.append(f"{accounts} of countries that are not known ({listed})")
        if self.without:
            parts.append(f"{counted(self.without, 'account')} without a country")
        return f"Not on the map: {' and '.join(parts)}." if parts else ""


def by_country(book: AccountBook, works: Codes) -> ByCountry:
    """Count accounts by country and by who works them.

    Args:
        book: The accounts; countries are matched by name, ISO code and common other names.
        works: Who works each of them, by plan or by facts.
    """
    told = book.accounts["country"]
    meant = {name: country_of(str(name)) for name in told.dropna().unique()}
    iso3 = told.map(meant)
    unmatched = told[told.notna() & iso3.isna()].value_counts()
    frame = pd.DataFrame({"iso3": iso3, "accounts": 1, "open_cents": book.accounts["open_cents"]})
    for at, name in enumerate(WORKS):
        frame[name] = (works == at).astype(np.int64)
    sums = frame.dropna(subset="iso3").groupby("iso3").sum().reset_index()
    sums["country"] = [countries()[str(it)].name for it in sums["iso3"]]
    sums["share"] = sums["nobody"] / sums["accounts"]
    ordered = sums.sort_values(["accounts", "country"], ascending=[False, True])
    columns = ["iso3", "country", "accounts", *WORKS, "open_cents", "share"]
    return ByCountry(
        ordered[columns].reset_index(drop=True),
        {str(name): int(number) for name, number in unmatched.items()},
        int(told.isna().sum()),
    )


def country_map(found: ByCountry, currency: str, lens: str) -> Chart | None:
    """Draw the share of accounts nobody works by country; None without a known country.

    The picture shows the part of the world that has accounts.

    Args:
        found: Accounts by country.
        currency: The plan currency.
        lens: What “works” rests on, in words: the plan on a day, or the facts.
    """
    if found.frame.empty:
        return None
    rows: list[dict[str, Any]] = found.frame.to_dict("records")  # type: ignore[assignment]
    box = box_around({str(row["iso3"]) for row in rows})
    data = {
        "values": {"type": "FeatureCollection", "features": _features(rows, box, currency)},
        "format": {"type": "json", "property": "features"},
    }
    subtitle = f"Share of accounts nobody works, by country, {lens}; the stronger the more"
    if found.not_drawn:
        subtitle += f". {found.not_drawn.removesuffix('.')}"
    return Chart("accounts-map", map_finding(found), subtitle, {**_map(), "data": data})


def map_finding(found: ByCountry) -> str:
    """Say where certainly more accounts are worked by nobody than elsewhere, if anywhere."""
    frame = found.frame
    nobody, accounts = int(frame["nobody"].sum()), int(frame["accounts"].sum())
    if not nobody:
        return "Every account on the map is worked by somebody"
    overall = f"{percent(nobody / accounts)} of all"
    cases = zip(frame["nobody"].tolist(), frame["accounts"].tolist(), strict=True)
    ends = [wilson(unworked, all_) if all_ >= FEW_CASES else None for unworked, all_ in cases]
    lows = [end[0] if end else 0.0 for end in ends]
    worst = frame.iloc[int(np.argmax(lows))]
    if max(lows) <= nobody / accounts:
        told = f"Nobody works {whole(nobody)} of {counted(accounts, 'account')}"
        return told if len(frame) == 1 else f"{told}; no country certainly stands apart"
    return (
        f"{worst['country']}: nobody works {percent(worst['share'])} of the accounts, "
        f"against {overall}"
    )


def _features(rows: list[dict[str, Any]], box: Box, currency: str) -> list[dict[str, Any]]:
    have = {str(row["iso3"]) for row in rows}
    land = []
    for code, outline in outlines().items():
        if code not in have and (parts := cut(outline, box)):
            land.append(_feature(shape(parts, box), {"kind": "land"}))
    drawn = [_country(at, row, box, currency) for at, row in enumerate(rows)]
    # Dots lie above the outlines around them.
    return [*land, *sorted(drawn, key=lambda it: it["geometry"]["type"] == "Point")]


def _country(at: int, row: dict[str, Any], box: Box, currency: str) -> dict[str, Any]:
    code, place = str(row["iso3"]), point_of(str(row["iso3"]))
    parts = [] if place else cut(outlines()[code], box)
    where = flat(place or middle(parts), box)
    told = {
        "kind": "dot" if place else "country",
        "country": row["country"],
        "share": row["share"],
        "shown": percent(row["share"]),
        "label": percent(row["share"]) if at < _LABELLED else "",
        "accounts": whole(row["accounts"]),
        **{name.replace(" ", "_"): whole(row[name]) for name in WORKS},
        "money": exact(row["open_cents"] / 100, "money", currency),
        "x": where[0],
        "y": where[1],
    }
    geometry = {"type": "Point", "coordinates": where} if place else shape(parts, box)
    return _feature(geometry, told)


def _feature(geometry: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": told}


@cache
def _map() -> Spec:
    """Outlines laid flat. Features as `_features` gives them."""
    import altair as alt

    base = alt.Chart(no_data())
    kind = "properties.kind"
    told = [
        alt.Tooltip(f"properties.{field}:N", title=title)
        for field, title in (
            ("country", "Country"),
            ("accounts", "Accounts"),
            ("nobody", "Nobody works"),
            ("shown", "Share of them"),
            ("both", "Both teams work"),
            ("sales_only", "Sales alone"),
            ("marketing_only", "Marketing alone"),
            ("money", "In open deals"),
        )
    ]
    land = (
        base.mark_geoshape(fillOpacity=0.14, strokeOpacity=0.3, strokeWidth=0.5)
        .encode(color=colour("muted"), stroke=colour("muted"), tooltip=alt.value(None))
        .transform_filter(alt.FieldEqualPredicate(field=kind, equal="land"))
    )
    opacity = (
        alt.FillOpacity("properties.share:Q")
        .scale(domainMin=0, range=[0.08, 0.65], nice=True)
        .legend(None)
    )
    drawn = (
        base.mark_geoshape(strokeWidth=0.8)
        .encode(color=colour("bad"), stroke=colour("text"), fillOpacity=opacity, tooltip=told)
        .transform_filter(alt.FieldOneOfPredicate(field=kind, oneOf=["country", "dot"]))
    )
    names = (
        base.mark_text(fontSize=11, fontWeight=600)
        .encode(
            longitude="properties.x:Q",
            latitude="properties.y:Q",
            text="properties.label:N",
            color=colour("text"),
            tooltip=told,
        )
        .transform_filter(alt.FieldOneOfPredicate(field=kind, oneOf=["country", "dot"]))
    )
    return finished(
        alt.layer(land, drawn, names).project(type="identity", pointRadius=_DOT), _HEIGHT
    )
