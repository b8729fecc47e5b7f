"""Money: what people type is read one way or refused, and no split loses a cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.numerals import read_money
from planning.errors import UsageError
from planning.money import AMOUNT_LIMIT, NotAnAmount, amount, even, quoted, split

cents = st.integers(0, 10**14).map(lambda it: Decimal(it).scaleb(-2))
weights = st.lists(
    st.one_of(st.decimals(0, 10**6, places=3), st.floats(0, 1e6)), min_size=1, max_size=24
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1200", "1200.00"),
        ("1,200", "1200.00"),
        ("1,200.50", "1200.50"),
        ("1 200", "1200.00"),
        ("1\u202f200,50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1.200.000", "1200000.00"),
        ("1'200.50", "1200.50"),
        ("12,5", "12.50"),
        ("0,500", "0.50"),
        ("0.500", "0.50"),
        ("1234.567", "1234.57"),
        ("  7 ", "7.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("12k", "12000.00"),
        ("1.25 M", "1250000.00"),
        ("1e3", "1000.00"),
        ("+3", "3.00"),
        (0, "0.00"),
        (33.333333, "33.33"),
        (0.005, "0.01"),
        (Decimal("2.675"), "2.68"),
        (10**12, "1000000000000.00"),
    ],
)
def test_amounts_are_read_as_people_type_and_paste_them(typed: object, meant: str) -> None:
    assert str(amount(typed)) == meant


@pytest.mark.parametrize("typed", ["1.200", "12.345", "999.999", "1.200 k"])
def test_a_lone_point_before_three_digits_is_refused_with_both_readings(typed: str) -> None:
    with pytest.raises(NotAnAmount, match="can mean") as refusal:
        amount(typed)
    assert refusal.value.remedy.startswith("Write ")
    for way in refusal.value.remedy.removeprefix("Write ").removesuffix(".").split(" or "):
        amount(way)


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "1.2.3", "1,2,3", "12 34", "1,20,0", "--5", "(5", "½", "١٢", "１２", "0x10",
     "NaN", "Infinity", "∞", "1/2", "5 %", "1 200 50", "twelve", "1_000", "\x00", "1\n2",
     None, True, float("nan"), float("inf"), -0.01, "-5", "−5", "(5)", "- 1,200.00", [], {}],
)  # fmt: skip
def test_what_is_no_amount_of_money_is_refused(typed: object) -> None:
    with pytest.raises(NotAnAmount, match="must be an amount of 0 or more, not “"):
        amount(typed)


@pytest.mark.parametrize("typed", [10**20, 1e20, "1e20", "1" + "0" * 20, "9" * 400, 10**400,
                                   Decimal("1e300"), "1000000000000.01", "1e999", 1e308,
                                   "2000000M"])  # fmt: skip
def test_amounts_beyond_a_trillion_are_refused(typed: object) -> None:
    with pytest.raises(NotAnAmount, match=r"at most 1,000,000,000,000, not “") as refusal:
        amount(typed)
    assert len(str(refusal.value)) < 120


def test_even_a_number_too_long_to_be_written_is_refused_in_words() -> None:
    with pytest.raises(NotAnAmount, match="not “more than 40 digits”"):
        amount(10**5000)


@pytest.mark.parametrize("typed", ["=1+1", "=SUM(A1:A3)", "@now", "+A1", "-(3)", "=cmd|'/c'!A0"])
def test_formulas_are_refused_as_formulas(typed: str) -> None:
    with pytest.raises(NotAnAmount, match=r"not the formula “.*Write its result\."):
        amount(typed)


def test_a_sign_of_currency_is_read_only_where_it_is_the_plans() -> None:
    assert amount("€ 1,200.50", currency="EUR") == amount("1.200,50 €", currency="EUR")
    assert amount("EUR 5", currency="EUR") == amount("$5", currency="USD") == 5
    for typed, currency in (("$5", "EUR"), ("5 USD", "EUR"), ("€5", None)):
        with pytest.raises(NotAnAmount, match="must be a number alone"):
            amount(typed, currency=currency)


def test_amounts_below_nothing_are_read_where_they_are_meant() -> None:
    assert amount("(1,200.50)", negative=True) == amount("−1200.50", negative=True) == -1200.5
    assert str(amount("-0.001", negative=True)) == "0.00"


@given(cents, st.sampled_from(["{:.2f}", "{:,.2f}"]))
@settings(deadline=None)
def test_every_amount_is_read_back_as_it_was_written(value: Decimal, form: str) -> None:
    assert amount(form.format(value)) == value
    continental = form.format(value).translate(str.maketrans(",.", ".,"))
    assert amount(continental) == value


@given(st.text(alphabet="0123456789.,' -()k", max_size=12))
@settings(deadline=None)
def test_what_is_read_is_what_one_of_the_two_conventions_of_files_reads(typed: str) -> None:
    try:
        found = amount(typed, negative=True)
    except NotAnAmount:
        return
    ways = {read_money(typed.strip(), decimal_comma=comma) for comma in (False, True)}
    assert found in ways


@given(st.text(max_size=60))
@settings(deadline=None)
def test_no_text_does_more_than_be_refused(typed: str) -> None:
    told = ""
    try:
        assert 0 <= amount(typed) <= AMOUNT_LIMIT
    except NotAnAmount as refusal:
        told = str(refusal)
    assert "\n" not in told
    assert len(told) < 200


def test_a_hundred_in_three_parts_adds_to_a_hundred() -> None:
    parts = even(Decimal("100.00"), 3)
    assert [str(part) for part in parts] == ["33.34", "33.33", "33.33"]
    assert sum(parts) == Decimal("100.00")


def test_left_over_cents_go_to_the_largest_remainders() -> None:
    # exact shares 0.10 × (1, 2, 4) / 7 = 1.43, 2.86, 5.71 cents: 1 + 2 + 5, two cents left
    assert split(Decimal("0.10"), [1, 2, 4]) == (
        Decimal("0.01"),
        Decimal("0.03"),
        Decimal("0.06"),
    )


@given(cents, weights, st.sampled_from([1, -1]))
@settings(deadline=None)
def test_parts_add_up_exactly_and_each_is_within_a_cent_of_its_share(
    total: Decimal, shares: list[Decimal | float], sign: int
) -> None:
    parts = split(sign * total, shares)
    assert sum(parts) == sign * total
    given = [Fraction(it) for it in shares]
    whole = sum(given)
    exact = [it / whole if whole else Fraction(1, len(given)) for it in given]
    for part, share in zip(parts, exact, strict=True):
        assert abs(Fraction(part) - share * Fraction(sign * total)) < Fraction(1, 100)
        assert part == 0 or share > 0


@given(cents, st.integers(1, 60))
@settings(deadline=None)
def test_even_parts_differ_by_a_cent_at_most(total: Decimal, parts: int) -> None:
    found = even(total, parts)
    assert max(found) - min(found) <= Decimal("0.01")
    assert list(found) == sorted(found, reverse=True)


@given(st.integers(0, 10**6), weights)
@settings(deadline=None)
def test_whole_cases_split_into_whole_cases(total: int, shares: list[Decimal | float]) -> None:
    parts = split(Decimal(total), shares, Decimal(1))
    assert sum(parts) == total
    assert all(part == part.to_integral_value() for part in parts)


@pytest.mark.parametrize(
    ("total", "shares"),
    [("1.00", []), ("0.001", [1]), ("1.00", [1, -1]), ("1.00", [float("nan")]),
     ("1.00", [float("inf")])],
)  # fmt: skip
def test_a_split_that_cannot_be_exact_is_refused(total: str, shares: list[float]) -> None:
    with pytest.raises(UsageError):
        split(Decimal(total), shares)


@given(st.text())
@settings(deadline=None)
def test_what_is_quoted_is_short_and_hides_nothing(text: str) -> None:
    shown = quoted(text)
    assert len(shown) <= 41
    assert shown.isprintable() or not any(ord(it) < 0x20 or 0x7F <= ord(it) < 0xA0 for it in shown)
    shown.encode("utf-8")
