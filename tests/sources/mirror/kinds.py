"""What the machine edits on each kind of tab, and what can go wrong meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

from planning.agreed.cells import Column
from planning.agreed.mirrored.tabs import TABS, TabOf
from tests.sheets_server.faults import Fault
from tests.sheets_server.grid import Value

SPOILT: Final = "?"
"""What the plan refuses begins so."""


@dataclass(frozen=True)
class Worked:
    """What is edited on a tab.

    Attributes:
        tab: The tab.
        cells: Cells that people change: words, and what is a number or a day to a sheet.
        born: The cell that tells rows apart; nobody changes it.
        needed: What a new row needs, as the sheet shows it.
        spoilt: A cell into which people also type what the plan refuses.
        of: Turns a number into a value of the second cell that no other number gives.
    """

    tab: TabOf
    cells: tuple[str, str]
    born: str
    needed: Mapping[str, Value]
    spoilt: str
    of: Callable[[int], str]

    @property
    def columns(self) -> dict[str, Column]:
        """The tab's columns by cell."""
        return {it.name: it for it in self.tab.columns}

    @property
    def other(self) -> TabOf:
        """The tab of the other team's rows of the kind."""
        return next(it for it in TABS if it.kind == self.tab.kind and it != self.tab)


def _amount(number: int) -> str:
    return f"{number}.00"


def _day(number: int) -> str:
    return (date(2026, 1, 1) + timedelta(number)).isoformat()


WORKED: Final = {
    it.tab.key: it
    for it in (
        Worked(
            tab=TABS[0],
            cells=("reason", "plan_07"),
            born="offer",
            needed={"category": "programme", "status": "placed"},
            spoilt="plan_08",
            of=_amount,
        ),
        Worked(
            tab=TABS[3],
            cells=("reason", "value"),
            born="channel",
            needed={"kpi": "Leads", "start": 46023, "months": "year"},
            spoilt="low",
            of=str,
        ),
        Worked(
            tab=TABS[4],
            cells=("reason", "end"),
            born="programme",
            needed={"account": "ACC-7", "motion": "acquire"},
            # No number: it stays as it was when the row was added.
            spoilt="account",
            of=_day,
        ),
    )
}


@dataclass
class Later(Fault):
    """A fault that lets some requests pass first."""

    skip: int = 0

    def hits(self, kind: str) -> bool:
        """Whether it waits for such a request."""
        if not super().hits(kind):
            return False
        self.skip -= 1
        return self.skip < 0


@dataclass
class Meanwhile(Fault):
    """No fault: somebody does something once right before a request is answered."""

    does: Callable[[], None] = lambda: None

    def hits(self, kind: str) -> bool:
        """Whether it waits for such a request; it never spoils one."""
        if super().hits(kind):
            self.times = 0
            self.does()
        return False


def faults() -> st.SearchStrategy[Fault | None]:
    """Nothing, or one of what can go wrong at one of the calls, once or for good."""
    return st.one_of(
        st.none(),
        st.builds(
            Later,
            kind=st.sampled_from(["any", "reads", "writes"]),
            times=st.sampled_from([1, 2, 9]),
            applied=st.booleans(),
            code=st.sampled_from([None, 500, 503]),
            skip=st.integers(0, 3),
        ),
        st.builds(Later, kind=st.just("any"), code=st.sampled_from([429, 401])),
    )
