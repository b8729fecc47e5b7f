"""Real CRM and spend files, through the real command, give the figures known of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said, Tandem, at_home

Homes = Callable[[Callable[[Tandem], None]], Tandem]

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not on this machine"),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Tandem], None]], Path]:
    """Fill a home once for all tests of its files."""
    folder = tmp_path_factory.mktemp("homes")

    def fill(bring_in: Callable[[Tandem], None]) -> Path:
        home = folder / bring_in.__name__
        if not home.exists():
            with pytest.MonkeyPatch.context() as environment:
                tandem = at_home(home, environment)
                bring_in(tandem)
                # Counted once as well.
                assert tandem("scorecard", "--json").code == 0
        return home

    return fill


@pytest.fixture
def homes(
    filled: Callable[[Callable[[Tandem], None]], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Homes:
    """Give each test its own copy of a filled home."""

    def copy(bring_in: Callable[[Tandem], None]) -> Tandem:
        shutil.copytree(filled(bring_in), tmp_path / "home")
        return at_home(tmp_path / "home", monkeypatch)

    return copy


def imported(said: Said, rows: int) -> dict[str, Any]:
    assert said.code == 0, said.err
    report = said.document
    assert (report["read"], report["accepted"], report["rejected"]) == (rows, rows, 0)
    return report


def kpis(tandem: Tandem, *options: str) -> dict[str, Any]:
    said = tandem("scorecard", "--json", *options)
    assert said.code == 0, said.err
    found: dict[str, Any] = said.document["kpis"]
    return found


def by(tandem: Tandem, dimension: str) -> dict[str, dict[str, Any]]:
    groups = tandem("scorecard", "--by", dimension, "--json").document["groups"]
    return {group["name"]: group["kpis"] for group in groups}


def ratio(figure: dict[str, Any]) -> tuple[float, float]:
    return figure["numerator"], figure["denominator"]


@pytest.fixture
def maven(homes: Homes) -> Tandem:
    return homes(import_maven)


def import_maven(tandem: Tandem) -> None:
    folder = DATA / "maven_crm"
    imported(tandem("import", folder / "accounts.csv", "--as", "accounts", "--json"), 85)
    imported(
        tandem("import", folder / "sales_teams.csv", "--as", "people", "--set", "team=sales",
               "--set", "job=closing", "--json"), 35,
    )  # fmt: skip
    deals = tandem("import", folder / "sales_pipeline.csv", "--as", "opportunities", "--json")
    assert imported(deals, 8800)["undated"] == 500


def test_maven_deals(maven: Tandem) -> None:
    found = kpis(maven)
    assert (found["opportunities"]["value"], found["won"]["value"]) == (8800, 4238)
    assert ratio(found["close_ratio"]) == (4238, 6711)
    assert found["close_ratio"]["value"] == pytest.approx(0.631501, abs=5e-7)
    assert found["revenue"]["value"] == 10_005_534
    assert found["average_deal"]["value"] == pytest.approx(2360.91, abs=0.005)
    assert found["sales_cycle_days"]["value"] == 57
    mean = found["sales_cycle_days"]["rivals"]["mean"]["value"]
    assert mean == pytest.approx(51.782, abs=0.0005)


def test_maven_customers_with_the_warning_that_history_starts_there(maven: Tandem) -> None:
    said = maven("scorecard", "--json").document
    assert said["kpis"]["customers"]["value"] == 85
    assert any("History starts in Mar 2017" in warning for warning in said["warnings"])
    assert said["undated"] == 500


def test_maven_regions_come_from_the_agents(maven: Tandem) -> None:
    found = {
        region: (
            figures["won"]["value"],
            round(figures["close_ratio"]["value"], 4),
            figures["revenue"]["value"],
        )
        for region, figures in by(maven, "region").items()
    }
    assert found == {
        "West": (1438, 0.6394, 3_568_647),
        "Central": (1629, 0.6256, 3_346_293),
        "East": (1171, 0.6302, 3_090_594),
    }


@pytest.mark.parametrize(
    ("start", "end", "won", "revenue"),
    [
        ("2017-01", "2017-04", 531, 1_134_672),
        ("2017-04", "2017-07", 1254, 3_086_111),
        ("2017-07", "2017-10", 1257, 2_982_255),
        ("2017-10", "2018-01", 1196, 2_802_496),
    ],
)
def test_maven_quarters(maven: Tandem, start: str, end: str, won: int, revenue: int) -> None:
    found = kpis(maven, "--from", start, "--to", end)
    assert (found["won"]["value"], found["revenue"]["value"]) == (won, revenue)


def test_maven_first_quarter_is_inflated_by_the_start_of_history(maven: Tandem) -> None:
    found = kpis(maven, "--from", "2017-01", "--to", "2017-04")
    assert found["close_ratio"]["value"] == pytest.approx(0.8207, abs=5e-5)
    assert found["customers"]["value"] == 84


@pytest.fixture
def marketstar(homes: Homes) -> Tandem:
    return homes(import_marketstar)


def import_marketstar(tandem: Tandem) -> None:
    folder = DATA / "marketstar"
    imported(
        tandem("import", folder / "Leads.csv", "--as", "leads", "--as-of", "2022-09-29", "--json"),
        43_033,
    )
    imported(
        tandem("import", folder / "Opportunities.csv", "--as", "opportunities",
               "--map", "closed_on=AcceptedDecisionDate", "--map", "stage=IsAccepted",
               "--won", "TRUE", "--lost", "FALSE", "--json"), 1061,
    )  # fmt: skip


def test_marketstar_follow_up(marketstar: Tandem) -> None:
    said = marketstar("scorecard", "--json").document
    assert said["as_of"] == "2022-09-29"
    assert ratio(said["kpis"]["not_followed_up"]) == (10_466, 43_033)
    assert said["kpis"]["never_followed_up"]["value"] == 8229
    assert any("16 rows of opportunities" in warning for warning in said["warnings"])


def test_marketstar_acceptance(marketstar: Tandem) -> None:
    found = kpis(marketstar)
    assert ratio(found["close_ratio"]) == (697, 1061)
    assert found["revenue"]["value"] == 3_014_231.57
    assert found["sales_cycle_days"]["value"] == 4


def test_marketstar_sources(marketstar: Tandem) -> None:
    channels = by(marketstar, "channel")
    found = {
        name: tuple(
            figures[key]["value"]
            for key in ("leads", "opportunities", "won", "revenue", "not_followed_up")
        )
        for name, figures in channels.items()
    }
    assert found == {
        "Web Registration": (27_175, 899, 595, 2_581_965.76, 8268),
        "Purchased List": (9743, 65, 35, 152_473.16, 53),
        "Trade Shows and Events": (6115, 97, 67, 279_792.65, 2145),
    }


@pytest.mark.parametrize(
    ("start", "end", "revenue"),
    [
        ("2021-01", "2021-04", 67_937.96),
        ("2021-04", "2021-07", 197_437.76),
        ("2021-10", "2022-01", 382_217.75),
        ("2022-04", "2022-07", 843_451.03),
        ("2022-10", "2023-01", 33_573.51),
    ],
)
def test_marketstar_quarters(marketstar: Tandem, start: str, end: str, revenue: float) -> None:
    assert kpis(marketstar, "--from", start, "--to", end)["revenue"]["value"] == revenue


@pytest.fixture
def kag(homes: Homes) -> Tandem:
    return homes(import_kag)


def import_kag(tandem: Tandem) -> None:
    file = DATA / "kag_ads" / "KAG_conversion_data.csv"
    campaign = ("--map", "campaign=xyz_campaign_id")
    imported(
        tandem("import", file, "--as", "spend", "--map", "month=Date", "--map", "amount=Spent",
               *campaign, "--json"), 1143,
    )  # fmt: skip
    imported(
        tandem("import", file, "--as", "leads", "--map", "lead_id=ad_id",
               "--map", "created_on=Date", "--map", "quantity=Total_Conversion",
               "--map", "won_quantity=Approved_Conversion", *campaign, "--json"), 1143,
    )  # fmt: skip


def test_kag_cost_per_lead_and_per_sale(kag: Tandem) -> None:
    found = kpis(kag)
    assert found["spend_marketing"]["value"] == 58_705.23
    assert ratio(found["cost_per_lead"]) == (58_705.23, 3264)
    assert found["cost_per_lead"]["value"] == pytest.approx(17.98567, abs=5e-6)
    assert found["customers"]["value"] == 1079
    assert found["cac"]["value"] == pytest.approx(54.40707, abs=5e-6)


def test_kag_campaigns(kag: Tandem) -> None:
    found = {
        name: round(figures["cost_per_lead"]["value"], 4)
        for name, figures in by(kag, "campaign").items()
    }
    assert found == {"916": 2.5812, "936": 5.3880, "1178": 20.8551}


@pytest.fixture
def xeducation(homes: Homes) -> Tandem:
    return homes(import_xeducation)


def import_xeducation(tandem: Tandem) -> None:
    file = DATA / "xeducation_leads" / "leads.csv"
    said = tandem(
        "import", file, "--as", "leads", "--map", "lead_id=Prospect ID",
        "--map", "status=Converted", "--status", "won=1", "--status", "working=0", "--json",
    )  # fmt: skip
    assert imported(said, 9191)["undated"] == 9191


def test_xeducation_conversion_without_any_date(xeducation: Tandem) -> None:
    said = xeducation("scorecard", "--json").document
    assert said["as_of"] is None
    assert ratio(said["kpis"]["lead_to_customer"]) == (3542, 9191)


def test_xeducation_channels_under_one_name(xeducation: Tandem) -> None:
    assert by(xeducation, "channel")["Google"]["leads"]["value"] == 2847
    assert xeducation("channel", "Google", "--alias", "google").code == 0
    found = by(xeducation, "channel")
    assert found["Google"]["leads"]["value"] == 2852
    assert "google" not in found
    assert found["Direct Traffic"]["leads"]["value"] == 2533


def test_every_real_file_imported_again_changes_nothing(maven: Tandem, tmp_path: Path) -> None:
    facts = sorted((tmp_path / "home" / "facts").iterdir())
    before = maven("doctor", "--json").document["revision"]
    said = maven(
        "import", DATA / "maven_crm" / "sales_pipeline.csv", "--as", "opportunities", "--json"
    )
    assert said.document["snapshot"] is None
    assert [finding["code"] for finding in said.document["findings"]] == ["nothing-changed"]
    assert maven("doctor", "--json").document["revision"] == before
    assert sorted((tmp_path / "home" / "facts").iterdir()) == facts
