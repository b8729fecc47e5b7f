"""Assumptions: the most particular one answers, and each says what it is and where from."""

from __future__ import annotations

from datetime import date

import pytest

from planning.errors import UsageError
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import (
    Assumption,
    Assumptions,
    Channel,
    Group,
    default,
    row,
)


def closes(value: float, **where: str) -> Assumption:
    return Assumption(kind="closes", value=value, source="measured", team="sales", **where)


def company(*entries: Assumption) -> Assumptions:
    return Assumptions(
        as_of=date(2026, 6, 30),
        area_kind="region",
        areas=("North", "South"),
        folded={},
        channels=(
            Channel(name="Web", team="marketing", class_name="Web"),
            Channel(name="Podcast", team="marketing", class_name="Small ones"),
        ),
        groups=(Group(area="North", motion="acquire", motions=("acquire",)),),
        jobs=("closing",),
        entries=entries,
    )


def test_the_most_particular_assumption_answers() -> None:
    told = company(
        closes(0.1),
        closes(0.2, motion="acquire"),
        closes(0.3, motion="acquire", channel="Web"),
        closes(0.4, motion="acquire", channel="Web", area="North"),
    )

    def close_ratio(**where: str) -> float:
        return told.find("closes", **where).number

    assert close_ratio(channel="Web", area="North", motion="acquire") == 0.4
    assert close_ratio(channel="Web", area="South", motion="acquire") == 0.3
    assert close_ratio(channel="Fair", area="North", motion="acquire") == 0.2
    assert close_ratio(channel="Fair", area="North", motion="up-sell") == 0.1


def test_a_small_channel_has_the_assumptions_of_its_class() -> None:
    told = company(closes(0.1), closes(0.3, channel="Small ones"))
    assert told.find("closes", channel="Podcast", motion="acquire").number == 0.3
    assert told.find("closes", channel="Web", motion="acquire").number == 0.1


def test_what_nobody_assumed_is_refused() -> None:
    with pytest.raises(UsageError, match="Nothing is assumed about Margin"):
        company().find("margin")


def test_replacing_keeps_the_others_and_adds_new_ones() -> None:
    told = company(closes(0.1), closes(0.2, motion="acquire"))
    new = told.replaced([closes(0.5), closes(0.6, motion="up-sell")])
    assert [it.value for it in new.entries] == [0.5, 0.2, 0.6]
    assert [it.value for it in told.entries] == [0.1, 0.2]


@pytest.mark.parametrize("value", [-0.1, 1.2])
def test_a_share_outside_its_range_is_refused(value: float) -> None:
    with pytest.raises(UsageError, match=r"Close ratio: .* outside 0 to 1"):
        closes(value)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="not an assumption"):
        Assumption(kind="mood", value=1, source="default", team="sales")


def test_a_row_of_numbers_is_not_read_as_one() -> None:
    with pytest.raises(UsageError, match="row of numbers"):
        _ = default("season").number


def test_keys_are_unlike_for_unlike_places() -> None:
    places: list[dict[str, str]] = [
        {},
        {"channel": "Web"},
        {"area": "Web"},
        {"motion": "acquire"},
        {"channel": "Web", "motion": "acquire"},
    ]
    assert len({closes(0.1, **place).key for place in places}) == len(places)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_says_what_it_is_and_why_its_default(kind: object) -> None:
    about = KINDS[kind.key]  # type: ignore[attr-defined] # a Kind, told by the registry
    assert about.name[0].isupper()
    assert about.meaning.endswith(".")
    assert len(about.meaning.split()) < 20
    assert about.unit
    if about.default is not None:
        assert about.reason.endswith(".")
        low, value, high = (
            row(it) for it in (about.default_low, about.default, about.default_high)
        )
        for below, middle in zip(low, value, strict=bool(low)):
            assert below <= middle
        for middle, above in zip(value, high, strict=bool(high)):
            assert middle <= above
        assert all(about.low <= number <= about.high for number in value)
