"""Who may call what: every public method of a workspace, in the hands of every role."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.account_reading import Accounts
from data_sources.agreement import Agreement
from data_sources.assuming import Assuming
from data_sources.backup.taking import Backups
from data_sources.deal_reading import Deals
from data_sources.lead_reading import Leads
from data_sources.mirroring.door import Mirrors
from data_sources.people import People
from data_sources.plan import Plan
from data_sources.scheduling import Schedules
from data_sources.sheets.bringing import Spreadsheets
from data_sources.together import Together
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, TandemError
from tests.rights.calls import CALLS, LEFT_OUT, READING
from tests.rights.world import EVERYBODY, REMOVED, World, everything, in_hands_of

PARTS: dict[str, type] = {
    "plan": Plan,
    "agreement": Agreement,
    "assumptions": Assuming,
    "together": Together,
    "accounts": Accounts,
    "leads": Leads,
    "deals": Deals,
    "mirrors": Mirrors,
    "people": People,
    "schedules": Schedules,
    "backups": Backups,
    "spreadsheets": Spreadsheets,
}

NOT_POSSIBLE_HERE = {
    "mirrors.settle",
    "load_demo",
    "backups.restore",
    "spreadsheets.fetched",
    "spreadsheets.bring",
}
"""What those who may are told cannot be done in this home: it holds facts already, and is
not connected to Google Sheets."""


def public(kind: type, prefix: str = "") -> Iterator[str]:
    """Names of what others may call on a class."""
    fields = getattr(kind, "__dataclass_fields__", {})
    for name, _ in inspect.getmembers(kind):
        if not name.startswith("_") and name not in fields:
            yield f"{prefix}{name}"


def test_every_public_method_stands_in_the_table() -> None:
    found = {name for name in public(Workspace) if name not in PARTS}
    for part, kind in PARTS.items():
        assert inspect.isdatadescriptor(getattr(Workspace, part))
        found |= set(public(kind, f"{part}."))
    assert found == {name.split(":")[0] for name in CALLS} | set(LEFT_OUT)


def test_every_part_of_a_workspace_that_acts_is_looked_into() -> None:
    acting = {
        name
        for name in public(Workspace)
        if isinstance(inspect.getattr_static(Workspace, name), property) and f"{name}" not in CALLS
    }
    assert acting == set(PARTS)


@pytest.mark.parametrize("name", CALLS)
def test_whoever_may_not_is_refused_and_nothing_changes(world: World, name: str) -> None:
    call, workspace = CALLS[name], world.opened()
    before = everything(workspace)
    for who in EVERYBODY:
        if who in call.may:
            continue
        hands = in_hands_of(workspace, who)
        if who == REMOVED:
            before = everything(workspace)
        with pytest.raises(NotAllowed):
            call.do(hands, world)
        assert everything(workspace) == before, who
    workspace.close()


@pytest.mark.parametrize("name", CALLS)
def test_whoever_may_is_not_refused(world: World, name: str, tmp_path: Path) -> None:
    for number, who in enumerate(sorted(CALLS[name].may)):
        # Who only reads may read in the one home, whose figures are counted once.
        home = world.home if name in READING else tmp_path / str(number)
        if home != world.home:
            shutil.copytree(world.home, home)
        workspace = world.opened(home)
        try:
            CALLS[name].do(in_hands_of(workspace, who), world)
        except NotAllowed as error:
            pytest.fail(f"{who} may: {error}")
        except TandemError as error:
            if name not in NOT_POSSIBLE_HERE:
                pytest.fail(f"{who} may, but {error}")
        finally:
            workspace.close()
