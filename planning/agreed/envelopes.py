"""Envelopes: the totals a plan has to keep to."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import Column, money, money_told, one_of
from planning.agreed.rows import Cells

EnvelopeScope = Literal["company", "marketing", "sales", "joint"]
SCOPES: Final[tuple[EnvelopeScope, ...]] = get_args(EnvelopeScope)

COLUMNS: Final = (
    Column("scope", "Scope", one_of(*SCOPES), needed=True, fixed=True),
    Column("amount", "Amount", money, told=money_told),
)


class Envelope(BaseModel):
    """The most one team, or the company, may plan for the year.

    Attributes:
        scope: Whose total it is.
        amount: Plan-currency units for the fiscal year, or None while nobody has set it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    scope: EnvelopeScope
    amount: Decimal | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read an envelope from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row."""
        return {"scope": self.scope, "amount": None if self.amount is None else str(self.amount)}


def title(cells: Cells) -> str:
    """Return what an envelope is called.

    Example:
        >>> title({"scope": "marketing"})
        'the envelope of marketing'
    """
    scope = cells.get("scope")
    whose = {"company": "the company", "joint": "both teams"}.get(str(scope), str(scope))
    return f"the envelope of {whose}"
