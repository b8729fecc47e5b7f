"""Names nobody would choose come out of the command as they went in."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from planning.teams import UNKNOWN_CHANNEL
from tests.cli.conftest import Tandem

NAUGHTY = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "dirty" / "blns.json"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not NAUGHTY.exists(), reason="the real data are not on this machine"),
]


def test_every_naughty_channel_is_a_group_of_its_own(tandem: Tandem, tmp_path: Path) -> None:
    names: list[str] = json.loads(NAUGHTY.read_text("utf-8"))
    path = tmp_path / "leads.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["lead_id", "channel"])
        rows.writerows([f"L{number}", name] for number, name in enumerate(names))
    report = tandem("import", path, "--as", "leads", "--json").document
    assert (report["read"], report["accepted"]) == (len(names), len(names))
    groups = tandem("scorecard", "--by", "channel", "--json").document["groups"]
    told = {group["name"]: group["kpis"]["leads"]["value"] for group in groups}
    assert set(told) == {name.strip() or UNKNOWN_CHANNEL for name in names}
    assert sum(told.values()) == len(names)
