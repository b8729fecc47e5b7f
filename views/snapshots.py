"""Snapshots on the terminal: the list, and two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from planning.kpis import KPIS
from views.formats import shown
from views.terminal import grid

if TYPE_CHECKING:
    from rich.console import Group as Stack

_HOW: Final = {"import": "import of", "demo": "demo company", "back": "back to"}
_SHORT: Final = 8
"""Letters of an id that tell it apart; commands take the beginning of one."""
_KINDS: Final = ("added", "changed", "gone")


def snapshots_table(snapshots: Iterable[Mapping[str, Any]]) -> Stack:
    """Return snapshots as a table: who, when, and what became of the rows.

    Args:
        snapshots: As `tandem snapshots --json` tells them.
    """
    rows = [
        (
            one["id"][:_SHORT],
            str(one["created_at"])[:16].replace("T", " "),
            str(one["actor"]),
            _what(one["changes"]),
            *_totals(one["changes"]),
            _state(one),
        )
        for one in snapshots
    ]
    heads = ("snapshot", "when, UTC", "who", "what", *_KINDS, "rows before → after", "")
    return grid("Snapshots", heads, rows)


def _what(changes: Mapping[str, Any] | None) -> str:
    if changes is None:
        return "not recorded"
    named = changes["file"] or (changes["back_to"] or "")[:_SHORT]
    tables = ", ".join(changes["tables"])
    return " ".join(part for part in (_HOW[changes["how"]], named, f"({tables})") if part)


def _totals(changes: Mapping[str, Any] | None) -> tuple[str, ...]:
    if changes is None:
        return ("", "", "", "")
    tables = changes["tables"].values()

    def total(name: str) -> int:
        return sum(table[name] for table in tables)

    counted = tuple(f"{total(kind):,}" for kind in _KINDS)
    return (*counted, f"{total('before'):,} → {total('after'):,}")


def _state(snapshot: Mapping[str, Any]) -> str:
    said = ["current"] * bool(snapshot["current"]) + ["goes soon"] * bool(snapshot["may_go_since"])
    said += [f"kept: {reason}" for reason in snapshot["keeps"]]
    return ", ".join(said)


def comparison_tables(
    ends: Mapping[str, Mapping[str, Any]],
    tables: Mapping[str, Mapping[str, Any]],
    figures: Mapping[str, Mapping[str, float | None]],
) -> list[object]:
    """Return how two snapshots differ.

    Args:
        ends: The two snapshots, before and after.
        tables: Differences by table.
        figures: Each main KPI in both.
    """
    rows = [
        (name, *(f"{table[kind]:,}" for kind in (*_KINDS, "before", "after")))
        for name, table in tables.items()
    ]
    title = f"{ends['before']['id'][:_SHORT]} → {ends['after']['id'][:_SHORT]}"
    parts: list[object] = [
        grid(title, ("table", *_KINDS, "rows before", "rows after"), rows, numbers=True)
    ]
    some = [
        (name, kind, ", ".join(table[f"{kind}_ids"]))
        for name, table in tables.items()
        for kind in _KINDS
        if table[f"{kind}_ids"]
    ]
    if some:
        parts.append(grid("Some of the rows", ("table", "", "ids"), some))
    counted = [
        (KPIS[key].name, *(shown(both[end], KPIS[key].unit) for end in ("before", "after")))
        for key, both in figures.items()
    ]
    parts.append(grid("Main figures", ("", "before", "after"), counted, numbers=True))
    return parts
