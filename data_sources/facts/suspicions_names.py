"""One thing under two names: channels, campaigns, regions, segments and products."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
from planning.actuals.tables import TABLES
from planning.errors import Finding

NAMES: Final = ("channel", "campaign", "region", "segment", "product")
SPELLINGS: Final = "two-spellings"
TOGETHER: Final = "words-run-together"
_SHOWN: Final = 5
_BESIDE_WORDS: Final = re.compile(r"(?<=[^\W\d])[\W_]+|[\W_]+(?=[^\W\d])")
_WORDS: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 2

Uses = dict[str, dict[str, int]]
"""Rows by name, then by table."""


def names(facts: Facts) -> Iterator[Suspicion]:
    """Yield names of one thing that are spelled in more than one way, by kind of name."""
    for kind, uses in _uses(facts).items():
        meant = facts.meant if kind == "channel" else {}
        yield from _spelled(facts, kind, uses, meant)
        yield from _together(facts, kind, uses, meant)


def folded(name: str) -> str:
    """Return a name without case, spaces and punctuation; what parts numbers stays.

    Example:
        >>> folded("GTX Pro") == folded("gtx-PRO"), folded("2025-1 1") == folded("2025-11")
        (True, False)
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    bare = _BESIDE_WORDS.sub("", text).strip()
    return bare or text


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


def _uses(facts: Facts) -> dict[str, Uses]:
    parts = []
    for kind in NAMES:
        for table in sorted(facts.present):
            if kind in {field.column for field in TABLES[table].fields}:
                rows = facts.rows(table)
                used = rows.filter(rows[kind].notnull()).group_by(name=kind)
                parts.append(
                    used.aggregate(times=lambda it: it.count()).select(
                        "name", "times", kind=ibis.literal(kind), table=ibis.literal(table)
                    )
                )
    found: dict[str, Uses] = {kind: defaultdict(dict) for kind in NAMES}
    if parts:
        for row in facts.ask(ibis.union(*parts) if len(parts) > 1 else parts[0]).to_pylist():
            found[row["kind"]][row["name"]][row["table"]] = row["times"]
    return found


def _spelled(facts: Facts, kind: str, uses: Uses, meant: Mapping[str, str]) -> Iterator[Suspicion]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in uses:
        groups[folded(meant.get(name, name))].append(name)
    odd = [
        sorted(group, key=lambda name: (-_times(uses[name]), name))
        for group in groups.values()
        if len({meant.get(name, name) for name in group}) > 1
    ]
    if not odd:
        return
    odd.sort(key=lambda group: (-sum(_times(uses[name]) for name in group[1:]), group))
    told = "; ".join(_quoted(group, uses) for group in odd[:_SHOWN])
    ways = f"{len(odd):,} {kind}s are" if len(odd) > 1 else f"1 {kind} is"
    rarer = [name for group in odd for name in group[1:]]
    message = f"{ways} spelled in more than one way: {told}."
    yield _suspicion(facts, kind, SPELLINGS, message, uses, rarer)


def _together(facts: Facts, kind: str, uses: Uses, meant: Mapping[str, str]) -> Iterator[Suspicion]:
    words = {word for name in uses for word in _WORDS.findall(name) if word != name}
    apart = {folded(name) for name in uses if len(_WORDS.findall(name)) > 1}
    odd = {
        name: spelled
        for name in sorted(uses, key=lambda name: (-_times(uses[name]), name))
        # Where the parted name stands in the facts, it is a case of two spellings already.
        if name not in meant and folded(name) not in apart and (spelled := parted(name, words))
    }
    if odd:
        told = "; ".join(
            f"“{repeated(name)}” ({_rows(uses[name])}), perhaps “{repeated(spelled)}”"
            for name, spelled in list(odd.items())[:_SHOWN]
        )
        runs = f"{len(odd):,} {kind}s run" if len(odd) > 1 else f"1 {kind} runs"
        message = f"{runs} words together that others keep apart: {told}."
        yield _suspicion(facts, kind, TOGETHER, message, uses, list(odd))


def _suspicion(
    facts: Facts, kind: str, code: str, message: str, uses: Uses, odd: list[str]
) -> Suspicion:
    tables = sorted({table for name in odd for table in uses[name]})
    rows = {table: facts.rows(table) for table in tables}
    count = sum(_times(uses[name]) for name in odd)
    return Suspicion(
        finding=Finding(
            code=code,
            message=message,
            remedy=_remedy(kind),
            table=tables[0] if len(tables) == 1 else None,
            column=kind,
            count=count,
        ),
        weight=count / sum(_times(used) for used in uses.values()),
        odd=tuple(
            Odd(
                table,
                it.filter(it[kind].isin(odd)).select(**{ROW_ID: named(it, table)}),
                f"with a {kind} that is spelled in more than one way"
                if code == SPELLINGS
                else f"with a {kind} whose words run together",
            )
            for table, it in rows.items()
        ),
    )


def _remedy(kind: str) -> str:
    if kind == "channel":
        return "If they mean the same, say so on page Data or with tandem channel NAME --alias."
    return "If they mean the same, give them one name in the source and import again."


def _quoted(group: list[str], uses: Uses) -> str:
    listed = [f"“{repeated(name)}” ({_rows(uses[name])})" for name in group]
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def _times(used: Mapping[str, int]) -> int:
    return sum(used.values())


def _rows(used: Mapping[str, int]) -> str:
    times = _times(used)
    return "1 row" if times == 1 else f"{times:,} rows"
