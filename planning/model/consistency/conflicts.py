"""Conflicts: statements that cannot all hold, each set as small as it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from planning.model.consistency.explain import Holds, irreducible
from planning.model.consistency.links import Link
from planning.model.consistency.measures import MEASURES
from planning.model.consistency.question import Question
from planning.model.consistency.statements import Agreed, Kind, Side, Statement
from planning.model.consistency.system import System
from planning.teams import Team

SHOWN: Final = 7
"""Members a sentence shows at most."""

_FIRST: Final = ("revenue", "customers", "won", "spend_marketing", "spend_sales", "cac")
"""What both teams look at first is named rather than what it is made of."""

_BASES: Final = ("agreed", "budget", "capacity", "model", "history")


@dataclass(frozen=True, eq=False)
class Member:
    """What counts as one in a conflict: equal statements about several parts, or a link.

    Attributes:
        statements: Alike but for the part of the company or the period; none for a link.
        link: What ties quantities together, or None.
    """

    statements: tuple[Statement, ...] = ()
    link: Link | None = None

    @property
    def kind(self) -> Kind:
        """Target, assumption or identity."""
        return self.statements[0].kind if self.link is None else self.link.kind

    @property
    def team(self) -> Team:
        """Whose it is."""
        return self.statements[0].team if self.link is None else self.link.team

    @property
    def value(self) -> float | None:
        """The bound, in the measure's unit; what a link takes as given, or None."""
        return self.statements[0].value if self.link is None else self.link.value

    @property
    def side(self) -> Side | None:
        """Whether the bound is the least or the most; None for a link."""
        return self.statements[0].side if self.link is None else None


@dataclass(frozen=True, eq=False)
class Conflict:
    """Members that cannot all hold; without any one of them the others can.

    Attributes:
        members: Targets first, then assumptions; identities only while seven are not reached.
        question: What was asked.
        statements: The statements of its members.
        links: Numbers of the links that are assumptions among its members.
    """

    members: tuple[Member, ...]
    question: Question = field(repr=False)
    statements: tuple[Statement, ...] = field(repr=False)
    links: tuple[int, ...] = field(repr=False)

    @property
    def targets(self) -> tuple[Statement, ...]:
        """The statements people agreed."""
        return tuple(it for it in self.statements if it.kind == "target")


def verdict(question: Question) -> bool:
    """Whether everything stated can hold at once.

    Linear measures are checked exactly, all together; others against statements about the
    same measure, such as the model's range.
    """
    if next(crossings(question.statements), None) is not None:
        return False
    system = question.system
    system.seek(None)
    return system.holds(system.everything)


def names(question: Question) -> tuple[Conflict, ...]:
    """Return every separate conflict: no two share a target, and without all of their
    targets the rest can hold.

    Bounds of one measure that cross come first, then what targets alone contradict, then
    what they contradict together with the budget, history and capacity.
    """  # noqa: D205 - one sentence
    found = [_crossed(question, pair) for pair in _separate(crossings(question.statements))]
    gone = {key for conflict in found for key in _to_drop(conflict)}
    system = question.system
    system.seek(None)
    several = (False, True) if _knows_facts(question) else (False,)
    for assumed in several:
        while conflict := _next(question, system, gone, assumed=assumed):
            found.append(conflict)
            gone.update(_to_drop(conflict))
    return tuple(found)


