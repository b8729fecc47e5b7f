"""Files of known products are told by their columns and read as their makers mean them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_sources.imports.presets.preset import Preset
from data_sources.imports.presets.recognise import PRESETS, preset_named, recognise
from data_sources.imports.shape import ColumnShape, FileShape
from planning.actuals.tables import TABLES
from planning.actuals.words import fold
from planning.errors import UsageError
from tests.sources.imports.importing import codes, column_of, csv_file, rows_of, staged

PERSONAL = ("email", "e-mail", "phone", "first name", "last name", "firstname", "lastname",
            "contact person", "mobile", "fax", "salutation", "title", "username")  # fmt: skip


def shape_of(*columns: str) -> FileShape:
    named = tuple(ColumnShape(name=name) for name in columns)
    return FileShape(label="file.csv", kind="text", columns=named)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_speaks_of_fields_its_table_has(preset: Preset) -> None:
    spec = TABLES[preset.table]
    fields = {field.name for field in spec.fields}
    named = {*preset.columns, *preset.constants, *preset.values, *preset.only_where}
    assert named | {*preset.instead, *preset.first_of} <= fields
    for field in spec.fields:
        given = field.name in preset.columns or field.name in preset.constants
        assert given or not field.required, field.name
        for meaning in filter(None, preset.values.get(field.name, {}).values()):
            assert not field.choices or meaning in field.choices


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_no_preset_reads_who_somebody_is_or_how_to_reach_them(preset: Preset) -> None:
    read = [name for names in preset.columns.values() for name in names]
    for name in (*read, *(name for names in preset.instead.values() for name in names)):
        plain = fold(name.replace("property_", ""))
        assert not any(fold(word) in plain for word in PERSONAL), name
    if preset.table == "people":
        assert "name" not in preset.columns


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_each_set_of_telling_columns_tells_its_preset(preset: Preset) -> None:
    for names in preset.telling:
        shape = shape_of(*(name.replace("*", " (EUR)") for name in names), "Something else")
        found = recognise(shape, preset.table)
        assert found is not None
        assert found.name == preset.name, names


def test_a_file_of_no_known_product_is_read_by_its_names(tmp_path: Path) -> None:
    assert recognise(shape_of("lead_id", "channel", "created_on")) is None
    path = csv_file(tmp_path, [["lead_id", "channel"], ["1", "Web"]])
    outcome = staged(path, "leads", tmp_path)
    assert outcome.preset is None
    assert "preset" not in codes(outcome)


def test_a_preset_feeds_only_its_own_table() -> None:
    shape = shape_of("Record ID", "Deal Name", "Deal Stage")
    assert recognise(shape, "leads") is None
    found = recognise(shape)
    assert found is not None
    assert found.table == "opportunities"


HUBSPOT_DEALS = [
    ["Record ID", "Deal Name", "Deal Stage", "Amount", "Create Date", "Close Date", "Deal owner",
     "Original Traffic Source", "Associated Company IDs", "Deal Type"],
    ["1", "Big", "Closed Won", "1200.50", "2025-01-02 09:30", "2025-03-04 10:00", "Ann",
     "PAID_SEARCH", "77;78", "newbusiness"],
    ["2", "Small", "closedlost", "", "2025-01-03 09:30", "2025-02-01 10:00", "Bob", "Referrals",
     "", "Existing Business"],
    ["3", "Open", "Proposal", "5", "2025-01-04 09:30", "2025-09-01 10:00", "", "", "79", ""],
]  # fmt: skip


def test_hubspot_deals_as_hubspot_exports_them(tmp_path: Path) -> None:
    outcome = staged(csv_file(tmp_path, HUBSPOT_DEALS), "opportunities", tmp_path)
    assert outcome.preset == "hubspot-deals"
    assert column_of(outcome, "is_won") == [True, False, None]
    assert column_of(outcome, "amount_cents") == [120_050, None, 500]
    assert column_of(outcome, "created_on")[0] == date(2025, 1, 2)
    assert column_of(outcome, "account_id") == ["77", None, "79"]
    assert column_of(outcome, "channel") == ["Paid Search", "Referrals", None]
    assert column_of(outcome, "motion") == ["acquire", "up-sell", None]
    assert {guess.why for guess in outcome.columns} == {"preset"}


def test_hubspot_s_own_word_on_winning_counts_once_the_deal_is_closed(tmp_path: Path) -> None:
    rows = [
        ["Record ID", "Deal Name", "Deal Stage", "Is Closed Won", "Is Deal Closed?"],
        ["1", "a", "123", "true", "true"],
        ["2", "b", "124", "false", "true"],
        ["3", "c", "125", "false", "false"],
    ]
    path = csv_file(tmp_path, rows)
    assert column_of(staged(path, "opportunities", tmp_path), "is_won") == [True, False, None]
    without = csv_file(tmp_path, [row[:4] for row in rows])
    outcome = staged(without, "opportunities", tmp_path)
    assert column_of(outcome, "is_won") == [None, None, None]


def test_what_the_person_says_goes_before_the_preset(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HUBSPOT_DEALS)
    outcome = staged(
        path,
        "opportunities",
        tmp_path,
        columns={"channel": "Deal owner"},
        constants={"motion": "retain"},
        won=("Proposal",),
    )
    assert column_of(outcome, "channel") == ["Ann", "Bob", None]
    assert column_of(outcome, "owner") == [None, None, None]
    assert column_of(outcome, "motion") == ["retain"] * 3
    assert column_of(outcome, "is_won") == [None, False, True]


def test_preset_none_reads_by_names_alone(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HUBSPOT_DEALS)
    with pytest.raises(UsageError, match="opportunity_id"):
        staged(path, "opportunities", tmp_path, preset="none")


def test_an_unknown_preset_and_one_of_another_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean “hubspot-deals”"):
        preset_named("hubspot-deal")
    with pytest.raises(UsageError, match="feeds opportunities, not leads"):
        staged(csv_file(tmp_path, HUBSPOT_DEALS), "leads", tmp_path, preset="hubspot-deals")


SALESFORCE = [
    ["Id", "AccountId", "StageName", "Amount", "CloseDate", "CreatedDate", "IsClosed", "IsWon",
     "IsDeleted", "LeadSource", "OwnerId", "Type"],
    ["006A", "001A", "Paid", "10", "2025-03-01", "2025-01-01T10:00:00.000Z", "true", "true",
     "false", "Web", "005", "New Customer"],
    ["006B", "001A", "Dead", "20", "2025-03-01", "2025-01-01T10:00:00.000Z", "true", "false",
     "false", "Web", "005", "Existing Customer - Upgrade"],
    ["006C", "001B", "Demo", "30", "2025-12-01", "2025-01-01T10:00:00.000Z", "false", "false",
     "false", "Web", "005", ""],
    ["006D", "001B", "Paid", "40", "2025-03-01", "2025-01-01T10:00:00.000Z", "true", "true",
     "true", "Web", "005", ""],
]  # fmt: skip


def test_salesforce_deals_are_open_until_closed_and_deleted_ones_are_left_out(
    tmp_path: Path,
) -> None:
    outcome = staged(csv_file(tmp_path, SALESFORCE), "opportunities", tmp_path)
    assert outcome.preset == "salesforce-opportunities"
    assert (outcome.read, outcome.accepted, outcome.left_out) == (3, 3, {"IsDeleted": 1})
    assert column_of(outcome, "is_won") == [True, False, None]
    assert column_of(outcome, "motion") == ["acquire", "up-sell", None]
    (left,) = (one for one in outcome.findings if one.code == "left-out")
    assert left.count == 1
    assert "IsDeleted" in left.message


def test_deleted_rows_are_read_when_asked_for(tmp_path: Path) -> None:
    path = csv_file(tmp_path, SALESFORCE)
    outcome = staged(path, "opportunities", tmp_path, leave_out={"IsDeleted": ()})
    assert outcome.accepted == 4
    assert not outcome.left_out


def test_a_file_whose_rows_are_all_left_out_says_so(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [SALESFORCE[0], SALESFORCE[4]])
    outcome = staged(path, "opportunities", tmp_path)
    assert (outcome.read, outcome.accepted, outcome.rejected) == (0, 0, 0)
    assert outcome.left_out == {"IsDeleted": 1}


def test_salesforce_reports_name_their_columns_for_people(tmp_path: Path) -> None:
    rows = [
        ["Opportunity Name", "Opportunity ID", "Account Name", "Stage", "Close Date",
         "Created Date", "Opportunity Owner", "Amount Currency", "Amount"],
        ["Acme 1", "006A", "Acme", "Closed Won", "2025-03-31", "2025-01-31", "Ann", "EUR", "9"],
    ]  # fmt: skip
    outcome = staged(csv_file(tmp_path, rows), "opportunities", tmp_path)
    row = rows_of(outcome)[0]
    assert outcome.preset == "salesforce-opportunities"
    assert (row["account_id"], row["owner"], row["is_won"]) == ("Acme", "Ann", True)
    assert (row["closed_on"], row["currency"]) == (date(2025, 3, 31), "EUR")


def test_pipedrive_deals_close_when_they_are_won_or_lost(tmp_path: Path) -> None:
    rows = [
        ["Deal - ID", "Deal - Title", "Deal - Stage", "Deal - Status", "Deal - Value",
         "Deal - Currency of Value", "Deal - Deal created", "Deal - Won time", "Deal - Lost time",
         "Deal - Lost reason", "Deal - Owner", "Deal - Contact person"],
        ["1", "a", "Offer", "Won", "1,000", "EUR", "2025-01-01 08:00:00", "2025-02-01 08:00:00",
         "", "", "Ann", "Eve Outside"],
        ["2", "b", "Offer", "Lost", "500", "EUR", "2025-01-02 08:00:00", "",
         "2025-02-03 08:00:00", "Price", "Ann", "Eve Outside"],
        ["3", "c", "Offer", "Open", "700", "EUR", "2025-01-03 08:00:00", "", "", "", "Ann", ""],
        ["4", "d", "Offer", "Deleted", "700", "EUR", "2025-01-03 08:00:00", "", "", "", "", ""],
    ]  # fmt: skip
    outcome = staged(csv_file(tmp_path, rows), "opportunities", tmp_path)
    assert outcome.preset == "pipedrive-deals"
    assert column_of(outcome, "is_won") == [True, False, None]
    assert column_of(outcome, "closed_on") == [date(2025, 2, 1), date(2025, 2, 3), None]
    assert column_of(outcome, "amount_cents") == [100_000, 50_000, 70_000]
    assert "unreadable-value" not in codes(outcome)
    assert not any("Eve" in str(row) for row in rows_of(outcome))


def test_google_s_millionths_become_cents_half_away_from_zero(tmp_path: Path) -> None:
    costs = ["36150000", "5000", "-5000", "14999", "0"]
    rows = [["date", "campaign_name", "cost_micros"], *(["2025-01-31", "A", c] for c in costs)]
    outcome = staged(csv_file(tmp_path, rows), "spend", tmp_path)
    assert outcome.preset == "google-ads"
    assert column_of(outcome, "amount_cents") == [3615, 1, -1, 1, 0]
    assert column_of(outcome, "channel") == ["Google Ads"] * 5


def test_google_s_own_report_has_units_and_rows_of_totals(tmp_path: Path) -> None:
    rows = [
        ["Campaign performance"],
        ["January 1, 2025 - January 31, 2025"],
        ["Day", "Campaign", "Currency code", "Cost"],
        ["2025-01-30", "Brand", "EUR", "1,234.56"],
        ["2025-01-31", "Brand", "EUR", "1.00"],
        ["Total: Account", " --", "EUR", "1,235.56"],
    ]
    outcome = staged(csv_file(tmp_path, rows), "spend", tmp_path)
    assert column_of(outcome, "amount_cents") == [123_456, 100]
    assert (outcome.rejected, outcome.left_out) == (0, {"Day": 1})


def test_rows_of_one_date_and_campaign_are_all_kept(tmp_path: Path) -> None:
    head = ["date", "campaign_id", "currency_code", "device_os", "spend"]
    rows = [head, *([["2025-01-31", "7", "EUR", "Unknown", "1.10"]] * 3)]
    outcome = staged(csv_file(tmp_path, rows), "spend", tmp_path)
    assert outcome.preset == "microsoft-ads"
    assert column_of(outcome, "amount_cents") == [110, 110, 110]


def test_a_currency_in_the_column_s_name_is_the_rows_currency(tmp_path: Path) -> None:
    rows = [["Day", "Campaign name", "Amount spent (EUR)"], ["2025-01-31", "A", "5"]]
    outcome = staged(csv_file(tmp_path, rows), "spend", tmp_path)
    assert outcome.preset == "meta-ads"
    assert column_of(outcome, "currency") == ["EUR"]


def test_the_source_s_name_does_not_hang_on_who_put_the_preset_in(tmp_path: Path) -> None:
    rows = [["Day", "Campaign name", "Amount spent (EUR)"], ["2025-01-31", "A", "5"]]
    path = csv_file(tmp_path, rows)
    found = staged(path, "spend", tmp_path)
    assert found.mapping.constants["currency"] == "EUR"
    again = staged(path, "spend", tmp_path / "again", **found.mapping.model_dump(exclude={"table"}))
    bare = staged(
        path, "spend", tmp_path / "bare", preset="none", columns={"amount": "Amount spent (EUR)"}
    )
    assert found.source == again.source == bare.source
    other = staged(path, "spend", tmp_path / "other", constants={"region": "North"})
    assert other.source != found.source
