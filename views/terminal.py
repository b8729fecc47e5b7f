"""Tables for the terminal: what the screens show, in a window of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Final

from planning.errors import Finding
from planning.kpis import KPIS
from planning.teams import Team
from views.formats import day, shown, unit_head, visible

if TYPE_CHECKING:
    from rich.columns import Columns
    from rich.console import Group as Stack
    from rich.text import Text

    from planning.actuals.figures import Figure
    from planning.actuals.scorecard import Group, Scorecard

_SIDES: Final[tuple[tuple[Team, str], ...]] = (
    ("marketing", "Marketing"),
    ("joint", "Both"),
    ("sales", "Sales"),
)
_REPORTED: Final = (
    "table",
    "source",
    "read",
    "accepted",
    "rejected",
    "undated",
    "added",
    "changed",
    "removed",
    "rejects_file",
    "as_of",
)
GROUP_KEYS: Final = (
    "leads",
    "cost_per_lead",
    "lead_to_customer",
    "close_ratio",
    "sales_cycle_days",
    "customers",
    "cac",
    "revenue",
)
"""The figures a grouped table has room for."""


def text(words: str) -> Text:
    """Return words that the terminal shows as they are, whatever they contain."""
    from rich.text import Text

    return Text(visible(words))


def named_values(title: str, rows: Iterable[tuple[str, str]]) -> Stack:
    """Return a title over names and values in two columns."""
    from rich.console import Group as Stack
    from rich.table import Table

    table = Table(show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(text(name), text(value))
    return Stack(text(title), table)


def grid(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = False
) -> Stack:
    """Return a title over a table whose first column names and others tell."""
    from rich.console import Group as Stack
    from rich.table import Table

    table = Table()
    for place, head in enumerate(heads):
        table.add_column(
            text(head), justify="right" if numbers and place else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(text(cell) for cell in row))
    return Stack(text(title), table)


def scorecard_tables(card: Scorecard, currency: str) -> Columns:
    """Return both teams' figures side by side with the joint ones between.

    Args:
        card: The figures.
        currency: The plan currency.
    """
    from rich.columns import Columns

    return Columns(
        [
            grid(
                title,
                ("", "value", "95% interval"),
                (_line(it, currency) for it in card.figures.values() if KPIS[it.key].owner == side),
                numbers=True,
            )
            for side, title in _SIDES
        ],
        padding=(0, 2),
    )


def _line(figure: Figure, currency: str) -> tuple[str, str, str]:
    kpi = KPIS[figure.key]
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f"{shown(figure.low, figure.unit)} to {shown(figure.high, figure.unit)}"
    return unit_head(kpi.name, figure.unit, currency), shown(figure.value, figure.unit), interval


def groups_table(groups: Iterable[Group], by: str, currency: str) -> Stack:
    """Return the main figures of each group, one group a line."""
    heads = [unit_head(KPIS[key].name, KPIS[key].unit, currency) for key in GROUP_KEYS]
    rows = (
        (
            group.name if group.name is not None else f"no {by}",
            *(shown(group.figures[key].value, group.figures[key].unit) for key in GROUP_KEYS),
        )
        for group in groups
    )
    return grid(f"By {by}", (by, *heads), rows, numbers=True)


def scorecard_lines(
    card: Scorecard, groups: Sequence[Group], by: str | None, as_of: date | None, currency: str
) -> list[object]:
    """Return everything `tandem scorecard` shows, from heading to warnings."""
    period = card.scope.period
    span = period.label if period else "All time, undated rows included"
    heading = f"{span} · as of {day(as_of)}" if as_of else span
    parts: list[object] = [text(heading), scorecard_tables(card, currency)]
    if by is not None:
        parts.append(groups_table(groups, by, currency))
    parts += [text(f"! {warning}") for warning in card.warnings]
    return parts


def import_tables(report: Mapping[str, object], findings: Iterable[Finding]) -> list[object]:
    """Return what an import did, then its findings.

    Args:
        report: The report's numbers by name.
        findings: What a person should know.
    """
    lines = [(name.replace("_", " "), _worded(report[name])) for name in _REPORTED]
    title = "What the import would do" if report["dry_run"] else "Imported"
    notes = [
        text(f"{'!' if it.level == 'warning' else '·'} {it.message} {it.remedy}".rstrip())
        for it in findings
    ]
    return [named_values(title, lines), *_how_read(report), *notes]


def _how_read(report: Mapping[str, object]) -> list[object]:
    found = report.get("how_read")
    if not isinstance(found, Mapping):
        return []
    separator = {"\t": "tab", None: None}.get(found["separator"], f"“{found['separator']}”")
    lines = [
        ("preset", report.get("preset")),
        ("encoding", found["encoding"]),
        ("separator", separator),
        ("sheet", found["sheet"]),
        ("column names in row", found["header_row"]),
        *((field, f"“{column}”") for field, column in found["columns"].items()),
        *((f"dates of {field}", form) for field, form in found["dates"].items()),
        ("not stored", ", ".join(found["unused"])),
    ]
    return [named_values("How it was read", [(name, str(it)) for name, it in lines if it])]


def _worded(value: object) -> str:
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int) else str(value)


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """Show a bar on standard error while something long is done; it leaves no trace."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def tell(what: str, done: float) -> None:
            bar.update(task, description=visible(what), completed=done)

        yield tell
