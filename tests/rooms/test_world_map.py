"""The map: countries by the names people write, cut to where accounts are, nothing unsaid."""

from __future__ import annotations

import json
from itertools import pairwise
from math import cos, radians

import pytest

from planning.review.accounts.works import counted_works
from tests.books import book
from views.accounts_map import by_country, country_map
from views.world.countries import HERE, countries, country_of
from views.world.crop import Box, box_around, cut, flat, outlines, point_of


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("USA", "USA"),
        ("United States", "USA"),
        ("the united states of america", "USA"),
        ("U.S.", "USA"),
        ("us", "USA"),
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("Czech Republic", "CZE"),
        ("Czechia", "CZE"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Trinidad & Tobago", "TTO"),
        ("St. Lucia", "LCA"),
        ("  DEU ", "DEU"),
        ("Türkiye", "TUR"),
        ("Singapore", "SGP"),
        ("Atlantis", None),
        ("", None),
        (None, None),
    ],
)
def test_a_country_is_known_by_the_names_people_write(written: str | None, code: str) -> None:
    assert country_of(written) == code


def test_no_name_means_two_countries() -> None:
    rows = (HERE / "names.csv").read_text("utf-8").splitlines()[1:]
    assert len(rows) == len(countries())
    for row in rows:
        iso3, iso2, name, *_, others = row.split(",")
        for written in (iso3, iso2, name, *others.split(";")):
            assert not written or country_of(written) == iso3, written


def test_every_country_has_an_outline_or_a_place() -> None:
    for code in countries():
        assert code in outlines() or point_of(code) is not None, code
    assert set(outlines()) <= set(countries())


def test_the_outlines_are_small_and_their_source_is_named() -> None:
    assert (HERE / "countries.geojson").stat().st_size <= 150_000
    read = (HERE / "README.md").read_text("utf-8")
    assert "Natural Earth" in read
    assert "public domain" in read


def test_known_places_lie_in_their_country() -> None:
    for code, x, y in (("FRA", 2.35, 48.86), ("BRA", -47.9, -15.8), ("JPN", 138.6, 36.2)):
        inside = sum(_crossings(ring, x, y) for polygon in outlines()[code] for ring in polygon)
        assert inside % 2 == 1, code


def _crossings(ring: list[tuple[float, float]], x: float, y: float) -> int:
    found = 0
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found += 1
    return found


def test_far_islands_do_not_make_europe_small() -> None:
    box = box_around({"FRA", "ESP", "NLD"})
    assert box.west > -15
    assert box.east < 15
    assert not box.whole
    assert box_around({"USA", "JPN"}).whole
    assert box_around(set()).whole


def test_what_is_cut_lies_in_the_box() -> None:
    box = Box(0, 40, 10, 50)
    for outline in outlines().values():
        for polygon in cut(outline, box):
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert all(0 <= x <= 10 and 40 <= y <= 50 for x, y in ring)


@pytest.mark.parametrize("box", [Box(-10, 36, 30, 71), Box(-180, -56, 180, 84), Box(20, -5, 40, 5)])
def test_laid_flat_areas_are_kept_and_north_is_up(box: Box) -> None:
    """A degree square covers cos(latitude) of one at the equator, wherever it lies."""
    middle = (box.west + box.east) / 2
    for latitude in (box.south + 5, (box.south + box.north) / 2, box.north - 5):
        corners = [(0, -1), (2, -1), (2, 1), (0, 1)]
        laid = [flat((middle + x, latitude + y), box) for x, y in corners]
        ring = [*laid, laid[0]]
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2
        assert abs(area) == pytest.approx(4 * cos(radians(latitude)), rel=0.06)
        assert laid[2][1] < laid[1][1]


ACCOUNTS = [
    *({"account_id": f"S{at}", "country": "Spain", "worked_by": "neither"} for at in range(6)),
    *({"account_id": f"D{at}", "country": "Deutschland", "worked_by": "both"} for at in range(9)),
    {"account_id": "A1", "country": "Andorra", "worked_by": "sales"},
    {"account_id": "X1", "country": "Atlantis", "worked_by": "neither"},
    {"account_id": "X2", "worked_by": "neither"},
]


def test_the_map_counts_by_country_and_says_what_it_leaves_out() -> None:
    whole = book(ACCOUNTS)
    found = by_country(whole, counted_works(whole))
    rows = found.frame.set_index("iso3")
    assert rows["accounts"].to_dict() == {"DEU": 9, "ESP": 6, "AND": 1}
    assert rows["share"].to_dict() == {"DEU": 0, "ESP": 1, "AND": 0}
    assert rows.loc["AND", "sales only"] == 1
    assert (dict(found.unmatched), found.without) == ({"Atlantis": 1}, 1)
    drawn = country_map(found, "EUR", "as the facts say")
    assert drawn is not None
    assert (
        drawn.finding == "Spain: nobody works 100\u00a0% of the accounts, against 38\u00a0% of all"
    )
    assert "1 account of countries that are not known (Atlantis)" in drawn.subtitle
    assert "1 account without a country" in drawn.subtitle
    countries_drawn = [row for row in drawn.rows if row["kind"] != "land"]
    assert [row["country"] for row in countries_drawn] == ["Germany", "Spain", "Andorra"]
    assert countries_drawn[-1]["kind"] == "dot"
    assert "#" not in json.dumps({key: it for key, it in drawn.spec.items() if key != "data"})


def test_few_accounts_make_no_country_stand_apart() -> None:
    rows = [{"account_id": f"D{at}", "country": "DE", "worked_by": "both"} for at in range(9)]
    rows += [{"account_id": "S", "country": "ES", "worked_by": "neither"}]
    whole = book(rows)
    drawn = country_map(by_country(whole, counted_works(whole)), "EUR", "as the facts say")
    assert drawn is not None
    assert drawn.finding == "Nobody works 1 of 10 accounts; no country certainly stands apart"


def test_nothing_is_drawn_without_a_known_country() -> None:
    whole = book([{"account_id": "A", "country": "Atlantis"}])
    assert country_map(by_country(whole, counted_works(whole)), "EUR", "x") is None
    none = book([])
    assert country_map(by_country(none, counted_works(none)), "EUR", "x") is None


def test_where_everything_is_worked_it_is_said() -> None:
    whole = book([{"account_id": "A", "country": "Spain", "worked_by": "both"}])
    drawn = country_map(by_country(whole, counted_works(whole)), "EUR", "as the facts say")
    assert drawn is not None
    assert drawn.finding == "Every account on the map is worked by somebody"
