"""What kind of file lies there: told by its first bytes, never by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final, Literal

from planning.errors import NotPossible

FileKind = Literal["text", "workbook", "parquet"]
UNPACKED_LIMIT: Final = 200 * 1024 * 1024
PACKED_RATIO_LIMIT: Final = 100
HEAD_BYTES: Final = 64 * 1024
_READABLE: Final = "Tandem reads CSV, TSV, XLSX and Parquet; save it as one of these."
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook (.xls) or is protected by a password"),
    (b"%PDF", "is a PDF document"),
    (b"\x1f\x8b", "is a gzip archive"),
    (b"\x89PNG", "is an image"),
    (b"\xff\xd8\xff", "is an image"),
    (b"GIF8", "is an image"),
    (b"7z\xbc\xaf", "is a 7-Zip archive"),
    (b"Rar!", "is a RAR archive"),
    (b"SQLite format 3", "is a database"),
    (b"{\\rtf", "is a text document (.rtf)"),
)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
_RUBBISH_SHARE: Final = 0.05


def kind_of(path: Path, label: str) -> FileKind:
    """Return what kind of file this is.

    Args:
        path: The file.
        label: Its name as the person knows it.

    Raises:
        NotPossible: The file is missing, empty or of a kind that is not read.
    """
    head = read_head(path, label)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotPossible(f"{label} is empty.", "Choose a file with rows in it.")
    for start, what in _FOREIGN:
        if head.startswith(start):
            raise NotPossible(f"{label} {what}.", _READABLE)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        _check_workbook(path, label)
        return "workbook"
    if not _is_utf16(head):
        controls = len(head) - len(head.translate(None, _CONTROLS))
        if controls > _RUBBISH_SHARE * len(head):
            raise NotPossible(f"{label} is not a table but binary data.", _READABLE)
    return "text"


def read_head(path: Path, label: str) -> bytes:
    """Return the first bytes of a file.

    Raises:
        NotPossible: There is no such file, or it may not be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as problem:
        reason = problem.strerror or "unknown reason"
        raise NotPossible(
            f"{label} cannot be opened: {reason}.", "Check that the file is there."
        ) from problem


def _is_utf16(head: bytes) -> bool:
    return utf16_order(head) is not None


def utf16_order(head: bytes) -> str | None:
    """Return the encoding of text in two-byte characters, or None for other text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    pairs = len(head) // 2
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[offset : pairs * 2 : 2].count(0)
        others = head[1 - offset : pairs * 2 : 2].count(0)
        if pairs and zeros > pairs * 0.4 and others < pairs * 0.05:
            return encoding
    return None


def _check_workbook(path: Path, label: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise NotPossible(f"{label} is damaged: it cannot be unpacked.", _READABLE) from problem
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise NotPossible(f"{label} is an archive, not an Excel workbook (.xlsx).", _READABLE)
    unpacked = sum(part.file_size for part in parts)
    check_unpacked(label, unpacked, path.stat().st_size)


def check_unpacked(label: str, unpacked: int, packed: int) -> None:
    """Refuse a file that would take far more room than it seems to.

    Args:
        label: The file's name as the person knows it.
        unpacked: Bytes after unpacking.
        packed: Bytes of the file.

    Raises:
        NotPossible: More than 200 MB, or more than a hundred times its size.
    """
    if unpacked > UNPACKED_LIMIT or unpacked > PACKED_RATIO_LIMIT * max(packed, 1):
        raise NotPossible(
            f"{label} unpacks to {unpacked / 1024**2:,.0f} MB, more than is safe "
            f"({UNPACKED_LIMIT // 1024**2} MB and {PACKED_RATIO_LIMIT} times its size).",
            "Save it as CSV, which is not packed.",
        )
