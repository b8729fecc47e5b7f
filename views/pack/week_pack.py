"""The pack: the paper that goes out after the weekly meeting, as words before any file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planning.together.week_ground import WeekGround
from views.formats import day, isolated, visible
from views.pack.letters import letters_words
from views.pack.section import Section
from views.pack.sections.agenda import AgendaItem, agenda, agenda_items
from views.pack.sections.cover import cover, known_words
from views.pack.sections.follow_up import follow_up
from views.pack.sections.lines import lines
from views.pack.sections.pipeline import pipeline
from views.pack.sections.scorecard import scorecard
from views.pack.sections.talk import talk
from views.pack.sections.targets import targets
from views.pack.sections.why import why
from views.pack.sections.year import year

__all__ = ["AgendaItem", "WeekPack", "agenda_items", "week_pack"]


@dataclass(frozen=True)
class WeekPack:
    """The paper of a week.

    Attributes:
        title: Which week it is of.
        about: What it rests on, by name: week, as-of date, snapshot, revision, plan and so on.
        footing: The same in one line, which stands under every page.
        notes: Where facts and plan are of another time than the week, and letters that the
            typeface lacks; mostly nothing.
        sections: Its pages.
    """

    title: str
    about: Mapping[str, str]
    footing: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


def week_pack(ground: WeekGround, items: Sequence[AgendaItem] | None = None) -> WeekPack:
    """Put the paper of a week into words.

    Args:
        ground: What it rests on.
        items: What the meeting went through, most money first; None leaves the page out.
    """
    known = ground.known
    pages = (
        cover(ground),
        None if items is None else agenda(items),
        year(ground),
        lines(ground),
        targets(ground),
        scorecard(ground),
        follow_up(ground),
        pipeline(ground),
        why(ground),
        talk(ground),
    )
    sections = tuple(one for one in pages if one is not None)
    letters = letters_words(sections)
    first = replace(sections[0], notes=(*sections[0].notes, *letters))
    return WeekPack(
        title=f"Week of {day(known.week.first)} to {day(known.week.last)}",
        about=about(ground),
        footing=(
            f"Week of {day(known.week.first)} · facts up to {day(known.as_of)} · "
            f"snapshot {known.snapshot} · plan as of change {known.revision}"
        ),
        notes=(*known_words(known), *letters),
        sections=(first, *sections[1:]),
    )


def about(ground: WeekGround) -> dict[str, str]:
    """Return what a pack rests on, by name."""
    known, plan = ground.known, ground.plan
    return {
        "Week": f"{day(known.week.first)} to {day(known.week.last)}",
        "Facts up to": day(known.as_of),
        "Snapshot": known.snapshot,
        "Facts brought in on": day(known.brought_on),
        "Revision": f"change {known.revision}",
        "Plan": "none" if plan is None else isolated(visible(str(plan["name"]))),
        "State of the plan": "" if plan is None else str(plan["state"]),
        "Currency": ground.currency,
        "Company": isolated(visible(ground.month.part.context.company.name)),
    }
