"""What stands in a printed file: read back with the tools of poppler."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

_INVISIBLE = re.compile("[\u200b\u2060\u2066-\u2069\u202a-\u202e]")


def tool(name: str) -> str:
    """A program of poppler; without it the test skips, or fails where CI is true."""
    found = shutil.which(name)
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} (poppler-utils) is not installed, and CI must provide it.")
    pytest.skip(f"{name} (poppler-utils) is not installed here.")


def pages(file: Path) -> int:
    """How many pages a file has."""
    said = _run("pdfinfo", file)
    return int(next(line for line in said.splitlines() if line.startswith("Pages:")).split()[1])


def fonts(file: Path) -> list[str]:
    """Names of the fonts in a file, each of which must be embedded."""
    rows = [line.split() for line in _run("pdffonts", file).splitlines()[2:]]
    assert all("yes" in row for row in rows), rows
    return [row[0].partition("+")[2] for row in rows]


def text(file: Path, *region: float) -> str:
    """The text of the first page, or of a region of it: left, top, width, height in points."""
    options = [f"{name}={value}" for name, value in zip("xyWH", region, strict=False)]
    flags = [part for option in options for part in f"-{option}".split("=")]
    flags = [str(round(float(it))) if not it.startswith("-") else it for it in flags]
    return flat(_run("pdftotext", "-layout", *flags, file, "-"))


def layout(file: Path, page: int) -> list[str]:
    """The lines of a page, from 1, words where they stand."""
    return _run("pdftotext", "-layout", "-f", str(page), "-l", str(page), file, "-").splitlines()


def columns(file: Path, first: str, below: str, count: int = 4) -> list[str]:
    """The text of columns of one width, between a first and a following line.

    Args:
        file: The file, its page A4 across with a margin of 31 points.
        first: A word that stands alone in the columns' first line.
        below: A word of the line below all of them.
        count: How many columns.
    """
    top, end = top_of(file, first) - 3, top_of(file, below) - 3
    width = (842 - 2 * 31) / count
    return [text(file, 31 + at * width, top, width, end - top) for at in range(count)]


def top_of(file: Path, word: str) -> float:
    """How far from the top the first line with a word begins, in points."""
    pattern = rf'yMin="([\d.]+)"[^>]*>{re.escape(word)}<'
    found = re.search(pattern, _run("pdftotext", "-bbox", file, "-"))
    assert found, word
    return float(found[1])


def flat(said: str) -> str:
    """Text on one line, spaces single, without marks that cannot be seen."""
    return " ".join(_INVISIBLE.sub("", said).split())


def _run(name: str, *arguments: str | Path) -> str:
    command = [tool(name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
