"""Found: everything that goes wrong in the facts, whatever the plan says."""

from __future__ import annotations

from planning.actuals.counts import Counts
from planning.actuals.slices import Context
from planning.review.exceptions.ground import Ground
from planning.review.exceptions.hidden_gem import hidden_gems
from planning.review.exceptions.ignored_accounts import ignored_accounts
from planning.review.exceptions.item import Item
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.poor_leads import poor_leads
from planning.review.exceptions.saturated import saturated_channels
from planning.review.exceptions.unfollowed import Desk, short_regions, unfollowed_leads


def in_the_facts(
    counts: Counts, context: Context, owners: Owners | None = None
) -> tuple[Item, ...]:
    """Return what goes wrong in the facts, most money first.

    Args:
        counts: The facts; without dates, or with few months, nothing is called unusual.
        context: Settings and channel owners.
        owners: Who answers for parts of the company in the plan.
    """
    ground = Ground.of(counts, context, owners)
    if not ground.is_readable:
        return ()
    desk = Desk.of(ground)
    found = (
        *poor_leads(ground),
        *saturated_channels(ground),
        *short_regions(ground, desk),
        *unfollowed_leads(ground, desk),
        *hidden_gems(ground),
        *ignored_accounts(ground),
    )
    return tuple(sorted(found, key=lambda item: -(item.money or 0)))
