"""Whether targets can all hold, as people meet it: while typing, mended, taken, signed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import session
from planning.agreed.rows import PlanRow
from planning.model.consistency.conflicts import names
from planning.model.consistency.question import Question
from planning.model.consistency.spans import Span
from planning.model.consistency.stages import stages
from planning.model.consistency.statements import Statement
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import grid_key, pressed
from tests.rooms.tables import Table, press
from tests.rooms.test_targets import agreed, opened, read, target, typed
from tests.sources.plan.sheets import ADA, BO, EVE, MAX, SUE, VIC
from views.funnel_pictures import funnel_picture

LEAST = target("close_ratio", "sales", low="0.3")
MOST = target("close_ratio", "marketing", high="0.2")
LEADS = target("leads", "marketing", low="50")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home without facts: targets are held against each other alone."""
    companies.empty(tmp_path / "home")
    return tmp_path / "home"


def shown(app: AppTest) -> str:
    """What stands on the page, without its colours and weights."""
    told = re.sub(
        r":(?:red|green|orange|blue|violet|gray)\[([^]]*)\]", r"\1", read(words(opened(app)))
    )
    return told.replace("**", "")


def draft(app: AppTest, scenario: PlanRow, who: str = "local") -> dict[str, dict[str, Any]]:
    """What is typed and not saved, by row and cell."""
    mine: dict[str, dict[str, Any]] = app.session_state[f"copy-target-{scenario.id}-{who}"].mine
    return mine


def labels(app: AppTest) -> list[str]:
    """What the ways out offer."""
    return [
        read(it.label) for it in app.button if str(it.key).startswith(("repair-", "compromise-"))
    ]


def test_targets_that_fit_together_say_so_and_how_much_room_each_has(
    visit: Visit, home: Path
) -> None:
    agreed(home, [LEADS, target("mqls", "marketing", low="20"), target("mql_rate", high="0.5")])
    app = visit(home, "targets")
    assert "▲ Targets fit together. All 3 can hold at once." in shown(app)
    (room,) = [it for it in app.expander if "room" in it.label]
    assert room.label == "How much room each target has"
    assert not labels(app)


def test_what_cannot_all_hold_is_named_by_team_with_what_is_assumed_apart(
    visit: Visit, home: Path
) -> None:
    agreed(home, [LEAST, MOST, LEADS])
    told = shown(visit(home, "targets"))
    assert "▼ Targets collide. These three cannot all hold." in told
    assert "Sales: Close ratio at least 30 %" in told
    assert "Marketing: Close ratio at most 20 %" in told
    assert "Sales: Close ratio at least 30 %  :material/flag: agreed" in told
    assert ":material/help: assumed" in told
    assert "Leads at least 50" not in told


def test_the_verdict_speaks_of_what_is_typed_before_it_is_saved(visit: Visit, home: Path) -> None:
    workspace, scenario = agreed(home, [LEAST, MOST])
    app = opened(visit(home, "targets"))
    app = typed(app, scenario, {"low": "0.15"})
    assert "As typed, not saved: ▲ Targets fit together." in shown(app)
    app = typed(app, scenario, {"low": "0.4"})
    assert "Close ratio at least 40 %" in shown(app)
    assert [row["low"] for row in workspace.plan.rows("target", scenario.id)] == ["0.3", None]


def test_what_cannot_be_read_yet_does_not_stop_the_verdict(visit: Visit, home: Path) -> None:
    _, scenario = agreed(home, [LEAST, MOST])
    app = typed(opened(visit(home, "targets")), scenario, {"low": "about a third"})
    assert "▼ Targets collide. These three" in shown(app)


