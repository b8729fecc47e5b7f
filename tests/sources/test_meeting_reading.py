"""The agenda of a workspace: one way for page, pack and tests, without a screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data_sources.actors import Actor
from data_sources.demo.problems import draw_places
from data_sources.meeting_reading import gather
from data_sources.workspace import Workspace
from planning.agreed.rows import PlanRow
from planning.errors import NotAllowed
from planning.review.exceptions.accounts_left import Uncovered, Woken
from planning.review.exceptions.item import MOST_WORDS, Item, Part
from planning.together.agenda import Gathered, WeekAgenda, week_agenda
from tests.review.exceptions.planted import KIND_OF, named
from tests.workspaces import VIEWER, workspace_in

PAGES = Path(__file__).resolve().parents[2] / "pages"
TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def demo(demo_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo company with its plan; read only."""
    home = tmp_path_factory.mktemp("meeting") / "home"
    return workspace_in(shutil.copytree(demo_made_once, home))


@pytest.fixture(scope="module")
def gathered(demo: Workspace) -> Gathered:
    """What its agenda is made of."""
    return gather(demo, today=TODAY)


@pytest.fixture(scope="module")
def agenda(gathered: Gathered) -> WeekAgenda:
    """Its agenda."""
    return week_agenda(gathered)


def every(agenda: WeekAgenda) -> Iterator[Item]:
    """All items, folded ones too."""
    for item in (*agenda.problems, *agenda.more, *agenda.good, *agenda.late):
        yield item
        yield from item.folded


def test_with_a_plan_beside_them_planted_problems_are_still_the_first_six(
    agenda: WeekAgenda,
) -> None:
    planted = {
        (KIND_OF[problem], Part(place.channel, place.region, place.segment))
        for problem, place in draw_places(7).items()
    }
    assert named(agenda.first) == planted


def test_the_agenda_holds_what_plan_and_meetings_add(agenda: WeekAgenda) -> None:
    kinds = {item.kind for item in every(agenda)}
    wanted = {"target-off", "target-ahead", "line-off", "placeholders", "no-effect"}
    assert wanted <= kinds
    assert {item.kind for item in agenda.good} <= {"target-ahead", "channel-ahead"}


def test_every_finding_is_short_and_names_nobody(demo: Workspace, agenda: WeekAgenda) -> None:
    people = {str(name) for name in demo.rows("people", limit=100).get("name", ())}
    people |= {row["owner"] for row in demo.together.actions() if isinstance(row["owner"], str)}
    for item in every(agenda):
        people |= {name for name in (item.marketing_owner, item.sales_owner) if name}
    assert len(people) > 3
    for item in every(agenda):
        assert len(item.finding.split(" ")) <= MOST_WORDS
        assert not [name for name in people if name in item.finding]


def test_owners_of_both_sides_stand_beside_what_the_facts_show(agenda: WeekAgenda) -> None:
    for item in agenda.first:
        assert item.marketing_owner
        assert item.sales_owner


def test_money_is_never_below_nothing_and_always_explained(agenda: WeekAgenda) -> None:
    for item in every(agenda):
        assert item.money is None or item.money >= 0
        assert bool(item.estimate) == (item.money is not None)


def test_links_lead_to_pages_and_choices_that_exist(agenda: WeekAgenda) -> None:
    code = "\n".join(path.read_text("utf-8") for path in PAGES.rglob("*.py"))
    bound = set(re.findall(r"(?:key=|views_of\.chosen\()\"([a-z-]+)\"", code)) | {"plan"}
    bound |= {"channel", "segment", "region"}  # pages/shared/inputs.py binds the dimensions
    for item in every(agenda):
        assert item.where is not None
        assert set(item.where.query) <= bound
        assert (PAGES / item.where.page).exists()


def test_pictures_have_as_many_values_as_labels(agenda: WeekAgenda) -> None:
    drawn = [item.picture for item in every(agenda) if item.picture is not None]
    assert {picture.kind for picture in drawn} == {"bars", "line", "pair"}
    for picture in drawn:
        assert len(picture.labels) == len(picture.values)
        assert len(picture.outline) in (0, len(picture.values))
        assert all(0 <= at < len(picture.labels) for at in picture.highlighted)


def test_the_same_facts_give_the_same_agenda(demo: Workspace, agenda: WeekAgenda) -> None:
    again = week_agenda(gather(demo, today=TODAY))
    assert [item.key for item in again.first] == [item.key for item in agenda.first]
    assert again.first == agenda.first


def test_what_was_parked_comes_back_on_its_day(demo: Workspace, agenda: WeekAgenda) -> None:
    key = agenda.first[0].key
    parked = {key: date(2026, 7, 8)}
    away = week_agenda(gather(demo, today=TODAY, parked=parked))
    assert key not in {item.key for item in every(away)}
    assert [item.key for item, _ in away.parked] == [key]
    back = week_agenda(gather(demo, today=date(2026, 7, 8), parked=parked))
    assert key in {item.key for item in back.first}


def test_accounts_handed_in_stand_in_place_of_those_found(demo: Workspace) -> None:
    left, awake = Uncovered("DACH", 3, 50_000, ("Bramwick",)), Woken("A-1", "Pellmoor")
    found = gather(demo, today=TODAY, uncovered=[left], woken=[awake])
    told = {item.kind: item.about for item in found.items if item.kind.startswith("account")}
    assert told == {"accounts-uncovered": "Bramwick", "account-woke": "Pellmoor"}
    none = gather(demo, today=TODAY, uncovered=[], woken=[])
    assert not [item for item in none.items if item.kind.startswith("account")]


def test_another_plan_may_be_asked_for(demo: Workspace) -> None:
    plans: tuple[PlanRow, ...] = demo.plan.scenarios()
    names = set()
    for plan in plans:
        found = week_agenda(gather(demo, plan=plan, today=TODAY))
        places = [item.where for item in every(found) if item.where is not None]
        names |= {where.query.get("plan") for where in places} - {None}
    assert len(names) > 1


def test_an_empty_home_has_an_empty_agenda(tmp_path: Path) -> None:
    found = week_agenda(gather(workspace_in(tmp_path), today=TODAY))
    assert (found.problems, found.good, found.late, found.promises) == ((), (), (), ())


def test_whoever_may_read_may_gather_and_nobody_else(tmp_path: Path) -> None:
    assert gather(workspace_in(tmp_path, VIEWER), today=TODAY).items == ()
    stranger = Actor(email="x@example.com", name="X", roles=frozenset())
    with pytest.raises(NotAllowed):
        gather(workspace_in(tmp_path, stranger), today=TODAY)
