"""Files of HubSpot: as its own export names the columns, and as data loaders do."""

from __future__ import annotations

from typing import Final

from data_sources.imports.presets.preset import TRUE, Preset

_DELETED: Final = {"is_deleted": TRUE, "_fivetran_deleted": TRUE}
_PEOPLE: Final = (
    "email", "property_email", "first name", "last name", "property_firstname",
    "property_lastname", "phone number", "mobile phone number", "contact",
)  # fmt: skip
_SOURCES: Final = {
    "ORGANIC_SEARCH": "Organic Search", "PAID_SEARCH": "Paid Search",
    "EMAIL_MARKETING": "Email Marketing", "SOCIAL_MEDIA": "Organic Social",
    "REFERRALS": "Referrals", "OTHER_CAMPAIGNS": "Other Campaigns",
    "DIRECT_TRAFFIC": "Direct Traffic", "OFFLINE": "Offline Sources",
    "PAID_SOCIAL": "Paid Social",
}  # fmt: skip
"""The two ways in which the product writes where a contact came from."""

DEALS: Final = Preset(
    name="hubspot-deals",
    product="HubSpot",
    what="deals",
    table="opportunities",
    telling=(
        ("Record ID", "Deal Name", "Deal Stage"),
        ("Deal ID", "Deal Name", "Deal Stage"),
        ("deal_id", "deal_pipeline_stage_id", "property_dealname"),
        ("deal_id", "deal_pipeline_id", "deal_pipeline_stage_id"),
    ),
    columns={
        "opportunity_id": ("Record ID", "Deal ID"),
        "account_id": (
            "Associated Company IDs (Primary)", "Primary Associated Company ID",
            "Associated Company IDs", "Associated Company ID", "Associated Company",
            "Company Name",
        ),
        "lead_id": ("Associated Contact IDs", "Associated Contact ID"),
        "channel": (
            "Original Traffic Source", "Original Source Type", "Original Source",
            "property_hs_analytics_source",
        ),
        "owner": ("Deal owner", "owner_id", "property_hubspot_owner_id"),
        "motion": ("Deal Type", "property_dealtype"),
        "created_on": ("Create Date", "property_createdate"),
        "closed_on": ("Close Date", "property_closedate"),
        "stage": ("Deal Stage", "deal_pipeline_stage_id", "property_dealstage"),
        "is_won": ("Is Closed Won", "property_hs_is_closed_won"),
        "amount": ("Amount", "property_amount"),
        "recurring_amount": ("Annual recurring revenue", "property_hs_arr"),
        "currency": ("Currency", "property_deal_currency_code"),
        "loss_reason": ("Closed Lost Reason", "property_closed_lost_reason"),
    },
    values={
        "channel": _SOURCES,
        "motion": {
            "newbusiness": "acquire", "New Business": "acquire",
            "existingbusiness": "up-sell", "Existing Business": "up-sell",
        },
    },
    leave_out=_DELETED,
    only_where={"is_won": {"Is Deal Closed?": TRUE}},
    first_of=("account_id", "lead_id"),
    ignored=(*_PEOPLE, "Deal Name", "Deal Description", "Pipeline", "type"),
    notes=(
        "A deal of an existing customer counts as up-sell; say otherwise with --value motion.",
        "Stages of an own pipeline are numbers: say what they mean with --won and --lost.",
    ),
)  # fmt: skip

COMPANIES: Final = Preset(
    name="hubspot-companies",
    product="HubSpot",
    what="companies",
    table="accounts",
    telling=(
        ("Record ID", "Company name"),
        ("Company ID", "Company name", "Company owner"),
        ("id", "property_name", "property_createdate"),
    ),
    unlike=("Deal Name", "Last Name", "property_dealname", "property_lastname"),
    columns={
        "account_id": ("Record ID", "Company ID", "id"),
        "name": ("Company name", "property_name"),
        "domain": ("Company Domain Name", "Website URL", "property_domain"),
        "industry": ("Industry", "property_industry"),
        "country": ("Country/Region", "Country", "property_country"),
        "employees": ("Number of Employees", "property_numberofemployees"),
        "annual_revenue": ("Annual Revenue", "property_annualrevenue"),
        "owner": ("Company owner", "property_hubspot_owner_id"),
        "customer_since": ("Became a Customer Date", "First Deal Created Date"),
        "parent_id": ("Parent Company ID", "Parent Company", "property_hs_parent_company_id"),
        "contacts_known": (
            "Number of Associated Contacts", "property_num_associated_contacts",
        ),
    },
    leave_out=_DELETED,
    ignored=(*_PEOPLE, "Phone Number", "property_description"),
)  # fmt: skip

