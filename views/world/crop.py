"""Outlines cut to a part of the world and laid flat, so that what matters fills the picture."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from views.world.countries import HERE, countries

Point = tuple[float, float]
Ring = list[Point]
Outline = list[list[Ring]]
"""Polygons, each an outer ring and its holes; degrees."""

_MARGIN: Final = 0.06
_LEAST_MARGIN: Final = 1.5
_WIDE: Final = 120.0
"""Degrees of longitude from which the picture shows the whole world."""

_WHOLE: Final = (-180.0, -56.0, 180.0, 84.0)
_NORTHERNMOST: Final = 84.0
_FLATTEST: Final = 0.05
_DIGITS: Final = 2
_EQUAL_EARTH: Final = (1.340264, -0.081106, 0.000893, 0.003796)


@dataclass(frozen=True)
class Box:
    """A part of the world in degrees.

    Attributes:
        west, south, east, north: Its edges.
    """

    west: float
    south: float
    east: float
    north: float

    @property
    def whole(self) -> bool:
        """Whether it is wide enough for the whole world to be shown."""
        return self.east - self.west >= _WIDE


@cache
def outlines() -> Mapping[str, Outline]:
    """Return the outlines of all countries by their alpha-3 code, degrees."""
    read = json.loads((HERE / "countries.geojson").read_text("utf-8"))
    return {it["id"]: it["geometry"]["coordinates"] for it in read["features"]}


def box_around(codes: Collection[str]) -> Box:
    """Return the part of the world that shows some countries, with a margin.

    Of a country that lies in parts its largest counts, so that far islands do not make
    the rest small.

    Args:
        codes: Alpha-3 codes; without any the whole world.
    """
    points = [it for code in codes for it in _extent(code)]
    if not points:
        return Box(*_WHOLE)
    west, east = min(it[0] for it in points), max(it[0] for it in points)
    south, north = min(it[1] for it in points), max(it[1] for it in points)
    if east - west >= _WIDE:
        return Box(*_WHOLE)
    across = max((east - west) * _MARGIN, _LEAST_MARGIN)
    along = max((north - south) * _MARGIN, _LEAST_MARGIN)
    return Box(west - across, south - along, east + across, min(north + along, _NORTHERNMOST))


def _extent(code: str) -> list[Point]:
    place = point_of(code)
    if code not in outlines():
        return [place] if place else []
    largest = max(outlines()[code], key=lambda polygon: abs(_area(polygon[0])))
    return [(it[0], it[1]) for it in largest[0]]


def point_of(code: str) -> Point | None:
    """Return where a country lies that is too small to be seen in outline."""
    country = countries()[code]
    if country.longitude is None or country.latitude is None:
        return None
    return country.longitude, country.latitude


def cut(outline: Outline, box: Box) -> Outline:
    """Return the parts of an outline that lie in a box.

    Example:
        >>> cut([[[(0, 0), (0, 4), (4, 4), (4, 0), (0, 0)]]], Box(-1, -1, 2, 9))
        [[[(0, 0), (0, 4), (2.0, 4.0), (2.0, 0.0), (0, 0)]]]
    """
    found = []
    for polygon in outline:
        rings = [ring for ring in (_cut_ring(it, box) for it in polygon) if len(ring) > 3]
        if rings:
            found.append(rings)
    return found


def _cut_ring(ring: Sequence[Point], box: Box) -> Ring:
    """Cut a closed ring at each edge in turn (Sutherland and Hodgman, 1974)."""
    points = list(ring[:-1])
    for axis, edge, keeps_above in (
        (0, box.west, True),
        (0, box.east, False),
        (1, box.south, True),
        (1, box.north, False),
    ):
        points = _cut_edge(points, axis, edge, keeps_above=keeps_above)
    return [*points, points[0]] if points else []


def _cut_edge(points: Ring, axis: int, edge: float, *, keeps_above: bool) -> Ring:
    found: Ring = []
    for one, other in zip(points, [*points[1:], *points[:1]], strict=True):
        in_one, in_other = (
            (it[axis] >= edge) if keeps_above else (it[axis] <= edge) for it in (one, other)
        )
        if in_one:
            found.append(one)
        if in_one != in_other:
            part = (edge - one[axis]) / (other[axis] - one[axis])
            crossing = [one[at] + part * (other[at] - one[at]) for at in (0, 1)]
            crossing[axis] = edge
            found.append((float(crossing[0]), float(crossing[1])))
    return found


def _area(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def flat(point: Point, box: Box) -> Point:
    """Lay a point flat, areas kept: Albers for a part of the world, Equal Earth for the whole.

    Args:
        point: Longitude and latitude, degrees.
        box: What the picture shows.

    Returns:
        x to the right and y downwards, in degrees at the equator.

    Source: Snyder (1987), Map Projections, chapter 14; Šavrič, Patterson and Jenny (2018),
    International Journal of Geographical Information Science 33.
    """
    longitude, latitude = point
    if not box.whole:
        return _albers(longitude, latitude, box)
    a, b, c, d = _EQUAL_EARTH
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    bend = a + 3 * b * t**2 + 7 * c * t**6 + 9 * d * t**8
    x = 2 * sqrt(3) * longitude * cos(t) / (3 * bend)
    y = (a * t + b * t**3 + c * t**7 + d * t**9) / radians(1)
    return round(x, _DIGITS), round(-y, _DIGITS)


def _albers(longitude: float, latitude: float, box: Box) -> Point:
    sixth = (box.north - box.south) / 6
    first, second = sin(radians(box.south + sixth)), sin(radians(box.north - sixth))
    n = (first + second) / 2
    # Around the equator the cone becomes a cylinder.
    n = n if abs(n) > _FLATTEST else _FLATTEST
    c = 1 - first**2 + 2 * n * first
    middle_longitude, middle_latitude = (box.west + box.east) / 2, (box.south + box.north) / 2
    turn = n * radians(longitude - middle_longitude)
    out, start = (
        sqrt(max(c - 2 * n * sin(radians(it)), 0)) / n for it in (latitude, middle_latitude)
    )
    x, y = out * sin(turn), start - out * cos(turn)
    return round(x / radians(1), _DIGITS), round(-y / radians(1), _DIGITS)


def middle(outline: Outline) -> Point:
    """Return the middle of an outline's largest part, where its label stands."""
    ring = max((polygon[0] for polygon in outline), key=lambda it: abs(_area(it)))
    area = _area(ring)
    pairs = list(pairwise(ring))
    cross = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    x = sum((a[0] + b[0]) * it for (a, b), it in zip(pairs, cross, strict=True)) / (6 * area)
    y = sum((a[1] + b[1]) * it for (a, b), it in zip(pairs, cross, strict=True)) / (6 * area)
    return x, y


def shape(outline: Outline, box: Box) -> dict[str, Any]:
    """Return an outline laid flat as GeoJSON."""
    laid = [[[flat(point_, box) for point_ in ring] for ring in polygon] for polygon in outline]
    return {"type": "MultiPolygon", "coordinates": laid}
