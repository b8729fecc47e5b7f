"""What happened with similar lines before: planned, spent, and the leads they brought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.actuals.counts import Scope
from planning.actuals.slices import Slice
from planning.agreed.lines import title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.totals import as_money
from planning.periods import Period
from planning.review.evidence.proposal import Proposal, known
from planning.review.variance import variance


@dataclass(frozen=True)
class Similar:
    """A line of a plan in its months that are over.

    Attributes:
        name: What the line is called.
        plan: Whose it is.
        months: The months that are over.
        planned, spent: Plan-currency units of them.
        leads: Its campaign brought in them; None where the line names no campaign of the
            facts.
        itself: Whether it is the proposed line so far.
    """

    name: str
    plan: str
    months: Period
    planned: Decimal
    spent: Decimal
    leads: int | None
    itself: bool


def similar(
    proposal: Proposal, plans: Iterable[tuple[Scenario, Sequence[PlanRow]]], part: Slice
) -> tuple[Similar, ...]:
    """Return the lines alike that plans held, the newest plan and the most money first.

    Alike is the same campaign or the same channel; of a kind the plans name nowhere as a
    channel, a line whose name says its word. Placeholders and reserves are no lines of a
    kind.

    Args:
        proposal: What is proposed.
        plans: One plan of each year with its rows.
        part: The whole company.
    """
    campaigns = {it.casefold(): it for it in known(part, "campaign")}
    leads = {
        it.label: it
        for it in Slice(part.counts, Scope(), part.context).split("campaign")
        if it.label is not None
    }
    found = []
    for scenario, rows in plans:
        beside = variance(rows, scenario, part.counts)
        if not beside.closed:
            continue
        over = Period(start=scenario.first_month, end=scenario.first_month + beside.closed)
        for at, row in enumerate(beside.grid.rows):
            planned = int(beside.plan[at, : beside.closed].sum())
            spent = int(beside.actual[at, : beside.closed].sum())
            if not _alike(row, proposal) or not (planned or spent):
                continue
            campaign = campaigns.get(str(row.cells.get("campaign") or "").casefold())
            brought = leads.get(campaign) if campaign else None
            found.append(
                Similar(
                    name=title(row.cells),
                    plan=scenario.name,
                    months=over,
                    planned=as_money(planned),
                    spent=as_money(spent),
                    leads=None if brought is None else brought.total("leads", over),
                    itself=row.id == proposal.line,
                )
            )
    return tuple(sorted(found, key=lambda it: (-it.months.start, -it.planned, it.name)))


def _alike(row: PlanRow, proposal: Proposal) -> bool:
    cells = row.cells
    if row.id == proposal.line:
        return True
    if cells.get("status") != "placed" or cells.get("category") != "programme":
        return False
    for name in ("campaign", "channel"):
        wanted, own = getattr(proposal, name), cells.get(name)
        if wanted and own and str(own).casefold() == str(wanted).strip().casefold():
            return True
    word = proposal.name.strip().casefold()
    return not proposal.channel and len(word) > 2 and word in title(cells).casefold()
