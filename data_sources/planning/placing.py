"""Where new rows stand on their sheet: positions with room between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_ROOM: Final = 2**32
_STEP: Final = 2**16


def places(
    standing: Sequence[tuple[str, int]], after: str | None, count: int
) -> tuple[list[int], dict[str, int]]:
    """Return positions for new rows, and rows that must move to make room.

    Args:
        standing: Ids and positions of the sheet's rows, top first.
        after: The row the new ones follow; None or an unknown one means the last.
        count: How many rows are new.

    Returns:
        The new rows' positions, and new positions of standing rows, mostly none.

    Example:
        >>> places([("a", 10), ("b", 20)], "a", 2)
        ([13, 16], {})
        >>> places([("a", 10), ("b", 11)], "a", 1)
        ([8589934592], {'a': 4294967296, 'b': 12884901888})
    """
    ids = [row for row, _ in standing]
    at = ids.index(after) + 1 if after in ids else len(ids)
    if at == len(ids):
        last = standing[-1][1] if standing else 0
        return [last + _ROOM * (new + 1) for new in range(count)], {}
    above, below = standing[at - 1][1], standing[at][1]
    # Close to the row above, so that rows added one below the other leave room for more.
    step = min((below - above) // (count + 1), _STEP)
    if step:
        return [above + step * (new + 1) for new in range(count)], {}
    moved = {row: _ROOM * (place + 1) for place, row in enumerate(ids[:at])}
    moved |= {row: _ROOM * (at + count + place + 1) for place, row in enumerate(ids[at:])}
    return [_ROOM * (at + new + 1) for new in range(count)], moved
