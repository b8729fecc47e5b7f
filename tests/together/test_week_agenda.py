"""The agenda of a week: order, folding, parking, and what a meeting sees first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planning.agreed.rows import PlanRow
from planning.review.exceptions.item import FACTS, Item, Kind, Mood, Part, Step, key_of
from planning.together.actions import promise
from planning.together.agenda import FIRST, MOST_OF_A_KIND, Gathered, week_agenda
from planning.together.looking_back import late_items
from planning.together.minutes import listed

TODAY = date(2026, 6, 30)


def item(
    kind: Kind,
    money: int | None,
    part: Part | None = None,
    step: Step = "revenue",
    mood: Mood = "problem",
    more: str = "",
) -> Item:
    """An item with what matters to its place on the agenda."""
    where = part or Part()
    return Item(
        key=key_of(kind, where, more),
        kind=kind,
        mood=mood,
        about="",
        part=where,
        money=None if money is None else Decimal(money),
        estimate="",
        finding="",
        step=step,
        lever="",
        teams=("marketing", "sales"),
    )


def keys(items: tuple[Item, ...]) -> list[str]:
    """Their keys."""
    return [one.key for one in items]


SEARCH, NORTH = Part(channel="Search"), Part(region="North")


def test_problems_come_most_money_first_and_good_news_apart() -> None:
    listed = (
        item("short-region", 50, NORTH),
        item("poor-leads", 90, SEARCH),
        item("line-off", None),
        item("target-ahead", 700, mood="good"),
    )
    found = week_agenda(Gathered(listed))
    assert [one.kind for one in found.problems] == ["poor-leads", "short-region", "line-off"]
    assert [one.kind for one in found.good] == ["target-ahead"]


def test_causes_come_before_symptoms_unless_those_cost_more_than_all_causes() -> None:
    causes = item("poor-leads", 50, SEARCH), item("short-region", 30, NORTH)
    less = week_agenda(Gathered((*causes, item("line-off", 70))))
    assert [one.kind for one in less.problems] == ["poor-leads", "short-region", "line-off"]
    more = week_agenda(Gathered((*causes, item("line-off", 81))))
    assert [one.kind for one in more.problems] == ["line-off", "poor-leads", "short-region"]


def test_what_is_at_most_or_only_watched_never_stands_above_causes() -> None:
    cause = item("poor-leads", 50, SEARCH)
    for kind, mood in (("counter-pair", "problem"), ("placeholders", "watch")):
        other = replace(item(kind, 900), mood=mood)  # type: ignore[arg-type]
        assert keys(week_agenda(Gathered((other, cause))).problems) == [cause.key, other.key]


def test_in_a_list_findings_of_one_kind_are_told_apart() -> None:
    woke = replace(item("account-woke", 5), finding="An account woke up: call it.", about="Acme")
    assert woke.told == "An account woke up: call it · Acme"
    assert replace(woke, finding="Acme woke up.").told == "Acme woke up."
    long = replace(woke, about="word " * 40)
    assert long.told.endswith("word…")
    assert len(long.told) <= len(woke.finding) + 83
    assert listed(week_agenda(Gathered((woke,))))[0].finding == woke.told


def test_a_target_of_the_same_part_stands_under_the_problem_that_explains_it() -> None:
    cause = item("short-region", 50, NORTH)
    off = item("target-off", 900, NORTH, "follow-up")
    found = week_agenda(Gathered((cause, off)))
    assert keys(found.problems) == [cause.key]
    assert keys(found.problems[0].folded) == [off.key]
    assert found.item(off.key) == off


def test_a_problem_explains_nothing_at_a_step_it_does_not_move_or_elsewhere() -> None:
    cause = item("short-region", 50, NORTH)
    size = item("target-off", 40, NORTH, "deal size")
    south = item("target-off", 30, Part(region="South"), "follow-up")
    found = week_agenda(Gathered((cause, size, south)))
    assert keys(found.problems) == keys((cause, size, south))


def test_a_target_of_the_company_is_explained_as_far_as_problems_cost_as_much() -> None:
    causes = item("short-region", 50, NORTH), item("no-follow-up", 30, SEARCH)
    found = week_agenda(Gathered((*causes, item("target-off", 80, step="revenue"))))
    assert len(found.problems) == 2
    assert len(found.problems[0].folded) == 1
    apart = week_agenda(Gathered((*causes, item("target-off", 81, step="revenue"))))
    assert [one.kind for one in apart.problems] == ["target-off", "short-region", "no-follow-up"]


def test_too_many_of_a_kind_beside_the_plan_stand_further_down() -> None:
    off = tuple(item("target-off", 100 - at, step="deal size", more=str(at)) for at in range(5))
    found = week_agenda(Gathered((*off, item("contradiction", None, more="c"))))
    assert keys(found.problems) == [*keys(off[:MOST_OF_A_KIND]), "contradiction|c"]
    assert keys(found.rest) == keys(off[MOST_OF_A_KIND:])


def test_what_was_parked_stays_away_until_its_day() -> None:
    one, other = item("short-region", 50, NORTH), item("poor-leads", 40, SEARCH)
    parked = {one.key: TODAY + timedelta(days=7), "gone": TODAY + timedelta(days=7)}
    found = week_agenda(Gathered((one, other), parked=parked, today=TODAY))
    assert keys(found.problems) == [other.key]
    assert [(it.key, until) for it, until in found.parked] == [(one.key, parked[one.key])]
    assert found.item(one.key) == one
    back = week_agenda(Gathered((one, other), parked=parked, today=TODAY + timedelta(days=7)))
    assert keys(back.problems) == [one.key, other.key]
    assert back.parked == ()


def test_a_parked_problem_explains_no_target() -> None:
    cause = item("short-region", 50, NORTH)
    off = item("target-off", 40, NORTH, "follow-up")
    parked = {cause.key: TODAY + timedelta(days=1)}
    found = week_agenda(Gathered((cause, off), parked=parked, today=TODAY))
    assert keys(found.problems) == [off.key]


def test_late_promises_have_a_list_of_their_own() -> None:
    cells = {"what": "Call the fair's leads", "owner": "Bo Sand", "team": "sales"}
    row = PlanRow("a", "action", "m", "sales", cells={**cells, "due": "2026-06-25"})
    open_row = PlanRow("b", "action", "m", "sales", cells={**cells, "due": "2026-07-02"})
    promises = tuple(promise(it, TODAY) for it in (row, open_row))
    (late,) = late_items(promises, TODAY)
    assert (late.about, late.sales_owner) == ("Call the fair's leads", "Bo Sand")
    assert late.finding.startswith("One of the promises for Jun 2026 is 5 days late")
    assert "Bo" not in late.finding
    found = week_agenda(Gathered((late,), promises))
    assert (found.problems, keys(found.late), len(found.promises)) == ((), [late.key], 2)


@st.composite
def agendas(draw: st.DrawFn) -> tuple[Item, ...]:
    """Items of all kinds anywhere; keys may come twice."""
    kinds: list[Kind] = ["poor-leads", "short-region", "target-off", "line-off", "channel-ahead"]
    parts = st.builds(
        Part, channel=st.sampled_from([None, "Ads", "Web"]), region=st.sampled_from([None, "East"])
    )
    steps: list[Step] = ["follow-up", "spend", "deal size"]
    one = st.builds(
        lambda kind, money, part, step: item(
            kind, money, part, step, "good" if kind == "channel-ahead" else "problem"
        ),
        st.sampled_from(kinds),
        st.none() | st.integers(0, 1000),
        parts,
        st.sampled_from(steps),
    )
    return tuple(draw(st.lists(one, max_size=14)))


@given(agendas())
def test_every_matter_stands_on_the_agenda_exactly_once(items: tuple[Item, ...]) -> None:
    found = week_agenda(Gathered(items))
    standing = (*found.first, *found.rest, *found.good, *found.late)
    shown = [key for one in standing for key in (one.key, *keys(one.folded))]
    assert sorted(shown) == sorted({one.key for one in items})
    assert len(found.first) <= FIRST
    amounts = [float(it.money or -1) for it in found.problems if it.kind in FACTS]
    assert amounts == sorted(amounts, reverse=True)
