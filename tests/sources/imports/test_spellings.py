"""Names that seem to mean the same are offered as one; what differs on purpose is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.imports.spellings import alike, one_letter_apart
from tests.builders import counts_of


def meant(*names: str) -> dict[str, str]:
    """Return what is proposed, earlier names being used more often."""
    rows = {name: len(names) - place for place, name in enumerate(names)}
    return {name: told for group in alike(rows) for name, told in group.meanings.items()}


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("Online Store", "OnlineStore"),
        ("Google", "google"),
        ("E-Mail", "email"),
        ("Café", "CAFE"),
        ("GTX Pro", "GTXPro"),
        ("Trade Shows and Events", "trade_shows_and_events"),
        ("Referral", "Referal"),
        ("Organic Search", "Orgnaic Search"),
        ("Referral", "Referrals"),
        ("Webinar", "Webinars"),
    ],
)
def test_spellings_of_one_name_are_offered_under_the_usual_one(usual: str, other: str) -> None:
    assert meant(usual, other) == {other: usual}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Campaign 1", "Campaign 2"),
        ("Summer 2024", "Summer 2025"),
        ("Web 2.0", "Web 20"),
        ("Region A", "Region B"),
        ("GTX Plus Basic", "GTX Plus Pro"),
        ("East", "West"),
        ("Inbound", "Unbound"),
        ("EMEA", "EMEAA"),
        ("Partner North", "Partner South"),
        ("Tier I", "Tier II"),
        ("Webinar Q1", "Webinar Q2"),
        ("—", "?"),
    ],
)
def test_names_that_differ_on_purpose_stay_apart(one: str, other: str) -> None:
    assert meant(one, other) == {}


def test_the_name_most_rows_use_is_proposed() -> None:
    (group,) = alike({"google": 3, "Google": 90, "GOOGLE": 7, "Bing": 50})
    assert (group.name, group.rows) == ("Google", 90)
    assert [(one.name, one.rows, one.why) for one in group.others] == [
        ("GOOGLE", 7, "signs"),
        ("google", 3, "signs"),
    ]


def test_slips_join_the_name_they_are_nearest_to_and_never_a_chain() -> None:
    told = meant("Referral", "Referal", "Refral")
    assert told == {"Referal": "Referral"}
    (group,) = alike({"Referral": 9, "Referal": 2, "REFERAL": 1})
    assert [(one.name, one.why) for one in group.others] == [
        ("Referal", "letter"),
        ("REFERAL", "letter"),
    ]


def test_a_missing_name_is_no_name() -> None:
    assert alike({None: 5, "": 3, "Google": 1}) == ()


def test_labels_of_counts_can_be_asked(tmp_path: object) -> None:
    from pathlib import Path

    leads = [
        {"lead_id": str(n), "channel": name, "created_on": "2025-01-01"}
        for n, name in enumerate(("Online Store", "Online Store", "OnlineStore", None))
    ]
    counts = counts_of(Path(str(tmp_path)), leads=leads)
    (group,) = alike(counts.cubes["base"].by("channel", "leads"))
    assert group.meanings == {"OnlineStore": "Online Store"}


NAMES = st.text(st.sampled_from("aAbBcé 12-_"), max_size=8)


@given(st.dictionaries(NAMES, st.integers(1, 9), max_size=12))
def test_every_name_is_offered_at_most_once_and_never_for_itself(names: dict[str, int]) -> None:
    groups = alike(names)
    shown = [name for group in groups for name in (group.name, *group.meanings)]
    assert len(shown) == len(set(shown))
    assert set(shown) <= set(names)
    assert all(
        one.rows <= group.rows or one.why == "letter" for group in groups for one in group.others
    )


@given(st.dictionaries(NAMES, st.integers(1, 9), max_size=12))
def test_names_that_differ_in_a_digit_are_never_joined(names: dict[str, int]) -> None:
    for group in alike(names):
        for other in group.meanings:
            assert _digits(other) == _digits(group.name)


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())


@given(st.text("abc", min_size=1, max_size=6), st.text("abc", min_size=1, max_size=6))
def test_one_letter_apart_is_one_edit_behind_the_first_letter(one: str, other: str) -> None:
    assert one_letter_apart(one, other) == one_letter_apart(other, one)
    edits = set()
    for at in range(1, len(one) + 1):
        edits |= {one[:at] + letter + one[at:] for letter in "abc"}
        if at < len(one):
            edits |= {one[:at] + letter + one[at + 1 :] for letter in "abc"}
            edits.add(one[:at] + one[at + 1 :])
            edits.add(one[:at] + one[at + 1 : at + 2] + one[at] + one[at + 2 :])
    # What ends in a swap, or takes the first letter with it, is told apart by its start.
    expected = other in edits - {one} and one[:1] == other[:1]
    assert one_letter_apart(one, other) == expected


def test_ten_thousand_names_take_no_time_to_speak_of() -> None:
    import time

    names = {f"Campaign {chr(97 + n % 26)}{n:05d} for spring": n for n in range(10_000)}
    started = time.process_time()
    assert alike(names) == ()
    assert time.process_time() - started < 5
