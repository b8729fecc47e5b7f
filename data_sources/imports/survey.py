"""How a text file is built, told by its bytes alone: cheap enough for any size."""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Letters = npt.NDArray[np.uint8]
    Places = npt.NDArray[np.int64]

_BLOCK: Final = 256 * 1024
"""Small enough to stay in the processor's cache."""

_TOLD_EVERY: Final = 128
_THREADS: Final = 2
_AHEAD: Final = 8
"""Windows looked at before they are put together."""

_BESIDE: Final = 2
"""Bytes seen on either side of each byte, also where two blocks meet."""

_EDGE: Final = b"\n\n"
_LINE, _RETURN, _SPACE, _QUOTE, _APOSTROPHE = b"\n\r \"'"
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
    size = max(path.stat().st_size, 1)
    reader = _Reader(separator)
    with path.open("rb") as file, ThreadPoolExecutor(_THREADS) as looking:
        looks: deque[Future[_Look]] = deque()
        try:
            for number, window in enumerate(_windows(file), start=1):
                looks.append(looking.submit(_Look.at, window, separator))
                if len(looks) > _AHEAD:
                    reader.take(looks.popleft().result())
                if progress and number % _TOLD_EVERY == 0:
                    progress(min(file.tell() / size, 1.0))
        except UnicodeDecodeError:
            return Survey(is_utf8=False, regular=False)
        for look in looks:
            reader.take(look.result())
    if progress:
        progress(1.0)
    return reader.finish()


def _windows(file: BinaryIO) -> Iterator[bytes]:
    """Yield the parts of a file, each with the last four bytes of the one before.

    Raises:
        UnicodeDecodeError: The file is not UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)
    window = _EDGE
    while chunk := file.read(_BLOCK):
        # Most files are plain all through, which is told far more quickly.
        if not (chunk.isascii() and decoder.getstate() == (b"", 0)):
            decoder.decode(chunk)
        window += chunk
        if len(window) > 2 * _BESIDE:
            yield window
            window = window[-2 * _BESIDE :]
    decoder.decode(b"", final=True)
    yield window + _EDGE


def _one_of(letters: bytes) -> npt.NDArray[np.bool_]:
    found = np.zeros(256, np.bool_)
    found[list(letters)] = True
    return found


def _has_wide_blanks(window: bytes) -> bool:
    return not window.isascii() and any(start in window for start in _WIDE_BLANKS)


@dataclass(frozen=True)
class _Look:
    """What one window shows without knowing what stands before it.

    Attributes:
        letters: Its bytes; two at either end are only looked at.
        quotes, lines, returns: Places of quotation marks, line feeds, carriage returns.
        blanks: Places of blanks at the end of a cell, if not inside quotation marks.
        regular, untrimmed, protected: As of the survey, as far as they can be told.
    """

    letters: Letters
    quotes: Places
    lines: Places
    returns: Places
    blanks: Places
    regular: bool
    untrimmed: bool
    protected: bool

    @classmethod
    def at(cls, window: bytes, separator: str) -> _Look:
        """Look at a window."""
        letters = np.frombuffer(window, np.uint8)
        line, quote = letters == _LINE, letters == _QUOTE
        edge = (letters == separator.encode()[0]) | line
        telling = line | quote
        if _RETURN in window:
            telling |= letters == _RETURN
            edge |= letters == _RETURN
        low = (letters <= _SPACE) & ~edge
        places = _places(telling)
        kinds = letters[places]
        returns = places[kinds == _RETURN]
        # A mark that belongs to the text stands doubled, so no edge is beside it.
        whole = (quote[1:-3] & edge[:-4]) | (quote[3:-1] & edge[4:])
        return cls(
            letters=letters,
            quotes=places[kinds == _QUOTE],
            lines=places[kinds == _LINE],
            returns=returns,
            blanks=_places(low[2:-2] & (edge[1:-3] | edge[3:-1]), inner=True),
            regular=0 not in window and bool((letters[returns + 1] == _LINE).all()),
            untrimmed=bool((low[2:-2] & whole).any()) or _has_wide_blanks(window),
            protected=_APOSTROPHE in window and _is_protected(letters, edge),
        )


def _places(found: npt.NDArray[np.bool_], *, inner: bool = False) -> Places:
    places: Places = np.flatnonzero(found if inner else found[_BESIDE:-_BESIDE]) + _BESIDE
    return places


def _is_protected(letters: Letters, edge: npt.NDArray[np.bool_]) -> bool:
    """Return whether an apostrophe may be the first letter of a cell."""
    marks = _places(letters == _APOSTROPHE)
    before = letters[marks - 1]
    may_be_first = edge[marks - 1] | (before <= _QUOTE) | ((before >= 128) & (before < 192))
    return bool(may_be_first.any())


class _Reader:
    """Puts together what the windows of a file show."""

    def __init__(self, separator: str) -> None:
        self.survey = Survey()
        between = separator.encode()
        if len(between) != 1 or between in b"\"' \r\n":
            self.survey.regular = False
        self._bounds = _one_of(between + b'\r\n"')
        wide = {start[0] for start in _WIDE_BLANKS}
        self._no_text = _one_of(_BLANKS + between + bytes(wide))
        self._no_text_quoted = self._no_text | _one_of(b'"\r\n')
        self._in_quotes = 0
        self._before = 0
        self._last = np.uint8(0)
        self._record_start = _BESIDE
        self._line_ends: set[bool] = set()

    def take(self, look: _Look) -> None:
        """Take the next window."""
        found, quotes = self.survey, look.quotes
        lines, blanks = look.lines, look.blanks
        found.regular &= look.regular and self._are_around_cells(look)
        if quotes.size or self._in_quotes:
            found.quoted = True
            lines, blanks = self._outside(quotes, lines), self._outside(quotes, blanks)
            returns = self._outside(quotes, look.returns)
            if lines.size < look.lines.size or returns.size < look.returns.size:
                found.tall = found.untrimmed = True
        found.untrimmed |= look.untrimmed or blanks.size > 0
        found.protected |= look.protected
        self._in_quotes = (self._in_quotes + quotes.size) % 2
        self._records(look.letters, lines)
        self._before += look.letters.size - 2 * _BESIDE
        self._last = look.letters[-_BESIDE - 1]

    def finish(self) -> Survey:
        """Return what was found."""
        found = self.survey
        rest = self._before + _BESIDE - self._record_start
        if rest > 0:
            found.records += 1
            found.longest = max(found.longest, rest)
        if self._in_quotes or len(self._line_ends) > 1 or self._last == _RETURN:
            found.regular = False
        return found

    def _are_around_cells(self, look: _Look) -> bool:
        letters, first = look.letters, self._in_quotes
        before = letters[look.quotes[first::2] - 1]
        behind = letters[look.quotes[1 - first :: 2] + 1]
        return bool(self._bounds[before].all() and self._bounds[behind].all())

    def _outside(self, quotes: Places, places: Places) -> Places:
        """Return the places that do not lie inside quotation marks."""
        inside = (np.searchsorted(quotes, places) + self._in_quotes) % 2 == 1
        outside: Places = places[~inside]
        return outside

    def _records(self, letters: Letters, lines: Places) -> None:
        if not lines.size:
            return
        found = self.survey
        after_return = letters[lines - 1] == _RETURN
        self._line_ends |= {bool(after_return.any()), bool(after_return.all())}
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
