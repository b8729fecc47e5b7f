"""Countries by the names people write: English names, ISO codes and common others."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict

HERE: Final = Path(__file__).parent
_MARKS: Final = re.compile(r"[^\w&]+")
_FIRST: Final = re.compile(r"^the ")
_SAINT: Final = re.compile(r"^st ")


class Country(BaseModel):
    """A country.

    Attributes:
        iso3, iso2: Its ISO 3166-1 codes; iso2 is empty where there is none.
        name: In English.
        longitude, latitude: Degrees, where it is too small to be seen in outline.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    iso3: str
    iso2: str
    name: str
    longitude: float | None = None
    latitude: float | None = None


@cache
def countries() -> Mapping[str, Country]:
    """Return all countries by their ISO 3166-1 alpha-3 code."""
    return MappingProxyType({it.iso3: it for it, _ in _listed()})


def country_of(text: str | None) -> str | None:
    """Return the alpha-3 code of the country that is meant, or None.

    Args:
        text: As the facts write it: a name, an ISO code of two or three letters, or a
            common other name, in any case, with or without accents and dots.

    Example:
        >>> [country_of(it) for it in ("Czech Republic", "u.s.a.", "UK", "de", "Cote d'Ivoire")]
        ['CZE', 'USA', 'GBR', 'DEU', 'CIV']
        >>> country_of("Atlantis") is None
        True
    """
    return None if text is None else _meant().get(_bare(text))


@cache
def _listed() -> tuple[tuple[Country, tuple[str, ...]], ...]:
    with (HERE / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        (
            Country(
                iso3=row["iso3"],
                iso2=row["iso2"],
                name=row["name"],
                longitude=float(row["longitude"]) if row["longitude"] else None,
                latitude=float(row["latitude"]) if row["latitude"] else None,
            ),
            tuple(filter(None, (row["aliases"] or "").split(";"))),
        )
        for row in rows
    )


@cache
def _meant() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for country, others in _listed():
        for name in (country.iso3, country.iso2, country.name, *others):
            if name:
                found.setdefault(_bare(name), country.iso3)
    return MappingProxyType(found)


def _bare(text: str) -> str:
    """Return a name without case, accents, dots and a leading article."""
    letters = "".join(
        it for it in unicodedata.normalize("NFKD", text) if not unicodedata.combining(it)
    )
    joined = re.sub(r"[.'’]", "", letters.casefold()).replace("&", " and ")
    words = _FIRST.sub("", _MARKS.sub(" ", joined).strip())
    return _SAINT.sub("saint ", words)
