"""From stored facts to counts: every cube of one snapshot, built once and kept as Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from planning.actuals import cubes
from planning.actuals.counts import Counts, Cube
from planning.company import Company
from planning.errors import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

    from data_sources.facts.resolved import Resolved


@dataclass(frozen=True)
class Built:
    """What was counted, before it is saved.

    Attributes:
        snapshot_id: The snapshot counted.
        as_of: The date treated as today.
        frames: Every cube by name, one row per combination of keys.
        history_start: First day of each kind of event.
        findings: What the reader should know about the facts.
    """

    snapshot_id: str
    as_of: date
    frames: Mapping[str, pd.DataFrame]
    history_start: Mapping[str, date]
    findings: tuple[Finding, ...]

    def counts(self) -> Counts:
        """Return the counts as planning reads them."""
        return Counts(
            snapshot_id=self.snapshot_id,
            as_of=self.as_of,
            cubes={
                name: Cube.from_frame(frame, measures=cubes.MEASURES[name])
                for name, frame in self.frames.items()
            },
            history_start=self.history_start,
            findings=self.findings,
        )


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
    from data_sources.facts.notes import findings, history_start
    from data_sources.facts.resolved import resolve

    with open_engine(paths) as engine:
        facts = resolve(engine, as_of, company)
        starts = history_start(facts)
        frames = {
            name: frame_of(name, [part.to_pyarrow() for part in parts])
            for name, parts in cube_parts(facts, starts).items()
        }
        notes = findings(facts, company)
    frames, folds = folded(frames)
    return Built(snapshot_id, as_of, frames, starts, (*notes, *folds))


def cube_parts(facts: Resolved, starts: Mapping[str, date]) -> dict[str, tuple[ir.Table, ...]]:
    """Return the expressions whose results make up every cube, by name.

    Args:
        facts: The resolved facts.
        starts: First day of each kind of event; heads are counted from the first start.
    """
    from data_sources.facts import accounts, durations, flows, ledgers

    first = starts.get("people") or min(starts.values(), default=None)
    parts: dict[str, tuple[ir.Table, ...]] = {
        cubes.BASE: flows.flow_parts(facts),
        cubes.SPEND: (ledgers.spend(facts),),
        cubes.DEAL_DAYS: (durations.deal_days(facts),),
        cubes.DEAL_AGES: (durations.deal_ages(facts),),
        cubes.WON_AMOUNTS: (durations.won_amounts(facts),),
        cubes.FOLLOW_UP: (durations.follow_up(facts),),
        cubes.STAGE_LAGS: (durations.stage_lags(facts),),
        cubes.STAGE_FLOWS: (ledgers.stage_flows(facts),),
        cubes.TOUCHES: (ledgers.touches(facts),),
        cubes.ACCOUNTS: (accounts.account_coverage(facts),),
        cubes.QUOTAS: (ledgers.quotas(facts),),
        cubes.PEOPLE: (ledgers.heads(facts, first),),
        cubes.ROWS: ledgers.stored_rows(facts.tables),
        **{side: flows.flow_parts(facts, side) for side in cubes.SIDE_CUBES},
    }
    for name in cubes.SIDE_VERSIONS:
        cube, side = name.split(":")
        make = durations.deal_days if cube == cubes.DEAL_DAYS else durations.follow_up
        parts[name] = (make(facts, side),)
    return parts


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
    try:
        return load_counts(folder)
    except FileNotFoundError:
        built = build_counts(paths, as_of, company, snapshot_id)
        save_counts(built, folder)
        return built.counts()
