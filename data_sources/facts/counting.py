"""From stored facts to counts: every cube of one snapshot, built once and kept as Parquet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data_sources.facts.built import Built
from planning.actuals.counts import Counts
from planning.company import Company

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

    from data_sources.facts.engine import Engine
    from data_sources.facts.statements import Statements


def build_counts(
    paths: Mapping[str, Path], as_of: date, company: Company, snapshot_id: str
) -> Built:
    """Count the facts of a snapshot.

    Args:
        paths: The Parquet file of each table that has rows.
        as_of: The date open deals and untouched leads are aged at.
        company: Plan currency, rates, fiscal year and credit window.
        snapshot_id: Names the snapshot in the result.
    """
    from data_sources.facts.engine import open_engine
    from data_sources.facts.folding import folded
    from data_sources.facts.frames import frame_of
    from data_sources.facts.ledgers import CALENDAR, calendar
    from data_sources.facts.notes import finding
    from data_sources.facts.resolved import compute
    from data_sources.facts.statements import statements_for

    with open_engine(paths) as engine:
        statements = statements_for(as_of, engine.dialect)
        compute(engine, as_of, company)
        firsts = {kind: engine.value(query) for kind, query in statements.first_days.items()}
        starts = {kind: day for kind, day in firsts.items() if day is not None}
        first = starts.get("people") or min(starts.values(), default=None)
        engine.put(CALENDAR, calendar(first, as_of))
        odd = {kind: engine.value(query) for kind, query in statements.oddities.items()}
        frames = {name: frame_of(name, parts) for name, parts in _answers(engine, statements)}
    found = [finding(*kind, count, as_of, company) for kind, count in odd.items() if count]
    frames, folds = folded(frames)
    return Built(snapshot_id, as_of, frames, starts, (*found, *folds))


def _answers(engine: Engine, statements: Statements) -> Iterator[tuple[str, list[pa.Table]]]:
    """Yield the parts of every cube, each asked for only where it says something of its own."""
    from data_sources.facts import sides

    silent = sides.silent(engine, statements.named)
    plain: dict[str, list[pa.Table]] = {}
    for name, parts in statements.parts.items():
        version = sides.plain_and_side(name)
        answers = []
        for number, part in enumerate(parts):
            if version and part.source and version[1] in silent[part.source]:
                answers.append(sides.without(plain[version[0]][number], version[1]))
            else:
                answers.append(engine.ask(part.statement))
        if name in sides.PLAIN:
            plain[name] = answers
        yield name, answers


def counts_for(
    paths: Mapping[str, Path], as_of: date, company: Company, snapshot_id: str, cache: Path
) -> Counts:
    """Return a snapshot's counts, counted only if nobody has counted them before.

    Args:
        paths: The Parquet file of each table that has rows.
        as_of: The date open deals and untouched leads are aged at.
        company: Plan currency, rates, fiscal year and credit window.
        snapshot_id: The snapshot counted.
        cache: Folder of kept counts; may be emptied at any time.
    """
    from data_sources.facts.cache import folder_name, load_counts, save_counts

    folder = cache / folder_name(snapshot_id, as_of, company)
    kept = load_counts(folder)
    if kept is not None:
        return kept
    shutil.rmtree(folder, ignore_errors=True)
    built = build_counts(paths, as_of, company, snapshot_id)
    save_counts(built, folder)
    return built.counts()
