"""The row of each fact table, once, for every reader and writer.

From these models come the columns of the Parquet files, the CSV templates, the import's
column expressions and the help texts (`tables.py`), so no rule stands in two versions.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from planning.actuals.kinds import CATEGORIES as CATEGORIES
from planning.actuals.kinds import MEASURES as MEASURES
from planning.actuals.kinds import MOTIONS as MOTIONS
from planning.actuals.kinds import STAGE_OBJECTS as STAGE_OBJECTS
from planning.actuals.kinds import STATUSES as STATUSES
from planning.actuals.kinds import (
    Attributes,
    Currency,
    Day,
    DealMotion,
    Figure,
    Flag,
    LeadStatus,
    Measure,
    Money,
    Month,
    PersonJob,
    SpendCategory,
    StageObject,
    TeamName,
    Text,
    Whole,
)
from planning.actuals.kinds import Is as Is
from planning.actuals.kinds import Kind as Kind
from planning.actuals.reading import outcome_of


class FactRow(BaseModel):
    """Base of the row models: frozen, and closed to fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def needed(meaning: str, *also: str) -> Any:  # noqa: ANN401 - stands where a type is declared
    """Describe a field without which a row is rejected, and its column's other names."""
    return Field(description=meaning, json_schema_extra={"also": list(also)})


def optional(meaning: str, *also: str, default: str | int | None = None) -> Any:  # noqa: ANN401
    """Describe a field that may be missing, its column's other names, and its default."""
    return Field(default, description=meaning, json_schema_extra={"also": list(also)})


class Account(FactRow):
    """A company that is, or could become, a customer."""

    account_id: Text = needed(
        "Id of the account in the source.", "account id", "company id", "id", "account"
    )
    name: Text | None = optional(
        "Name of the company.", "account name", "company name", "company", "account"
    )
    domain: Text | None = optional(
        "Web domain, to match lists by.", "website", "company domain name", "url"
    )
    industry: Text | None = optional("Industry.", "sector")
    region: Text | None = optional("Sales region.", "territory", "regional office")
    country: Text | None = optional("Country.", "billing country", "office location")
    segment: Text | None = optional("Size or market segment.", "company size", "tier")
    employees: Whole | None = optional(
        "Number of employees.", "number of employees", "numberofemployees", "headcount"
    )
    annual_revenue: Money | None = optional(
        "The account's own revenue per year.", "annual revenue", "revenue"
    )
    owner: Text | None = optional("Person id of the sales owner.", "account owner", "owner id")
    is_customer: Flag | None = optional("Whether the account buys already.", "customer")
    customer_since: Day | None = optional(
        "Day of the first purchase.", "customer since", "became customer"
    )
    parent_id: Text | None = optional(
        "Id of the parent account.", "parent account", "subsidiary of", "parent account id"
    )
    contacts_known: Whole | None = optional(
        "Number of known contacts, never who they are.", "contacts", "number of contacts"
    )
    products_owned: Text | None = optional(
        "Products in use, separated by semicolons.", "products", "products owned"
    )
    attributes: Attributes | None = optional("Own properties, by --map attributes.NAME=Column.")


