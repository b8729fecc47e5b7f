"""What changed from one snapshot to the next, kept with the snapshot."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from data_sources.facts.merge import Merged


class TableChange(BaseModel):
    """What became of one table's rows.

    Attributes:
        added: Rows that were not there before.
        changed: Rows known by id whose values are different.
        gone: Rows that are no longer there.
        before, after: All rows of the table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    added: int = 0
    changed: int = 0
    gone: int = 0
    before: int = 0
    after: int = 0

    @classmethod
    def of(cls, merged: Merged, before: int) -> TableChange:
        """Return what a merge did to a table that had some rows before."""
        return cls(
            added=merged.added,
            changed=merged.changed,
            gone=merged.removed,
            before=before,
            after=merged.rows,
        )


class Changes(BaseModel):
    """How a snapshot came to be.

    Attributes:
        how: By an import, the demo company, or going back to an older snapshot.
        file: Name of the imported file, or None.
        source: The source of its rows, or None.
        back_to: The older snapshot whose contents were taken up again, or None.
        tables: What became of the tables that changed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: Literal["import", "demo", "back"]
    file: str | None = None
    source: str | None = None
    back_to: str | None = None
    tables: dict[str, TableChange] = {}

    @property
    def before(self) -> int:
        """Rows of the tables that changed, before."""
        return sum(table.before for table in self.tables.values())

    @property
    def after(self) -> int:
        """Rows of the tables that changed, after."""
        return sum(table.after for table in self.tables.values())
