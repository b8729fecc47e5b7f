"""Words, scales and rules of rows mean the same to the columns and to the row models."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.imports.checks import Check
from planning.actuals.dates import ISO
from planning.actuals.numerals import read_money, steps_of
from planning.actuals.reading import Reading
from planning.actuals.tables import TABLES
from planning.company import Company
from planning.errors import UsageError
from tests.sources.imports.importing import codes, column_of, csv_file, rejects_of, staged
from tests.sources.imports.test_two_witnesses import COMPANY, by_columns, compare
from tests.sources.imports.texts import NUMBERS, TEXTS, WORDS

SCALES = st.sampled_from([Decimal(s) for s in ("0.000001", "12", "1000", "0.01", "2.5", "1")])
SPEND_FIELDS = ("month", "channel", "category", "amount", "currency")


def readings() -> st.SearchStrategy[Reading]:
    return st.builds(
        Reading,
        dates=st.just({"month": ISO}),
        scale=st.fixed_dictionaries({"amount": SCALES}),
        millionths=st.sampled_from([frozenset[str](), frozenset({"amount"})]),
        values=st.sampled_from(
            [
                {"channel": {"google": "Google", "select": ""}},
                {"category": {"1": "programme", "media": "", "true": "tools"}},
                {"amount": {"n/a": "0", "-": "-5"}, "month": {"now": "2025-01"}},
                {"currency": {"$": "USD", "usd": "EUR", "eur": "USD"}},
            ]
        ),
    )


ODD = st.sampled_from(["google", "GOOGLE ", "select", "1", "Media", "n/a", "-", "now", "$", "usd"])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_columns_and_models_agree_under_meanings_and_scales(data: st.DataObject) -> None:
    reading = data.draw(readings())
    check = Check(spec=TABLES["spend"], fields=SPEND_FIELDS, reading=reading, company=COMPANY)
    cells = {
        "month": st.one_of(st.just("2025-01"), ODD, TEXTS),
        "channel": st.one_of(ODD, TEXTS),
        "category": st.one_of(ODD, WORDS),
        "amount": st.one_of(NUMBERS, NUMBERS, ODD),
        "currency": st.one_of(ODD, st.sampled_from(["USD", "EUR", ""])),
    }
    rows = data.draw(st.lists(st.fixed_dictionaries(cells), min_size=10, max_size=20))
    for row, told in zip(rows, by_columns(check, rows), strict=True):
        compare(check, row, told)


@given(units=st.integers(1 - 10**12, 10**12 - 1), scale=SCALES, places=st.integers(0, 4))
def test_scaled_money_is_rounded_once_half_away_from_zero(
    units: int, scale: Decimal, places: int
) -> None:
    value = Decimal(units).scaleb(-places)
    exact = value * scale
    cents = int(abs(exact) * 100 + Decimal("0.5")) * (1 if exact >= 0 else -1)
    assert read_money(str(value), scale=scale) == Decimal(cents) / 100


@pytest.mark.parametrize("text", ["0", "-1", "1234567", "1e10", "0.0000000001", "NaN", "Infinity"])
def test_a_scale_that_would_not_stay_exact_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="scale"):
        steps_of(Decimal(text))


def test_many_small_amounts_stay_within_half_a_cent_each(tmp_path: Path) -> None:
    rows = [["date", "cost_micros"], *(["2025-01-31", str(n * 1_234)] for n in range(500))]
    outcome = staged(csv_file(tmp_path, rows), "spend", tmp_path)
    exact = Decimal(sum(n * 1_234 for n in range(500))) / 10_000
    assert abs(Decimal(sum(column_of(outcome, "amount_cents"))) - exact) <= 250


def file_of_leads(folder: Path) -> Path:
    return csv_file(
        folder,
        [
            ["lead_id", "channel", "status", "Deleted", "First", "Second", "Done"],
            ["1", "OnlineStore", "Fresh", "no", "2025-01-01", "2025-01-09", "yes"],
            ["2", "onlinestore", "Gone", "YES", "2025-01-02", "", "yes"],
            ["3", "Select", "-", "no", "", "2025-01-03", "yes"],
            ["4", "Fair", "odd", "no", "2025-01-04", "", "no"],
        ],
    )


def leads(folder: Path, **asked: Any) -> Any:  # noqa: ANN401
    return staged(file_of_leads(folder), "leads", folder, **asked)


def test_words_take_their_meaning_whatever_their_case(tmp_path: Path) -> None:
    outcome = leads(tmp_path, values={"channel": {"ONLINESTORE": "Online Store", "select": ""}})
    assert column_of(outcome, "channel") == ["Online Store", "Online Store", None, "Fair"]


def test_a_status_with_a_meaning_is_no_finding(tmp_path: Path) -> None:
    known = {"Fresh": "new", "Gone": "disqualified", "-": "", "odd": "working"}
    outcome = leads(tmp_path, values={"status": known})
    assert column_of(outcome, "status") == ["new", "disqualified", None, "working"]
    assert "unknown-status" not in codes(outcome)
    assert "unknown-status" in codes(leads(tmp_path))


def test_rows_a_column_rules_out_are_not_read(tmp_path: Path) -> None:
    outcome = leads(tmp_path, leave_out={"deleted": ("yes",), "Done": ("no",)})
    assert column_of(outcome, "lead_id") == ["1", "3"]
    assert outcome.left_out == {"Deleted": 1, "Done": 1}
    assert outcome.read == outcome.accepted == 2


def test_the_next_column_stands_in_where_the_first_is_empty(tmp_path: Path) -> None:
    outcome = leads(
        tmp_path, columns={"mql_on": "First"}, instead={"mql_on": ("Second",)},
        only_where={"mql_on": {"Done": ("yes",)}},
    )  # fmt: skip
    expected = [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3), None]
    assert column_of(outcome, "mql_on") == expected


def test_the_first_of_several_ids_is_read(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["lead_id", "account_id"], ["1", " 7 ; 8"], ["2", ";9"], ["3", "5"]])
    outcome = staged(path, "leads", tmp_path, first_of=("account_id",))
    assert column_of(outcome, "account_id") == ["7", None, "5"]


def test_a_rejected_row_shows_the_source_s_own_word(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["month", "amount"], ["2025-01", "none"], ["2025-01", "much"]])
    outcome = staged(path, "spend", tmp_path, values={"amount": {"none": "0", "much": "a lot"}})
    assert column_of(outcome, "amount_cents") == [0]
    (line,) = rejects_of(outcome)
    assert (line["value"], line["problem"]) == ("much", "is not an amount")


def test_decimals_can_be_said(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["month", "amount"], ["2025-01", "1.234"]])
    assert column_of(staged(path, "spend", tmp_path, decimal=","), "amount_cents") == [123_400]
    assert column_of(staged(path, "spend", tmp_path, decimal="."), "amount_cents") == [123]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"values": {"status": {"x": "lost"}}}, "“lost” is no status"),
        ({"values": {"region": {"x": "y"}}}, "no column feeds it"),
        ({"scale": {"lead_id": Decimal(2)}}, "cannot be scaled"),
        ({"columns": {"won_amount": "First"}, "scale": {"won_amount": Decimal(0)}}, "above 0"),
        ({"leave_out": {"Gelöscht": ("yes",)}}, "has no column “Gelöscht”"),
        ({"only_where": {"region": {"Done": ("yes",)}}}, "no column feeds it"),
        ({"instead": {"mql_on": ("Second",)}}, "no column feeds it"),
    ],
)
def test_rules_that_do_not_fit_the_file_are_refused(
    asked: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=reason):
        leads(tmp_path, **asked)


def test_a_flag_s_word_means_yes_or_no(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["account_id", "is_customer"], ["1", "aktiv"], ["2", "ruht"]])
    told = {"is_customer": {"aktiv": "yes", "ruht": "no"}}
    outcome = staged(path, "accounts", tmp_path, Company(), values=told)
    assert column_of(outcome, "is_customer") == [True, False]
    with pytest.raises(UsageError, match="neither yes nor no"):
        staged(path, "accounts", tmp_path, values={"is_customer": {"ruht": "perhaps"}})
