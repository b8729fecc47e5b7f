"""Do the facts support this line? Everything said about it, in one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.actuals.counts import Scope
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import Period, month_of
from planning.review.evidence.costs import Comparison, comparisons
from planning.review.evidence.newcomers import Newcomers, newcomers
from planning.review.evidence.proposal import Kind, Proposal, Subject, subject_of
from planning.review.evidence.ranks import Rank, ranks
from planning.review.evidence.similar import Similar, similar
from planning.review.evidence.sources import Source, Sources, sources
from planning.review.evidence.verdict import aim

MONTHS: Final[Mapping[Kind, int]] = {"channel": 12, "campaign": 24}
"""How far back is looked: each season once; campaigns go on winning after their money is spent."""


@dataclass(frozen=True)
class Facts:
    """What the facts say about a proposed line; what the model says stands beside it.

    Attributes:
        proposal: What is asked for.
        subject: What the facts call it; None where they know nothing of it.
        sources: All sources of its kind in the months looked at.
        source: What it brought itself; None where it brought and cost nothing in them.
        ranks: Its places.
        costs: Its costs beside the alternatives.
        newcomers: What became of new campaigns, or of new channels where no campaign is told.
        similar: Similar lines of plans before.
    """

    proposal: Proposal
    subject: Subject | None
    sources: Sources
    source: Source | None
    ranks: tuple[Rank, ...]
    costs: tuple[Comparison, ...]
    newcomers: Newcomers
    similar: tuple[Similar, ...]

    @property
    def rank(self) -> Rank | None:
        """Its place by what it is for: customers, or revenue of those one has."""
        wanted = aim(self.source)
        return next((it for it in self.ranks if it.by == wanted), None)


def facts_about(
    proposal: Proposal,
    part: Slice,
    plans: Iterable[tuple[Scenario, Sequence[PlanRow]]] = (),
) -> Facts:
    """Return what the facts say about a proposed line.

    Args:
        proposal: What is asked for; its region and segment narrow what is looked at.
        part: The whole company; the facts must have dates.
        plans: One plan of each year with its rows, for similar lines.
    """
    subject = subject_of(proposal, part)
    scope = Scope(
        region=None if proposal.region is None else (proposal.region,),
        segment=None if proposal.segment is None else (proposal.segment,),
    )
    narrowed = Slice(part.counts, scope, part.context)
    kind = subject.kind if subject else "channel"
    found = sources(narrowed, kind, looked_at(part, kind))
    source = found.all.get(subject.name) if subject else None
    fresh = newcomers(part, "campaign")
    if not fresh.all:
        fresh = newcomers(part, "channel")
    return Facts(
        proposal=proposal,
        subject=subject,
        sources=found,
        source=source,
        ranks=ranks(found, subject.name) if subject else (),
        costs=comparisons(found, subject),
        newcomers=fresh,
        similar=similar(proposal, plans, part),
    )


def looked_at(part: Slice, kind: Kind) -> Period:
    """Return the months looked at, up to the as-of date's."""
    end = month_of(part.counts.as_of) + 1
    return Period(start=end - MONTHS[kind], end=end)
