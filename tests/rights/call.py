"""A call of a method, and the people who may make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from data_sources.workspace import Workspace
from tests.rights.world import PEOPLE, World

READERS: Final = frozenset(PEOPLE)
ADMINISTRATORS: Final = frozenset({"administrator", "administrator of both teams"})
LEADERS: Final = frozenset({"leader of marketing", "leader of sales", "executive"})
PLANNERS: Final = LEADERS | {"planner of marketing", "planner of sales"}
OF_MARKETING: Final = frozenset({"planner of marketing", "leader of marketing"})
OF_SALES: Final = frozenset({"planner of sales", "leader of sales"})
EXECUTIVE: Final = frozenset({"executive"})


@dataclass(frozen=True)
class Call:
    """A call of one method.

    Attributes:
        may: Who may make it.
        do: Makes it.
    """

    may: frozenset[str]
    do: Callable[[Workspace, World], object]
