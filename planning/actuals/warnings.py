"""What a reader must know beside a scorecard, in plain sentences."""

from __future__ import annotations

from planning.actuals.cubes import FOLLOW_UP
from planning.actuals.measuring import Reading
from planning.actuals.slices import Slice
from planning.periods import month_name, month_of


def undated_rows(part: Slice) -> int:
    """Return leads and deals without a creation date, in the slice's part of the company."""
    return int(part.monthly("leads")[0] + part.monthly("created")[0])


def warnings_for(reading: Reading) -> tuple[str, ...]:
    """Return the sentences that a scorecard of this reading must carry, each once."""
    found = (
        _history_start(reading),
        *_undated(reading),
        _wins_without_account(reading),
        _follow_up(reading),
        *(it.message for it in reading.part.counts.findings if it.level == "warning"),
    )
    return tuple(dict.fromkeys(filter(None, found)))


def _history_start(reading: Reading) -> str:
    start = reading.part.counts.history_start.get("won")
    if start is None or not reading.total("won"):
        return ""
    month, period = month_of(start), reading.period
    if period is not None and not period.start <= month < period.end:
        return ""
    return (
        f"History starts in {month_name(month)}: first wins and the early close ratio "
        "look higher than they were."
    )


def _undated(reading: Reading) -> tuple[str, ...]:
    part, dated_only = reading.part, reading.period is not None
    rows = undated_rows(part)
    closed = int(part.monthly("won")[0] + part.monthly("lost")[0])
    act = "left out" if dated_only else "included"
    return (
        f"{rows:,} leads and deals without a creation date are {act}." if rows else "",
        f"{closed:,} closed deals without a closing date are {act}." if closed else "",
    )


def _wins_without_account(reading: Reading) -> str:
    alone = reading.total("wins_without_account")
    if not alone:
        return ""
    return f"{alone:,} wins name no account and count as one customer each."


def _follow_up(reading: Reading) -> str:
    rows = reading.part.part(FOLLOW_UP)
    untold = rows.labelled("state", lambda it: it == "untold")
    if len(untold) and bool(untold.all()):
        return "Follow-up is unknown: the leads' source tells neither status nor touches."
    if reading.ever("leads") and not reading.ever("mqls"):
        return "No lead has an MQL date: follow-up counts all leads from creation."
    return ""