class Lead(FactRow):
    """Interest from outside; one row may stand for several leads."""

    lead_id: Text = needed(
        "Id of the lead in the source.", "lead id", "prospect id", "contact id", "id", "lead number"
    )
    quantity: Whole = optional("How many leads the row stands for.", "leads", "count", default=1)
    account_id: Text | None = optional(
        "Account the lead belongs to.", "account id", "company id", "account", "company"
    )
    channel: Text | None = optional(
        "Where the lead came from.", "lead source", "source", "original source"
    )
    campaign: Text | None = optional(
        "Campaign that brought the lead.", "campaign name", "utm campaign"
    )
    asset: Text | None = optional("Content the lead answered to.", "asset id", "content", "offer")
    segment: Text | None = optional("Size or market segment.", "company size")
    region: Text | None = optional("Sales region.", "territory")
    created_on: Day | None = optional(
        "Day the lead came in (main date).",
        "created",
        "created date",
        "create date",
        "date created",
    )
    assigned_on: Day | None = optional("Day it was given to a person.", "assigned", "assigned date")
    mql_on: Day | None = optional("Day it became marketing-qualified.", "mql date", "became mql")
    sal_on: Day | None = optional("Day sales accepted it.", "sal date", "accepted date")
    sql_on: Day | None = optional("Day sales qualified it.", "sql date", "qualified date")
    disqualified_on: Day | None = optional("Day it was disqualified.", "disqualified date")
    disqualify_reason: Text | None = optional(
        "Why it was disqualified.", "disqualified reason", "disqualification reason"
    )
    recycled_on: Day | None = optional("Day it was handed back to marketing.", "recycled date")
    recycle_reason: Text | None = optional("Why it was handed back.", "recycled reason")
    first_touch_on: Day | None = optional(
        "Day of the first sales touch.", "first touch", "first contacted", "first contact date"
    )
    first_touch_hours: Figure | None = optional(
        "Hours from the clock's start to the first sales touch.",
        "hours to first touch",
        "response hours",
    )
    status: LeadStatus | None = optional(
        "new, working, qualified, disqualified or won; other words count as working.",
        "lead status",
        "stage",
    )
    marketing_owner: Text | None = optional("Person id in marketing.", "marketing owner")
    owner: Text | None = optional(
        "Person id in sales.", "lead owner", "owner id", "owneremployeeid"
    )
    score_points: Figure | None = optional("Score given by the source.", "score", "lead score")
    opportunity_id: Text | None = optional(
        "Deal the lead became.", "converted opportunity id", "deal id", "opportunity id"
    )
    won_quantity: Whole | None = optional(
        "How many of the row's leads bought; counts where no deal is linked.",
        "sales",
        "conversions",
        "approved conversion",
    )
    won_amount: Money | None = optional("What they bought for.", "sales amount")
    attributes: Attributes | None = optional("Own properties, by --map attributes.NAME=Column.")


