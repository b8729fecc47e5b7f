"""What ties quantities together: the meaning of the words, parts that add up, time, one unit.

An identity always holds. A link that is an assumption (how deals flow over the months, what
parts without targets can hold, that a ratio is of something) can be named in a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

import numpy as np

from planning.model.consistency.layout import REST, Layout, Terms, together, where
from planning.model.consistency.measures import (
    CLOSED_COMPANY,
    IDENTITIES,
    MEASURES,
    about,
)
from planning.model.consistency.question import Flow, Question, rest_key
from planning.model.consistency.spans import Span
from planning.model.consistency.statements import COMPANY, Place, Statement, place_words
from planning.teams import Team

_SPLIT_BY_OWNER: Final = frozenset({"spend_marketing", "spend_sales", "acquiring", "heads"})
"""Quantities that channels' parts say nothing about when teams are compared."""


@dataclass(frozen=True, eq=False)
class Link:
    """Rows of one meaning.

    Attributes:
        key: Stable name.
        words: What it says.
        kind: Identity, or assumption.
        team: Whose it is.
        rows: Sums that are at least 0.
        equal: Whether they are exactly 0.
        value: What an assumption takes as given, or None.
        needed_by: Statements of which one must hold for it to matter; None for always.
    """

    key: str
    words: str
    kind: Literal["identity", "assumption"]
    team: Team
    rows: tuple[Terms, ...]
    equal: bool = False
    value: float | None = None
    needed_by: frozenset[Statement] | None = None


def links_of(question: Question, layout: Layout) -> tuple[Link, ...]:
    """Return everything that ties the columns of a question together."""
    return (
        *_identities(question, layout),
        *_parts(question, layout),
        *_crossings(layout),
        *(_flow(flow, layout) for flow in question.flows),
        *_rests(question, layout),
        *_units(question.statements, layout),
    )


def _identities(question: Question, layout: Layout) -> Iterator[Link]:
    """Yield what holds by the meaning of the words, in every part and period."""
    places = tuple(layout.cuts)
    several = ((IDENTITIES, False), *(((CLOSED_COMPANY, True),) if question.closed else ()))
    for known, equal in several:
        for key, (weights, words) in known.items():
            if key in question.untrue or not layout.has(weights):
                continue
            rows = tuple(
                together(
                    layout.terms(place, span, (name,)).times(weight)
                    for name, weight in weights.items()
                )
                for place in places
                for span in layout.periods([place])
            )
            yield Link(key, words, "identity", "joint", rows, equal)


def _parts(question: Question, layout: Layout) -> Iterator[Link]:
    """Yield that the parts of a kind make up the company."""
    kinds = dict.fromkeys(place[0][0] for place in layout.cuts if len(place) == 1)
    for kind in kinds:
        places = [it for it in layout.cuts if len(it) == 1 and it[0][0] == kind]
        rows = tuple(
            together(
                (
                    layout.terms(COMPANY, span, (name,)),
                    *(-layout.terms(place, span, (name,)) for place in places),
                )
            )
            for span in layout.periods([COMPANY, *places])
            for name in layout.quantities
        )
        rest = "" if kind in question.complete else ", with what has no target,"
        words = f"{kind}s{rest} add up to the company"
        yield Link(f"{kind}s_add_up", words, "identity", "joint", rows, equal=True)
    if {"channel", "team"} <= set(kinds):
        yield _owners(question, layout)


def _owners(question: Question, layout: Layout) -> Link:
    """Return that a team's part holds the channels it owns."""
    rows = []
    for place in layout.cuts:
        if len(place) != 1 or place[0][0] != "team" or place[0][1] == REST:
            continue
        own = [
            it
            for it in layout.cuts
            if len(it) == 1
            and it[0][0] == "channel"
            and question.channel_teams.get(it[0][1].casefold()) == place[0][1]
        ]
        if own:
            names = [name for name in layout.quantities if name not in _SPLIT_BY_OWNER]
            rows += [_holds(layout, place, own, span, name)
                     for span in layout.periods([place, *own]) for name in names]  # fmt: skip
    return Link("teams_own_channels", "a team has what its channels have", "identity", "joint",
                tuple(rows))  # fmt: skip


def _crossings(layout: Layout) -> Iterator[Link]:
    """Yield that a part cut twice, such as a channel in a region, lies in both."""
    rows = [
        _holds(layout, (pair,), [place], span, name)
        for place in layout.cuts
        if len(place) > 1
        for pair in place
        for span in layout.periods([(pair,), place])
        for name in layout.quantities
    ]
    if rows:
        yield Link("crossings", "a part lies in the larger one", "identity", "joint", tuple(rows))


def _holds(layout: Layout, outer: Place, inner: Sequence[Place], span: Span, name: str) -> Terms:
    return together(
        (
            layout.terms(outer, span, (name,)),
            *(-layout.terms(place, span, (name,)) for place in inner),
        )
    )


def _flow(flow: Flow, layout: Layout) -> Link:
    """Return that arrivals added up stay within what was begun, shifted by the lag."""
    months = len(layout.cuts[COMPANY]) - 1
    arrived = np.minimum(np.cumsum([*flow.lag, *[0.0] * months])[:months], 1.0)
    rows = []
    for at, before in enumerate(accumulate(flow.opening)):
        begun = [layout.column(COMPANY, month, flow.source) for month in range(at + 1)]
        ended = [layout.column(COMPANY, month, flow.into) for month in range(at + 1)]
        rows.append(
            together(
                (
                    Terms(np.array(begun), flow.most * arrived[at::-1]),
                    Terms(np.array(ended), np.full(at + 1, -1.0)),
                    layout.one.times(flow.most * before),
                )
            )
        )
    return Link(flow.key, flow.words, "assumption", flow.team, tuple(rows), value=flow.most)


def _rests(question: Question, layout: Layout) -> Iterator[Link]:
    """Yield what of the company parts without targets can hold."""
    for rest in question.rests:
        place: Place = ((rest.kind, REST),)
        if place not in layout.cuts:
            continue
        rows = tuple(
            together(
                (
                    layout.terms(COMPANY, question.whole, (name,)).times(share),
                    -layout.terms(place, question.whole, (name,)),
                )
            )
            for name, share in rest.shares.items()
            if layout.has((name,))
        )
        words = f"what belongs to no {rest.kind} with targets stays as small as it was"
        yield Link(rest_key(rest.kind), words, "assumption", "joint", rows)


def _units(statements: Iterable[Statement], layout: Layout) -> Iterator[Link]:
    """Yield that every ratio with a statement is of something, of one unit at least, and
    that revenue comes from at least one won deal.
    """  # noqa: D205 - one sentence
    needs: dict[tuple[tuple[str, ...], Place, Span], list[Statement]] = {}
    for it in statements:
        if below := _below(it):
            needs.setdefault((below, where(it), it.span), []).append(it)
    for (below, place, span), each in needs.items():
        row = together((layout.terms(place, span, below), layout.one.times(-1.0)))
        told = about(each[0].kpi)
        of = f" of {place_words([each[0].place])}" if each[0].place else ""
        words = (
            f"{told.name}{of} needs a case: at least 1 under “{told.denominator or 'deals won'}”"
        )
        yield Link(
            "_".join(below),
            words,
            "assumption",
            each[0].team,
            (row,),
            value=1.0,
            needed_by=frozenset(each),
        )


def _below(statement: Statement) -> tuple[str, ...]:
    """Return the quantities a statement takes to be there."""
    if not statement.is_linear:
        return ()
    if statement.kpi == "revenue" and statement.side == "low" and statement.value > 0:
        return ("won",)
    return MEASURES[statement.kpi].below
