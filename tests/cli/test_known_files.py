"""The terminal reads files of known products, and by mappings it wrote before."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Tandem

GOOGLE = "date,campaign_name,cost_micros\n2025-01-31,Brand,36150000\n2025-01-31,Brand,36150000\n"
DEALS = "Nr,Shop,State\n1,OnlineStore,Signed\n2,Fair,Talks\n"


def file_of(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_preset_that_read_a_file_is_told(tandem: Tandem, tmp_path: Path) -> None:
    path = file_of(tmp_path, "ads.csv", GOOGLE)
    said = tandem("import", path, "--as", "spend", "--json")
    assert said.code == 0
    assert said.document["preset"] == "google-ads"
    (finding,) = (one for one in said.document["findings"] if one["code"] == "preset")
    assert "told by “date” and “cost_micros”" in finding["message"]
    assert "Google Ads" in tandem("import", path, "--as", "spend", "--dry-run").out


def test_presets_are_listed(tandem: Tandem) -> None:
    listed = tandem("presets", "--json").document["presets"]
    assert {"name": "google-ads", "table": "spend"}.items() <= listed[-4].items()
    assert "pipedrive-deals" in tandem("presets").out


def test_a_named_preset_also_names_the_table(tandem: Tandem, tmp_path: Path) -> None:
    path = file_of(tmp_path, "ads.csv", GOOGLE)
    assert tandem("import", path, "--preset", "google-ads", "--json").document["table"] == "spend"
    unknown = tandem("import", path, "--preset", "google")
    assert unknown.code == 2
    assert "List them with tandem presets" in unknown.err
    assert tandem("import", path).code == 2


def test_a_written_mapping_reads_the_next_file(tandem: Tandem, tmp_path: Path) -> None:
    first, mapping = file_of(tmp_path, "may.csv", DEALS), tmp_path / "deals.json"
    said = tandem(
        "import", first, "--as", "opportunities", "--map", "opportunity_id=Nr",
        "--map", "channel=Shop", "--map", "stage=State", "--won", "Signed",
        "--value", "channel:OnlineStore=Online Store", "--write-mapping", mapping, "--json",
    )  # fmt: skip
    assert said.code == 0
    assert "mapping" not in said.document
    written = json.loads(mapping.read_text("utf-8"))
    assert written["values"] == {"channel": {"OnlineStore": "Online Store"}}
    second = file_of(tmp_path, "june.csv", DEALS.replace("2,", "3,"))
    said = tandem("import", second, "--mapping", mapping, "--lost", "Talks", "--json")
    assert (said.code, said.document["table"], said.document["accepted"]) == (0, "opportunities", 2)
    groups = tandem("scorecard", "--by", "channel", "--json").document["groups"]
    (store,) = (group for group in groups if group["name"] == "Online Store")
    assert store["kpis"]["won"]["value"] == 1
