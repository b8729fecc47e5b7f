"""The buttons that take the paper of the week away, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.week import paper
from tests.rooms import companies
from tests.rooms.companies import AS_OF
from tests.rooms.conftest import SECONDS
from views.pack.week_print import week_pdf
from views.pack.week_workbook import week_xlsx


def _buttons() -> None:
    from pages.shared import session
    from pages.shared.week import paper

    now = session.now()
    assert now.counts is not None
    paper.take(now.counts)


def test_two_ways_are_offered(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(small_home))
    app = AppTest.from_function(_buttons, default_timeout=SECONDS).run()
    assert not app.exception
    assert [getattr(it, "label", "") for it in app.get("download_button")] == [
        "Pack as PDF",
        "Pack as workbook",
    ]


def test_what_is_taken_is_the_paper_and_its_facts_are_kept(
    small_home: Path, tmp_path: Path
) -> None:
    workspace = companies.opened(companies.copied(small_home, tmp_path / "home"))
    counts = workspace.counts()
    assert counts is not None
    made = paper.content(workspace, AS_OF, counts, week_pdf)
    assert made.startswith(b"%PDF")
    assert paper.content(workspace, AS_OF, counts, week_xlsx).startswith(b"PK")
    kept = workspace.snapshot()
    assert kept is not None
    assert kept.keeps == ("the pack of the week of 30 Jun 2025 names it",)
