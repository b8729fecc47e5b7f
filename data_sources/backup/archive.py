"""What an archive is: a zip file with one manifest, the store's tables and the facts' files.

A table is one member of JSON lines, a row each; a fact table's file is a member as it lies
in the home. The manifest names every other member with its size and SHA-256.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

MANIFEST: Final = "manifest.json"
STORE: Final = "store/"
FACTS: Final = "facts/"
JSON_LINES: Final = ".jsonl"

TABLE: Final = re.compile(r"store/([a-z][a-z0-9_]{0,62})\.jsonl")
FACTS_FILE: Final = re.compile(r"facts/([a-z][a-z0-9_]{0,62}-([0-9a-f]{8,64})\.parquet)")

LARGEST_RATIO: Final = 100
"""How far a member may be packed; what packs further is written as it is."""
RATIO_MATTERS_FROM: Final = 1_000_000
"""Bytes under which nobody minds how far a member is packed."""
LARGEST_MANIFEST: Final = 16_000_000
LARGEST_ROW: Final = 64_000_000
MOST_MEMBERS: Final = 100_000

Count = Annotated[int, Field(ge=0)]


class Member(BaseModel):
    """One member of an archive.

    Attributes:
        bytes: Its size, unpacked.
        sha256: What its contents hash to.
        rows: Rows, where it is a table of the store.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: Count
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Count | None = None


class Manifest(BaseModel):
    """What an archive says about itself.

    Attributes:
        format: Which kind of archive it is.
        tandem: The version that wrote it.
        schema_version: The store's schema its tables have.
        revision: Number of the store's latest change in it.
        made_at: When, in UTC.
        members: Every other member by name.
        missing: Facts files the store lists that were gone or damaged.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["tandem-backup-1"] = "tandem-backup-1"
    tandem: str
    schema_version: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    revision: Count
    made_at: datetime
    members: dict[str, Member]
    missing: tuple[str, ...] = ()

    @property
    def tables(self) -> dict[str, int]:
        """Rows by table of the store."""
        return {
            name.removeprefix(STORE).removesuffix(JSON_LINES): member.rows or 0
            for name, member in self.members.items()
            if name.startswith(STORE)
        }

    @property
    def facts_files(self) -> tuple[str, ...]:
        """Names of the facts' files."""
        return tuple(name.removeprefix(FACTS) for name in self.members if name.startswith(FACTS))

    @property
    def unpacked_bytes(self) -> int:
        """Size of all members together."""
        return sum(member.bytes for member in self.members.values())


def table_member(table: str) -> str:
    """Return the member that holds a table of the store.

    Example:
        >>> table_member("history")
        'store/history.jsonl'
    """
    return f"{STORE}{table}{JSON_LINES}"


def facts_member(file: str) -> str:
    """Return the member that holds a file of the facts.

    Example:
        >>> facts_member("leads-0123.parquet")
        'facts/leads-0123.parquet'
    """
    return f"{FACTS}{file}"


def is_named_by(file: str, sha256: str) -> bool:
    """Whether a facts file's name tells a content's hash.

    Example:
        >>> is_named_by("leads-01234567.parquet", "0123456789abcdef")
        True
    """
    named = FACTS_FILE.fullmatch(facts_member(file))
    return named is not None and sha256.startswith(named[2])
