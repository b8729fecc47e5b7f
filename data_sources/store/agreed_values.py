"""Company settings as rows of the store: one key, one value, one version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from data_sources.store.tables import settings
from planning.company import Company
from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

REAL: Final = "real"
DEMO: Final = "demo"

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RATE: Final = re.compile(r"^rate\.([A-Z]{3})(?:\.(\d{4}))?$")
_WHOLE: Final = frozenset(
    {"fiscal_year_start", "sla_hours", "never_after_days", "credit_window_days"}
)
KEYS: Final = tuple(name for name in Company.model_fields if name != "rates")
"""Every key but the rates, which are `rate.USD` or, for one fiscal year, `rate.USD.2025`."""

_OF_THE_DEMO: Final = ("currency", "rate.")


class Setting(BaseModel):
    """One stored setting with the version an edit is based on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    value: JsonValue
    version: int


def read_value(key: str, text: str) -> JsonValue:
    """Read what somebody typed for a setting; blank text is None, the default.

    Raises:
        UsageError: The key does not exist or the text cannot be its value.

    Example:
        >>> read_value("working_days", "mon, tue, sun"), read_value("rate.USD", "0.92")
        ([0, 1, 6], '0.92')
    """
    value = text.strip()
    is_rate = _RATE.match(key)
    if not is_rate and key not in KEYS:
        raise UsageError(
            f"There is no setting “{key}”.",
            f"Settings are {', '.join(KEYS)} and rate.CODE or rate.CODE.YEAR.",
        )
    if not value:
        return None
    if is_rate:
        return _rate(key, value)
    if key in _WHOLE:
        if not value.isascii() or not value.isdigit():
            raise UsageError(f"{key} must be a whole number, not “{value}”.")
        return int(value)
    if key == "working_days":
        return _days(value)
    return value.upper() if key == "currency" else value


def _rate(key: str, value: str) -> str:
    try:
        rate = Decimal(value)
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or rate <= 0:
        raise UsageError(f"{key} must be a number above 0, not “{value}”.", "Write it as 0.92.")
    return value


def _days(value: str) -> JsonValue:
    names = [part.strip().casefold()[:3] for part in value.split(",") if part.strip()]
    if not names or not set(names) <= set(DAYS):
        raise UsageError(f"“{value}” are not working days.", f"Use some of {','.join(DAYS)}.")
    return [*sorted({DAYS.index(name) for name in names})]


def company_from(values: Mapping[str, JsonValue]) -> Company:
    """Build the company from stored values; what is not stored has its default.

    Raises:
        UsageError: The values do not go together; the sentence names the field.
    """
    fields: dict[str, object] = {key: value for key, value in values.items() if key in KEYS}
    rates: dict[str, dict[int, Decimal]] = {}
    for key, value in values.items():
        if match := _RATE.match(key):
            rates.setdefault(match[1], {})[int(match[2] or 0)] = Decimal(str(value))
    try:
        return Company.model_validate({**fields, "rates": rates})
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{first['loc'][0]}: {reason}.".replace("..", ".")) from error


def values_of(company: Company) -> dict[str, JsonValue]:
    """Return a company as keys and values, defaults left out."""
    plain = Company()
    values: dict[str, JsonValue] = {}
    for key in KEYS:
        value = getattr(company, key)
        if value != getattr(plain, key):
            values[key] = sorted(value) if isinstance(value, frozenset) else value
    for code, years in company.rates.items():
        for year, rate in years.items():
            values[f"rate.{code}.{year}" if year else f"rate.{code}"] = str(rate)
    return values


def shown(company: Company) -> dict[str, JsonValue]:
    """Return every setting of a company as people and `--json` read it.

    Example:
        >>> shown(Company(rates={"USD": {0: Decimal("0.9")}}))["rate.USD"]
        0.9
        >>> shown(Company())["working_days"]
        'mon,tue,wed,thu,fri'
    """
    values: dict[str, JsonValue] = {key: getattr(company, key) for key in KEYS}
    values["working_days"] = ",".join(DAYS[day] for day in sorted(company.working_days))
    for key, value in values_of(company).items():
        if _RATE.match(key):
            values[key] = float(str(value))
    return values


def typed(company: Company) -> dict[str, str]:
    """Return every setting of a company as the text somebody would type for it.

    Example:
        >>> told = typed(Company(rates={"USD": {2025: Decimal("0.9")}}))
        >>> told["rate.USD.2025"], told["sla_hours"], told["crm_link"]
        ('0.9', '24', '')
    """
    values = {key: "" if value is None else str(value) for key, value in shown(company).items()}
    rates = {key: str(value) for key, value in values_of(company).items() if _RATE.match(key)}
    return {**values, **rates}


def stored(connection: Connection, origin: str) -> dict[str, Setting]:
    """Return the stored settings of one origin by key."""
    rows = connection.execute(
        sa.select(settings.c.key, settings.c.value, settings.c.version)
        .where(settings.c.origin == origin)
        .order_by(settings.c.key)
    )
    return {row.key: Setting(key=row.key, value=row.value, version=row.version) for row in rows}


def effective(connection: Connection, *, demo: bool) -> dict[str, JsonValue]:
    """Return the values in force.

    While the demo company is loaded its own values fill what nobody set; its money keeps
    its currency and rates, so that a first setting does not reinterpret its amounts.
    """
    real = {key: setting.value for key, setting in stored(connection, REAL).items()}
    if not demo:
        return real
    lent = {key: setting.value for key, setting in stored(connection, DEMO).items()}
    own = {key: value for key, value in real.items() if not key.startswith(_OF_THE_DEMO)}
    return {**lent, **own}


def put(connection: Connection, key: str, value: JsonValue, *, based_on: int | None = None) -> None:
    """Store a real setting; None removes it, so that the default applies again.

    Args:
        connection: A write transaction.
        key: A known key.
        value: Its new value.
        based_on: The version the edit was made from; None writes whatever stands there.

    Raises:
        NotPossible: Somebody else changed the setting since that version.
    """
    standing = stored(connection, REAL).get(key)
    version = standing.version if standing else 0
    if based_on is not None and based_on != version:
        theirs = "nothing" if standing is None else f"“{standing.value}”"
        raise NotPossible(
            f"Somebody changed {key} to {theirs} meanwhile.", "Look at it and set it again."
        )
    this = sa.and_(settings.c.key == key, settings.c.origin == REAL)
    connection.execute(sa.delete(settings).where(this))
    if value is not None:
        connection.execute(
            sa.insert(settings).values(key=key, origin=REAL, value=value, version=version + 1)
        )


def lend(connection: Connection, company: Company) -> None:
    """Replace the demo's settings by those of its company."""
    withdraw(connection)
    for key, value in values_of(company).items():
        connection.execute(sa.insert(settings).values(key=key, origin=DEMO, value=value, version=1))


def withdraw(connection: Connection) -> None:
    """Remove the demo's settings."""
    connection.execute(sa.delete(settings).where(settings.c.origin == DEMO))
