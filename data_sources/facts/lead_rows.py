"""Leads nobody has followed up yet, one by one, the most valuable first: ids, never names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from planning.company import Company
from planning.errors import UsageError

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]
    import pandas as pd

    from data_sources.facts.rows import Where

STATES: Final = ("waiting", "overdue", "never", "undated")
"""Untouched within the agreed time, past it, past the agreed days, or of unknown age."""

COLUMNS: Final = (
    "lead_id",
    "channel",
    "campaign",
    "segment",
    "region",
    "created_on",
    "age_days",
    "state",
    "account_id",
    "account",
    "value",
    "n",
)
_KINDS: Final = ("channel", "segment", "region")
_VALUES: Final = "values_of_leads"


@dataclass(frozen=True)
class Wanted:
    """Which leads to list.

    Attributes:
        where: What to keep per column of the counted leads.
        states: Some of STATES.
        owners: Sales owners in lower case whose leads are kept, None for all.
        limit: Largest number of rows.
    """

    where: Where
    states: Sequence[str]
    owners: Sequence[str] | None
    limit: int

    def __post_init__(self) -> None:
        """Refuse states that do not exist.

        Raises:
            UsageError: A state is unknown.
        """
        unknown = sorted(set(self.states) - set(STATES))
        if unknown:
            raise UsageError(
                f"Leads cannot be “{unknown[0]}”.", f"Use some of {', '.join(STATES)}."
            )


def untouched_leads(
    paths: Mapping[str, Path],
    wanted: Wanted,
    values: pd.DataFrame,
    *,
    as_of: date,
    company: Company,
) -> pd.DataFrame:
    """Return untouched leads with the account they belong to.

    Args:
        paths: The Parquet file of each table that has rows.
        wanted: Which of them.
        values: Expected revenue (`value`) by channel, segment and region.
        as_of: The date untouched leads are aged at.
        company: The agreed waiting times, and what the facts are counted with.

    Returns:
        Columns COLUMNS; `value` is that of one lead times its number `n`, 0 where unknown.
    """
    from data_sources.facts.engine import open_engine
    from data_sources.facts.resolved import resolve
    from data_sources.facts.rows import kept

    with open_engine(paths) as engine:
        rows = resolve(engine, as_of, company).leads
        rows = _with_state(
            rows.filter((rows.follow_state == "untouched") & rows.considered), company
        )
        rows = rows.filter(rows.wait_state.isin(list(wanted.states)))
        if wanted.owners is not None:
            rows = rows.filter(rows.owner.lower().isin(list(wanted.owners)))
        rows = kept(rows, "leads", wanted.where)
        engine.put(_VALUES, _table(values))
        rows = _with_account(_priced(rows, engine.table(_VALUES)), engine.tables["accounts"])
        order = [rows.value.desc(), rows.age_days.desc(), rows.lead_id]
        shown = rows.order_by(order).limit(wanted.limit).select(*COLUMNS)
        frame: pd.DataFrame = shown.to_pyarrow().to_pandas()
    return frame


def _with_state(rows: ir.Table, company: Company) -> ir.Table:
    import ibis

    never = company.never_after_days * 24
    state = ibis.cases(
        (rows.hours < 0, "undated"),
        (rows.hours <= company.sla_hours, "waiting"),
        (rows.hours > never, "never"),
        else_="overdue",
    )
    age = (rows.hours < 0).ifelse(ibis.null("int64"), rows.hours // 24)
    return rows.mutate(wait_state=state, age_days=age.cast("int64"))


def _priced(rows: ir.Table, values: ir.Table) -> ir.Table:
    import ibis

    same = [rows[key].identical_to(values[f"of_{key}"]) for key in _KINDS]
    joined = rows.left_join(values, same)
    return joined.mutate(
        value=joined.each.fill_null(0.0) * joined.n,
        channel=ibis.coalesce(joined.called, joined.channel),
        state=joined.wait_state,
    )


def _with_account(rows: ir.Table, accounts: ir.Table) -> ir.Table:
    named = accounts.select(known_account="account_id", account="name")
    return rows.left_join(named, rows.account_id == named.known_account)


def _table(values: pd.DataFrame) -> Any:  # noqa: ANN401 - Arrow ships no types
    import pyarrow as pa  # type: ignore[import-untyped]

    text = {f"of_{key}": pa.array(list(values[key]), type=pa.string()) for key in _KINDS}
    called = pa.array(list(values["called"]), type=pa.string())
    each = pa.array([float(it) for it in values["value"]], type=pa.float64())
    return pa.table({**text, "called": called, "each": each})
