"""Every command answers plainly: a document or a table, one sentence when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from planning.actuals.tables import TABLES, FieldSpec
from planning.kpis import KPIS
from tests.cli.conftest import Tandem
from tests.workspaces import csv_file, leads

PROMISED = frozenset(
    """
    leads mqls sals sqls opportunities won customers revenue average_deal spend_marketing
    spend_sales cost_per_lead cac mql_rate sal_rate sql_rate disqualified_rate
    lead_to_customer close_ratio close_ratio_by_value sales_cycle_days open_pipeline
    follow_up_within_sla not_followed_up never_followed_up cost_of_unfollowed_leads
    """.split()  # noqa: SIM905 - reads like the agreement it copies
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [
        *leads("L1", channel="Web", status="new"),
        *leads("L2", created_on="2025-06-02", channel="Fair", status="won"),
        *leads("L3", created_on=""),
    ]
    return csv_file(tmp_path, "leads.csv", rows)


def test_an_import_answers_with_the_promised_document(tandem: Tandem, file: Path) -> None:
    said = tandem("import", file, "--as", "leads", "--source", "crm", "--json")
    assert (said.code, said.err) == (0, "")
    told = said.document
    assert {key: told[key] for key in ("table", "source", "read", "accepted", "rejected")} == {
        "table": "leads",
        "source": "crm",
        "read": 3,
        "accepted": 3,
        "rejected": 0,
    }
    assert (told["undated"], told["rejects_file"], told["as_of"]) == (1, None, "2025-06-02")
    assert isinstance(told["findings"], list)


def test_options_of_an_import_reach_the_reader(tandem: Tandem, tmp_path: Path) -> None:
    rows = [
        {"Nr": "D1", "Start": "05.03.2025", "End": "01.04.2025", "State": "gut"},
        {"Nr": "D2", "Start": "06.03.2025", "End": "02.04.2025", "State": "schlecht"},
    ]
    said = tandem(
        "import", csv_file(tmp_path, "deals.csv", rows), "--as", "opportunities",
        "--map", "opportunity_id=Nr", "--map", "created_on=Start", "--map", "closed_on=End",
        "--map", "stage=State", "--won", "gut", "--lost", "schlecht", "--set", "region=Nord",
        "--date-format", "%d.%m.%Y", "--as-of", "2025-04-30", "--json",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert said.document["as_of"] == "2025-04-30"
    found = tandem("scorecard", "--by", "region", "--json").document["groups"]
    assert [(group["name"], group["kpis"]["won"]["value"]) for group in found] == [("Nord", 1)]


def test_a_dry_run_imports_nothing(tandem: Tandem, file: Path) -> None:
    assert tandem("import", file, "--as", "leads", "--dry-run", "--json").document["dry_run"]
    assert tandem("doctor", "--json").document["snapshot"] is None


def test_an_import_without_an_accepted_row_could_not(tandem: Tandem, tmp_path: Path) -> None:
    empty = csv_file(tmp_path, "leads.csv", [{"lead_id": "", "channel": "Web"}])
    said = tandem("import", empty, "--as", "leads", "--json")
    assert said.code == 1
    assert said.document["accepted"] == 0
    assert said.document["rejects_file"] in said.err


def test_a_scorecard_has_every_promised_figure(tandem: Tandem, file: Path) -> None:
    tandem("import", file, "--as", "leads")
    told = tandem("scorecard", "--json").document
    assert {"period", "as_of", "undated", "warnings", "kpis", "groups"} == set(told)
    assert PROMISED <= set(told["kpis"]) == set(KPIS)
    for figure in told["kpis"].values():
        wanted = {"value", "numerator", "denominator", "low", "high", "unit", "definition"}
        assert wanted <= set(figure)
        assert isinstance(figure["rivals"], dict)
        assert isinstance(figure["value"], int | float | None)


def test_a_period_leaves_undated_rows_out_and_says_how_many(tandem: Tandem, file: Path) -> None:
    tandem("import", file, "--as", "leads")
    told = tandem("scorecard", "--from", "2025-05", "--to", "2025-06", "--json").document
    assert told["period"] == {"from": "2025-05", "to": "2025-06"}
    assert (told["kpis"]["leads"]["value"], told["undated"]) == (1, 1)
    assert any("left out" in warning for warning in told["warnings"])
    assert tandem("scorecard", "--json").document["kpis"]["leads"]["value"] == 3


def test_groups_add_up_to_the_company(tandem: Tandem, file: Path) -> None:
    tandem("import", file, "--as", "leads")
    told = tandem("scorecard", "--by", "channel", "--json").document
    counted = {group["name"]: group["kpis"]["leads"]["value"] for group in told["groups"]}
    assert counted == {"Fair": 1, "Web": 1, "unknown": 1}


def test_a_scorecard_for_people_shows_both_teams(tandem: Tandem, file: Path) -> None:
    tandem("import", file, "--as", "leads")
    said = tandem("scorecard", "--by", "channel")
    assert said.code == 0
    for word in ("Marketing", "Sales", "Both", "Cost per lead", "Close ratio", "Fair"):
        assert word in said.out


def test_settings_are_shown_and_changed(tandem: Tandem) -> None:
    told = tandem("settings", "sla_hours=48", "rate.USD=0.92", "--json").document["settings"]
    assert (told["sla_hours"], told["rate.USD"], told["currency"]) == (48, 0.92, "EUR")
    assert "sla_hours" in tandem("settings").out


def test_who_acts_is_recorded(tandem: Tandem, file: Path) -> None:
    from data_sources.workspace import Workspace

    tandem("--as", "ada@example.com", "import", file, "--as", "leads")
    tandem("settings", "sla_hours=48")
    assert [entry.actor for entry in Workspace.open().history()] == ["local", "ada@example.com"]


def test_nobody_else_comes_in_once_an_administrator_is_named(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_ADMIN", "ada@example.com")
    said = tandem("--as", "bob@example.com", "settings", "sla_hours=48")
    assert said.code == 1
    assert "bob@example.com is not registered here" in said.err
    assert tandem("--as", "Ada@example.com", "settings", "sla_hours=48").code == 0


def test_channels_are_listed_with_those_only_the_facts_know(tandem: Tandem, file: Path) -> None:
    tandem("import", file, "--as", "leads")
    tandem("channel", "Fair", "--team", "sales", "--alias", "Messe")
    told = tandem("channel", "--json").document["channels"]
    assert {one["name"]: one["team"] for one in told} == {
        "Fair": "sales",
        "Web": "marketing",
        "unknown": "marketing",
    }
    assert tandem("channel", "Fair", "--json").document["channels"] == [
        {"name": "Fair", "team": "sales", "aliases": ["Messe"]}
    ]


EXAMPLES = {
    "text": "X1",
    "choice": "",
    "day": "2025-05-01",
    "month": "2025-05-01",
    "count": "2",
    "money": "12.50",
    "number": "1.5",
    "flag": "yes",
}


@pytest.mark.parametrize("table", TABLES)
def test_a_filled_template_is_accepted_by_its_table(
    tandem: Tandem, tmp_path: Path, table: str
) -> None:
    said = tandem("template", table)
    heads = said.out.splitlines()[-1].split(",")
    row = [field.choices[0] if field.choices else EXAMPLES[field.kind] for field in fields(table)]
    assert heads == [field.name for field in fields(table)]
    filled = tmp_path / "filled.csv"
    words = ["EUR" if head == "currency" else word for head, word in zip(heads, row, strict=True)]
    filled.write_text(said.out + ",".join(words) + "\n", encoding="utf-8")
    told = tandem("import", filled, "--as", table, "--json").document
    assert (told["read"], told["accepted"], told["findings"]) == (1, 1, [])


def fields(table: str) -> list[FieldSpec]:
    return [field for field in TABLES[table].fields if field.kind != "attributes"]


def test_the_doctor_hides_secrets_and_misses_lost_files(
    tandem: Tandem, file: Path, tmp_path: Path
) -> None:
    tandem("import", file, "--as", "leads")
    told = tandem("doctor", "--json").document
    assert (told["origin"], told["missing_files"], told["rows"]) == ("real", [], {"leads": 3})
    (lost,) = (tmp_path / "home" / "facts").iterdir()
    lost.unlink()
    said = tandem("doctor", "--json")
    assert said.code == 1
    assert said.document["missing_files"] == [lost.name]
    said = tandem("scorecard")
    assert (said.code, said.out) == (1, "")
    assert lost.name in said.err


def test_the_demo_fills_an_empty_home(tandem: Tandem) -> None:
    told = tandem("demo", "--without", "all", "--json").document
    assert told["rows"]["accounts"] == 600
    assert tandem("scorecard", "--json").document["kpis"]["won"]["value"] > 100


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["scorecard"], 1, "There are no facts yet. Bring a file in"),
        (["scorecard", "--from", "2025-01"], 2, "both --from and --to"),
        (["scorecard", "--from", "2025-13", "--to", "2026-01"], 2, "is not a month"),
        (["scorecard", "--from", "2025-02", "--to", "2025-02"], 2, "ends"),
        (["scorecards"], 2, "No such command"),
        (["scorecard", "--colour"], 2, "No such option"),
        (["import", "missing.csv", "--as", "leads"], 1, "missing.csv"),
        (["import", "missing.csv"], 2, "--as"),
        (["import", "missing.csv", "--as", "deals"], 2, "no table “deals”"),
        (["import", "f.csv", "--as", "leads", "--map", "lead_id"], 2, "--map FIELD=Column"),
        (["import", "f.csv", "--as", "leads", "--as-of", "soon"], 2, "“soon” is not a day"),
        (["import", "f.csv", "--as", "leads", "--date-format", "dmy"], 2, "date format"),
        (["template", "deals"], 2, "no table “deals”"),
        (["settings", "colour=red"], 2, "no setting “colour”"),
        (["settings", "currency"], 2, "KEY=VALUE"),
        (["channel", "--team", "sales"], 2, "Name the channel"),
        (["demo", "--without", "boredom"], 2, "“boredom”"),
        (["--as", "ada", "settings"], 2, "not an e-mail address"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_on_standard_error(
    tandem: Tandem, arguments: list[str], code: int, words: str
) -> None:
    said = tandem(*arguments)
    assert said.code == code
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_home_that_cannot_be_written_is_told_plainly(
    tandem: Tandem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "file" / "home"))
    said = tandem("settings")
    assert said.code == 1
    assert "cannot be written" in said.err


def test_a_store_that_is_no_database_is_told_plainly(tandem: Tandem, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "tandem.db").write_text("not a database at all" * 100)
    said = tandem("settings")
    assert said.code == 1
    assert "not a database" in said.err
    assert said.err.count("\n") == 1


def test_foreign_text_cannot_steer_the_terminal(tandem: Tandem, tmp_path: Path) -> None:
    naughty = "\x1b[31m[bold]red[/bold]"
    tandem("import", csv_file(tmp_path, "l.csv", leads("L1", channel=naughty)), "--as", "leads")
    said = tandem("scorecard", "--by", "channel")
    assert said.code == 0
    assert "\x1b" not in said.out
    assert "␛[31m[bold]red[/bold]" in said.out
