"""What can go wrong, in the reader's words.

Two kinds (STYLE): an exception when work cannot continue, a `Finding` when data are
odd but usable. Both say what, where and what to do.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class TandemError(Exception):
    """Work cannot continue; the message is one sentence a person can act on.

    Args:
        what: What happened and where, as a sentence.
        remedy: What to do about it, as a sentence; may be empty.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


class UsageError(TandemError):
    """The question was put wrongly (a bad option, period or name): exit status 2."""


class NotPossible(TandemError):  # noqa: N818 - reads as the sentence it is
    """The question was right but cannot be answered or done now: exit status 1."""


class Infeasible(NotPossible):
    """No plan holds all limits.

    Args:
        limits: The limits that collide, as phrases: without any one of them the others hold.
        least_total: The smallest envelope that would do, in plan-currency units, where the
            envelope is one of them and another one would do; else None.
    """

    def __init__(self, limits: tuple[str, ...], least_total: float | None = None) -> None:
        joined = "; ".join(limits)
        together = "cannot be held" if len(limits) == 1 else "cannot be held together"
        super().__init__(
            f"No plan is possible: {joined} {together}.", _eased(len(limits), least_total)
        )
        self.limits = limits
        self.least_total = least_total


def _eased(count: int, least_total: float | None) -> str:
    if least_total is None:
        return "Relax it." if count == 1 else "Relax one of them."
    return f"A total of {least_total:,.0f} is the smallest that can be held."


class Unbounded(NotPossible):
    """Nothing limits what a plan spends."""

    def __init__(self) -> None:
        super().__init__("Nothing limits the money of this plan.", "Set an envelope.")


class SolveFailed(NotPossible):
    """The solver came to no conclusion; nothing is said about the plan."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "Try again with fewer limits, or write the problem to a file.")


class NotAllowed(TandemError):  # noqa: N818
    """The actor's role does not permit the act."""


class Finding(BaseModel):
    """Something in the data that a person should know, although work went on.

    Attributes:
        level: "warning" when a figure may mislead, else "info".
        code: Stable short name, for example `unreadable-value`.
        message: What and where, one sentence.
        remedy: What to do, one sentence or empty.
        table: The fact table concerned, if one is.
        column: The column concerned, if one is.
        count: How many rows or values it concerns.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Literal["info", "warning"] = "warning"
    code: str
    message: str
    remedy: str = ""
    table: str | None = None
    column: str | None = None
    count: int = 0
