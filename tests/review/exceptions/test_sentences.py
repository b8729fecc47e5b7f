"""Sentences: each names a step and a lever, is short, and has no room for a person."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from string import Formatter

import pytest

from planning.kpis import KPIS
from planning.review.exceptions.item import KINDS, MOST_WORDS, OFFERS, STEPS, Step
from planning.review.exceptions.sentences import Matter, Words, compose, filled
from planning.review.exceptions.steps import LEVERS, SPOKEN, STEP_OF, STEP_OF_DRIVER
from planning.review.exceptions.templates import TEMPLATES, Template
from planning.review.shortfall.drivers import DRIVERS

NAMES: dict[Step, tuple[str, ...]] = {
    "leads": ("leads",),
    "MQL rate": ("mql rate",),
    "follow-up": ("follow-up", "followed up"),
    "acceptance": ("accept",),
    "opportunities": ("opportunities",),
    "close ratio": ("close ratio",),
    "deal size": ("deal size",),
    "cycle": ("cycle",),
    "revenue": ("revenue",),
    "spend": ("spend",),
    "capacity": ("capacity",),
    "account coverage": ("account coverage",),
    "targets": ("targets",),
    "promises": ("promises",),
}
"""How a sentence may name each step; a KPI that measures the step names it too."""

VERBS = frozenset(
    {
        *("agree", "book", "call", "cut", "decide", "ease", "finish", "keep", "move", "name"),
        *("narrow", "offer", "place", "promise", "put", "release", "route", "settle", "share"),
        "work",
    }
)
PERSONAL = re.compile(r"owner|person|people|name|actor|email|manager|who\b|by_", re.IGNORECASE)
FULL = Words(
    channel="Content syndication",
    region="Nordics",
    segment="Mid-market",
    counter="close ratio",
    team="both teams",
    value="12\u00a0%",
    against="15\u00a0%",
    share="12\u00a0%",
    usual="15\u00a0%",
    count="1,204",
    number="3,400",
    money="1.2\u00a0M\u00a0EUR",
    month="Jun 2026",
    way="ahead of",
    other_way="fell",
    verb="are",
    whose="their",
)


def measuring(step: Step) -> list[str]:
    """The KPIs that measure a step."""
    return [key for key, one in STEP_OF.items() if one == step]


def told(template: Template) -> list[str]:
    """Everything a template can say, one sentence a KPI it may speak of."""
    if "{kpi}" not in template.what:
        return [filled(template.sentence, FULL)]
    keys = measuring(template.step)
    words = asdict(FULL)
    return [
        filled(
            template.sentence,
            Words(**{**words, "kpi": KPIS[key].name, "counter": KPIS[key].spoken}),
        )
        for key in keys
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_sentence_names_its_step(name: str) -> None:
    template = TEMPLATES[name]
    for sentence in told(template):
        what = sentence.rsplit(": ", 1)[0].casefold()
        by_kpi = any(
            KPIS[key].name.casefold() in what or KPIS[key].spoken.casefold() in what
            for key in measuring(template.step)
        )
        by_name = any(word in what for word in NAMES[template.step])
        assert by_name or by_kpi, sentence


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_sentence_ends_with_what_can_be_done(name: str) -> None:
    template = TEMPLATES[name]
    assert template.lever.split()[0] in VERBS
    assert template.sentence.endswith(f": {template.lever}.")
    assert not {field for _, field, _, _ in Formatter().parse(template.lever) if field}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_sentence_has_under_twenty_five_words(name: str) -> None:
    for sentence in told(TEMPLATES[name]):
        assert len(sentence.split(" ")) <= MOST_WORDS, sentence


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_sentence_is_filled_with_words_alone_and_none_is_a_person(name: str) -> None:
    template = TEMPLATES[name]
    used = {field for _, field, _, _ in Formatter().parse(template.sentence) if field}
    known = {one.name for one in fields(Words)}
    assert used <= known
    assert not [field for field in known if PERSONAL.search(field)]


def test_owners_stand_beside_a_finding_and_never_in_it() -> None:
    for name in TEMPLATES:
        matter = Matter(about="Zoe's fair", marketing_owner="Zoe Quill", sales_owner="Yan Brook")
        item = compose(name, FULL, matter)
        assert (item.marketing_owner, item.sales_owner) == ("Zoe Quill", "Yan Brook")
        assert "Zoe" not in item.finding + item.lever
        assert "Yan" not in item.finding + item.lever


def test_every_kind_has_a_sentence_and_every_sentence_a_kind() -> None:
    assert {template.kind for template in TEMPLATES.values()} == set(KINDS)
    assert all(set(template.offers) <= set(OFFERS) for template in TEMPLATES.values())


def test_every_kpi_driver_and_step_is_told() -> None:
    assert set(STEP_OF) == set(KPIS)
    assert set(STEP_OF_DRIVER) == set(DRIVERS)
    assert set(LEVERS) == set(SPOKEN) == set(STEPS) == set(NAMES)


def test_names_with_braces_are_no_fields() -> None:
    item = compose("hidden-gem", Words(channel="{share}", share="9 %"), Matter())
    assert item.finding.startswith("{share} brings few leads, but 9 % of them")