def crossings(statements: Iterable[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Yield a least and a most of the same measure, part and period that cross."""
    sides: dict[object, dict[Side, list[Statement]]] = defaultdict(lambda: {"low": [], "high": []})
    for it in statements:
        sides[it.subject][it.side].append(it)
    for each in sides.values():
        for low, high in product(each["low"], each["high"]):
            if low.value > high.value:
                yield low, high


def _separate(
    pairs: Iterator[tuple[Statement, Statement]],
) -> Iterator[tuple[Statement, Statement]]:
    """Yield pairs none of whose targets stands in an earlier one; targets' own pairs first."""
    taken: set[Agreed] = set()
    ordered = sorted(pairs, key=lambda pair: sum(it.kind != "target" for it in pair))
    for pair in ordered:
        targets = {it.agreed for it in pair if it.kind == "target"}
        if not targets & taken:
            taken |= targets
            yield pair


def _crossed(question: Question, pair: tuple[Statement, Statement]) -> Conflict:
    statement = pair[0]
    members = folded(sorted(pair, key=lambda it: it.kind != "target"))
    if not statement.is_linear or not MEASURES[statement.kpi].below:
        return Conflict(members, question, pair, ())
    system = question.system
    at = next(n for n, it in enumerate(system.bounds) if it.statement == statement)
    below = set(system.bounds[at].below.columns.tolist())
    unit = next(
        n
        for n, link in enumerate(system.links)
        if link.kind == "assumption"
        and len(link.rows) == 1
        and set(link.rows[0].columns.tolist()) == below | {system.layout.unit}
    )
    return Conflict((*members, Member(link=system.links[unit])), question, pair, (unit,))


def _to_drop(conflict: Conflict) -> set[Agreed]:
    """Return what is left aside to find the next conflict: its targets, if it has any."""
    return {it.agreed for it in conflict.targets or conflict.statements}


def _next(
    question: Question, system: System, gone: set[Agreed], *, assumed: bool
) -> Conflict | None:
    """Return a conflict without the statements that are gone.

    The fewest targets are found first with every assumption in place, then the fewest of
    these assumptions: so no member is needless, whichever kind is left out first.
    """
    facts_known = question.fact_links
    kept = [at for at, it in enumerate(system.bounds) if it.statement.agreed not in gone]
    kept.sort(key=lambda at: _rank(system.bounds[at].statement))
    targets = [at for at in kept if system.bounds[at].statement.kind == "target"]
    facts = [at for at in kept if assumed and at not in set(targets)]
    taken = [at for at, it in enumerate(system.links) if it.kind == "assumption"]
    taken = [at for at in taken if assumed or system.links[at].key not in facts_known]
    true = [at for at, it in enumerate(system.links) if it.kind == "identity"]
    if system.holds([*targets, *facts], [*true, *taken]):
        return None

    def rests_on() -> set[int]:
        statements, links = system.blamed()
        return {*statements, *(~at for at in links)}

    blamed = _targets(system, targets, lambda some: system.holds([*some, *facts], [*true, *taken]))
    given = irreducible(
        lambda some: system.holds(
            [*blamed, *(at for at in some if at >= 0)], [*true, *(~at for at in some if at < 0)]
        ),
        [*facts, *(~at for at in taken)],
        rests_on,
    )
    return _conflict(question, system, blamed, given, true)


def _targets(system: System, numbers: Sequence[int], holds: Holds) -> list[int]:
    """Return the fewest targets that cannot hold, both ends of a range together, and of
    these the ends that matter.
    """  # noqa: D205 - one sentence
    ends: dict[Agreed, list[int]] = {}
    for at in numbers:
        it = system.bounds[at].statement
        ends.setdefault(it.agreed, []).append(at)
    ranges = list(ends.values())

    def rests_on() -> set[int]:
        proof = system.blamed()[0]
        return {at for at, own in enumerate(ranges) if proof & set(own)}

    needed = irreducible(
        lambda some: holds([at for it in some for at in ranges[it]]), range(len(ranges)), rests_on
    )
    kept = [at for it in needed for at in ranges[it]]
    return irreducible(holds, kept, lambda: system.blamed()[0])


def _knows_facts(question: Question) -> bool:
    """Whether anything but targets is stated."""
    stated = any(it.kind == "assumption" and it.is_linear for it in question.statements)
    return stated or bool(question.fact_links)


def _conflict(
    question: Question,
    system: System,
    blamed: Sequence[int],
    given: Sequence[int],
    true: Sequence[int],
) -> Conflict:
    """Return the conflict of some statements and links, identities named while there is room."""
    assumed = [at for at in given if at >= 0]
    links = [~at for at in given if at < 0]
    own = [*blamed, *assumed]
    statements = tuple(system.bounds[at].statement for at in own)
    members = [*folded(statements), *(Member(link=system.links[at]) for at in links)]
    if len(members) < SHOWN:
        needed = irreducible(
            lambda some: system.holds(own, [*links, *some]), true, lambda: system.blamed()[1]
        )
        more = [Member(link=system.links[at]) for at in needed]
        members += more if len(members) + len(more) <= SHOWN else []
    return Conflict(tuple(members), question, statements, tuple(links))


def folded(statements: Iterable[Statement]) -> tuple[Member, ...]:
    """Return members: statements that differ in nothing but part or period count as one."""
    alike: dict[object, list[Statement]] = {}
    for it in statements:
        kinds = tuple(kind for kind, _ in it.place)
        key = (it.kpi, it.side, it.value, it.team, it.kind, it.basis, kinds, len(it.span))
        alike.setdefault(key, []).append(it)
    return tuple(Member(tuple(each)) for each in alike.values())


def _rank(statement: Statement) -> tuple[int, int, int, int]:
    """Return how early a statement is named: what is large and what people look at first."""
    order = _FIRST.index(statement.kpi) if statement.kpi in _FIRST else len(_FIRST)
    basis = _BASES.index(statement.basis)
    return basis, -len(statement.span), len(statement.place), order