def test_one_click_types_a_repair_and_saving_it_mends_the_plan(visit: Visit, home: Path) -> None:
    workspace, scenario = agreed(home, [LEAST, MOST])
    first, second = workspace.plan.rows("target", scenario.id)
    app = opened(visit(home, "targets"))
    assert labels(app) == [
        "Put 20 % into the draft",
        "Put 30 % into the draft",
        "Put this compromise into the draft",
    ]
    app = opened(pressed(app, "Put 20 % into the draft"))
    assert draft(app, scenario) == {first.id: {"low": "0.2"}}
    assert "▲ Targets fit together." in shown(app)
    assert workspace.plan.row(first.id)["low"] == "0.3"
    app = opened(pressed(app, "Save"))
    assert workspace.plan.row(first.id)["low"] == "0.2"
    assert workspace.plan.row(second.id)["high"] == "0.2"
    assert "As typed" not in shown(app)


def test_the_compromise_is_typed_whole_and_holds(visit: Visit, home: Path) -> None:
    workspace, scenario = agreed(home, [LEAST, MOST])
    app = opened(visit(home, "targets"))
    assert "best found" in shown(app)
    app = opened(pressed(app, "Put this compromise into the draft"))
    mine = draft(app, scenario)
    first, second = workspace.plan.rows("target", scenario.id)
    low, high = float(mine[first.id]["low"]), float(mine[second.id]["high"])
    assert 0.2 < low <= high < 0.3
    assert "▲ Targets fit together." in shown(app)


