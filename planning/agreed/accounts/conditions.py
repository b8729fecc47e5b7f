"""Conditions: what must be true of an account or a lead, as people agree it and read it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Unfit, number, plain_number, text
from planning.agreed.rows import Cells
from planning.money import quoted

Test = Literal["is one of", "is none of", "is at least", "is at most", "is known"]
TESTS: Final[tuple[Test, ...]] = get_args(Test)

OWN: Final = "attributes."
"""What the name of an attribute begins with that only this company keeps."""

ACCOUNT_ATTRIBUTES: Final = {
    "industry": "Industry",
    "segment": "Segment",
    "region": "Region",
    "country": "Country",
    "employees": "Employees",
    "annual_revenue": "Own revenue a year",
    "contacts_known": "Known contacts",
    "products_owned": "Products owned",
    "is_customer": "Customer",
}
"""What the facts tell of every account, by column."""

LEAD_ATTRIBUTES: Final = {
    "channel": "Channel",
    "campaign": "Campaign",
    "asset": "Asset",
}
"""What the facts tell of every lead beside its account's attributes."""

BEHAVIOUR: Final = {
    "touch": "Touch of the kind",
    "touches": "Number of touches",
}
"""What a lead did: by kind of touch, or how often."""

NAMES: Final = {**ACCOUNT_ATTRIBUTES, **LEAD_ATTRIBUTES, **BEHAVIOUR}
NUMBERS: Final = frozenset({"employees", "annual_revenue", "contacts_known", "touches"})

_TEXT: Final = text(TEXT_LIMIT)
_NAME: Final = text(NAME_LIMIT)


def attribute(value: object) -> JsonValue:
    """Read the name of an attribute: a known one, or an own one of the company.

    Example:
        >>> attribute("Industry"), attribute("attributes.ISO 9001")
        ('industry', 'attributes.ISO 9001')
    """
    name = str(_NAME(value))
    if name.startswith(OWN) and name.removeprefix(OWN).strip():
        return name
    for key, called in NAMES.items():
        if name.casefold() in {key, called.casefold()}:
            return key
    listed = ", ".join(NAMES.values())
    raise Unfit(
        f"must be one of {listed}, not “{quoted(name)}”.",
        f"An attribute of your own is written {OWN}NAME.",
    )


def attribute_told(value: JsonValue) -> str:
    """Return what people call an attribute.

    Example:
        >>> attribute_told("annual_revenue"), attribute_told("attributes.ISO 9001")
        ('Own revenue a year', 'ISO 9001')
    """
    return NAMES.get(str(value), str(value).removeprefix(OWN))


def values(value: object) -> JsonValue:
    """Read what an attribute is compared with: words or one number, parted by semicolons.

    Example:
        >>> values("Food ;Energy;; food"), values(50)
        ('Food; Energy', '50')
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    parts = [part.strip() for part in str(_TEXT(value)).split(";")]
    return "; ".join(_without_twins(parts))


def _without_twins(parts: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for part in parts:
        if part:
            seen.setdefault(part.casefold(), part)
    return list(seen.values())


class Condition(BaseModel):
    """What must be true of an account or a lead.

    Attributes:
        attribute: Its name: a column of the facts, or `attributes.NAME`.
        test: How it is compared.
        values: What with: words parted by semicolons, or one number; empty for “is known”.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    attribute: str
    test: Test
    values: str = ""

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a condition from the cells of a row that holds one."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    @property
    def words(self) -> tuple[str, ...]:
        """What the attribute is compared with, as it was written."""
        return tuple(part.strip() for part in self.values.split(";") if part.strip())

    @property
    def bound(self) -> float:
        """The number the attribute is compared with."""
        return float(Decimal(str(number(self.values))))

    @property
    def told(self) -> str:
        """The condition in words.

        Example:
            >>> Condition(attribute="employees", test="is at least", values="50").told
            'employees at least 50'
            >>> Condition(attribute="industry", test="is one of", values="Food; Energy").told
            'industry Food or Energy'
        """
        name = attribute_told(self.attribute)
        name = name if self.attribute.startswith(OWN) else name[:1].lower() + name[1:]
        if self.test == "is known":
            return f"{name} known"
        if self.test in {"is at least", "is at most"}:
            exact = Decimal(plain_number(Decimal(str(number(self.values)))))
            return f"{name} {self.test.removeprefix('is ')} {exact:,f}"
        joined = " or ".join(self.words)
        return f"{name} {joined}" if self.test == "is one of" else f"{name} not {joined}"


def odd_condition(cells: Cells) -> dict[str, str]:
    """Return what is wrong with cells of a condition that are right one by one, by cell.

    Example:
        >>> odd_condition({"attribute": "employees", "test": "is at least", "values": "many"})
        {'values': 'Compared with must be one number, not “many”.'}
    """
    test, given = cells.get("test"), cells.get("values")
    if not test:
        return {}
    if test == "is known":
        return {"values": "Compared with must stay blank beside “is known”."} if given else {}
    if not given:
        return {"values": "Compared with must be filled in."}
    if test in {"is at least", "is at most"}:
        try:
            number(given)
        except Unfit:
            return {"values": f"Compared with must be one number, not “{quoted(given)}”."}
    return {}


def odd_around(cells: Cells, *, without: bool) -> dict[str, str]:
    """Return what is wrong with the condition of a rule, by cell.

    Args:
        cells: Of a rule of the ideal customer or the lead score.
        without: Whether the rule has no condition, as a threshold.

    Example:
        >>> odd_around({"rule": "must", "test": "is known"}, without=False)
        {'attribute': 'Attribute must be filled in.'}
        >>> odd_around({"rule": "tier A from", "test": "is known"}, without=True)
        {'test': 'Test must stay blank beside “tier A from”.'}
    """
    rule = cells.get("rule")
    names = {"attribute": "Attribute", "test": "Test", "values": "Compared with"}
    if without:
        return {
            cell: f"{name} must stay blank beside “{rule}”."
            for cell, name in names.items()
            if cells.get(cell)
        }
    missing = {
        cell: f"{names[cell]} must be filled in."
        for cell in ("attribute", "test")
        if rule is not None and not cells.get(cell)
    }
    return missing | odd_condition(cells)
