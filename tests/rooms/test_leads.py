"""The room Leads: its views on every company, what each role sees, and what it takes away."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.rooms import companies
from tests.rooms.companies import BROKEN
from tests.rooms.conftest import Visit, words

VIEWS = ("Funnel", "What works", "Follow-up", "Reasons")


def seen(app: AppTest) -> str:
    assert not app.exception, app.exception[0].message
    assert not app.error, app.error[0].value
    return words(app)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_on_the_demo(visit: Visit, demo_home: Path, view: str) -> None:
    app = visit(demo_home, "leads", **{"leads-view": view})
    assert "demo company" in seen(app)
    assert len(app.dataframe) >= 1


@pytest.mark.parametrize("what", BROKEN)
def test_every_view_opens_on_a_broken_company(visit: Visit, tmp_path: Path, what: str) -> None:
    home = tmp_path / "home"
    companies.broken(home, what)
    for view in VIEWS:
        seen(visit(home, "leads", **{"leads-view": view}))
        seen(visit(home, "leads", **{"leads-view": view, "period": "All time"}))


def test_naughty_names_open_in_every_cut(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "naughty names")
    for view, key, cuts in (
        ("Funnel", "funnel-by", ("Campaign", "Segment")),
        ("What works", "works-by", ("Campaign", "Region")),
        ("Follow-up", "follow-by", ("Channel", "Region")),
        ("Reasons", "later-by", ("Reason",)),
    ):
        for cut in cuts:
            seen(visit(home, "leads", **{"leads-view": view, key: cut}))
