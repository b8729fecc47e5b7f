"""The demo company's planted problems, and what the agenda names of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from data_sources.demo import generate, write
from data_sources.facts.counting import build_counts
from planning.actuals.slices import Context
from planning.review.exceptions.found import in_the_facts
from planning.review.exceptions.ground import Ground
from planning.review.exceptions.item import FACTS, Item, Kind, Part
from planning.review.exceptions.waiting import waiting_leads
from planning.together.agenda import FIRST, Gathered, week_agenda

KIND_OF: dict[str, Kind] = {
    "poor-lead-flood": "poor-leads",
    "saturated-channel": "saturated-channel",
    "short-region": "short-region",
    "no-follow-up": "no-follow-up",
    "hidden-gem": "hidden-gem",
    "ignored-accounts": "ignored-accounts",
}
"""What each planted problem is called on an agenda."""

Named = tuple[Kind, Part]


def company(seed: int, *without: str) -> tuple[dict[str, Named], tuple[Item, ...]]:
    """Return what is planted in a demo company, and the first items of its agenda.

    Args:
        seed: Of the company.
        without: Problems left out, or `all`.
    """
    made = generate(seed, frozenset(without))
    with TemporaryDirectory() as folder:
        paths = write(made.frames, Path(folder))
        counts = build_counts(paths, made.as_of, made.company, "demo").counts()
    context = Context(company=made.company, channel_teams=made.channel_teams)
    planted = {
        problem: (KIND_OF[problem], Part(place.channel, place.region, place.segment))
        for problem, place in made.truth.places.items()
    }
    found = in_the_facts(counts, context)
    waiting = waiting_leads(Ground.of(counts, context), found)
    agenda = week_agenda(Gathered((*found, *waiting)))
    return planted, agenda.problems[:FIRST]


def named(items: tuple[Item, ...]) -> set[Named]:
    """Return which troubles of the facts items name, and where."""
    return {(item.kind, item.part) for item in items if item.kind in FACTS}
