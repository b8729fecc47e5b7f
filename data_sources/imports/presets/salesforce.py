"""Files of Salesforce: reports, data exports (`CreatedDate`) and loaders (`created_date`)."""

from __future__ import annotations

from typing import Final

from data_sources.imports.presets.preset import FALSE, TRUE, Preset

_DELETED: Final = {
    "is_deleted": TRUE, "Deleted": TRUE, "_fivetran_deleted": TRUE,
}  # fmt: skip
_PEOPLE: Final = (
    "email", "first_name", "last_name", "name", "phone", "mobile_phone", "fax", "title",
    "salutation", "full name", "username",
)  # fmt: skip
_TYPES: Final = {
    "New Business": "acquire", "New Customer": "acquire", "Existing Business": "up-sell",
    "Existing Customer - Upgrade": "up-sell", "Existing Customer - Replacement": "retain",
    "Existing Customer - Downgrade": "retain", "Add-On Business": "up-sell",
}  # fmt: skip

OPPORTUNITIES: Final = Preset(
    name="salesforce-opportunities",
    product="Salesforce",
    what="opportunities",
    table="opportunities",
    telling=(
        ("Id", "StageName", "CloseDate", "IsWon"),
        ("Id", "StageName", "CloseDate", "AccountId"),
        ("Opportunity ID", "Stage", "Close Date"),
        ("Opportunity Name", "Opportunity Owner", "Stage", "Close Date"),
    ),
    unlike=("_fivetran_start",),
    columns={
        "opportunity_id": ("Id", "Opportunity ID"),
        "account_id": ("AccountId", "Account ID", "Account Name"),
        "channel": ("LeadSource",),
        "owner": ("OwnerId", "Owner ID", "Opportunity Owner ID", "Opportunity Owner"),
        "motion": ("Type", "Opportunity Type"),
        "created_on": ("CreatedDate", "Created Date"),
        "closed_on": ("CloseDate", "Close Date"),
        "stage": ("StageName", "Stage"),
        "is_won": ("IsWon", "Won"),
        "amount": ("Amount", "Amount (converted)"),
        "currency": ("CurrencyIsoCode", "Amount Currency", "Opportunity Currency"),
        "loss_reason": ("Loss_Reason__c", "loss_reason_c", "Loss Reason", "Closed Lost Reason"),
        "competitor": ("MainCompetitors__c", "Main Competitor(s)", "competitor_c"),
    },
    values={"motion": _TYPES},
    leave_out=_DELETED,
    only_where={"is_won": {"IsClosed": TRUE}},
    ignored=(*_PEOPLE, "Opportunity Name", "description", "next_step", "Contact"),
    notes=("Where IsClosed is there, IsWon says won or lost; else the stage does.",),
)

LEADS: Final = Preset(
    name="salesforce-leads",
    product="Salesforce",
    what="leads",
    table="leads",
    telling=(
        ("Id", "IsConverted", "Status", "ConvertedOpportunityId"),
        ("Id", "LeadSource", "Status", "ConvertedDate"),
        ("Lead ID", "Lead Source", "Lead Status"),
        ("Lead ID", "Lead Owner", "Lead Status"),
    ),
    columns={
        "lead_id": ("Id", "Lead ID"),
        "account_id": ("ConvertedAccountId", "Converted Account ID", "Company / Account"),
        "channel": ("LeadSource",),
        "campaign": ("utm_campaign_c", "utm_campaign__c", "Campaign"),
        "created_on": ("CreatedDate", "Create Date"),
        "sql_on": ("ConvertedDate", "Converted Date"),
        "status": ("Status", "Lead Status"),
        "owner": ("OwnerId", "Owner ID", "Lead Owner"),
        "opportunity_id": ("ConvertedOpportunityId", "Converted Opportunity ID"),
    },
    leave_out=_DELETED,
    ignored=(*_PEOPLE, "company", "street", "description"),
    notes=("The day of conversion is taken as the day sales qualified the lead.",),
)

ACCOUNTS: Final = Preset(
    name="salesforce-accounts",
    product="Salesforce",
    what="accounts",
    table="accounts",
    telling=(
        ("Id", "Name", "BillingCountry", "OwnerId"),
        ("Id", "Name", "Industry", "NumberOfEmployees", "OwnerId"),
        ("Account ID", "Account Name", "Account Owner"),
        ("Account ID", "Account Name", "Billing Country"),
    ),
    unlike=("Opportunity ID", "Lead ID", "StageName", "LastName"),
    columns={
        "account_id": ("Id", "Account ID"),
        "name": ("Name", "Account Name"),
        "domain": ("Website",),
        "industry": ("Industry",),
        "country": ("BillingCountry", "Billing Country", "BillingCountryCode"),
        "employees": ("NumberOfEmployees", "Employees"),
        "annual_revenue": ("AnnualRevenue",),
        "owner": ("OwnerId", "Account Owner ID", "Account Owner"),
        "parent_id": ("ParentId", "Parent Account ID"),
    },
    leave_out=_DELETED,
    ignored=("phone", "fax", "email", "description", "account_number"),
)

HISTORY: Final = Preset(
    name="salesforce-opportunity-history",
    product="Salesforce",
    what="stages that opportunities entered",
    table="stage_events",
    telling=(
        ("Id", "StageName", "_fivetran_start"),
        ("OpportunityId", "StageName", "CreatedDate"),
        ("Opportunity ID", "To Stage", "Last Modified"),
    ),
    columns={
        "id": ("OpportunityId", "Opportunity ID", "Id"),
        "stage": ("StageName", "To Stage"),
        "on": ("_fivetran_start", "CreatedDate", "Last Modified"),
    },
    constants={"object": "opportunity"},
    leave_out=_DELETED,
    ignored=_PEOPLE,
)

ACTIVITIES: Final = Preset(
    name="salesforce-activities",
    product="Salesforce",
    what="tasks and events",
    table="touches",
    telling=(("Id", "WhoId", "WhatId", "ActivityDate"),),
    columns={
        "on": ("ActivityDate",),
        "kind": ("Type", "TaskSubtype", "EventSubtype"),
        "account_id": ("AccountId",),
        "lead_id": ("WhoId",),
        "opportunity_id": ("WhatId",),
    },
    instead={"kind": ("TaskSubtype", "EventSubtype")},
    leave_out={**_DELETED, "is_closed": FALSE},
    ignored=(*_PEOPLE, "subject", "description", "location"),
    notes=("Tasks that are still to do are left out: they are no touch yet.",),
)

USERS: Final = Preset(
    name="salesforce-users",
    product="Salesforce",
    what="users",
    table="people",
    telling=(("Id", "UserType", "ProfileId"), ("User ID", "Profile", "Active")),
    columns={"person_id": ("Id", "User ID"), "manager": ("ManagerId",)},
    leave_out={"_fivetran_deleted": TRUE},
    ignored=(*_PEOPLE, "department"),
    notes=("All are taken as sales; say otherwise with --set team=marketing.",),
)

SALESFORCE: Final = (OPPORTUNITIES, LEADS, ACCOUNTS, HISTORY, ACTIVITIES, USERS)
