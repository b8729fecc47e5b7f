"""The lead score adds what was agreed, lets it fade, and never looks past the outcome."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.lead_sample import LEAD_COLUMNS, LeadSample
from planning.agreed.accounts.conditions import Condition
from planning.agreed.accounts.score_rules import ScoreRule
from planning.review.leads.meeting_conditions import meets, with_own
from planning.review.leads.score import as_of_now, before_outcome, scores

AS_OF = date(2026, 6, 30)
Touch = tuple[int, int, str, str, date]
"""Lead, account, team, kind, day."""


def leads_of(*rows: dict[str, object], touches: list[Touch] | None = None) -> LeadSample:
    """A sample of leads with the columns that matter; the rest is unknown."""
    plain: dict[str, object] = {"n": 1, "won_n": 0, "won_cents": 0, "account": -1, "state": "new"}
    frame = pd.DataFrame([{**dict.fromkeys(LEAD_COLUMNS), **plain, **row} for row in rows])
    for name in LEAD_COLUMNS:
        if name.endswith("_on"):
            frame[name] = pd.to_datetime(frame[name])
    frame["score_points"] = frame["score_points"].astype("float64")
    table = pd.DataFrame(touches or [], columns=["lead", "account", "team", "kind", "on"])
    table["on"] = pd.to_datetime(table["on"])
    return LeadSample("s", AS_OF, frame, table.assign(n=1), len(frame))


def rule(**cells: object) -> ScoreRule:
    return ScoreRule.model_validate({"rule": "points", **cells})


def touch(points: int, half: int | None = None, most: int | None = None) -> ScoreRule:
    return rule(
        attribute="touch", test="is one of", values="webinar", points=points,
        half_life_days=half, most=most,
    )  # fmt: skip


def test_points_of_all_conditions_that_hold_are_added() -> None:
    sample = leads_of(
        {"channel": "Fairs", "employees": 60.0, "attributes": '{"Level": "Head"}'},
        {"channel": "fairs", "employees": 49.0},
        {"channel": "Mail"},
    )
    rules = [
        rule(attribute="channel", test="is one of", values="Fairs; Web", points=10),
        rule(attribute="employees", test="is at least", values="50", points=5),
        rule(attribute="attributes.Level", test="is one of", values="HEAD", points=-3),
        ScoreRule(rule="hand over from", points=10),
        rule(rule="never", attribute="employees", test="is at most", values="49"),
    ]
    found = scores(sample, rules, as_of_now(sample))
    assert found.points.tolist() == [12, 10, 0]
    assert found.never.tolist() == [False, True, False]
    assert found.handed_over.tolist() == [True, False, False]


def test_what_is_not_known_meets_no_condition() -> None:
    rows = with_own(leads_of({"country": None}, {"country": "Spain"}).leads)
    assert meets(
        rows, Condition(attribute="country", test="is none of", values="Norway")
    ).tolist() == [
        False,
        True,
    ]
    assert meets(rows, Condition(attribute="country", test="is known")).tolist() == [False, True]


def test_a_touch_is_half_after_its_half_life_and_all_stop_at_the_most() -> None:
    days = [AS_OF, AS_OF - timedelta(days=30), AS_OF - timedelta(days=60)]
    touches = [(0, -1, "marketing", "Webinar", day) for day in sorted(days)]
    sample = leads_of({}, touches=touches)
    now = as_of_now(sample)
    assert scores(sample, [touch(8, 30)], now).points[0] == pytest.approx(8 + 4 + 2)
    assert scores(sample, [touch(8, 30, 10)], now).points[0] == 10
    assert scores(sample, [touch(8)], now).points[0] == 24
    assert scores(sample, [touch(-8, None, 10)], now).points[0] == -10


TOUCHES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from(["marketing", "sales"]),
        st.sampled_from(["webinar", "call"]),
        st.integers(0, 90),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(drawn=TOUCHES, half=st.sampled_from([None, 3, 20]), mql=st.integers(20, 80))
def test_points_before_the_outcome_agree_with_plain_loops(
    drawn: list[tuple[int, bool, str, str, int]], half: int | None, mql: int
) -> None:
    start = date(2026, 1, 1)
    touches: list[Touch] = [
        (-1, who % 2, "marketing", kind, start + timedelta(days=at))
        if of_account
        else (who, -1, team, kind, start + timedelta(days=at))
        for who, of_account, team, kind, at in drawn
    ]
    created = [start + timedelta(days=it) for it in (0, 10, 40, 60)]
    became = start + timedelta(days=mql)
    rows: list[dict[str, object]] = [
        {"created_on": day, "account": at % 2, "mql_on": became if at != 1 else None}
        for at, day in enumerate(created)
    ]
    rows[3] |= {"disqualified_on": start + timedelta(days=65), "mql_on": None}
    sample = leads_of(*rows, touches=touches)
    found = scores(sample, [touch(6, half)], before_outcome(sample)).points
    for lead, day in enumerate(created):
        last = day + timedelta(days=14)
        if rows[lead]["mql_on"] is not None:
            last = min(last, became)
        if lead == 3:
            last = min(last, start + timedelta(days=64))
        wanted = 0.0
        for who, account, team, kind, on in touches:
            mine = who == lead or (who < 0 and account == lead % 2)
            late = team == "sales" and rows[lead]["mql_on"] is not None and on >= became
            if mine and kind == "webinar" and on <= last and not late:
                age = (last - on).days
                kept = 1.0 if half is None else 0.5 ** (age / half) * (age <= 10 * half)
                wanted += 6 * kept
        assert found[lead] == pytest.approx(wanted)


def test_touches_after_the_outcome_change_nothing_looking_back() -> None:
    lead = {"created_on": "2026-03-01", "won_on": "2026-03-05", "won_n": 1}
    early: list[Touch] = [(0, -1, "marketing", "webinar", date(2026, 3, 4))]
    late: list[Touch] = [(0, -1, "marketing", "webinar", date(2026, 3, day)) for day in (5, 6)]
    one, more = leads_of(lead, touches=early), leads_of(lead, touches=[*early, *late])
    assert scores(one, [touch(5)], before_outcome(one)).points[0] == 5
    assert scores(more, [touch(5)], before_outcome(more)).points[0] == 5
    assert scores(more, [touch(5)], as_of_now(more)).points[0] == 15


def test_no_threshold_hands_nothing_over() -> None:
    sample = leads_of({"channel": "Web"})
    found = scores(
        sample,
        [rule(attribute="channel", test="is known", points=90)],
        as_of_now(sample),
    )
    assert found.threshold is None
    assert not np.any(found.handed_over)
