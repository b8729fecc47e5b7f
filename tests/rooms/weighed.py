"""The demo company's plan weighed once, and the decision sheet drawn as a page of its own."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.allocating import Allocations
from planning.model.weighing.decision import DecisionSheet, decision_sheet
from planning.model.weighing.study import Study, weigh
from tests.rooms import companies
from tests.rooms.conftest import SECONDS

PLAN: Final = "Plan 2026"
_SHELL: Final = """
import streamlit as st
from tests.rooms.weighed import draw

here = st.Page(draw, title="Trade-offs", url_path="tradeoffs")
st.navigation([here, st.Page("plan/budget.py"), st.Page("plan/targets.py")]).run()
"""


@cache
def weighed(home: Path) -> Study:
    """The study of the demo's plan; a copy of its home asks the same."""
    asking = Allocations(companies.opened(home))
    plan = asking.plan(PLAN)
    return weigh(asking.question(plan), asking.revenue_target(plan))


def sheet_of(home: Path) -> DecisionSheet:
    """The demo's decision sheet, as its page lays it out."""
    workspace = companies.opened(home)
    plan, snapshot = Allocations(workspace).plan(PLAN), workspace.snapshot()
    assert snapshot is not None
    revision = workspace.agreement.revision_of(plan.id)
    return decision_sheet(weighed(home), revision, snapshot.as_of)


def draw() -> None:
    """Draw the section as a page would: the plan as it stands, the study kept."""
    from pages.shared import session
    from pages.shared.tradeoffs import sheet

    plan = Allocations(session.workspace()).plan(PLAN)
    sheet.section(session.now(), plan, weighed(Path(os.environ["TANDEM_STUDY_OF"])))


def screen(home: Path, study_of: Path, folder: Path, patch: pytest.MonkeyPatch) -> AppTest:
    """Open the section on a home, with the study of a home it is a copy of."""
    patch.setenv("TANDEM_HOME", str(home))
    patch.setenv("TANDEM_STUDY_OF", str(study_of))
    (folder / "plan").mkdir(parents=True, exist_ok=True)
    for room in ("budget", "targets"):
        text = f"import streamlit as st\nst.title({room.capitalize()!r})\n"
        (folder / "plan" / f"{room}.py").write_text(text)
    shell = folder / "shell.py"
    shell.write_text(_SHELL)
    app = AppTest.from_file(str(shell), default_timeout=SECONDS).run()
    assert not app.exception, app.exception[0].message
    return app
