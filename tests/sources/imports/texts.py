"""Text as sources write it, well and badly, for tests that draw their own examples."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

from hypothesis import strategies as st

from planning.actuals.dates import DAY_FORMATS, MONTH_FORMATS


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


ODD_NUMBERS: Final = (
    *listed(
        """0 1 -1 007 1,234 1.234 1,23 1.234,56 1,234.56 1'234.5 1e3 1.5E-2 (5) (5 -5 5- +5 --5 .5
        5. . $1,117.10K 1.1k 2M 3bn 4Mio 5mrd. 12% %12 -12.5% 1e99 1e-99 99999999999999999
        9999999999999.995 0.005 -0.005 1.005 2.5 3.0 US$5 5USD USD5USD Rs.5 kr.5 5kr. 12,34,567
        0,125 00.5 1,2345 1e15 999999999999999 1e12 999999999999 nan inf -0 0x10 1_000 ٣"""
    ),
    *("1 234", "1\u00a0234,5", "$ 5", "- $5", "-$5", "($5 )", "5 €", "\u22125", "1 23", "– 5"),
)
ODD_DAYS: Final = (
    *listed(
        """2024-02-30 2023-02-29 2024-02-29 31/04/2024 0001-01-01 9999-12-31 44197 44197.75
        20210105 2021-1-5 2021111 3-MAY-24 13/13/2024 1/1/69 1/1/68 2024-06-31T10:00Z"""
    ),
    *("Jan 2025", "1 Sept 2024", "Sun, 05 Jan 2025", "May 5, 2024", "5. Mai 2024"),
)
_CLOCKS = ("T00:00", " 23:59:59", "T04:30:00.123", " 12:00 AM", " 11:15 pm", "T24:00", " 7:05", "")
_ZONES = ("", "Z", " UTC", "+02:00", "-0930", "+05", " +14:00", "x")

NUMBERS: Final = st.one_of(
    st.sampled_from(ODD_NUMBERS),
    st.decimals(-(10**13), 10**13, places=4).map(str),
    st.floats().map(repr),
    st.text("0123456789.,'-+()eEKMB%$€ ", max_size=12),
)


def numbers_with(decimal: str) -> st.SearchStrategy[str]:
    """Return amounts as people write them with one decimal sign."""
    signs = str.maketrans({".": decimal, ",": "." if decimal == "," else ","})
    return st.builds(
        lambda number, style: format(number, style).translate(signs),
        st.decimals(-(10**7), 10**7, places=3),
        st.sampled_from(["", ",.2f", ".1f", ".0f", ".3e"]),
    )


def days_in(date_format: str) -> st.SearchStrategy[str]:
    """Return days written in one format, sometimes with a time of day behind."""
    return st.builds(
        lambda day, clock, zone: f"{day.strftime(date_format)}{clock}{zone}",
        st.dates(date(1950, 1, 1), date(2150, 1, 1)),
        st.sampled_from(_CLOCKS),
        st.sampled_from(_ZONES),
    )


MOMENT_FORMATS: Final = (
    "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M %p", "%Y-%m-%dT%H:%M:%S%z", "%d/%m/%y %H.%M.%S", "%B %d %Y",
)  # fmt: skip


def moments_in(date_format: str) -> st.SearchStrategy[str]:
    """Return moments with an offset, written in one format."""
    return st.builds(
        lambda moment, minutes: moment.replace(
            tzinfo=timezone(timedelta(minutes=minutes))
        ).strftime(date_format),
        st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)),  # noqa: DTZ001 - clock times
        st.integers(-14 * 60, 14 * 60),
    )


DAYS: Final = st.one_of(
    st.sampled_from((*DAY_FORMATS, *MONTH_FORMATS)).flatmap(days_in),
    st.sampled_from(ODD_DAYS),
    st.text("0123456789/-.: TZ+apm", max_size=20),
)
WORDS: Final = st.sampled_from(
    listed(
        """TRUE False yes N 1 0 1.0 maybe Won LOST Closed-Won closed_lost Open New Contacted
        Converted Gatekeeper marketing Sales JOINT finance programme Media travel acquire Up-Sell
        renewal Closing SDR lead Deals won_amount eur USD GBP CHF € $ EURO ÄÖÜ ſales KELVIN"""
    )
)
ODD_TEXTS: Final = (
    *("", " ", "\u2003", "NULL", "NaN", "-", "'=1", "=1+1", "'", "''", "'tis", '"', 'a "b" c'),
    *("a,b;c", "a\nb", "a\r\nb", " a\tb ", "\x00", "a\x00", "\x1f", "\x85a", "\u200bx", "\ufeff"),
    *("İ", "ı", "ß", "ﬁ", "e\u0301", "\u202eabc", "😀", "\\", "\\N", "%s", "{}", "[]", "a" * 300),
)
TEXTS: Final = st.one_of(WORDS, NUMBERS, DAYS, st.text(max_size=8), st.sampled_from(ODD_TEXTS))
NAMES: Final = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
