"""A column's words are counted over the whole file, each with what it seems to mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from data_sources.imports.choices import MOST, Choices, value_choices, with_meanings
from data_sources.imports.read import inspect_file
from data_sources.imports.request import ImportRequest
from data_sources.imports.stage import stage
from planning.company import Company
from planning.errors import UsageError
from tests.sources.imports.importing import REAL, column_of, csv_file


def asked(path: Path, table: str, **told: Any) -> ImportRequest:  # noqa: ANN401
    return ImportRequest(path=path, label=path.name, table=table, **told)


def choices(request: ImportRequest, field: str, column: str) -> Choices:
    shape = inspect_file(request.path, label=request.label)
    return value_choices(request, shape, field, column)


def told(found: Choices) -> dict[str, tuple[str, str]]:
    return {one.value: (one.meaning, one.why) for one in found.choices}


def of(folder: Path, table: str, field: str, *words: str, **said: Any) -> Choices:  # noqa: ANN401
    path = csv_file(folder, [["Nr", "Word"], *([str(n), word] for n, word in enumerate(words))])
    return choices(asked(path, table, **said), field, "Word")


def test_stages_are_won_lost_or_open(tmp_path: Path) -> None:
    words = ("Closed Won", "lost", "5 - Deal won (signed)", "Not won yet", "Demo", "Demo", "")
    found = of(tmp_path, "opportunities", "stage", *words)
    assert found.meanings == ("won", "lost", "open")
    assert told(found) == {
        "Demo": ("open", "unknown"),
        "5 - Deal won (signed)": ("won", "contains"),
        "Closed Won": ("won", "known"),
        "Not won yet": ("open", "unknown"),
        "lost": ("lost", "known"),
    }
    assert [one.rows for one in found.choices] == [2, 1, 1, 1, 1]
    assert found.empty == 1


def test_what_the_person_said_is_shown_as_said(tmp_path: Path) -> None:
    found = of(
        tmp_path, "opportunities", "stage", "Signed", "Gone", won=("signed",), lost=("Gone",)
    )
    assert told(found) == {"Signed": ("won", "given"), "Gone": ("lost", "given")}
    found = of(tmp_path, "leads", "status", "1", "0", statuses={"won": ("1",)},
               values={"status": {"0": "new"}})  # fmt: skip
    assert told(found) == {"1": ("won", "given"), "0": ("new", "given")}


def test_statuses_nobody_knows_count_as_working(tmp_path: Path) -> None:
    found = of(tmp_path, "leads", "status", "New", "Lead disqualified: budget", "Gatekeeper")
    assert told(found) == {
        "New": ("new", "known"),
        "Lead disqualified: budget": ("disqualified", "contains"),
        "Gatekeeper": ("working", "unknown"),
    }


def test_a_closed_list_takes_its_own_words_and_others_known(tmp_path: Path) -> None:
    found = of(tmp_path, "opportunities", "motion", "New Business", "Renewal 2025", "Upsell", "?")
    assert told(found) == {
        "New Business": ("acquire", "known"),
        "Renewal 2025": ("retain", "contains"),
        "Upsell": ("up-sell", "known"),
        "?": ("", "unknown"),
    }
    assert "" in found.meanings


def test_channels_spelled_in_two_ways_are_offered_as_one(tmp_path: Path) -> None:
    found = of(tmp_path, "leads", "channel", "Online Store", "Online Store", "OnlineStore", "Fair")
    assert told(found) == {
        "Online Store": ("Online Store", "itself"),
        "Fair": ("Fair", "itself"),
        "OnlineStore": ("Online Store", "spelling"),
    }
    assert found.meanings == ()


def test_won_says_yes_or_no(tmp_path: Path) -> None:
    found = of(tmp_path, "opportunities", "is_won", "TRUE", "lost", "perhaps")
    assert told(found) == {
        "TRUE": ("yes", "known"), "lost": ("no", "known"), "perhaps": ("", "unknown"),
    }  # fmt: skip


def test_a_column_of_many_values_shows_the_most_used(tmp_path: Path) -> None:
    words = [*(f"c{n}" for n in range(MOST + 7)), "c3"]
    found = of(tmp_path, "leads", "campaign", *words)
    assert len(found.choices) == MOST
    assert found.more == 7
    assert (found.choices[0].value, found.choices[0].rows) == ("c3", 2)


@pytest.mark.parametrize("field", ["lead_id", "created_on", "owner", "nothing"])
def test_only_words_can_be_given_a_meaning(field: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be given a meaning"):
        of(tmp_path, "leads", field, "x")


def test_answers_become_part_of_the_request(tmp_path: Path) -> None:
    rows = [["opportunity_id", "stage", "channel"], ["1", "Signed", "web"], ["2", "Demo", "Web"]]
    request = asked(csv_file(tmp_path, rows), "opportunities")
    answers: Mapping[str, Mapping[str, str]] = {
        "stage": {"Signed": "won", "Demo": "open"},
        "channel": {"web": "Website", "Web": "Website"},
    }
    for field, meanings in answers.items():
        request = with_meanings(request, field, meanings)
    outcome = stage(request, Company(), tmp_path / "out")
    assert column_of(outcome, "is_won") == [True, None]
    assert column_of(outcome, "channel") == ["Website", "Website"]
    plain = with_meanings(request, "channel", {"web": "web"})
    assert plain.values == {}


@pytest.mark.realdata
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_real_columns_show_their_traps() -> None:
    deals = asked(REAL / "maven_crm" / "sales_pipeline.csv", "opportunities")
    assert told(choices(deals, "stage", "deal_stage"))["Won"] == ("won", "known")
    assert {one.value: one.rows for one in choices(deals, "stage", "deal_stage").choices} == {
        "Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500,
    }  # fmt: skip
    products = told(choices(deals, "product", "product"))
    assert products["GTXPro"] == ("GTXPro", "itself")
    leads = asked(REAL / "xeducation_leads" / "leads.csv", "leads")
    sources = told(choices(leads, "channel", "Lead Source"))
    assert sources["google"] == ("Google", "spelling")
