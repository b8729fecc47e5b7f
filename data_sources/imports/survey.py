"""How a text file is built, told by its bytes alone: cheap enough for any size."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Places = npt.NDArray[np.int64]

_BLOCK: Final = 8 * 1024 * 1024
_BESIDE: Final = 2
"""Bytes seen on either side of each byte, also where two blocks meet."""

_EDGE: Final = b"\n\n"
_TAB, _LINE, _RETURN, _SPACE, _QUOTE, _APOSTROPHE = b"\t\n\r \"'"
_BLANKS: Final = b"\t\x0b\x0c\x1c\x1d\x1e\x1f "
_WIDE_BLANKS: Final = tuple(
    bytes.fromhex(start) for start in ("c285", "c2a0", "e19a80", "e280", "e2819f", "e38080")
)
"""How every blank beyond ASCII begins in UTF-8, and a few other characters."""


@dataclass
class Survey:
    """What the bytes of a text file tell.

    Attributes:
        is_utf8: All of it is valid UTF-8.
        regular: Quotation marks stand only around whole cells, doubled inside them, all
            are closed, lines end in one way and no character is NUL: then every reader
            takes the file alike.
        quoted: It has quotation marks.
        tall: A cell goes over several lines.
        untrimmed: A cell may begin or end with a blank.
        protected: A cell may begin with an apostrophe.
        hollow: A record that is no blank line may have no text in it.
        records: Number of records, blank lines among them.
        blanks: Numbers of the records that are blank lines, from 1, ascending.
        longest: Bytes of the longest record.
    """

    is_utf8: bool = True
    regular: bool = True
    quoted: bool = False
    tall: bool = False
    untrimmed: bool = False
    protected: bool = False
    hollow: bool = False
    records: int = 0
    blanks: list[Places] = field(default_factory=list)
    longest: int = 0

    def blanks_below(self, header_row: int) -> Places:
        """Return the numbers of the blank lines below a row."""
        found = np.concatenate([np.empty(0, np.int64), *self.blanks])
        return found[found > header_row]


def survey_text(
    path: Path, separator: str, progress: Callable[[float], None] | None = None
) -> Survey:
    """Look once at every byte of a file.

    Args:
        path: A file in UTF-8.
        separator: The character between cells.
        progress: Told the share of the file that has been seen.

    Returns:
        What was found; of a file that is not UTF-8 only that.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    reader = _Reader(separator)
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        window = _EDGE
        while chunk := file.read(_BLOCK):
            if not _is_valid(decoder, chunk):
                return Survey(is_utf8=False, regular=False)
            window += chunk
            reader.see(window)
            window = window[-2 * _BESIDE :]
            if progress:
                progress(min(file.tell() / size, 1.0))
    if not _is_valid(decoder, b"", final=True):
        return Survey(is_utf8=False, regular=False)
    return reader.finish(window)


def _is_valid(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    if chunk.isascii() and not final and decoder.getstate() == (b"", 0):
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _one_of(letters: bytes) -> npt.NDArray[np.bool_]:
    found = np.zeros(256, np.bool_)
    found[list(letters)] = True
    return found


class _Reader:
    """Sees a file window by window; two bytes at either end of each are only looked at."""

    def __init__(self, separator: str) -> None:
        self.survey = Survey()
        between = separator.encode()
        if len(between) != 1 or between in b"\"' \r\n":
            self.survey.regular = False
        self._edges = _one_of(between + b"\r\n")
        self._bounds = _one_of(between + b'\r\n"')
        self._blank = _one_of(bytes(set(_BLANKS) - set(between)))
        wide = {start[0] for start in _WIDE_BLANKS}
        self._before_apostrophe = self._bounds | self._blank | _one_of(bytes(range(128, 192)))
        self._no_text = self._blank | _one_of(between + bytes(wide))
        self._no_text_quoted = self._no_text | _one_of(b'"\r\n')
        self._in_quotes = 0
        self._before = 0
        self._record_start = _BESIDE
        self._line_ends: set[bool] = set()

    def see(self, window: bytes) -> None:
        """Take a window; the next one begins with the last four bytes of this one."""
        end = len(window) - _BESIDE
        if end <= _BESIDE:
            return
        found = self.survey
        letters = np.frombuffer(window, np.uint8)
        if b"\x00" in window:
            found.regular = False
        quotes = self._quotes(letters, window, end)
        low = np.flatnonzero(letters[_BESIDE:end] <= _SPACE) + _BESIDE
        kinds = letters[low]
        lines, returns = low[kinds == _LINE], low[kinds == _RETURN]
        if quotes.size or self._in_quotes:
            lines, returns = self._outside(quotes, lines), self._outside(quotes, returns)
        self._in_quotes = (self._in_quotes + quotes.size) % 2
        if (letters[returns + 1] != _LINE).any():
            found.regular = False
        self._blanks_at_ends(letters, window, low[self._blank[kinds]])
        if not found.protected and b"'" in window:
            places = np.flatnonzero(letters[_BESIDE:end] == _APOSTROPHE) + _BESIDE
            found.protected = bool(self._before_apostrophe[letters[places - 1]].any())
        self._records(letters, lines)
        self._before += len(window) - 2 * _BESIDE

    def finish(self, window: bytes) -> Survey:
        """Take what is left of the last window and return what was found."""
        self.see(window + _EDGE)
        found = self.survey
        rest = self._before + _BESIDE - self._record_start
        if rest > 0:
            found.records += 1
            found.longest = max(found.longest, rest)
        if self._in_quotes or len(self._line_ends) > 1:
            found.regular = False
        return found

    def _quotes(self, letters: npt.NDArray[np.uint8], window: bytes, end: int) -> Places:
        if b'"' not in window:
            return np.empty(0, np.int64)
        places: Places = np.flatnonzero(letters[_BESIDE:end] == _QUOTE) + _BESIDE
        self.survey.quoted |= bool(places.size)
        opening = (np.arange(places.size) + self._in_quotes) % 2 == 0
        before, behind = letters[places[opening] - 1], letters[places[~opening] + 1]
        if not (self._bounds[before].all() and self._bounds[behind].all()):
            self.survey.regular = False
        return places

    def _outside(self, quotes: Places, places: Places) -> Places:
        inside = (np.searchsorted(quotes, places) + self._in_quotes) % 2 == 1
        if inside.any():
            self.survey.tall = self.survey.untrimmed = True
        outside: Places = places[~inside]
        return outside

    def _blanks_at_ends(
        self, letters: npt.NDArray[np.uint8], window: bytes, blanks: Places
    ) -> None:
        found = self.survey
        if found.untrimmed:
            return
        beside = self._bounds[letters[blanks - 1]] | self._bounds[letters[blanks + 1]]
        found.untrimmed = bool(beside.any()) or (
            not window.isascii() and any(start in window for start in _WIDE_BLANKS)
        )

    def _records(self, letters: npt.NDArray[np.uint8], lines: Places) -> None:
        if not lines.size:
            return
        found = self.survey
        after_return = letters[lines - 1] == _RETURN
        self._line_ends |= set(np.unique(after_return).tolist())
        first, second = letters[lines + 1], letters[lines + 2]
        in_quotes = (first == _QUOTE) & self._no_text_quoted[second]
        found.hollow |= bool((self._no_text[first] | in_quotes).any())
        ends = lines + self._before + 1
        lengths = np.diff(ends, prepend=self._record_start)
        empty = lengths - after_return == 1
        if empty.any():
            found.blanks.append(np.flatnonzero(empty) + found.records + 1)
        found.records += lines.size
        found.longest = max(found.longest, int(lengths.max()))
        self._record_start = int(ends[-1])
