"""Whole files to import, drawn by hypothesis: clean rows, dirty rows, and what was asked for.

Cells are drawn into pools, and rows are put together from the pools by a generator whose
seed is drawn too: so a file of a thousand rows costs little more than one of ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any, Final

from hypothesis import strategies as st

from planning.actuals.dates import DAY_FORMATS, EXCEL_SERIAL, ISO, MONTH_FORMATS
from planning.actuals.reading import Reading, clean
from planning.actuals.tables import TABLES, FieldSpec, TableSpec
from planning.actuals.words import same_word
from planning.company import Company
from tests.sources.imports.drawn_cells import ATTRIBUTE, Pools, drawn_pools
from tests.sources.imports.texts import MOMENT_FORMATS

_ATTRIBUTES: Final = ("Plan", "Lead Score", "a.b", 'say "x"', "Größe", "it's", "\\n")
_SCALES: Final = ("0.000001", "12", "0.01", "1000", "1.5", "123456", "0.000000007", "99e4")
_COMPANIES: Final = (
    Company(),
    Company(
        currency="EUR",
        fiscal_year_start=7,
        time_zone="America/New_York",
        rates={"USD": {0: Decimal("0.9")}, "GBP": {2025: Decimal("1.2"), 2023: Decimal("1.1")}},
    ),
    Company(
        currency="USD",
        fiscal_year_start=4,
        time_zone="Australia/Lord_Howe",
        rates={"EUR": {2025: Decimal("1.1")}, "GBP": {2024: Decimal("1.3"), 2026: Decimal("1.4")}},
    ),
)


@dataclass(frozen=True)
class DrawnFile:
    """A file, and what a person says about it.

    Attributes:
        spec: The fact table.
        company: Its time zone, currency and rates.
        rows: Text by field or `attributes.NAME`; every row has the same ones.
        constants: Text that stands in a field of every row.
        asked: The rest of the request: dates, decimal, scale, values, won, lost, statuses.
        micros: Money fields whose column says that it counts millionths.
    """

    spec: TableSpec = field(repr=False)
    company: Company
    rows: tuple[Mapping[str, str], ...] = field(repr=False)
    constants: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    micros: frozenset[str] = frozenset()

    @property
    def columns(self) -> dict[str, str]:
        """The file's column names, by field."""
        fields = self.rows[0]
        return {one: f"{one} micros" if one in self.micros else one for one in fields}

    @property
    def origin(self) -> dict[str, str]:
        """What rejects call the place of a field."""
        return self.columns | {name: f"--set {name}" for name in self.constants}

    def request(self) -> dict[str, Any]:
        """Return what is asked for, of the fields that are there."""
        there = {*self.columns, *self.constants}
        asked = dict(self.asked)
        for by_field in ("dates", "scale", "values"):
            told = asked.get(by_field, {})
            asked[by_field] = {name: what for name, what in told.items() if name in there}
        if not there & {"stage", "is_won"}:
            asked["won"] = asked["lost"] = ()
        if "status" not in there:
            asked["statuses"] = {}
        return {**asked, "columns": self.columns, "constants": self.constants, "guess": False}

    def reading(self) -> Reading:
        """Return what a row model is told of the same request."""
        asked = self.request()
        statuses = asked.get("statuses", {}).items()
        return Reading(
            dates=asked["dates"],
            decimal_comma=frozenset(
                one.name for one in self.spec.fields if asked.get("decimal") == ","
            ),
            millionths=self.micros & set(self.columns),
            scale=asked["scale"],
            time_zone=self.company.time_zone,
            won=frozenset(map(same_word, asked.get("won", ()))),
            lost=frozenset(map(same_word, asked.get("lost", ()))),
            statuses={same_word(word): status for status, words in statuses for word in words},
            values={
                name: {same_word(word): clean(meaning) for word, meaning in told.items()}
                for name, told in asked["values"].items()
            },
        )

    def without(self, name: str) -> DrawnFile:
        """Return the file without a field."""
        rows = tuple({one: row[one] for one in row if one != name} for row in self.rows)
        constants = {one: text for one, text in self.constants.items() if one != name}
        return replace(self, rows=rows, constants=constants)


