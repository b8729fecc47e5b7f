"""Many actions and questions on This week: quick to draw, none out of reach."""

from __future__ import annotations

from pathlib import Path

from tests.rooms import companies
from tests.rooms.conftest import Visit, words


def test_hundreds_of_actions_are_drawn_only_where_somebody_looks(
    visit: Visit, demo_home: Path, tmp_path: Path
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    together = companies.opened(home).together
    told = {"owner": "Bo", "team": "sales", "due": "2030-01-01"}
    for at in range(60):
        together.add_action({"what": f"Do {at}", **told})
    for row in together.actions()[-25:]:
        together.finish(row.id)
    app = visit(home, "this_week")
    keys = [str(it.key) for it in app.button]
    assert sum(key.startswith("done-") for key in keys) == 6
    assert not any(key.startswith("reopen-") for key in keys)
    assert {"33 more actions", "26 actions done"} <= {box.label for box in app.expander}
    app.session_state["actions-more"] = True
    app.session_state["actions-done"] = True
    keys = [str(it.key) for it in app.run().button]
    assert sum(key.startswith("done-") for key in keys) == 26
    assert sum(key.startswith("reopen-") for key in keys) == 20


def test_every_open_question_stands_before_what_was_decided(
    visit: Visit, demo_home: Path, tmp_path: Path
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    together = companies.opened(home).together
    for at in range(6):
        together.ask({"question": f"Which of {at}?", "options": ["This", "That"]})
    app = visit(home, "this_week")
    # The demo's one open question and these; its two decisions are folded.
    assert sum(str(it.key).startswith("decide-") for it in app.button if it.label == "Decide") >= 7
    assert all(f"Which of {at}" in words(app) for at in range(6))
    assert "Bid less on broad words" not in words(app)
    assert "2 earlier decisions" in {box.label for box in app.expander}
    app.session_state["decisions-more"] = True
    assert "Bid less on broad words" in words(app.run())
