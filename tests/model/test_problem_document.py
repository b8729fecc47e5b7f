"""The document of the problem file says every field as the code states it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planning.model.fields import Stated, statements
from planning.model.limits import Limit
from planning.model.problem_file import BeforeRecord, schema
from planning.model.tables import TABLES

DOCUMENT = Path(__file__).parents[2] / "docs" / "problem-file.md"


def fields_document() -> str:
    """Return the tables of fields as the document must hold them."""
    parts = [_single(), *(_table(name, table) for name, table in TABLES.items())]
    parts += [_before(), _limits()]
    return "\n".join(parts)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _head(title: str) -> str:
    names = _row("field", "unit", "range", "if absent", "meaning")
    return f"### {title}\n\n{names}\n|---|---|---|---|---|"


def _table(name: str, table: type) -> str:
    rows = [_field(column, said) for column, said in statements(table)]
    about = (table.__doc__ or "").strip().splitlines()[0]
    return "\n".join([_head(f"`{name}`: {about}"), *rows, ""])


def _field(column: str, said: Stated) -> str:
    along = {"months": ", one per month", "open": ", one per open month", "steps": ", a row"}
    unit = said.unit or {"text": "text", "reference": f"name in `{said.to}`"}.get(said.kind, "")
    low, high = said.low, said.high
    ends = (
        "" if low == -float("inf") else f"{low:g} to {'…' if high == float('inf') else f'{high:g}'}"
    )
    absent = "needed"
    if said.may_lack:
        absent = "none"
    elif said.default is not None:
        absent = f"{said.default:g}"
    return _row(f"`{column}`", unit + along.get(said.along or "", ""), ends, absent, said.means)


def _single() -> str:
    told = schema()
    rows = []
    for name, said in told["properties"].items():
        if name in TABLES or name in ("before", "limits"):
            continue
        default = said.get("default")
        absent = "needed" if default is None else _plain(default)
        rows.append(
            _row(f"`{name}`", said.get("type", ""), "", absent, said.get("description", ""))
        )
    return "\n".join([_head("The file"), *rows, ""])


def _plain(value: float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


def _before() -> str:
    rows = [
        _row(f"`{name}`", "", "", "0 or none", said.description or "")
        for name, said in BeforeRecord.model_fields.items()
    ]
    return "\n".join([_head("`before`: the closed months of the fiscal year"), *rows, ""])


def _limits() -> str:
    rows = []
    kinds: tuple[Any, ...] = Limit.__args__[0].__args__
    for kind in kinds:
        names = [
            f"`{name}`{'' if said.is_required() else '?'}"
            for name, said in kind.model_fields.items()
            if name != "kind"
        ]
        about = (kind.__doc__ or "").strip().splitlines()[0]
        rows.append(_row(f"`{kind.model_fields['kind'].default}`", ", ".join(names), about))
    head = f"### `limits`\n\n{_row('kind', 'fields', 'meaning')}\n|---|---|---|"
    return "\n".join([head, *rows, ""])


def test_every_field_of_the_problem_file_is_documented_as_it_is_stated() -> None:
    assert fields_document() in DOCUMENT.read_text("utf-8")
