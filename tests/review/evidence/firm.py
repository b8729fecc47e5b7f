"""A firm of three channels whose figures can be worked by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.periods import Period, month_of
from planning.review.evidence.proposal import Proposal
from tests.builders import counts_of

AS_OF: Final = date(2025, 12, 31)
DECEMBER: Final = month_of(AS_OF)
NEXT: Final = Period(start=DECEMBER + 1, end=DECEMBER + 4)

LEADS: Final = {"Search": 40, "Fairs": 10, "Mail": 20}
WINS: Final = {"Search": 8, "Fairs": 2, "Mail": 0}
SPENT: Final = {"Search": 16_000, "Fairs": 30_000, "Mail": 3_000}


def part(folder: Path, **more: Any) -> Slice:  # noqa: ANN401 - tables of facts
    """Forty, ten and twenty leads in 2025; eight customers by search, two by fairs."""
    counts = counts_of(folder, as_of=AS_OF, **(tables() | more))
    return Slice(counts, Scope(), Context())


def tables() -> dict[str, Any]:
    """Leads in March, wins in June, money in February."""
    leads = [
        {"lead_id": f"{name}{at}", "channel": name, "created_on": "2025-03-10",
         **({"mql_on": "2025-03-12"} if at % 2 else {})}
        for name, count in LEADS.items()
        for at in range(count)
    ]  # fmt: skip
    deals = [
        {"opportunity_id": f"{name}{at}", "account_id": f"{name}{at}", "channel": name,
         "motion": "acquire", "created_on": "2025-04-01", "closed_on": "2025-06-10",
         "stage": "Won", "is_won": True, "amount": 1000 + 100 * at, "currency": "EUR"}
        for name, count in WINS.items()
        for at in range(count)
    ]  # fmt: skip
    spend = [
        {"month": "2025-02-01", "team": "marketing", "category": "programme", "channel": name,
         "amount": amount, "currency": "EUR"}
        for name, amount in SPENT.items()
    ]  # fmt: skip
    accounts = [{"account_id": it["account_id"], "name": it["account_id"]} for it in deals]
    return {"leads": leads, "opportunities": deals, "spend": spend, "accounts": accounts}


def asked(name: str, amount: float = 6000, **more: Any) -> Proposal:  # noqa: ANN401
    """A proposal for a channel of this name."""
    return Proposal(name=name, channel=name, campaign=None, amount=amount, months=NEXT, **more)
