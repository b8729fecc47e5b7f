"""Counter-KPIs on screen: how they moved beside a target, and marked where they lost."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.test_targets import agreed, opened, read, target


def test_a_counter_kpi_shows_how_it_moved_and_is_the_registrys_where_nobody_chose(
    visit: Visit, small_home: Path, tmp_path: Path
) -> None:
    home = companies.copied(small_home, tmp_path / "home")
    agreed(home, [target("close_ratio", "sales", value="0.5", start="2025-04", months=3)])
    app = opened(visit(home, "targets", periods="Quarters"))
    (beside,) = app.dataframe[0].value["counter"]
    # Eight deals were opened in each month from January to May.
    assert read(beside) == "Opportunities 16, −33 %"


def read_page(app: AppTest) -> str:
    """The page as a reader sees it."""
    return read(words(opened(app)))


def cheaper_but_poorer(home: Path) -> None:
    """Twice the leads for the same money, of which deals close a third as often."""
    months = ((3, 100, 2), (4, 200, 6))
    companies.imported(
        home,
        {
            "leads": [
                companies.lead(month * 1000 + at, month)
                for month, leads, _ in months for at in range(leads)
            ],
            "opportunities": [
                companies.deal(
                    month * 1000 + at, month, stage="lost" if at % every else "won", amount=100
                )
                for month, _, every in months for at in range(90)
            ],
            "spend": [companies.money(month, amount=5000) for month, *_ in months],
        },
    )  # fmt: skip


def test_cheaper_leads_are_marked_while_the_close_ratio_falls(visit: Visit, tmp_path: Path) -> None:
    cheaper_but_poorer(tmp_path / "home")
    april = {"period": "Chosen months", "from": "Apr 2025", "through": "Apr 2025"}
    text = read_page(visit(tmp_path / "home", **april))
    assert "! Close ratio −33 points, 99 % sure" in text
    assert (
        "Cost per lead fell 50 % while close ratio fell 33 points: "
        "at least 99 % likely more than chance." in text
    )


def test_nothing_is_marked_where_nothing_stands_before(visit: Visit, tmp_path: Path) -> None:
    cheaper_but_poorer(tmp_path / "home")
    text = read_page(visit(tmp_path / "home", period="All time"))
    assert "more than chance" not in text
    assert " sure" not in text
