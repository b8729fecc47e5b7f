"""The question whether targets fit together: what is stated, and of which company."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from planning.model.consistency.spans import Span
from planning.model.consistency.statements import Statement
from planning.teams import Team

if TYPE_CHECKING:
    from planning.model.consistency.system import System


@dataclass(frozen=True)
class Flow:
    """How one step of the company feeds the next over the months.

    Added up from the first month on, what arrives is at most `most` times what was begun,
    shifted by the lag, and what was begun before the first month and is still to come.

    Attributes:
        key: Stable name.
        words: What it says.
        source: Quantity that begins.
        into: Quantity that arrives.
        most: Arrivals for each one begun.
        lag: Share that arrives after 0, 1, 2, … months; adds to 1.
        opening: By month of the question, what was begun before it and arrives in it.
        team: The team that answers for what arrives.
    """

    key: str
    words: str
    source: str
    into: str
    most: float
    lag: tuple[float, ...]
    opening: tuple[float, ...]
    team: Team


@dataclass(frozen=True)
class Rest:
    """What of the company no part of a kind that has targets can hold, at most.

    Attributes:
        kind: `channel`, `segment`, `region` or `team`.
        shares: Quantity by its largest share of the company's, from history.
    """

    kind: str
    shares: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked; its compiled form is kept, so ask one question several things.

    A question belongs to one thread: its solver remembers where it stood.

    Attributes:
        statements: Targets, and assumptions as statements.
        whole: All months spoken of.
        labels: By kind of part the labels there are.
        complete: Kinds whose labels make up the company.
        closed: Whether there are no facts: every SQL becomes an opportunity and closes in
            its period, and each win is a customer.
        flows: What carries over the months; the company is then looked at month by month.
        rests: What parts without targets can hold.
        untrue: Identities the facts do not keep, such as SQLs nobody marked accepted.
        channel_teams: The team of each channel, in small letters.
        year_start: Month in which the fiscal year begins.
        dated: Whether the months are real; else there is one period without a date.
        currency: The plan currency, or empty.
        warnings: Sentences a reader should know.
    """

    statements: tuple[Statement, ...]
    whole: Span
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    complete: frozenset[str] = frozenset()
    closed: bool = True
    flows: tuple[Flow, ...] = ()
    rests: tuple[Rest, ...] = ()
    untrue: frozenset[str] = frozenset()
    channel_teams: Mapping[str, Team] = field(default_factory=dict)
    year_start: int = 1
    dated: bool = True
    currency: str = ""
    warnings: tuple[str, ...] = ()

    @cached_property
    def system(self) -> System:
        """The same as a system of linear rows, ready to be solved."""
        from planning.model.consistency.system import compiled

        return compiled(self)

    @property
    def targets(self) -> tuple[Statement, ...]:
        """What people agreed."""
        return tuple(it for it in self.statements if it.kind == "target")

    @property
    def fact_links(self) -> frozenset[str]:
        """Keys of the links that are known from facts alone."""
        rests = (rest_key(rest.kind) for rest in self.rests)
        return frozenset((*(flow.key for flow in self.flows), *rests))

    def without(self, dropped: Callable[[Statement], bool]) -> Question:
        """Return the question without some statements."""
        return replace(self, statements=tuple(it for it in self.statements if not dropped(it)))

    def changed(self, changes: Mapping[Statement, float]) -> Question:
        """Return the question with other values of some statements, as if people agreed.

        Args:
            changes: Value by statement; statements that are not in the question are passed
                over.
        """
        return replace(
            self,
            statements=tuple(it.at(changes[it]) if it in changes else it for it in self.statements),
        )

    def with_more(self, statements: Iterable[Statement]) -> Question:
        """Return the question with more statements."""
        return replace(self, statements=(*self.statements, *statements))


def rest_key(kind: str) -> str:
    """Return the key of the link about what no part of a kind with targets holds.

    Example:
        >>> rest_key("channel")
        'rest_of_channels'
    """
    return f"rest_of_{kind}s"
