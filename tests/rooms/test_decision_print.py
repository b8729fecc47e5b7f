"""The decision sheet in words and in print: one page, whatever the names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from planning.agreed.rows import PlanRow
from planning.agreed.signatures import Seat
from planning.model.advising.headcount import Headcount
from planning.model.optimising.uncertainty import Range
from planning.model.weighing.decision import Choice, DecisionSheet, Full, shifts_of
from planning.model.weighing.options import Key, Move
from planning.teams import Team
from tests.rooms import printed
from tests.rooms.companies import NAUGHTY
from views.approval import Seated
from views.decision_pictures import revenue_ranges
from views.decision_sentences import MOVES
from views.decision_sheet import sheet_words
from views.pack.decision_sheet import FOLDER, pdf, signature_lines

MARKUP: Final = (
    '#import "theft.typ": *',
    '#read("/etc/passwd")',
    "#pagebreak()",
    "$x$ *bold* _it_ @ref \\ <l> // /* c */",
    "= Heading",
    "\\u{41} \\",
    "`raw` ```typ #panic()```",
    '"]) #panic("out") ([',
)
ENDLESS: Final = ("W" * 500, "word " * 100, "m\u0301" * 250, "#" * 500)


def move(line: str, change: int, team: Team = "marketing") -> Move:
    """A line that had 100,000."""
    return Move(team, line, Decimal(100_000), Decimal(100_000 + change))


def choice(key: Key, *moves: Move, **more: Any) -> Choice:  # noqa: ANN401 - fields of a choice
    """An option of 1 M that brings what the current plan brings."""
    plain = Choice(
        key=key,
        name=key.capitalize(),
        total=None if key == "current" else 1_000_000.0,
        spend=1_000_000.0,
        value=500_000.0,
        revenue=Range(1.8e6, 2.0e6, 2.2e6),
        cac=Range(9_000.0, 10_000.0, 11_000.0),
        customers=Range(90.0, 100.0, 110.0),
        headcount=Headcount(10.0, 10.0, 0.0),
        chance=0.5,
        more_value=0.0,
        more_money=0.0,
        shifts=shifts_of(moves),
        moves=tuple(moves),
        full=(),
        note="",
        is_best=False,
    )
    return replace(plain, **more)


def sheet(**choices: Choice) -> DecisionSheet:
    """A decision sheet; options that are not given are like the current plan."""
    keys: tuple[Key, ...] = ("current", "best", "less", "more")
    listed = tuple(choices.get(key) or choice(key) for key in keys)
    return DecisionSheet("Plan 2026", 2026, "EUR", 7, date(2026, 3, 31), 2_100_000.0, listed)


def named(names: Sequence[str]) -> DecisionSheet:
    """A sheet on which every name people can give is one of these, by turns."""
    moves = [move(name, -9_000 * (2 + at) * (-1) ** at) for at, name in enumerate(names)]
    moves.sort(key=lambda it: -abs(it.change))
    full = tuple(Full(name, 3, "from Apr 2026 to Jun 2026") for name in names)
    found = sheet(**{key: choice(key, *moves, full=full) for key in ("best", "less", "more")})
    return replace(found, plan=names[0])


def kept(folder: Path, found: DecisionSheet, seats: Sequence[Seated] = ()) -> Path:
    """A sheet in print."""
    file = folder / "sheet.pdf"
    file.write_bytes(pdf(sheet_words(found), signature_lines(seats)))
    return file


# ---- names are names ----


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_a_name_is_printed_as_it_was_typed(name: str, tmp_path: Path) -> None:
    file = kept(tmp_path, named([name]))
    assert printed.pages(file) == 1
    assert name in printed.text(file, 0, 0, 500, 60)
    for region in printed.columns(file, "Current", "signature")[1:]:
        # In the sentence on who has no free hour, and as a line that moves.
        assert region.replace(" ", "").count(name.replace(" ", "")) == 2


@pytest.mark.parametrize("names", [MARKUP, ENDLESS, NAUGHTY, ("שלום", "مرحبا", "\u202eback")])
def test_no_name_breaks_the_page(names: Sequence[str], tmp_path: Path) -> None:
    file = kept(tmp_path, named(names), signed_by(names[0]))
    assert printed.pages(file) == 1
    for needed in ("Facts up to 31 Mar 2026", "1,000,000 planned", "Executive", "8 of 10"):
        assert needed in printed.text(file)


def test_a_note_without_end_makes_everything_smaller_not_longer(tmp_path: Path) -> None:
    note = "It cannot be taken out. " * 80
    file = kept(tmp_path, sheet(less=choice("less", note=note)))
    assert printed.pages(file) == 1
    assert printed.text(file).count("taken") == 80
    assert printed.text(file).count("Name, day") == 3


def test_direction_marks_in_a_name_do_not_turn_the_amount_beside_it() -> None:
    words = sheet_words(named(["\u2069\u202eabc"]))
    (moved,) = words.columns[1].moves
    assert moved.line == "\u2068\u202eabc\u2069"
    assert moved.amount == "−18\u00a0k"


# ---- the file ----


def test_equal_words_print_an_equal_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept(tmp_path, sheet()).read_bytes()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert kept(tmp_path, sheet()).read_bytes() == first
    assert b"CreationDate" not in first


def test_only_the_fonts_beside_the_template_are_used(tmp_path: Path) -> None:
    used = printed.fonts(kept(tmp_path, sheet(best=choice("best", move("Łódź Ελλάδα Київ", -9)))))
    beside = {path.stem for path in (FOLDER / "fonts").glob("*.ttf")}
    assert set(used) == beside
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "fonts" / "LICENSE.md").read_text("utf-8")


def test_who_signed_stands_on_their_line_and_the_others_are_blank(tmp_path: Path) -> None:
    told = printed.text(kept(tmp_path, sheet(), signed_by("Sue [x](y)", "sales")))
    assert "Sue [x](y) " in told
    assert "3 Mar 2026, as of change 7" in told
    assert told.count("Name, day") == 2


def signed_by(name: str, *seats: Seat) -> list[Seated]:
    """Signatures of one name, for all seats where none is named."""
    row = PlanRow("s", "signature", "plan", "sales", cells={"signed": 7})
    at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    return [Seated(it, row, name, at) for it in seats or ("marketing", "executive", "sales")]


# ---- what it says ----


@pytest.mark.parametrize(
    ("best", "finding"),
    [
        (
            {"more_value": 540_000.0, "more_money": -124_000.0},
            "The best plan brings 540 k EUR more than the current one, with 124 k less money.",
        ),
        (
            {"more_value": 540_000.0},
            "The best plan brings 540 k EUR more than the current one with the same money.",
        ),
        (
            {},
            "No plan was found that brings more than the current one.",
        ),
        (
            {"more_value": -20_000.0},
            "Within its limits the plan can bring 20 k EUR less than it says.",
        ),
    ],
)
def test_the_leading_sentence_tells_the_finding_and_recommends_nothing(
    best: dict[str, float], finding: str
) -> None:
    words = sheet_words(sheet(best=choice("best", **best)))
    assert printed.flat(words.finding) == finding
    assert len(words.finding.split()) < 20


def test_both_teams_are_told_alike_who_gives_up_what_and_who_gets_it() -> None:
    moves = [
        move("Fairs", -60_000),
        move("Outbound", -40_000, "sales"),
        move("Partner", 30_000, "joint"),
        move("Search", 20_000),
        move("Closing", 10_000, "sales"),
        move("Webinars", -5_000),
    ]
    column = sheet_words(sheet(best=choice("best", *moves))).columns[1]
    assert printed.flat(column.sentences[1]) == (
        "Marketing gives up 65 k and gets 20 k, sales gives up 40 k and gets 10 k, "
        "joint lines get 30 k."
    )
    # The largest of both sides are named, and the rest re-adds.
    assert [it.line for it in column.moves] == [
        "Fairs", "Outbound", "Partner", "Search", "2 more lines",
    ]  # fmt: skip
    assert [it.whose for it in column.moves][1:3] == [", sales", ", joint"]
    assert column.moves[-1].amount == "+5,000"
    assert len(column.moves) == MOVES + 1


def test_where_no_line_moves_that_is_said() -> None:
    column = sheet_words(sheet()).columns[1]
    assert column.sentences[0] == "It brings as much as the current plan with the same money."
    assert column.sentences[1] == "Nobody gives up anything: every line gets what it has now."
    assert column.moves == ()


def test_without_a_target_there_is_no_chance_and_no_line_of_it(tmp_path: Path) -> None:
    keys: tuple[Key, ...] = ("current", "best", "less", "more")
    found = replace(sheet(**{it: choice(it, chance=None) for it in keys}), target=None)
    words = sheet_words(found)
    for column in words.columns:
        assert (column.chance.value, column.chance.beside) == ("—", "no revenue target is agreed")
        assert column.bar is not None
        assert column.bar.target is None
    assert "No revenue target is agreed for 2026" in words.about
    assert "upright line" not in printed.text(kept(tmp_path, found))
    picture = revenue_ranges(found)
    assert picture is not None
    assert picture.finding == "Revenue lies between 1.8\u00a0M and 2.2\u00a0M, whatever is chosen"


def test_figures_that_are_not_defined_are_dashes(tmp_path: Path) -> None:
    nothing = Range(None, None, None)
    keys: tuple[Key, ...] = ("current", "best", "less", "more")
    found = sheet(**{it: choice(it, revenue=nothing, cac=nothing) for it in keys})
    for column in sheet_words(found).columns:
        assert (column.revenue.value, column.cac.value, column.bar) == ("—", "—", None)
    assert revenue_ranges(found) is None
    assert printed.pages(kept(tmp_path, found)) == 1


def test_ranges_and_target_lie_on_one_axis() -> None:
    wide = choice("best", revenue=Range(1.5e6, 2.0e6, 3.0e6))
    bars = [it.bar for it in sheet_words(sheet(best=wide)).columns]
    current, best = bars[0], bars[1]
    assert current is not None
    assert best is not None
    assert 0 < best.low < current.low < current.middle < current.high < best.high < 1
    assert current.middle == best.middle
    assert current.target == best.target
    # A target far off would squeeze the ranges; it is told in words alone.
    far = sheet_words(replace(sheet(best=wide), target=9e6)).columns[0].bar
    assert far is not None
    assert far.target is None


@pytest.mark.parametrize(
    ("chances", "finding"),
    [
        ((0.9, 0.8, 0.7, 0.6), "All four are more likely than not to reach the revenue target"),
        ((0.1, 0.2, 0.3, 0.4), "None of the four is likely to reach the revenue target"),
        (
            (0.1, 0.9, 0.2, 0.8),
            "Best and More are more likely than not to reach the revenue target",
        ),
    ],
)
def test_the_picture_says_which_options_reach_the_target(
    chances: tuple[float, ...], finding: str
) -> None:
    keys: tuple[Key, ...] = ("current", "best", "less", "more")
    found = sheet(**{it: choice(it, chance=one) for it, one in zip(keys, chances, strict=True)})
    picture = revenue_ranges(found)
    assert picture is not None
    assert picture.finding == finding
    assert [row["name"] for row in picture.rows] == ["Current", "Best", "Less", "More"]
