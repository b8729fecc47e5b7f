"""Targets as people meet them: what is true first, each beside what the facts say."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.changes import Edit
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.splitting import to_months, to_quarters
from planning.agreed.targets import Target
from planning.kpis import KPIS
from tests.rooms import companies
from tests.rooms.companies import BROKEN, NAUGHTY
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import grid_key, pressed
from tests.workspaces import ADA, VIEWER
from views.downloads import csv_bytes
from views.formats import plain
from views.sheets import Column, frame, table
from views.target_columns import columns
from views.target_parts import adds_up_words, matched, preview


def target(kpi: str = "leads", team: str = "marketing", **cells: JsonValue) -> Cells:
    """A target for the year 2025."""
    whole: dict[str, JsonValue] = {"start": "2025-01", "months": 12}
    return {"kpi": kpi, "team": team, **whole, **cells}


def agreed(home: Path, targets: Sequence[Cells]) -> tuple[Workspace, PlanRow]:
    """Put a plan of targets into a home that has facts already."""
    workspace = companies.opened(home)
    scenario = workspace.plan.begin(2025, "Plan 2025")
    saved = workspace.plan.add("target", scenario.id, [dict(one) for one in targets])
    assert not saved.refused, saved.refused
    return workspace, scenario


def whole(home: Path, *targets: Cells) -> tuple[Workspace, PlanRow]:
    """Targets of the small company."""
    return agreed(home, targets)


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    """A small healthy company, 60 leads up to June 2025."""
    return companies.copied(small_home, tmp_path / "home")


def typed(app: AppTest, scenario: PlanRow, cells: dict[str, JsonValue], row: int = 0) -> AppTest:
    """Type into the grid of targets."""
    edited = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    app.session_state[grid_key(app, scenario, "target")] = edited
    return app.run()


def read(text: str) -> str:
    """Text as a reader sees it."""
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def opened(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].message
    return app


def grid(app: AppTest) -> list[str]:
    """The names of the targets on the sheet."""
    return [str(name) for name in app.dataframe[0].value["name"]]


def test_the_first_sentence_says_how_many_are_held_and_which_is_furthest_off(
    visit: Visit, home: Path
) -> None:
    whole(home, target(value="80"), target("won", "sales", value="200"), target("cac", high="9"))
    shown = read(words(opened(visit(home, "targets"))))
    assert "1 of 3 targets is met or on course. Furthest off: CAC, 2025, " in shown
    assert "where at most 9 was agreed." in shown


def test_both_teams_stand_side_by_side_with_what_both_answer_for_between(
    visit: Visit, home: Path
) -> None:
    whole(home, target(value="80"), target("won", "sales", value="9"))
    app = opened(visit(home, "targets"))
    heads = [it.value for it in app.markdown if it.value.startswith("**:")]
    assert [head.split("[")[1] for head in heads] == ["Marketing]**", "Together]**", "Sales]**"]
    assert "1 of 1 met or on course" in words(app)


def test_without_a_plan_the_page_says_what_would_be_here(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    app = opened(visit(tmp_path / "home", "targets"))
    assert "agree what to reach" in words(app)
    pressed(app, "Begin the plan")
    assert "has no targets yet." in read(words(opened(app)))


def test_targets_can_be_agreed_before_there_are_facts(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    agreed(tmp_path / "home", [target(value="80")])
    app = opened(visit(tmp_path / "home", "targets"))
    assert "1 target agreed; none of these can be compared with facts yet." in read(words(app))
    assert grid(app) == ["Leads"]


@pytest.mark.parametrize("what", BROKEN)
def test_every_kpi_can_be_agreed_on_a_broken_company(
    visit: Visit, tmp_path: Path, what: str
) -> None:
    home = tmp_path / "home"
    companies.broken(home, what)
    every = [target(kpi, value="0.5", channel="Webinars", counter_kpi="leads") for kpi in KPIS]
    every += [target(kpi, low="0", high="0", start="2025-02", months=1) for kpi in KPIS]
    agreed(home, every)
    app = opened(visit(home, "targets", periods="All"))
    assert len(grid(app)) == 2 * len(KPIS)
    assert "nan" not in read(words(app)).casefold().split()


def test_a_share_is_typed_and_shown_as_percent_and_kept_as_fraction(
    visit: Visit, home: Path
) -> None:
    workspace, scenario = whole(home, target("close_ratio", "sales", value="0.3"))
    app = opened(visit(home, "targets"))
    assert app.dataframe[0].value["value"].tolist() == ["30 %"]
    pressed(typed(app, scenario, {"value": "27.5 %"}), "Save")
    assert workspace.plan.rows("target", scenario.id)[0]["value"] == "0.275"
    (entry, *_) = workspace.plan.history()
    assert entry.sentence.endswith("from 30 % to 27.5 %.")


def test_typing_what_stands_as_percent_is_no_change(visit: Visit, home: Path) -> None:
    workspace, scenario = whole(home, target("close_ratio", "sales", value="0.3"))
    typed(opened(visit(home, "targets")), scenario, {"value": "30 %"})
    assert workspace.plan.draft(f"target-{scenario.id}") is None


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"value": "27"}, "Target must be at most 100 %, not “27”."),
        ({"value": "-0.1"}, "Target must be a number of 0 or more, not “-0.1”."),
        ({"value": "soon"}, "Target must be a number of 0 or more, not “soon”."),
        ({"low": "0.1"}, "At least must stay blank beside a target."),
        ({"counter_kpi": "Luck"}, "Counter-KPI must be one of"),
        ({"reason": "=1+1"}, "Reason must be words, not the formula “=1+1”."),
    ],
)
def test_bad_input_is_refused_in_the_cells_own_words(
    visit: Visit, home: Path, cells: dict[str, JsonValue], why: str
) -> None:
    workspace, scenario = whole(home, target("close_ratio", "sales", value="0.3"))
    app = typed(opened(visit(home, "targets")), scenario, {**cells, "sales_owner": "Bo"})
    pressed(app, "Save")
    assert why in read("\n".join(str(error.value) for error in app.error))
    (stands,) = workspace.plan.rows("target", scenario.id)
    assert stands["value"] == "0.3"
    draft = workspace.plan.draft(f"target-{scenario.id}")
    assert draft is not None
    assert draft.mine == {stands.id: {**cells, "sales_owner": "Bo"}}


def test_a_counter_kpi_stands_beside_with_its_own_value(visit: Visit, home: Path) -> None:
    whole(home, target(value="80", counter_kpi="won"))
    app = opened(visit(home, "targets"))
    (beside,) = app.dataframe[0].value["counter"]
    # Two of every three of the forty deals were won.
    assert read(beside) == f"Won deals {sum(number % 3 > 0 for number in range(40))}"


def test_the_address_keeps_which_periods_are_looked_at(visit: Visit, home: Path) -> None:
    whole(
        home,
        target(value="80"),
        target("won", "sales", value="900"),
        target("sals", "sales", months=3, value="9"),
        target("mqls", months=1, value="9"),
    )
    assert grid(opened(visit(home, "targets"))) == ["Leads", "Won deals"]
    assert grid(opened(visit(home, "targets", periods="Quarters"))) == ["SALs"]
    assert grid(opened(visit(home, "targets", periods="Months"))) == ["MQLs"]
    off = opened(visit(home, "targets", **{"off-only": "true"}))
    assert grid(off) == ["Won deals"]


def test_a_viewer_sees_everything_and_changes_nothing(
    visit: Visit, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole(home, target(value="80"))
    monkeypatch.setattr(session, "LOCAL", VIEWER)
    app = opened(visit(home, "targets"))
    assert grid(app) == ["Leads"]
    offered = {button.label for button in app.button}
    assert offered.isdisjoint({"Save", "Add a target", "Remove", "Envelopes", "Rename"})
    assert "unsaved" not in app.dataframe[0].value.columns


@pytest.mark.parametrize("name", NAUGHTY)
def test_naughty_names_stay_names(visit: Visit, home: Path, name: str) -> None:
    clean = name.lstrip("=").strip()
    texts = ("channel", "region", "reason", "marketing_owner", "sales_owner")
    agreed(home, [{**target(value="80"), **dict.fromkeys(texts, clean)}])
    app = opened(visit(home, "targets"))
    (sentence,) = [it.value for it in app.markdown if "Furthest off" in it.value]
    told = plain(f"Leads of {clean}, {clean}, 2025").strip("\u2068\u2069")
    assert told in sentence


def test_targets_are_shown_as_they_were_on_a_day_and_cannot_be_edited_there(
    visit: Visit, home: Path
) -> None:
    workspace, scenario = whole(home, target(value="80"))
    (row,) = workspace.plan.rows("target", scenario.id)
    today = workspace.now()
    day = today.date().isoformat()
    later = Workspace.open(workspace.settings, now=lambda: today + timedelta(days=2))
    later.plan.save([Edit(row.id, {"value": "80"}, {"value": "90"})])
    assert opened(visit(home, "targets")).dataframe[0].value["value"].tolist() == ["90"]
    app = opened(visit(home, "targets", **{"as-of": day}))
    assert app.dataframe[0].value["value"].tolist() == ["80"]
    assert {button.label for button in app.button}.isdisjoint({"Save", "Add a target"})
    assert "As it was at the end of" in words(app)


def test_a_proposal_about_a_target_waits_on_the_page_of_targets(visit: Visit, home: Path) -> None:
    workspace, scenario = whole(home, target("close_ratio", "sales", value="0.3"))
    (row,) = workspace.plan.rows("target", scenario.id)
    planner = ADA.model_copy(
        update={"roles": frozenset({"planner"}), "teams": frozenset({"marketing"})}
    )
    workspace.acting_as(planner).plan.propose(row.id, {"value": "0.4"}, "Fewer poor deals")
    assert "1 proposal to sales waits" in words(opened(visit(home, "targets")))
    assert "waits for an answer" not in words(opened(visit(home, "budget")))


# ---- splitting ----


def year(kpi: str = "leads", **cells: object) -> Target:
    return Target.model_validate(target(kpi, **cells))  # type: ignore[arg-type]


def test_a_split_shows_what_stands_beside_what_it_would_be() -> None:
    whole_year = year(value="10")
    parts = to_quarters(whole_year, [1] * 12)
    stands = PlanRow("q", "target", "s", "marketing", cells=parts[1].cells() | {"value": "7"})
    shown = preview(matched(parts, [stands]))
    assert shown["Period"].tolist()[:2] == ["Jan–Mar 2025", "Apr–Jun 2025"]
    assert shown["Stands"].tolist() == ["", "7", "", ""]
    assert sum(int(text) for text in shown["Would be"]) == 10


def test_a_part_that_stands_already_is_no_change() -> None:
    parts = to_months(year(value="13"))
    rows = [
        PlanRow(str(at), "target", "s", "marketing", cells=part.cells())
        for at, part in enumerate(parts)
    ]
    assert not any(part.differs for part in matched(parts, rows))
    assert all(part.differs for part in matched(parts, []))


def test_a_part_of_another_team_or_place_is_another_target() -> None:
    (first, *_) = to_quarters(year(value="10"))
    sales = PlanRow("a", "target", "s", "sales", cells=first.cells() | {"team": "sales"})
    dach = PlanRow("b", "target", "s", "marketing", cells=first.cells() | {"region": "DACH"})
    assert matched([first], [sales, dach])[0].stands is None


def test_a_range_is_told_whole_after_a_split() -> None:
    parts = matched(to_quarters(year(low="10", high="21")), [])
    told = adds_up_words(year(low="10", high="21"), parts)
    assert told == "The quarters add up to exactly 10 to 21."


def test_a_ratio_stays_the_same_in_every_part() -> None:
    ratio = year("mql_rate", value="0.4")
    parts = matched([*to_quarters(ratio), *to_months(ratio)], [])
    assert set(preview(parts)["Would be"]) == {"40 %"}
    assert adds_up_words(ratio, parts) == "Every part keeps 40 %."


# ---- columns ----


def test_files_hold_fractions_and_no_pictures() -> None:
    row = PlanRow("a", "target", "s", "sales", cells=target("close_ratio", "sales", value="0.3"))
    (values, about) = columns(lambda _: None, "EUR", {}).values()
    filed = table(values, [row])
    assert filed["Target"].tolist() == [0.3]
    assert "12 months" not in filed.columns
    (head, first) = csv.reader(io.StringIO(csv_bytes(filed).decode("utf-8-sig")))
    assert dict(zip(head, first, strict=True))["Unit"] == "%"
    assert table(about, [row])["KPI"].tolist() == ["Close ratio"]


def test_a_column_in_its_rows_own_unit_takes_what_is_typed_as_it_is() -> None:
    row = PlanRow("a", "target", "s", "sales", cells={"value": "0.3"})
    column = Column("value", "Target", "number", shown=lambda _: "30 %")
    assert frame([column], [row], {})["value"].tolist() == ["30 %"]
    assert frame([column], [row], {"a": {"value": "a lot"}})["value"].tolist() == ["a lot"]