def test_a_change_to_the_other_teams_target_is_proposed_to_it(
    visit: Visit, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, scenario = agreed(home, [LEAST, MOST])
    first, _ = workspace.plan.rows("target", scenario.id)
    monkeypatch.setattr(session, "LOCAL", ADA)
    app = opened(visit(home, "targets"))
    assert labels(app)[:2] == ["Propose 20 % to sales", "Put 30 % into the draft"]
    app = opened(pressed(app, "Propose 20 % to sales"))
    assert draft(app, scenario, ADA.email) == {first.id: {"low": "0.2"}}
    assert "Close ratio" in shown(app)
    assert f"send-target-{scenario.id}" in {it.key for it in app.button}
    assert workspace.plan.row(first.id)["low"] == "0.3"


def test_who_only_reads_sees_the_ways_out_and_takes_none(
    visit: Visit, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(home, [LEAST, MOST])
    monkeypatch.setattr(session, "LOCAL", VIC)
    app = visit(home, "targets")
    assert "alone would do: at least 20 %, 33.3 % lower" in shown(app)
    assert not labels(app)


def test_the_funnel_says_what_is_asked_left_and_lit(visit: Visit, home: Path) -> None:
    agreed(
        home,
        [LEADS, target("mqls", "marketing", low="40"), target("mql_rate", "sales", high="0.5"),
         target("leads", "sales", high="60")],
    )  # fmt: skip
    app = opened(visit(home, "targets"))
    alts = [str(it.proto) for it in app.get("vega_lite_chart")]
    assert any("Leads, MQL rate and MQLs collide with the rest" in it for it in alts)


def test_a_target_is_not_lit_for_what_is_assumed_of_its_measure() -> None:
    year = Span(0, 12)
    best = Statement("cac", (), year, "low", 23_230.0, "joint", "assumption", "history")
    money = Statement("spend_marketing", (), year, "high", 1_000_000.0, "marketing")
    none = Statement("spend_sales", (), year, "high", 0.0, "sales")
    wins = Statement("customers", (), year, "low", 180.0, "joint")
    most = Statement("cac", (), year, "high", 25_000.0, "joint")
    question = Question((best, money, none, wins, most), year, closed=True)
    steps = stages(question, names(question))
    lit = {it.key for it in steps if it.collides}
    # 180 · 23,230 is more than a million: the ceiling of 25,000 is in nobody's way.
    assert "customers" in lit
    assert "cac" not in lit
    assert "cac" in {it.key for it in steps}


def test_each_step_of_the_funnel_has_its_words_its_outline_and_its_band() -> None:
    year = Span(0, 12)
    least = Statement("mqls", (), year, "low", 40.0, "marketing")
    most = Statement("leads", (), year, "high", 60.0, "sales")
    rate = Statement("mql_rate", (), year, "high", 0.5, "sales")
    question = Question((least, most, rate), year)
    drawn = funnel_picture(stages(question, names(question)))
    assert drawn is not None
    words_drawn = [read(row["label"]) for row in drawn.rows if row["kind"] == "words"]
    assert words_drawn == [
        "▼ Leads: at most 60; 80 or more left",
        "▼ MQL rate: at most 50 %; 67 % to 100 % left",
        "▼ MQLs: at least 40; 0 to 30 left",
    ]
    lit = {row["word"] for row in drawn.rows}
    assert lit == {"bad"}
    (band,) = [row for row in drawn.rows if row["kind"] == "left" and row["name"] == "MQLs"]
    assert (band["x"], band["x2"]) == (0.0, pytest.approx(0.75))


def test_a_target_says_what_would_have_to_be_true(visit: Visit, home: Path) -> None:
    _, scenario = agreed(home, [LEAST, MOST, LEADS])
    app = opened(visit(home, "targets"))
    copy = app.session_state[f"copy-target-{scenario.id}-local"]
    copy.asked = ("details", copy.order[0])
    row = copy.order[0]
    app.session_state[f"target-{row}"] = "What it takes"
    told = shown(app.run())
    assert "Close ratio at least 30 % cannot hold beside the rest." in told
    assert "- Close ratio: 30 % or more instead of at most 20 %." in told


# ---- signing ----


@pytest.fixture
def table(visit: Visit, monkeypatch: pytest.MonkeyPatch, home: Path) -> Table:
    """A proposed plan whose targets collide."""
    workspace, plan = agreed(home, [LEAST, MOST])
    return Table(visit, monkeypatch, home, workspace, plan).proposed()


def test_the_executive_accepts_a_stretch_and_everybody_sees_it_and_signs(table: Table) -> None:
    app = table.screen(SUE)
    assert "▼ Targets collide. It is signed once they are mended, or the" in shown(app)
    assert "agreeing-sign-sales" not in [it.key for it in app.button]
    assert "stretch-accept" not in [it.key for it in app.button]
    app = table.screen(EVE)
    app = opened(app.button(key="stretch-accept").click().run())
    assert "Your name stands beside it" in shown(app)
    app = opened(app.button(key="stretch-confirm").click().run())
    assert "Plan 2025 is accepted as a stretch." in shown(app)
    assert table.workspace.plan.row(table.plan.id)["stretch_by"] == EVE.email
    app = press(table.screen(SUE), "agreeing-sign-sales")
    assert "You signed Plan 2025 for sales." in shown(app)
    (notice,) = [it for it in app.warning if "A stretch" in it.proto.title]
    assert "Close ratio at least 30" in read(notice.value)
    assert "stretch-take back" not in [it.key for it in app.button]
    app = table.screen(EVE)
    app = opened(app.button(key="stretch-take back").click().run())
    app = opened(app.button(key="stretch-confirm").click().run())
    assert table.signed() == set()
    assert "▼ Targets collide." in shown(app)


@pytest.mark.parametrize("who", [BO, MAX, VIC], ids=lambda it: it.name)
def test_nobody_else_is_offered_to_accept_it(table: Table, who: object) -> None:
    app = table.screen(who)  # type: ignore[arg-type]
    assert "▼ Targets collide." in shown(app)
    keys = {str(it.key) for it in app.button}
    assert not {it for it in keys if it.startswith(("stretch-", "agreeing-sign"))}


def test_the_demo_company_has_a_true_contradiction_and_is_told_so(
    visit: Visit, demo_home: Path
) -> None:
    app = visit(demo_home, "targets", plan="Plan 2026")
    told = shown(app)
    assert "▼ Targets collide. These two cannot all hold." in told
    assert "Sales spend at most 2,920,000" in told
    assert "(in the budget)" in told
    assert "1 more conflict below." in told
    assert not app.exception


def test_typing_over_a_target_keeps_the_grid_and_its_key(visit: Visit, home: Path) -> None:
    _, scenario = agreed(home, [LEAST, MOST])
    app = opened(visit(home, "targets"))
    before = grid_key(app, scenario, "target")
    app = typed(app, scenario, {"low": "0.25"})
    assert grid_key(app, scenario, "target") == before
