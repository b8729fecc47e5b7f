"""A process that is killed at any step, and two that synchronise at once without one lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pytest

from data_sources.actors import LOCAL
from data_sources.mirroring import syncing, taking
from data_sources.sheets.http import PatientHTTP
from tests.sheets_server.app import Google
from tests.sources.mirror import ending
from tests.sources.mirror.both_sides import BUDGET, BothSides, both_sides, column
from tests.workspaces import workspace_in

When = Literal["before", "after"]


@pytest.fixture
def both(google: Google, tmp_path: Path) -> Iterator[BothSides]:
    """A connected plan; which store keeps it does not matter here."""
    google.books.clear()
    google.faults.none()
    opened = workspace_in(tmp_path / "home", LOCAL)
    yield both_sides(opened, google)
    opened.close()


class Killed(BaseException):
    """The process is gone: nobody notes anything."""


def around_each_request(patch: pytest.MonkeyPatch, happens: Callable[[int, When], None]) -> None:
    """Let something happen before and after every request of the client, counted from 0."""
    right, numbers = PatientHTTP.request, count()

    def request(self: PatientHTTP, *given: Any, **more: Any) -> Any:  # noqa: ANN401
        number = next(numbers)
        happens(number, "before")
        answer = right(self, *given, **more)
        happens(number, "after")
        return answer

    patch.setattr(PatientHTTP, "request", request)


def edited_on_both_sides(both: BothSides) -> tuple[str, str, str]:
    """A row edited at the sheet, one in Tandem, one removed there; one new on each side."""
    sheet, tandem, gone = (both.add(plan_01="1", plan_02="1", channel=it) for it in "ABC")
    both.sync()
    both.types(sheet, "plan_01", 2)
    both.edit(tandem, "plan_01", "3.00")
    both.workspace.plan.remove([gone])
    both.add(channel="from Tandem")
    for cell, value in {"category": "people", "status": "placed", "channel": "sheet"}.items():
        both.person.types(BUDGET.title, 4, column(cell), value)
    return sheet, tandem, gone


def all_came_over(both: BothSides, sheet: str, tandem: str, gone: str) -> None:
    """Both sides have every edit, each once."""
    mirror = both.sync()
    assert (mirror.problem, mirror.clashes) == ("", 0)
    rows = both.rows()
    channels = sorted(str(row["channel"]) for row in rows.values())
    assert channels == ["A", "B", "from Tandem", "sheet"]
    assert gone not in rows
    assert rows[sheet]["plan_01"] == "2.00"
    assert rows[tandem]["plan_01"] == "3.00"
    ending.same_on_both_sides(both, BUDGET)
    both.google.seen.clear()
    both.sync()
    assert len(both.google.seen) == 1


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_at_a_request_leaves_nothing_half_done(
    both: BothSides, monkeypatch: pytest.MonkeyPatch, step: int, when: When
) -> None:
    """Read, read again, write: the next round goes on."""
    rows = edited_on_both_sides(both)

    def killed(number: int, moment: When) -> None:
        if (number, moment) == (step, when):
            raise Killed

    with monkeypatch.context() as patch:
        around_each_request(patch, killed)
        with pytest.raises(Killed):
            both.sync()
    both.sync()
    all_came_over(both, *rows)


@pytest.mark.parametrize("take", [0, 3, 6, 9, 12, 17])
def test_a_process_killed_while_it_notes_what_came_leaves_nothing_half_done(
    both: BothSides, monkeypatch: pytest.MonkeyPatch, take: int
) -> None:
    """Before one of the six tabs is merged, after each of the three times they were seen."""
    rows = edited_on_both_sides(both)
    numbers = count()

    def killed(*given: Any) -> Any:  # noqa: ANN401
        if next(numbers) == take:
            raise Killed
        return taking.take(*given)

    with monkeypatch.context() as patch:
        patch.setattr(syncing, "take", killed)
        with pytest.raises(Killed):
            both.sync()
    both.sync()
    all_came_over(both, *rows)


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("when", ["before", "after"])
def test_two_at_once_lose_and_double_nothing(
    both: BothSides, monkeypatch: pytest.MonkeyPatch, step: int, when: When
) -> None:
    """Another replica, that does not see the lock, does a whole round at any request."""
    rows = edited_on_both_sides(both)
    rounds: list[int] = []

    def other(number: int, moment: When) -> None:
        if (number, moment) == (step, when) and not rounds:
            rounds.append(number)
            with monkeypatch.context() as patch:
                patch.setattr(syncing, "_LOCK", "sheets.lock.of-another-home")
                both.sync()

    with monkeypatch.context() as patch:
        around_each_request(patch, other)
        both.sync()
    assert rounds
    both.sync()
    all_came_over(both, *rows)
