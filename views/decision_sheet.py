"""The decision sheet in words: every string that stands on the screen and in print alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planning.model.weighing.decision import Choice, DecisionSheet
from views.decision_figures import (
    Bar,
    Figure,
    bar,
    chance,
    contribution,
    heads,
    money,
    ranged,
)
from views.decision_sentences import Moved, brings, finding, gives, limits, moved
from views.formats import day, one_line, whole


@dataclass(frozen=True)
class Column:
    """An option on the sheet.

    Attributes:
        key, name: Which option it is, and what it is called.
        is_signed: Whether a signature under the sheet is for this one.
        money, contribution, revenue, cac, customers, heads, chance: Its figures.
        bar: Its revenue on the shared axis; None where it is not defined.
        sentences: What it brings, who gives up what, what limits it.
        moves: The largest moves of lines, the rest in one.
    """

    key: str
    name: str
    is_signed: bool
    money: Figure
    contribution: Figure
    revenue: Figure
    cac: Figure
    customers: Figure
    heads: Figure
    chance: Figure
    bar: Bar | None
    sentences: tuple[str, str, str]
    moves: tuple[Moved, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, the most looked at first."""
        return (
            self.money,
            self.contribution,
            self.revenue,
            self.cac,
            self.customers,
            self.heads,
            self.chance,
        )


@dataclass(frozen=True)
class SheetWords:
    """The decision sheet as people read it.

    Attributes:
        title: What it is, of which plan.
        finding: The leading sentence: what was found, nothing recommended.
        about: Facts, revision, target, currency, each as a phrase.
        columns: The options.
        signing: What a signature under it stands for.
        on_bars: How to read the printed bars; empty where they have no target.
        notes: How to read the figures.
    """

    title: str
    finding: str
    about: tuple[str, ...]
    columns: tuple[Column, ...]
    signing: str
    on_bars: str
    notes: tuple[str, ...]


def sheet_words(sheet: DecisionSheet) -> SheetWords:
    """Put a decision sheet into words."""
    columns = tuple(_column(each, sheet) for each in sheet.choices)
    has_target = any(each.bar is not None and each.bar.target is not None for each in columns)
    return SheetWords(
        title=f"Decision sheet: {one_line(sheet.plan)}",
        finding=finding(sheet),
        about=tuple(_about(sheet)),
        columns=columns,
        signing=f"A signature here is for the current plan, as of change {sheet.revision}.",
        on_bars="The upright line is the target." if has_target else "",
        notes=(
            "A range holds in 8 of 10 cases; the figure above it is the middle.",
            "The chance counts the luck of single deals too, which ranges leave out.",
            "Contribution: value of deals less all money in lines, a year of look-ahead included.",
            "Hires may be parts of people.",
        ),
    )


def _about(sheet: DecisionSheet) -> Iterator[str]:
    yield f"Facts up to {day(sheet.as_of)}" if sheet.as_of else "Facts without dates"
    yield f"Plan as of change {sheet.revision}"
    if sheet.target is None:
        yield f"No revenue target is agreed for {sheet.fiscal_year}"
    else:
        yield f"Revenue target of {sheet.fiscal_year}: {whole(sheet.target)} {sheet.currency}"


def _column(choice: Choice, sheet: DecisionSheet) -> Column:
    unit = sheet.currency
    return Column(
        key=choice.key,
        name=choice.name,
        is_signed=choice.key == "current",
        money=money(choice, unit),
        contribution=contribution(choice, unit),
        revenue=ranged(f"Revenue, {unit}", choice.revenue),
        cac=ranged(f"CAC, {unit}", choice.cac),
        customers=ranged("Customers", choice.customers, "count"),
        heads=heads(choice),
        chance=chance(choice, sheet.target),
        bar=bar(choice, sheet),
        sentences=(brings(choice), gives(choice), limits(choice)),
        moves=tuple(moved(choice.moves)),
    )
