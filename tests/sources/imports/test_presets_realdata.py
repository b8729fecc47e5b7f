"""The loaders' real column names are recognised, and whole files give figures found apart."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from data_sources.imports.presets.recognise import PRESETS, recognise
from data_sources.imports.read import inspect_file
from data_sources.imports.staged import Staged
from planning.company import Company
from tests.sources.imports.importing import REAL, column_of, rows_of, staged

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not REAL.exists(), reason="the real files are not here"),
]
HUBSPOT, SALESFORCE, ADS = "hubspot_schema", "salesforce_schema", "ads_schema"
KNOWN = {
    f"{HUBSPOT}/company_data.csv": "hubspot-companies",
    f"{HUBSPOT}/contact_data.csv": "hubspot-contacts",
    f"{HUBSPOT}/deal_data.csv": "hubspot-deals",
    f"{HUBSPOT}/deal_stage_data.csv": "hubspot-deal-stages",
    f"{HUBSPOT}/deal_company_data.csv": "hubspot-deal-companies",
    f"{HUBSPOT}/deal_contact_data.csv": "hubspot-deal-contacts",
    f"{HUBSPOT}/owner_data.csv": "hubspot-owners",
    f"{HUBSPOT}/engagement_call_data.csv": "hubspot-engagements",
    f"{HUBSPOT}/engagement_email_data.csv": "hubspot-engagements",
    f"{HUBSPOT}/engagement_meeting_data.csv": "hubspot-meetings",
    f"{SALESFORCE}/sf_account_data.csv": "salesforce-accounts",
    f"{SALESFORCE}/sf_lead_data.csv": "salesforce-leads",
    f"{SALESFORCE}/sf_opportunity_data.csv": "salesforce-opportunities",
    f"{SALESFORCE}/sf_opportunity_history_data.csv": "salesforce-opportunity-history",
    f"{SALESFORCE}/sf_event_data.csv": "salesforce-activities",
    f"{SALESFORCE}/sf_task_data.csv": "salesforce-activities",
    f"{SALESFORCE}/sf_user_data.csv": "salesforce-users",
    f"{ADS}/google_ads_campaign_stats_data.csv": "google-ads",
    f"{ADS}/linkedin_ad_analytics_by_campaign_data.csv": "linkedin-ads",
    f"{ADS}/microsoft_ads_campaign_performance_daily_report_data.csv": "microsoft-ads",
    f"{ADS}/facebook_ads_basic_ad_data.csv": "meta-ads",
}
UNKNOWN = ("maven_crm", "marketstar", "kag_ads", "xeducation_leads", "meridian_mmm")


def lines(file: str) -> list[dict[str, str]]:
    with (REAL / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def read(file: str, table: str, folder: Path, **asked: object) -> Staged:
    return staged(REAL / file, table, folder, Company(currency="USD"), **asked)


def spent(outcome: Staged) -> Decimal:
    return Decimal(sum(column_of(outcome, "amount_cents"))) / 100


@pytest.mark.parametrize(("file", "preset"), KNOWN.items())
def test_a_loader_s_file_is_recognised(file: str, preset: str) -> None:
    found = recognise(inspect_file(REAL / file, label=file))
    assert found is not None
    assert found.name == preset


@pytest.mark.parametrize("folder", UNKNOWN)
def test_files_of_others_are_not_taken_for_a_product_s(folder: str) -> None:
    for path in sorted((REAL / folder).glob("*.csv")):
        assert recognise(inspect_file(path, label=path.name)) is None, path.name


@pytest.mark.parametrize(("file", "preset"), KNOWN.items())
def test_no_row_of_a_loader_s_file_is_lost_in_silence(
    file: str, preset: str, tmp_path: Path
) -> None:
    outcome = read(file, PRESETS[preset].table, tmp_path)
    kept_out = sum(outcome.left_out.values())
    assert outcome.rejected == 0
    assert outcome.accepted + kept_out == len(lines(file))
    deleted = ("is_deleted", "_fivetran_deleted")
    rows = sum(any(row.get(c, "").lower() == "true" for c in deleted) for row in lines(file))
    assert kept_out == rows


def test_google_s_cost_is_the_millionths_by_a_million(tmp_path: Path) -> None:
    file = f"{ADS}/google_ads_campaign_stats_data.csv"
    millionths = sum(int(row["cost_micros"]) for row in lines(file))
    outcome = read(file, "spend", tmp_path)
    assert spent(outcome) == Decimal(millionths) / 1_000_000 == Decimal("231.33")
    assert set(column_of(outcome, "campaign")) == {row["id"] for row in lines(file)}


@pytest.mark.parametrize(
    ("file", "column"),
    [
        (f"{ADS}/linkedin_ad_analytics_by_campaign_data.csv", "cost_in_local_currency"),
        (f"{ADS}/facebook_ads_basic_ad_data.csv", "spend"),
        (f"{ADS}/microsoft_ads_campaign_performance_daily_report_data.csv", "spend"),
    ],
)
def test_spend_re_adds_to_the_file_s_own_sum(file: str, column: str, tmp_path: Path) -> None:
    total = sum(Decimal(row[column] or "0") for row in lines(file))
    outcome = read(file, "spend", tmp_path)
    assert spent(outcome) == total > 0
    assert set(column_of(outcome, "team")) == {"marketing"}
    assert set(column_of(outcome, "category")) == {"programme"}


def test_microsoft_s_several_rows_of_a_date_and_campaign_are_added(tmp_path: Path) -> None:
    file = f"{ADS}/microsoft_ads_campaign_performance_daily_report_data.csv"
    repeated = Counter((row["date"], row["campaign_id"]) for row in lines(file))
    assert max(repeated.values()) > 1
    outcome = read(file, "spend", tmp_path)
    by_campaign: Counter[str] = Counter()
    for row in rows_of(outcome):
        by_campaign[row["campaign"]] += row["amount_cents"]
    expected: Counter[str] = Counter()
    for line in lines(file):
        expected[line["campaign_id"]] += int(Decimal(line["spend"]) * 100)
    assert by_campaign == expected
    assert set(column_of(outcome, "currency")) == {"USD"}


def test_salesforce_says_itself_what_is_won_lost_and_open(tmp_path: Path) -> None:
    file = f"{SALESFORCE}/sf_opportunity_data.csv"
    outcome = read(file, "opportunities", tmp_path, leave_out={"is_deleted": ()})
    expected = [
        row["is_won"] == "true" if row["is_closed"] == "true" else None for row in lines(file)
    ]
    assert Counter(expected) == {True: 5, False: 4, None: 1}
    assert column_of(outcome, "is_won") == expected
    amounts = [int(row["amount"]) * 100 if row["amount"] else None for row in lines(file)]
    assert column_of(outcome, "amount_cents") == amounts


def test_hubspot_deals_keep_their_day_and_owner(tmp_path: Path) -> None:
    file = f"{HUBSPOT}/deal_data.csv"
    outcome = read(file, "opportunities", tmp_path)
    days = [row["property_createdate"][:10] for row in lines(file)]
    assert [str(day) for day in column_of(outcome, "created_on")] == days
    assert column_of(outcome, "owner") == [row["owner_id"] or None for row in lines(file)]


def test_a_person_of_hubspot_is_an_id_and_nothing_more(tmp_path: Path) -> None:
    outcome = read(f"{HUBSPOT}/owner_data.csv", "people", tmp_path)
    assert {guess.field for guess in outcome.columns} == {"person_id"}
    contacts = read(f"{HUBSPOT}/contact_data.csv", "leads", tmp_path / "contacts")
    assert {guess.field for guess in contacts.columns} == {"lead_id", "created_on"}
