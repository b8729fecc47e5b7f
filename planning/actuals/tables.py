"""The eight fact tables as importers, stores and templates see them.

Derived from the row models of `rows.py`; nothing here adds a rule.
"""

from __future__ import annotations

from typing import Final, cast, get_args

from pydantic import BaseModel, ConfigDict

from planning.actuals.kinds import Is, Kind
from planning.actuals.rows import (
    Account,
    FactRow,
    Lead,
    Opportunity,
    Person,
    Quota,
    Spend,
    StageEvent,
    Touch,
)


class FieldSpec(BaseModel):
    """One field of a fact table.

    Attributes:
        name: The field's name in models, templates and `--map`.
        column: Its column in the Parquet file (money ends in `_cents`).
        kind: What it holds.
        required: A row without it is rejected.
        default: What stands in for a missing value, else None.
        choices: The closed list of a choice.
        aliases: Other names of the column, lower case.
        meaning: One sentence for help and templates.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    column: str
    kind: Kind
    required: bool
    default: str | int | None
    choices: tuple[str, ...]
    aliases: tuple[str, ...]
    meaning: str


class TableSpec(BaseModel):
    """A fact table.

    Attributes:
        name: The table's name in commands and files.
        model: The row model.
        fields: Its fields in order.
        id_column: The column rows are updated by, or None (then by source and month).
        main_date: The column that puts a row into a month, or None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    model: type[FactRow]
    fields: tuple[FieldSpec, ...]
    id_column: str | None
    main_date: str | None

    def field(self, name: str) -> FieldSpec:
        """Return a field by name.

        Raises:
            KeyError: The table has no such field.
        """
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)


def _field_spec(name: str, model: type[FactRow]) -> FieldSpec:
    info = model.model_fields[name]
    # An optional type keeps its marks one level down, inside the union.
    marks = list(info.metadata)
    for part in get_args(info.annotation):
        marks.extend(getattr(part, "__metadata__", ()))
    kind = next(mark for mark in marks if isinstance(mark, Is))
    extra = cast("dict[str, list[str]]", info.json_schema_extra)
    return FieldSpec(
        name=name,
        column=f"{name}_cents" if kind.kind == "money" else name,
        kind=kind.kind,
        required=info.is_required(),
        default=None if info.is_required() else info.default,
        choices=kind.choices,
        aliases=tuple(extra["also"]),
        meaning=info.description or "",
    )


def _table(
    name: str, model: type[FactRow], id_column: str | None, main_date: str | None
) -> TableSpec:
    fields = tuple(_field_spec(field_name, model) for field_name in model.model_fields)
    return TableSpec(
        name=name, model=model, fields=fields, id_column=id_column, main_date=main_date
    )


TABLES: Final[dict[str, TableSpec]] = {
    spec.name: spec
    for spec in (
        _table("accounts", Account, "account_id", None),
        _table("leads", Lead, "lead_id", "created_on"),
        _table("opportunities", Opportunity, "opportunity_id", "created_on"),
        _table("stage_events", StageEvent, None, "on"),
        _table("spend", Spend, None, "month"),
        _table("touches", Touch, None, "on"),
        _table("people", Person, "person_id", None),
        _table("quotas", Quota, None, "start"),
    )
}
"""Every fact table by name, in the order templates and pages list them."""
