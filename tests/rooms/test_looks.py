"""Colours, numbers and words keep the agreed looks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from planning.actuals.change import Change
from planning.actuals.figures import Figure
from planning.kpis import KPIS
from planning.periods import Period
from views import theme
from views.formats import exact, percent, plain, short, shown
from views.theme import CHART_ORDER, DARK, LIGHT, STREAMLIT_WORD, Palette, contrast
from views.tiles import TILES, Tile, earlier_words, tile

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
LOOKS = {"light": LIGHT, "dark": DARK}


@pytest.mark.parametrize("name", LOOKS)
def test_the_screen_wears_the_colours_of_the_theme(name: str) -> None:
    looks, palette = CONFIG["theme"][name], LOOKS[name]
    for token, word in STREAMLIT_WORD.items():
        assert looks[f"{word}Color"] == getattr(palette, token), token
        assert looks[f"{word}TextColor"] == getattr(palette, token), token
    assert looks["backgroundColor"] == palette.ground
    assert looks["secondaryBackgroundColor"] == palette.raised
    assert looks["textColor"] == palette.text
    drawn = [getattr(palette, token) for token in CHART_ORDER]
    assert looks["chartCategoricalColors"] == drawn


@pytest.mark.parametrize("palette", LOOKS.values(), ids=LOOKS)
def test_every_colour_can_be_read_on_both_grounds(palette: Palette) -> None:
    for token in (*STREAMLIT_WORD, "text"):
        for ground in (palette.ground, palette.raised):
            assert contrast(getattr(palette, token), ground) >= 4.4, token


@pytest.mark.parametrize("name", LOOKS)
def test_chips_can_be_read_on_their_own_ground(name: str) -> None:
    looks = CONFIG["theme"][name]
    for word in ("blue", "orange", "violet", "green", "red", "yellow", "gray"):
        assert contrast(looks[f"{word}TextColor"], looks[f"{word}BackgroundColor"]) >= 4.4, word


def test_settings_of_the_server_stay_as_checked() -> None:
    server = CONFIG["server"]
    assert server["address"] == "127.0.0.1"
    assert "localhost" in server["allowedHosts"]
    assert not any("*" in host for host in server["allowedHosts"])
    assert server["maxUploadSize"] == 20
    assert server["showEmailPrompt"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["runner"]["postScriptGC"] is False
    assert CONFIG["runner"]["magicEnabled"] is False


def test_each_team_has_its_own_tiles_and_one_colour() -> None:
    keys = [key for keys in TILES.values() for key in keys]
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(KPIS)
    for team in ("marketing", "sales"):
        assert {KPIS[key].owner for key in TILES[team]} == {team}
    assert len({theme.team_word(team) for team in TILES}) == 3


def test_undefined_is_a_dash_and_never_a_word_of_machines() -> None:
    assert shown(None, "money") == exact(None, "days", "EUR") == "—"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-1_250_000, "−1.25\u00a0M"), (999_999, "1\u00a0M"), (0.5, "0.5"), (12.34, "12.3")],
)
def test_screen_numbers_are_short(value: float, text: str) -> None:
    assert short(value) == text


def test_percent_has_a_decimal_under_ten_and_none_above() -> None:
    assert [percent(share) for share in (0, 0.099, 0.0996, 1.5)] == [
        "0\u00a0%",
        "9.9\u00a0%",
        "10\u00a0%",
        "150\u00a0%",
    ]


@pytest.mark.parametrize("text", ["a*b", "[x](y)", "$1$", ":red[x]", "<b>", "# head", "a|b", "`x`"])
def test_foreign_text_is_escaped_for_markdown(text: str) -> None:
    signs = set("*[]()$:<>#|`") & set(text)
    assert signs
    assert all(f"\\{sign}" in plain(text) for sign in signs)


def test_foreign_text_with_directions_cannot_reorder_the_sentence() -> None:
    assert plain("\u202eevil").startswith("\u2068")
    assert plain("\u202eevil").endswith("\u2069")


def figure(value: float | None, *, cautious: bool = False, note: str = "") -> Figure:
    return Figure("close_ratio", value, "fraction", "won / decided", note=note, cautious=cautious)


def close_ratio(now: Figure, moved: Change | None = None) -> Tile:
    return tile("sales", {"close_ratio": now}, "close_ratio", moved, (), "May 2025", "EUR")


def test_a_move_is_told_with_sign_word_and_period() -> None:
    moved = Change(figure(0.30), figure(0.27), 0.03, verdict="better")
    made = close_ratio(figure(0.30), moved)
    assert (made.change, made.arrow, made.word) == ("+3.0\u00a0points", "up", "better")
    assert made.against == "Against May 2025"
    assert made.caution == ""


def test_a_large_move_that_may_be_chance_carries_a_caution() -> None:
    note = "The change may be chance."
    moved = Change(figure(0.30), figure(0.20), 0.10, verdict="unclear", note=note)
    made = close_ratio(figure(0.30), moved)
    assert (made.word, made.caution) == ("unclear", note)


def test_a_small_move_that_may_be_chance_needs_no_caution() -> None:
    moved = Change(figure(0.300), figure(0.301), -0.001, verdict="unclear", note="Chance.")
    made = close_ratio(figure(0.300), moved)
    assert made.caution == ""


def test_too_few_cases_carry_a_caution() -> None:
    made = close_ratio(figure(1.0, cautious=True))
    assert made.caution == "Too few cases to conclude from."


def test_an_undefined_value_says_why_in_its_place() -> None:
    made = close_ratio(figure(None, note="No deal was decided."))
    assert (made.value, made.undefined, made.caution) == ("—", "No deal was decided.", "")


def test_the_period_before_is_named() -> None:
    assert earlier_words(Period.parse("2025-01", "2025-02")) == "Dec 2024"
