"""Conflicts: statements that cannot all hold, each set as small as it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
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

_SAME: Final = 1e-12
"""Values nearer than this, as a share, differ by the digits of a machine."""

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
        echoes: The same again in other parts or periods: conflicts of the same KPIs with
            the same assumptions, such as the quarters of a year.
    """

    members: tuple[Member, ...]
    question: Question = field(repr=False)
    statements: tuple[Statement, ...] = field(repr=False)
    links: tuple[int, ...] = field(repr=False)
    echoes: tuple[Conflict, ...] = ()

    @property
    def assumed(self) -> frozenset[Statement]:
        """The statements nobody agreed: budget, capacity, history, model."""
        return frozenset(it for it in self.statements if it.kind != "target")

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
    system.restore()
    return system.holds(system.everything)


def names(question: Question) -> tuple[Conflict, ...]:
    """Return every separate conflict: no two share a target, and without all of their
    targets, those of their echoes too, the rest can hold.

    Bounds of one measure that cross come first, then what targets alone contradict, then
    what they contradict together with the budget, history and capacity.
    """  # noqa: D205 - one sentence
    system = question.system
    system.restore()
    pairs = (it for it in crossings(question.statements) if _each_holds(system, it))
    found = [_crossed(question, pair) for pair in _separate(pairs)]
    gone = {key for conflict in found for key in _to_drop(conflict)}
    several = (False, True) if _knows_facts(question) else (False,)
    for assumed in several:
        while conflict := _next(question, system, gone, assumed=assumed):
            found.append(conflict)
            if not conflict.statements:
                break
            gone.update(_to_drop(conflict))
    return _echoing(found)


def _echoing(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Return conflicts with those that say the same again as their echoes."""
    alike: dict[object, list[Conflict]] = {}
    for at, it in enumerate(found):
        kpis = frozenset(each.kpi for each in it.targets)
        alike.setdefault((it.assumed, kpis) if it.assumed else at, []).append(it)
    return tuple(replace(first, echoes=tuple(rest)) for first, *rest in alike.values())


def crossings(statements: Iterable[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Yield a least and a most of the same measure, part and period that cross."""
    sides: dict[object, dict[Side, list[Statement]]] = defaultdict(lambda: {"low": [], "high": []})
    for it in statements:
        sides[it.subject][it.side].append(it)
    for each in sides.values():
        for low, high in product(each["low"], each["high"]):
            if low.value > high.value * (1 + _SAME):
                yield low, high


def _each_holds(system: System, pair: tuple[Statement, Statement]) -> bool:
    """Whether each of two bounds alone can hold, unlike a share of more than all."""
    numbers = [at for at, it in enumerate(system.bounds) if it.statement in pair]
    return all(system.holds([at]) for at in numbers)


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
    links = question.system.links
    unit = next(at for at, it in enumerate(links) if it.needed_by and statement in it.needed_by)
    return Conflict((*members, Member(link=links[unit])), question, pair, (unit,))


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
