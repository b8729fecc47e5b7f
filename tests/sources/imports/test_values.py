"""What stands in the cells: dates, amounts, words, and what happens to the unreadable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planning.company import Company
from planning.errors import UsageError
from tests.sources.imports.importing import (
    codes,
    column_of,
    csv_file,
    file_of,
    rejects_of,
    rows_of,
    staged,
)

JAN_18, SEP_30 = date(2021, 1, 18), date(2022, 9, 30)


def dated(folder: Path, *texts: str) -> Path:
    """Write leads created on these days."""
    return csv_file(folder, [["id", "created"], *([f"L{n}", text] for n, text in enumerate(texts))])


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("20210118", "20220930"), "%Y%m%d"),
        (("1/18/2021 0:00", "9/30/2022"), "%m/%d/%Y"),
        (("18-01-2021", "30-09-2022"), "%d-%m-%Y"),
        (("18.1.21", "30.9.22"), "%d.%m.%y"),
        (("2021-01-18T10:00:00Z", "2022-09-30 23:59"), "%Y-%m-%d"),
        (("18 January 2021", "30 Sept 2022"), "%d %b %Y"),
        (("Jan 18, 2021", "Sep. 30, 2022"), "%b %d, %Y"),
        (("18-JAN-21", "30-SEP-22"), "%d-%b-%y"),
        (("44214", "44834.5"), "excel"),
        (("2021-01-18", "9/30/2022"), "%m/%d/%Y"),
    ],
)
def test_the_format_of_a_date_column_is_found(
    tmp_path: Path, texts: tuple[str, ...], told: str
) -> None:
    outcome = staged(dated(tmp_path, *texts), "leads", tmp_path)
    assert outcome.dates == {"created_on": told}
    assert column_of(outcome, "created_on") == [JAN_18, SEP_30]


def test_moments_with_an_offset_become_days_in_the_company_s_time_zone(tmp_path: Path) -> None:
    path = dated(tmp_path, "2025-01-01T23:30:00Z", "2025-01-01T23:30:00", "2025-01-02T01:00+09:00")
    outcome = staged(path, "leads", tmp_path, Company(time_zone="Europe/Berlin"))
    days = [date(2025, 1, 2), date(2025, 1, 1), date(2025, 1, 1)]
    assert column_of(outcome, "created_on") == days


def test_a_column_that_fits_two_formats_is_refused(tmp_path: Path) -> None:
    path = dated(tmp_path, "1/2/2025", "3/4/2025")
    with pytest.raises(UsageError, match=r"“created”.*--date-format") as problem:
        staged(path, "leads", tmp_path)
    assert "%d/%m/%Y" in str(problem.value)
    assert "%m/%d/%Y" in str(problem.value)
    outcome = staged(path, "leads", tmp_path, date_format="%d/%m/%Y")
    assert column_of(outcome, "created_on") == [date(2025, 2, 1), date(2025, 4, 3)]


def test_a_format_can_be_given_for_one_field(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["id", "created", "mql date"], ["1", "1/2/2025", "1/2/2025"]])
    asked = {"created_on": "%m/%d/%Y", "mql_on": "%d/%m/%Y"}
    row = rows_of(staged(path, "leads", tmp_path, dates=asked))[0]
    assert (row["created_on"], row["mql_on"]) == (date(2025, 1, 2), date(2025, 2, 1))


def test_days_that_mean_the_same_either_way_are_not_refused(tmp_path: Path) -> None:
    outcome = staged(dated(tmp_path, "5/5/2025", "7/7/2025"), "leads", tmp_path)
    assert column_of(outcome, "created_on") == [date(2025, 5, 5), date(2025, 7, 7)]


@pytest.mark.parametrize("given", ["%Q", "%Y-%m-%d-%d", "tomorrow", "%d", "%Y%y%m"])
def test_a_format_that_is_none_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(UsageError, match="is not a date format"):
        staged(dated(tmp_path, "2025-01-01"), "leads", tmp_path, date_format=given)


def test_a_few_odd_dates_are_emptied_with_a_finding(tmp_path: Path) -> None:
    days = [f"{day}/1/2025" for day in range(1, 29)]
    outcome = staged(dated(tmp_path, *days, "soon", "ann@example.org"), "leads", tmp_path)
    assert (outcome.accepted, outcome.undated) == (30, 2)
    (finding,) = outcome.findings
    assert (finding.code, finding.count, finding.column) == ("unreadable-value", 2, "created_on")
    assert "“soon” in row 30" in finding.message
    assert "ann@example.org" not in finding.message


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2025-01", 1),
        ("2025-01-31", 1),
        ("Jan 2025", 1),
        ("Feb-25", 2),
        ("03/2025", 3),
        ("202504", 4),
    ],
)
def test_a_month_may_be_written_without_a_day(tmp_path: Path, text: str, month: int) -> None:
    outcome = staged(csv_file(tmp_path, [["Month", "Cost"], [text, "1"]]), "spend", tmp_path)
    assert column_of(outcome, "month") == [date(2025, month, 1)]


def money(folder: Path, *texts: str) -> list[int | None]:
    """Import amounts and return their cents."""
    rows = [["id", "amount"], *([f"D{n}", text] for n, text in enumerate(texts))]
    return column_of(staged(csv_file(folder, rows), "opportunities", folder), "amount_cents")


def test_a_column_is_read_with_one_decimal_sign(tmp_path: Path) -> None:
    assert money(tmp_path, "1.234,50", "1.234", "12,5") == [123450, 123400, 1250]
    assert money(tmp_path, "1,234.50", "1,234", "12.5") == [123450, 123400, 1250]
    assert money(tmp_path, "1.5", "1.234") == [150, 123]
    assert money(tmp_path, "1.234", "5.678") == [123400, 567800]


def test_amounts_carry_signs_units_and_spaces(tmp_path: Path) -> None:
    assert money(tmp_path, "$1,117.10K", "($5)", "$200,000 ", "€2M", "0", "-3") == [
        111710000, -500, 20000000, 200000000, 0, -300,
    ]  # fmt: skip


def test_millionths_of_ad_platforms_are_money(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["date", "cost_micros"], ["2025-01-01", "36150000"]])
    assert column_of(staged(path, "spend", tmp_path), "amount_cents") == [3615]


def test_empty_is_missing_and_unreadable_is_emptied(tmp_path: Path) -> None:
    rows = [["id", "employees", "is customer"], ["1", "", ""], ["2", "51-200", "perhaps"]]
    outcome = staged(csv_file(tmp_path, rows), "accounts", tmp_path)
    assert column_of(outcome, "employees") == [None, None]
    assert [finding.count for finding in outcome.findings] == [1, 1]


def test_an_unreadable_value_with_a_default_takes_it_and_says_so(tmp_path: Path) -> None:
    rows = [["month", "cost", "team"], ["2025-01", "1", "Finance"], ["2025-01", "1", ""]]
    outcome = staged(csv_file(tmp_path, rows), "spend", tmp_path)
    assert column_of(outcome, "team") == ["marketing", "marketing"]
    assert "taken as marketing" in outcome.findings[0].message


STAGES = ("Closed Won", "closed-lost", "WON", "Lost ", "Negotiation", "")


def deals(folder: Path, *stages: str, **asked: object) -> list[bool | None]:
    """Import deals in these stages and return their outcomes."""
    path = csv_file(folder, [["id", "stage"], *([f"D{n}", s] for n, s in enumerate(stages))])
    return column_of(staged(path, "opportunities", folder, **asked), "is_won")  # type: ignore[arg-type]


def test_won_and_lost_are_read_from_the_stage(tmp_path: Path) -> None:
    assert deals(tmp_path, *STAGES) == [True, False, True, False, None, None]


def test_the_person_may_say_what_won_and_lost_are_called(tmp_path: Path) -> None:
    stages = ("TRUE", "False ", "pending", "Won")
    assert deals(tmp_path, *stages, won=("true",), lost=("FALSE",)) == [True, False, None, None]


def test_what_the_row_says_goes_before_its_stage(tmp_path: Path) -> None:
    rows = [["id", "stage", "is_won"], ["1", "Closed Won", "no"], ["2", "Closed Won", ""]]
    outcome = staged(csv_file(tmp_path, rows), "opportunities", tmp_path)
    assert column_of(outcome, "is_won") == [False, True]


def test_statuses_have_usual_words_and_others_are_working(tmp_path: Path) -> None:
    words = ["New", "Open - Not Contacted", "Contacted", "Unqualified", "1", "Gatekeeper", ""]
    path = csv_file(tmp_path, [["id", "status"], *([f"L{n}", w] for n, w in enumerate(words))])
    outcome = staged(path, "leads", tmp_path, statuses={"won": ("1",)})
    assert column_of(outcome, "status") == [
        "new", "new", "working", "disqualified", "won", "working", None,
    ]  # fmt: skip
    assert codes(outcome) == ["unknown-status"]
    assert "“Gatekeeper” (1)" in outcome.findings[0].message


RATES = Company(currency="EUR", rates={"USD": {0: Decimal("0.9")}, "GBP": {2025: Decimal("1.2")}})


def test_money_without_a_rate_is_rejected(tmp_path: Path) -> None:
    rows = [
        ["id", "created", "amount", "currency"],
        ["1", "2025-01-01", "5", "usd"],
        ["2", "2025-01-01", "5", "GBP"],
        ["3", "2024-01-01", "5", "GBP"],
        ["4", "2025-01-01", "5", "CHF"],
        ["5", "2025-01-01", "", "CHF"],
        ["6", "2025-01-01", "5", ""],
        ["7", "2025-01-01", "5", "$"],
        ["8", "2025-01-01", "5", "€"],
    ]
    outcome = staged(csv_file(tmp_path, rows), "opportunities", tmp_path, RATES)
    assert column_of(outcome, "opportunity_id") == ["1", "2", "5", "6", "8"]
    assert column_of(outcome, "currency") == ["USD", "GBP", "CHF", None, "EUR"]
    assert [line["row"] for line in rejects_of(outcome)] == ["4", "5", "8"]
    assert "no rate from “CHF” to EUR" in rejects_of(outcome)[1]["problem"]


def test_a_rejected_row_is_told_with_its_place_value_and_remedy(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, 'Report\n\nMonth,Cost,Mail\n2025-01,"1\n2",a@x.org\n\n=soon,+5,b@x.org\n,,c\n'
    )
    outcome = staged(path, "spend", tmp_path)
    assert (outcome.read, outcome.accepted, outcome.rejected) == (3, 0, 3)
    lines = rejects_of(outcome)
    assert [(line["row"], line["column"], line["value"]) for line in lines] == [
        ("4", "Cost", "1\n2"),
        ("6", "Month", "'=soon"),
        ("7", "Month", ""),
        ("7", "Cost", ""),
    ]
    assert lines[1]["problem"] == "is not a month or date"
    assert all(line["remedy"] for line in lines)
    assert "x.org" not in str(lines)


def test_blank_ids_are_rejected_and_repeated_ones_told(tmp_path: Path) -> None:
    rows = [["id", "name"], ["1", "a"], [" ", "b"], ["1", "c"]]
    outcome = staged(csv_file(tmp_path, rows), "accounts", tmp_path)
    assert column_of(outcome, "name") == ["a", "c"]
    assert codes(outcome) == ["duplicate-id"]


def test_addresses_and_numbers_of_people_are_never_repeated(tmp_path: Path) -> None:
    rows = [["Month", "Cost"], ["ann@example.org", "+49 30 1234567"]]
    outcome = staged(csv_file(tmp_path, rows), "spend", tmp_path)
    assert [line["value"] for line in rejects_of(outcome)] == ["(not shown)", "(not shown)"]


def test_rows_keep_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [["id", "owner"], *([f"{n}", f"P{n % 7}"] for n in range(60_000, 0, -1))]
    outcome = staged(csv_file(tmp_path, rows), "leads", tmp_path)
    assert column_of(outcome, "lead_id") == [row[0] for row in rows[1:]]


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    from data_sources.imports.request import ImportRequest
    from data_sources.imports.stage import stage

    told: list[float] = []
    path = dated(tmp_path, *["2025-01-01"] * 120_000)
    request = ImportRequest(path=path, label="x.csv", table="leads")
    stage(request, Company(), tmp_path, lambda _what, share: told.append(share))
    assert told == sorted(told)
    assert len(told) > 4
    assert 0 <= told[0] <= told[-1] <= 1
