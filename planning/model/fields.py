"""How a field of a problem is stated: its unit, meaning, range and axes, once for all uses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal

Kind = Literal["number", "count", "text", "reference"]
Axis = Literal["months", "open", "steps"]
_STATED: Final = "stated"


@dataclass(frozen=True)
class Stated:
    """What is said about one field of a table of a problem.

    Attributes:
        unit: What one of it is.
        means: One sentence.
        kind: Numbers; whole numbers; text; or a reference, which is the name of a row of
            another table in the file and its position (-1: none) in the arrays.
        low, high: Range, inclusive.
        along: The axis beside the table's own: all months, the open plan months, or steps
            of a kernel; None for one value per row.
        to: The table a reference points at.
        may_lack: Whether a reference may point at nothing.
        default: What an absent field of a file means; None if it must be given.
    """

    unit: str
    means: str
    kind: Kind = "number"
    low: float = -math.inf
    high: float = math.inf
    along: Axis | None = None
    to: str = ""
    may_lack: bool = False
    default: float | None = None


def stated(unit: str, means: str, **more: Any) -> Any:  # noqa: ANN401 - stands for any array
    """State a field of a dataclass of arrays; see `Stated` for what may be said."""
    return field(metadata={_STATED: Stated(unit, means, **more)})


def statements(table: type) -> Iterator[tuple[str, Stated]]:
    """Yield the stated fields of a table in order."""
    for each in fields(table):
        if _STATED in each.metadata:
            yield each.name, each.metadata[_STATED]
