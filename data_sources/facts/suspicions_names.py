"""One thing under two names: channels, campaigns, regions, segments and products."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import ibis  # type: ignore[import-untyped]

from data_sources.facts.suspicions_check import (
    ROW_ID,
    Facts,
    Odd,
    Suspicion,
    named,
    repeated,
)
from data_sources.imports.spellings import alike
from planning.actuals.tables import TABLES
from planning.errors import Finding

NAMES: Final = ("channel", "campaign", "region", "segment", "product")
SPELLINGS: Final = "two-spellings"
TOGETHER: Final = "words-run-together"
_SHOWN: Final = 5
_COMPARED: Final = 20_000
"""Most names that are compared; of more, those most used."""
_WORDS: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 2


@dataclass(frozen=True)
class _Names:
    """The names of one kind in the facts, aliases under the name they mean.

    Attributes:
        kind: Channel, campaign, region, segment or product.
        times: Rows by name and table.
        written: How each name is written in the facts.
    """

    kind: str
    times: dict[str, dict[str, int]]
    written: dict[str, list[str]]

    def rows(self, name: str) -> int:
        """Return how many rows use a name, over all tables."""
        return sum(self.times[name].values())

    def most_used(self) -> list[str]:
        """Return all names, the most used first."""
        return sorted(self.times, key=lambda name: (-self.rows(name), name))

    def told(self, name: str) -> str:
        """Return a name with its rows, in words."""
        rows = self.rows(name)
        return f"“{repeated(name)}” ({rows:,} {'row' if rows == 1 else 'rows'})"


def names(facts: Facts) -> Iterator[Suspicion]:
    """Yield names of one thing that are spelled in more than one way, by kind of name."""
    for kind in NAMES:
        found = _names(facts, kind)
        groups = _spelled(found)
        if groups:
            yield _two_spellings(facts, found, groups)
        told = {name for group in groups for name in group}
        apart = _together(found, told | {*facts.meant.values()})
        if apart:
            yield _run_together(facts, found, apart)


def parted(name: str, words: Iterable[str]) -> str | None:
    """Return a name of one word as the words it is made of, if others use each of them.

    A new word begins with a capital or a digit.

    Args:
        name: The name.
        words: Words that other names are made of.

    Example:
        >>> parted("GTXPro", {"GTX", "Basic", "Plus", "Pro"}), parted("Proto", {"Pro", "to"})
        ('GTX Pro', None)
    """
    known = set(words)
    for place in range(_SHORTEST, len(name) - _SHORTEST + 1):
        head, tail = name[:place], name[place:]
        begins = tail[0].isupper() or (tail[0].isdigit() and not head[-1].isdigit())
        if begins and head in known:
            rest = tail if tail in known else parted(tail, known)
            if rest is not None:
                return f"{head} {rest}"
    return None


def _names(facts: Facts, kind: str) -> _Names:
    parts = []
    for table in sorted(facts.present):
        if kind in {field.column for field in TABLES[table].fields}:
            rows = facts.rows(table)
            used = rows.filter(rows[kind].notnull()).group_by(name=kind)
            counted = used.aggregate(times=lambda it: it.count())
            parts.append(counted.select("name", "times", table=ibis.literal(table)))
    meant = facts.meant if kind == "channel" else {}
    found = _Names(kind, defaultdict(lambda: defaultdict(int)), defaultdict(list))
    if parts:
        for row in facts.ask(ibis.union(*parts) if len(parts) > 1 else parts[0]).to_pylist():
            name = meant.get(row["name"], row["name"])
            found.times[name][row["table"]] += row["times"]
            found.written[name].append(row["name"])
    return found


def _spelled(found: _Names) -> list[list[str]]:
    """Return names that seem to mean the same, the proposed one of each group first."""
    rows = {name: found.rows(name) for name in found.most_used()[:_COMPARED]}
    groups = [[group.name, *(other.name for other in group.others)] for group in alike(rows)]
    return sorted(groups, key=lambda group: -sum(found.rows(name) for name in group[1:]))


def _two_spellings(facts: Facts, found: _Names, groups: list[list[str]]) -> Suspicion:
    listed = []
    for group in groups[:_SHOWN]:
        *first, last = (found.told(name) for name in group)
        listed.append(f"{', '.join(first)} and {last}")
    ways = f"{len(groups):,} {found.kind}s seem" if len(groups) > 1 else f"1 {found.kind} seems"
    message = f"{ways} to be spelled in more than one way: {'; '.join(listed)}."
    odd = [name for group in groups for name in group[1:]]
    what = f"with a {found.kind} that seems spelled in more than one way"
    return _suspicion(facts, found, SPELLINGS, message, odd, what)


def _together(found: _Names, known: Collection[str]) -> dict[str, str]:
    """Return names whose words run together, with the name each may mean."""
    words = {word for name in found.times for word in _WORDS.findall(name) if word != name}
    return {
        name: apart
        for name in found.most_used()
        if name not in known and (apart := parted(name, words))
    }


def _run_together(facts: Facts, found: _Names, apart: Mapping[str, str]) -> Suspicion:
    listed = "; ".join(
        f"{found.told(name)}, perhaps “{repeated(meant)}”"
        for name, meant in list(apart.items())[:_SHOWN]
    )
    runs = f"{len(apart):,} {found.kind}s run" if len(apart) > 1 else f"1 {found.kind} runs"
    message = f"{runs} words together that others keep apart: {listed}."
    what = f"with a {found.kind} whose words run together"
    return _suspicion(facts, found, TOGETHER, message, list(apart), what)


def _suspicion(
    facts: Facts, found: _Names, code: str, message: str, odd: list[str], what: str
) -> Suspicion:
    tables = sorted({table for name in odd for table in found.times[name]})
    written = [text for name in odd for text in found.written[name]]
    count = sum(found.rows(name) for name in odd)
    parts = []
    for table in tables:
        rows = facts.rows(table)
        rows = rows.filter(rows[found.kind].isin(written))
        parts.append(Odd(table, rows.select(**{ROW_ID: named(rows, table)}), what))
    return Suspicion(
        finding=Finding(
            code=code,
            message=message,
            remedy=_remedy(found.kind),
            table=tables[0] if len(tables) == 1 else None,
            column=found.kind,
            count=count,
        ),
        weight=count / sum(found.rows(name) for name in found.times),
        odd=tuple(parts),
    )


def _remedy(kind: str) -> str:
    if kind == "channel":
        return "If they mean the same, say so on page Data or with tandem channel NAME --alias."
    return "If they mean the same, give them one name when importing, or in the source."