@st.composite
def drawn_files(draw: st.DrawFn, table: str, rows: int) -> DrawnFile:
    """Draw a file of a fact table.

    Args:
        draw: Draws.
        table: The fact table.
        rows: How many of its rows are not blank.
    """
    spec = TABLES[table]
    fields = [one for one in spec.fields if one.kind != "attributes"]
    decimal, dates = draw(st.sampled_from(".,")), _date_formats(draw, fields)
    pools = drawn_pools(draw, fields, dates, decimal)
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - examples
    company, share, said = draw(_COMPANY), draw(_DROPPED), draw(_OUTCOMES)
    own = draw(_OWN) if len(fields) < len(spec.fields) else []
    required = frozenset(one.name for one in fields if one.required)
    always = {*required, spec.main_date, "currency"}
    there = [one for one in fields if one.name in always or random.random() >= share]
    constants = _constants(random, there, pools)
    columns = [*(one.name for one in there if one.name not in constants), *own] or sorted(required)
    scaled = [one for one in fields if one.kind in ("money", "number") and random.random() < 0.3]
    scale = {one.name: Decimal(random.choice(_SCALES)) for one in scaled}
    micros = {one.name for one in fields if one.kind == "money" and random.random() < 0.2}
    return DrawnFile(
        spec=spec,
        company=company,
        rows=tuple(pools.rows(random, columns, required, rows)),
        constants={name: text for name, text in constants.items() if name not in columns},
        asked={
            "dates": dates,
            "decimal": decimal,
            "scale": scale,
            "values": _meanings(draw, random, fields, pools),
            **said,
        },
        micros=frozenset(micros - set(scale)),
    )


_COMPANY: Final = st.sampled_from(_COMPANIES)
_DROPPED: Final = st.sampled_from([0.0, 0.2, 0.6])
_OWN: Final = st.lists(st.sampled_from([ATTRIBUTE + one for one in _ATTRIBUTES]), unique=True)
_OUTCOMES: Final = st.fixed_dictionaries(
    {
        "won": st.sampled_from([(), ("True ",), ("Open", "WON"), ("ſales",)]),
        "lost": st.sampled_from([(), ("FALSE",), ("maybe", "gatekeeper")]),
        "statuses": st.sampled_from(
            [{}, {"won": ("1", "Kelvin")}, {"qualified": ("GateKeeper",), "new": ("won", "Open")}]
        ),
    }
)


def _constants(random: Random, fields: Sequence[FieldSpec], pools: Pools) -> dict[str, str]:
    some = [one.name for one in fields if random.random() < (0.02 if one.required else 0.05)]
    odd = {name for name in some if random.random() < 0.1}
    return {name: random.choice((pools.odd if name in odd else pools.good)[name]) for name in some}


def _date_formats(draw: st.DrawFn, fields: Sequence[FieldSpec]) -> dict[str, str]:
    possible = (*DAY_FORMATS, *MONTH_FORMATS, *MOMENT_FORMATS, EXCEL_SERIAL)
    some = [ISO, *draw(st.lists(st.sampled_from(possible), min_size=2, max_size=2))]
    dated = [one.name for one in fields if one.kind in ("day", "month")]
    return {name: draw(st.sampled_from(some)) for name in dated}


def _meanings(
    draw: st.DrawFn, random: Random, fields: Sequence[FieldSpec], pools: Pools
) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    for one in random.sample(list(fields), min(len(fields), draw(st.integers(0, 4)))):
        cells = [*pools.good[one.name], *pools.odd[one.name]]
        meanings = cells
        if one.choices or one.kind == "flag":
            meanings = list(one.choices) or ["yes", "FALSE", "1.0"]
        words = random.sample(cells, draw(st.integers(1, min(len(cells), 40))))
        told[one.name] = {word: random.choice(["", *meanings]) for word in words}
    return told