CONTACTS: Final = Preset(
    name="hubspot-contacts",
    product="HubSpot",
    what="contacts (each a lead)",
    table="leads",
    telling=(
        ("Record ID", "First Name", "Last Name"),
        ("Record ID", "Lifecycle Stage", "Contact owner"),
        ("Contact ID", "Lifecycle Stage", "Contact owner"),
        ("id", "property_email", "property_createdate"),
    ),
    columns={
        "lead_id": ("Record ID", "Contact ID", "id"),
        "account_id": (
            "Associated Company IDs (Primary)", "Primary Associated Company ID",
            "Associated Company IDs", "Associated Company ID", "property_associatedcompanyid",
            "Company Name",
        ),
        "channel": (
            "Original Traffic Source", "Original Source Type", "Original Source",
            "property_hs_analytics_source",
        ),
        "campaign": ("Original Source Drill-Down 2", "First Touch Converting Campaign"),
        "asset": ("First Conversion", "property_first_conversion_event_name"),
        "created_on": ("Create Date", "property_createdate", "property_created_at"),
        "assigned_on": ("Owner Assigned Date", "property_hubspot_owner_assigneddate"),
        "mql_on": (
            "Became a Marketing Qualified Lead Date",
            "property_hs_lifecyclestage_marketingqualifiedlead_date",
        ),
        "sql_on": (
            "Became a Sales Qualified Lead Date",
            "property_hs_lifecyclestage_salesqualifiedlead_date",
        ),
        "first_touch_on": ("First Outreach Date", "property_hs_sa_first_engagement_date"),
        "status": ("Lead Status", "property_hs_lead_status"),
        "owner": ("Contact owner", "property_hubspot_owner_id"),
        "score_points": ("HubSpot Score", "property_hubspotscore"),
        "opportunity_id": ("Associated Deal IDs", "Associated Deal ID"),
    },
    values={"channel": _SOURCES},
    leave_out=_DELETED,
    first_of=("account_id", "opportunity_id"),
    ignored=(*_PEOPLE, "property_company", "property_jobtitle", "Job Title"),
    notes=("Names, e-mail addresses and phone numbers are not read.",),
)  # fmt: skip

DEAL_STAGES: Final = Preset(
    name="hubspot-deal-stages",
    product="HubSpot",
    what="stages that deals entered",
    table="stage_events",
    telling=(("deal_id", "date_entered", "value"),),
    columns={"id": ("deal_id",), "stage": ("value",), "on": ("date_entered",)},
    constants={"object": "opportunity"},
    leave_out=_DELETED,
    ignored=("source", "source_id"),
)

DEAL_COMPANIES: Final = Preset(
    name="hubspot-deal-companies",
    product="HubSpot",
    what="links from deals to companies",
    table="opportunities",
    telling=(("company_id", "deal_id", "type_id"),),
    unlike=("deal_pipeline_stage_id",),
    columns={"opportunity_id": ("deal_id",), "account_id": ("company_id",)},
    leave_out=_DELETED,
    ignored=("category", "type_id"),
    notes=("Import the deals first: a link to a deal that is not there makes an empty one.",),
)

DEAL_CONTACTS: Final = Preset(
    name="hubspot-deal-contacts",
    product="HubSpot",
    what="links from deals to contacts",
    table="opportunities",
    telling=(("contact_id", "deal_id", "type_id"),),
    unlike=("deal_pipeline_stage_id",),
    columns={"opportunity_id": ("deal_id",), "lead_id": ("contact_id",)},
    leave_out=_DELETED,
    ignored=("category", "type_id"),
    notes=(
        "Import the deals first: a link to a deal that is not there makes an empty one.",
        "Of a deal's contacts the last in the file is its lead.",
    ),
)

OWNERS: Final = Preset(
    name="hubspot-owners",
    product="HubSpot",
    what="owners",
    table="people",
    telling=(("owner_id", "active_user_id"), ("owner_id", "portal_id", "email")),
    unlike=("deal_id",),
    columns={"person_id": ("owner_id",)},
    leave_out=_DELETED,
    ignored=(*_PEOPLE, "name", "type"),
    notes=("All are taken as sales; say otherwise with --set team=marketing.",),
)

ENGAGEMENTS: Final = Preset(
    name="hubspot-engagements",
    product="HubSpot",
    what="calls and e-mails",
    table="touches",
    telling=(("engagement_id", "property_hs_timestamp", "type"),),
    columns={
        "on": ("property_hs_timestamp",),
        "kind": ("type",),
    },
    leave_out=_DELETED,
    ignored=("property_hs_email_subject", "property_hs_email_text", "source"),
)

MEETINGS: Final = Preset(
    name="hubspot-meetings",
    product="HubSpot",
    what="meetings",
    table="touches",
    telling=(("engagement_id", "start_time", "meeting_outcome"),),
    columns={"on": ("start_time",)},
    constants={"kind": "meeting"},
    leave_out={**_DELETED, "meeting_outcome": ("CANCELED", "CANCELLED", "NO_SHOW", "SCHEDULED")},
    ignored=("source", "source_id", "title", "body"),
)

HUBSPOT: Final = (
    DEALS, COMPANIES, CONTACTS, DEAL_STAGES, DEAL_COMPANIES, DEAL_CONTACTS, OWNERS,
    ENGAGEMENTS, MEETINGS,
)  # fmt: skip
