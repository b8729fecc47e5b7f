"""Files of Pipedrive: its own export (`Deal - Title`) and its interface (`title`)."""

from __future__ import annotations

from typing import Final

from data_sources.imports.presets.preset import TRUE, Preset

_PEOPLE: Final = (
    "Deal - Contact person", "Person - Name", "Person - Email", "Person - Phone", "person_id",
    "Contact person", "Organization - People", "Lead - Contact person",
)  # fmt: skip

DEALS: Final = Preset(
    name="pipedrive-deals",
    product="Pipedrive",
    what="deals",
    table="opportunities",
    telling=(
        ("Deal - ID", "Deal - Status"),
        ("Deal - Title", "Deal - Stage", "Deal - Status"),
        ("id", "title", "stage_id", "status", "add_time"),
    ),
    columns={
        "opportunity_id": ("Deal - ID", "id"),
        "account_id": (
            "Deal - Organization ID", "Organization - ID", "org_id", "Deal - Organization",
        ),
        "channel": ("Deal - Source channel", "Deal - Channel", "channel", "Deal - Source"),
        "owner": ("Deal - Owner ID", "Deal - Owner", "owner_id", "user_id"),
        "created_on": (
            "Deal - Deal created", "Deal - Deal created on", "Deal - Add time", "add_time",
        ),
        "closed_on": (
            "Deal - Won time", "Deal - Lost time", "Deal - Deal closed on", "Deal - Close time",
            "won_time", "lost_time", "close_time",
        ),
        "stage": ("Deal - Stage", "stage_id", "Deal - Status"),
        "is_won": ("Deal - Status", "status"),
        "amount": ("Deal - Value", "Deal - Deal value", "value"),
        "recurring_amount": ("Deal - ARR", "arr"),
        "currency": ("Deal - Currency of Value", "Deal - Currency", "currency"),
        "loss_reason": ("Deal - Lost reason", "lost_reason"),
    },
    instead={
        "closed_on": (
            "Deal - Lost time", "Deal - Deal closed on", "Deal - Close time", "lost_time",
            "close_time",
        ),
    },
    values={"is_won": {"won": "yes", "lost": "no", "open": "", "deleted": ""}},
    leave_out={
        "Deal - Status": ("deleted",), "status": ("deleted",), "is_deleted": TRUE,
        "deleted": TRUE,
    },
    ignored=(*_PEOPLE, "Deal - Title", "title", "Deal - Pipeline"),
)  # fmt: skip

ORGANIZATIONS: Final = Preset(
    name="pipedrive-organizations",
    product="Pipedrive",
    what="organizations",
    table="accounts",
    telling=(("Organization - ID", "Organization - Name"),),
    unlike=("Deal - Status", "Person - Name"),
    columns={
        "account_id": ("Organization - ID",),
        "name": ("Organization - Name",),
        "domain": ("Organization - Website",),
        "industry": ("Organization - Industry",),
        "country": ("Organization - Country of Address", "Organization - Country"),
        "employees": ("Organization - Number of employees", "Organization - Employee count"),
        "annual_revenue": ("Organization - Annual revenue",),
        "owner": ("Organization - Owner ID", "Organization - Owner"),
        "contacts_known": ("Organization - People count",),
    },
    ignored=_PEOPLE,
)

LEADS: Final = Preset(
    name="pipedrive-leads",
    product="Pipedrive",
    what="leads",
    table="leads",
    telling=(("Lead - ID", "Lead - Title"),),
    columns={
        "lead_id": ("Lead - ID",),
        "account_id": ("Lead - Organization ID", "Organization - ID", "Lead - Organization"),
        "channel": ("Lead - Source channel", "Lead - Source", "Lead - Source origin"),
        "created_on": ("Lead - Lead created", "Lead - Created", "Lead - Add time"),
        "owner": ("Lead - Owner ID", "Lead - Owner"),
    },
    ignored=(*_PEOPLE, "Lead - Title"),
)

ACTIVITIES: Final = Preset(
    name="pipedrive-activities",
    product="Pipedrive",
    what="activities",
    table="touches",
    telling=(("Activity - Type", "Activity - Due date"),),
    columns={
        "on": ("Activity - Marked as done time", "Activity - Due date"),
        "kind": ("Activity - Type",),
        "account_id": ("Activity - Organization ID", "Activity - Organization"),
        "lead_id": ("Activity - Lead ID",),
        "opportunity_id": ("Activity - Deal ID",),
    },
    instead={"on": ("Activity - Due date",)},
    leave_out={"Activity - Done": ("To do", "Not done", "no", "false", "0")},
    ignored=(*_PEOPLE, "Activity - Subject", "Activity - Note", "Activity - Contact person"),
    notes=("Activities that are still to do are left out: they are no touch yet.",),
)

PIPEDRIVE: Final = (DEALS, ORGANIZATIONS, LEADS, ACTIVITIES)
