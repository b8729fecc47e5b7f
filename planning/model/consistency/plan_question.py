"""The question whether a plan's targets fit together, with its budget and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.targets import MAY_EXCEED_ONE, Target
from planning.agreed.targets import title as target_title
from planning.kpis import KPIS
from planning.model.consistency.budgeted import Budget
from planning.model.consistency.flows import flows_of
from planning.model.consistency.history import LINKED, QUARTER, YEAR, History
from planning.model.consistency.measures import MEASURES, SPEND_TEAMS, about, team_of
from planning.model.consistency.question import Question
from planning.model.consistency.spans import Span
from planning.model.consistency.statements import COMPANY, Place, Side, Statement, bounds
from planning.model.consistency.words import number_told, unchecked
from planning.teams import TEAMS, Team

LIMITED: Final = (
    "mql_rate",
    "sal_rate",
    "sql_rate",
    "lead_to_customer",
    "close_ratio",
    "close_ratio_by_value",
    "average_deal",
    "cost_per_lead",
    "cac",
)
"""KPIs whose best in the facts limits a plan."""

_OF_MONEY: Final = frozenset({*SPEND_TEAMS, "cost_per_lead", "cac"})
_CELLS: Final = (
    ("channel", "channel"),
    ("region", "region"),
    ("segment", "segment"),
    ("team", "scope_team"),
)
Ranges = Mapping[str, tuple[float | None, float | None]]


def question_of_plan(
    scenario: Scenario,
    rows: Sequence[PlanRow],
    history: History | None = None,
    *,
    model_ranges: Ranges | None = None,
    aliases: Mapping[str, str] | None = None,
    year_start: int = 1,
    currency: str = "",
) -> Question:
    """Return the question a plan puts: do its targets fit together, and with what is known?

    A value is a least where up is better and a most where it is not, as everywhere.

    Args:
        scenario: The plan.
        rows: Its targets, lines and envelopes; other kinds are passed over.
        history: The facts; None where there are none. Then every SQL is taken to become an
            opportunity and to close in its period.
        model_ranges: For KPIs that are neither sums nor ratios, what the model says they can
            be in the company over the year: least and most.
        aliases: Channel by what else it is called.
        year_start: Month in which the fiscal year begins.
        currency: The plan currency.
    """
    whole = Span(scenario.period.start, scenario.period.end)
    targets, warnings = _targets(rows, whole, aliases or {})
    assumed = [*_of_model(model_ranges or {}, whole), *_budgeted(scenario, rows, targets, history)]
    if history is None:
        labels = _labels(targets, None)
        return Question(
            (*targets, *assumed),
            whole,
            labels=labels,
            complete=frozenset(labels),
            year_start=year_start,
            currency=currency,
            warnings=(*warnings, *unchecked((it.kpi for it in targets), model_ranges or {})),
        )
    limits, beyond = _limits(targets, whole, history)
    labels = _labels(targets, history)
    return Question(
        (*targets, *assumed, *limits),
        whole,
        labels=labels,
        closed=False,
        flows=tuple(flows_of(history, whole)),
        rests=tuple(history.rest(kind, frozenset(it)) for kind, it in labels.items()),
        untrue=history.untrue(),
        channel_teams=_owners(labels.get("channel", ()), history),
        year_start=year_start,
        currency=currency,
        warnings=(*warnings, *unchecked((it.kpi for it in targets), model_ranges or {}), *beyond),
    )


def _targets(
    rows: Iterable[PlanRow], whole: Span, aliases: Mapping[str, str]
) -> tuple[list[Statement], list[str]]:
    """Return targets as statements, and which of them say nothing."""
    spelled: dict[tuple[str, str], str] = {}
    other = {alias.casefold(): name for alias, name in aliases.items()}
    found: list[Statement] = []
    warnings = []
    for row in rows:
        if row.kind != "target":
            continue
        target = Target.of(row.cells)
        span = Span(target.period.start, target.period.end)
        place = _place(target, spelled, other)
        owner = SPEND_TEAMS.get(target.kpi)
        if not whole.holds(span) or (owner and dict(place).get("team") not in (None, owner)):
            warnings.append(f"{target_title(row.cells)} speaks of nothing here and is left out.")
            continue
        low, high = _range(target)
        found += bounds(
            target.kpi, low, high, span=span, place=place, team=target.team, source=row.id
        )
    return found, warnings


def _place(
    target: Target, spelled: dict[tuple[str, str], str], aliases: Mapping[str, str]
) -> Place:
    pairs = []
    for kind, cell in _CELLS:
        label = getattr(target, cell)
        if label is not None:
            known = aliases.get(label.casefold(), label) if kind == "channel" else label
            pairs.append((kind, spelled.setdefault((kind, known.casefold()), known)))
    return tuple(pairs)


def _range(target: Target) -> tuple[float | None, float | None]:
    """Return least and most of a target; a single value is the one its KPI is better above,
    or must not exceed.
    """  # noqa: D205 - one sentence
    if target.value is not None:
        value = float(target.value)
        return (value, None) if KPIS[target.kpi].better == "up" else (None, value)
    low = None if target.low is None else float(target.low)
    return low, None if target.high is None else float(target.high)


def _labels(targets: Iterable[Statement], history: History | None) -> dict[str, tuple[str, ...]]:
    """Return the labels of each kind that targets speak of."""
    found: dict[str, dict[str, None]] = {}
    for it in targets:
        for kind, label in it.place:
            found.setdefault(kind, {})[label] = None
    if history is not None and "team" in found:
        found["team"] |= dict.fromkeys(TEAMS)
    return {kind: tuple(labels) for kind, labels in found.items()}


def _owners(channels: Iterable[str], history: History) -> dict[str, Team]:
    return {it.casefold(): history.counted.context.team_of(it) for it in channels}


def _of_model(ranges: Ranges, whole: Span) -> Iterator[Statement]:
    for kpi, (low, high) in ranges.items():
        yield from bounds(kpi, low, high, span=whole, kind="assumption", basis="model")


def _budgeted(
    scenario: Scenario,
    rows: Sequence[PlanRow],
    targets: Sequence[Statement],
    history: History | None,
) -> Iterator[Statement]:
    whole = Span(scenario.period.start, scenario.period.end)
    spans = dict.fromkeys([whole, *(it.span for it in targets if it.kpi in _OF_MONEY)])
    places = dict.fromkeys(it.place for it in targets if it.kpi in ("leads", "cost_per_lead"))
    yield from Budget.of(scenario, rows, history).statements(spans, places)


def _limits(
    targets: Sequence[Statement], whole: Span, history: History
) -> tuple[list[Statement], list[str]]:
    """Return the best of the facts as statements, and which targets ask for more."""
    found: list[Statement] = []
    beyond: list[str] = []
    subjects = _limited(targets, whole)
    for kpi in LIMITED:
        side: Side = "high" if KPIS[kpi].better == "up" else "low"
        factor, told = _granted(kpi, side, targets, history)
        beyond += told
        for place, span in subjects[kpi]:
            best = history.best(kpi, place, len(span))
            if best is not None:
                found += _limit(kpi, side, best * factor, span, place)
    for key, (_, _, side) in LINKED.items():
        if (most := history.linked(key)) is not None:
            found += _limit(key, side, most, whole)
    return [*found, *_of_people(history, whole), *_of_channels(history, whole)], beyond


def _limited(targets: Sequence[Statement], whole: Span) -> dict[str, list[tuple[Place, Span]]]:
    """Return where each KPI is limited: in the company's year and quarters with targets,
    and in parts whose targets speak of what it divides.
    """  # noqa: D205 - one sentence
    found: dict[str, list[tuple[Place, Span]]] = {kpi: [(COMPANY, whole)] for kpi in LIMITED}
    for it in targets:
        if not it.is_linear or len(it.span) < QUARTER:
            continue
        own = {*MEASURES[it.kpi].above, *MEASURES[it.kpi].below}
        for kpi in LIMITED:
            touched = own & {*MEASURES[kpi].above, *MEASURES[kpi].below}
            subject = (it.place, it.span)
            if touched and subject not in found[kpi] and kpi != "cac":
                found[kpi].append(subject)
    return found


def _granted(
    kpi: str, side: Side, targets: Iterable[Statement], history: History
) -> tuple[float, list[str]]:
    """Return by which factor the best of the facts is widened so that no target on the same
    KPI stands against it alone, and sentences on the targets that ask for it.
    """  # noqa: D205 - one sentence
    factor, told = 1.0, []
    better = max if side == "high" else min
    for it in targets:
        best = history.best(kpi, it.place, len(it.span)) if it.kpi == kpi else None
        if best is None or best <= 0:
            continue
        # What people agreed as the best there can be stands in place of history.
        if it.side == side:
            factor = better(factor, it.value / best)
        elif not it.holds_for(best):
            factor = better(factor, it.value / best)
            told.append(_beyond(it, best))
    return factor, told


def _beyond(target: Statement, best: float) -> str:
    """Return that a target asks for more than the facts ever showed."""
    told = about(target.kpi)
    where = f" of {', '.join(label for _, label in target.place)}" if target.place else ""
    return (
        f"{told.name}{where}: {number_told(target.value, told.unit)} was never reached "
        f"(best {number_told(best, told.unit)}); it is granted here."
    )


def _limit(
    kpi: str, side: Side, value: float, span: Span, place: Place = COMPANY
) -> tuple[Statement, ...]:
    share = about(kpi).unit == "fraction" and kpi in KPIS and kpi not in MAY_EXCEED_ONE
    told = min(value, 1.0) if share else value
    low, high = (told, None) if side == "low" else (None, told)
    return bounds(
        kpi, low, high, span=span, place=place, team=team_of(kpi), kind="assumption",
        basis="history",
    )  # fmt: skip


def _of_people(history: History, whole: Span) -> tuple[Statement, ...]:
    """Return how many opportunities a closing head opens at most, as in the busiest quarter."""
    counted = history.counted
    heads = counted.heads(counted.jobs()[-1])[:, :-1].sum(axis=0)
    deals = history.monthly(COMPANY, "created")
    most = history.run_of(deals, heads, QUARTER, "high")
    if most is None or len(heads) != len(deals):
        return ()
    return bounds(
        "opportunities_per_head", None, most * len(whole), span=whole, kind="assumption",
        basis="capacity",
    )  # fmt: skip


def _of_channels(history: History, whole: Span) -> tuple[Statement, ...]:
    """Return the least share of leads that marketing's channels brought."""
    own = history.monthly((("team", "marketing"),), "leads")
    every = history.monthly(COMPANY, "leads")
    least = history.run_of(own, every, YEAR, "low")
    return () if least is None else _limit("marketing_share", "low", least, whole)