class Opportunity(FactRow):
    """A deal: open, won or lost; one row may stand for several."""

    opportunity_id: Text = needed(
        "Id of the deal in the source.", "deal id", "opportunity id", "id"
    )
    quantity: Whole = optional("How many deals the row stands for.", "deals", "count", default=1)
    account_id: Text | None = optional(
        "Account that buys.", "account id", "company id", "account", "company"
    )
    lead_id: Text | None = optional("Lead the deal came from.", "lead id", "source lead")
    channel: Text | None = optional(
        "Channel the source names; the linked lead's goes first.",
        "lead source",
        "source",
        "original source",
    )
    owner: Text | None = optional(
        "Person id of the sales owner.",
        "deal owner",
        "opportunity owner",
        "sales agent",
        "owner id",
        "owneremployeeid",
        "sales rep",
    )
    region: Text | None = optional("Sales region.", "territory", "regional office")
    segment: Text | None = optional("Size or market segment.", "company size")
    product: Text | None = optional("What is bought.", "product name")
    motion: DealMotion | None = optional(
        "acquire, cross-sell, up-sell or retain.", "deal type", "opportunity type", "type"
    )
    created_on: Day | None = optional(
        "Day the deal was created (main date).",
        "created",
        "created date",
        "create date",
        "engage date",
    )
    accepted_on: Day | None = optional("Day sales accepted it.", "accepted date")
    closed_on: Day | None = optional(
        "Day it was won or lost.", "close date", "closed date", "closed"
    )
    stage: Text | None = optional(
        "Stage, from which won and lost are read unless is_won is given.",
        "deal stage",
        "stage name",
        "status",
    )
    is_won: Flag | None = optional("Yes for won, no for lost, missing while open.", "won", "is won")
    amount: Money | None = optional(
        "Value of the deal over its term.", "deal amount", "value", "close value", "deal value"
    )
    recurring_amount: Money | None = optional(
        "Recurring part per year.",
        "arr",
        "recurring",
        "annual recurring revenue",
        "recurring revenue",
    )
    term_months: Whole | None = optional(
        "Length of the contract in months.", "term", "contract months"
    )
    renewal_due_on: Day | None = optional(
        "Day the contract comes up for renewal.", "renewal date", "renewal due"
    )
    currency: Currency | None = optional(
        "Three-letter code; missing means the plan currency.",
        "currency code",
        "currencyisocode",
        "deal currency code",
    )
    loss_reason: Text | None = optional(
        "Why it was lost.", "closed lost reason", "lost reason", "reason lost"
    )
    competitor: Text | None = optional("Who won instead.", "main competitor")
    sales_sourced: Flag | None = optional(
        "Whether sales found the deal itself.", "sales sourced", "self generated"
    )

    @model_validator(mode="before")
    @classmethod
    def _outcome_from_stage(cls, row: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
        return outcome_of(row, info)


class StageEvent(FactRow):
    """A lead or deal entering a stage; append-only."""

    object: StageObject = needed("lead or opportunity.", "object type")
    id: Text = needed(
        "Id of the lead or deal.", "object id", "lead id", "opportunity id", "deal id"
    )
    stage: Text = needed("Stage entered.", "stage name", "new stage", "to stage")
    on: Day | None = optional(
        "Day it was entered (main date).", "date", "changed on", "created date"
    )


class Spend(FactRow):
    """Money spent by a team in a month."""

    month: Month = needed("Month, or any day in it.", "date", "day", "period")
    team: TeamName = optional("marketing, sales or joint.", "department", default="marketing")
    category: SpendCategory = optional(
        "programme, people, tools, agency, commission, partner, travel or overhead.",
        "cost type",
        "kind",
        default="programme",
    )
    channel: Text | None = optional("Channel the money went into.", "source", "platform")
    campaign: Text | None = optional(
        "Campaign the money went into.", "campaign name", "campaign id"
    )
    region: Text | None = optional("Sales region.", "territory")
    segment: Text | None = optional("Size or market segment.")
    motion: DealMotion | None = optional("acquire, cross-sell, up-sell or retain.")
    line_code: Text | None = optional("Code of a budget line.", "line code", "line", "cost centre")
    amount: Money = needed(
        "Money spent; negative for a credit.",
        "cost",
        "spend",
        "spent",
        "amount spent",
        "cost in local currency",
        "cost micros",
    )
    currency: Currency | None = optional(
        "Three-letter code; missing means the plan currency.", "currency code"
    )


class Touch(FactRow):
    """One contact of a team with an account, lead or deal."""

    on: Day | None = optional(
        "Day of the touch (main date).", "date", "activity date", "created date"
    )
    team: TeamName = optional("Team that touched.", "department", default="sales")
    kind: Text | None = optional(
        "call, e-mail, meeting, visit, click, …", "type", "activity type", "channel type"
    )
    account_id: Text | None = optional("Account touched.", "account id", "company id", "account")
    lead_id: Text | None = optional("Lead touched.", "lead id")
    opportunity_id: Text | None = optional("Deal touched.", "deal id", "opportunity id")
    asset_id: Text | None = optional("Content used.", "asset", "content")
    channel: Text | None = optional("Channel of the touch.", "source")
    campaign: Text | None = optional("Campaign of the touch.", "campaign name")


class Person(FactRow):
    """Somebody who works in one of the teams."""

    person_id: Text = needed(
        "Id as the other tables name owners.",
        "owner id",
        "user id",
        "employee id",
        "employeeid",
        "sales agent",
        "id",
    )
    name: Text | None = optional("Name.", "full name", "sales agent")
    team: TeamName = optional("marketing, sales or joint.", "department", default="sales")
    job: PersonJob | None = optional("development or closing (sales people).", "role", "title")
    region: Text | None = optional("Sales region.", "territory", "regional office")
    segment: Text | None = optional("Size or market segment.")
    manager: Text | None = optional("Person id or name of the leader.", "manager id", "reports to")
    start_on: Day | None = optional("First day.", "hired", "start date", "hire date")
    end_on: Day | None = optional("Last day.", "end date", "left")


class Quota(FactRow):
    """What a person or team is expected to reach."""

    person_id: Text | None = optional(
        "Person; missing means the whole team.", "owner id", "user id", "employee id"
    )
    team: TeamName = optional("marketing, sales or joint.", "department", default="sales")
    start: Day = needed("First day.", "start date", "from")
    end: Day = needed("Day after the last.", "end date", "to")
    measure: Measure = optional(
        "won_amount (money), won (deals) or leads.", "quota type", default="won_amount"
    )
    amount: Money = needed(
        "Expected: money, or a number of deals or leads.", "quota", "quota amount", "target"
    )
