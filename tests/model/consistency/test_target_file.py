"""What a file of targets may say, and how it is told what is wrong."""

from __future__ import annotations

import pytest

from planning.errors import UsageError
from planning.model.consistency.conflicts import names, verdict
from planning.model.consistency.question import Question
from planning.model.consistency.spans import Span, read_span, span_key
from planning.model.consistency.target_file import FileRow, question_of_file
from planning.model.consistency.words import member_key

FIRST = 2
"""The row below the header."""


def read(*rows: dict[str, str], **more: object) -> Question:
    return question_of_file(
        (FileRow(at, it) for at, it in enumerate(rows, FIRST)),
        **more,  # type: ignore[arg-type]
    )


def cells(kpi: str, low: str = "", high: str = "", **more: str) -> dict[str, str]:
    return {"kpi": kpi, "low": low, "high": high, **more}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("0.27", 0.27), ("27 %", 0.27), ("27%", 0.27), ("2.7e-1", 0.27), ("1", 1), ("0", 0),
        ("100 %", 1), ("0.123", 0.123),
    ],
)  # fmt: skip
def test_shares_are_fractions_or_per_cent(said: str, value: float) -> None:
    (statement,) = read(cells("close_ratio", said)).statements
    assert statement.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("said", "value"),
    [("11000000", 11e6), ("11,000,000", 11e6), ("1e9", 1e9), ("12.345", 12.345), ("0", 0)],
)
def test_amounts_are_read_as_programs_and_people_write_them(said: str, value: float) -> None:
    (statement,) = read(cells("revenue", said)).statements
    assert statement.value == value


def test_a_point_is_asked_about_where_decimals_are_written_with_a_comma() -> None:
    (statement,) = read(cells("close_ratio", "0,27"), dots=False).statements
    assert statement.value == 0.27
    with pytest.raises(UsageError, match="can mean"):
        read(cells("leads", "1.200"), dots=False)


@pytest.mark.parametrize("said", ["close_ratio", "Close ratio", "CLOSE RATIO", " close ratio "])
def test_a_kpi_goes_by_its_key_or_its_name(said: str) -> None:
    assert read(cells(said, "0.3")).statements[0].kpi == "close_ratio"


def test_teams_are_those_of_the_file_else_those_of_the_registry() -> None:
    question = read(
        cells("leads", "5"), cells("leads", "6", team="Sales"), cells("cost_per_head", "7"),
        cells("revenue", "8", team="both"),
    )  # fmt: skip
    assert [it.team for it in question.statements] == ["marketing", "sales", "sales", "joint"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (cells("lead", "5"), "Did you mean leads?"),
        (cells("", "5"), "the column kpi is blank"),
        (cells("glory", "5"), "“glory” is no KPI. Write its key"),
        (cells("leads", "five"), "low must be a number of 0 or more, not “five”. Write it like"),
        (cells("leads", "-5"), "low must be a number of 0 or more"),
        (cells("leads", "", "2e12"), "high must be at most 1,000,000,000,000"),
        (cells("leads", "5 %"), "Write the number without a percent sign."),
        (cells("close_ratio", "27"), "Write 27 % or 0.27."),
        (cells("leads", "5", period="2026-13"), "“2026-13” is no period. Write 2026, 2026-Q1"),
        (cells("leads", "5", period="Q1"), "“Q1” is no period"),
        (cells("leads", "5", period="2026-03 to 2026-02"), "is no period"),
        (cells("leads", "5", scope="Mid-market"), "“Mid-market” is no scope. Write segment:"),
        (cells("leads", "5", scope="country:DE"), "with one of team, channel, segment, region"),
        (cells("leads", "5", scope="segment:"), "is no scope"),
        (cells("leads", "5", scope="team:legal"), "“legal” is no team"),
        (cells("leads", "5", scope="region:A, region:B"), "names a kind twice"),
        (cells("spend_sales", "5", scope="team:marketing"), "Use spend_marketing."),
        (cells("leads", "5", team="legal"), "“legal” is no team. Use one of marketing"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row_and_a_remedy(
    row: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError) as refusal:
        read(cells("leads", "1"), row)
    assert str(refusal.value).startswith("Row 3: ")
    assert words in str(refusal.value)


@pytest.mark.parametrize("rows", [[], [{}], [{"kpi": "", "low": " "}]])
def test_a_file_without_a_target_is_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(UsageError, match="states no target"):
        read(*rows)


def test_a_range_open_at_both_ends_holds_and_is_told() -> None:
    question = read(cells("leads"))
    assert verdict(question)
    assert names(question) == ()
    assert question.warnings == ("Row 2 has neither low nor high and states nothing.",)


def test_rows_that_say_the_same_count_once_and_those_that_say_nothing_are_told() -> None:
    question = read(
        cells("leads", "5"), cells("mqls"), cells("leads", "5"), {}, cells("leads", "6")
    )
    assert [it.value for it in question.statements] == [5, 6]
    assert list(question.warnings) == [
        "Row 4 says the same as row 2 and counts once.",
        "Row 3 has neither low nor high and states nothing.",
    ]


def test_a_low_above_its_high_is_a_contradiction_and_perhaps_a_mistake() -> None:
    question = read(cells("leads", "100", "50"))
    assert question.warnings == (
        "Row 2 has a low above its high: swap them if they were mixed up.",
    )
    assert not verdict(question)


def test_blank_periods_are_one_and_the_same_and_else_all_that_is_named() -> None:
    assert not read(cells("leads", "5"), cells("mqls", "6")).dated
    question = read(
        cells("leads", "5", period="2026-Q1"), cells("leads", "6", period="2026-06"),
        cells("leads", "", "7"),
    )  # fmt: skip
    january = 2026 * 12
    assert [it.span for it in question.statements] == [
        Span(january, january + 3), Span(january + 5, january + 6), Span(january, january + 6),
    ]  # fmt: skip
    (conflict,) = names(question)
    keys = {member_key(it, question) for it in conflict.members if it.kind == "target"}
    assert keys == {"leads", "leads@2026-Q1", "leads@2026-06"}


@pytest.mark.parametrize("year_start", [1, 4, 7])
@pytest.mark.parametrize("said", ["2026", "2026-Q3", "2026-11", "2026-02 to 2026-07"])
def test_a_period_is_written_as_it_is_read(said: str, year_start: int) -> None:
    assert span_key(read_span(said, year_start), year_start) == said


def test_labels_are_one_whatever_their_case() -> None:
    question = read(
        cells("leads", "", "5", scope="segment:Small"), cells("mqls", "6", scope="Segment: SMALL")
    )
    assert question.labels == {"segment": ("Small",)}
    assert not verdict(question)
    assert any("the only segment" in it for it in question.warnings)


def test_what_cannot_be_compared_without_facts_is_told() -> None:
    question = read(
        cells("sales_cycle_days", "", "60"), cells("open_pipeline", "5"), cells("leads", "6")
    )
    assert [it.split(" is ")[0] for it in question.warnings] == ["Sales cycle", "Open pipeline"]
    assert verdict(question)
