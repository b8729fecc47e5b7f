"""Why actual differs, in words and tables: what each step moved, and in which part."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from planning.agreed.scenarios import Scenario
from planning.kpis import KPIS, Unit
from planning.review.shortfall.decompose import Decomposition, Term
from planning.review.shortfall.drivers import LADDERS, Driver, Level
from planning.review.shortfall.planned import REST
from planning.review.shortfall.shortfall import Against, Shortfall
from views.cuts import group_name
from views.formats import UNDEFINED, percent, short, shown, unit_head, visible
from views.targets import TEAM_WORDS
from views.tiles import earlier_words

if TYPE_CHECKING:
    import pandas as pd

KPI_KEYS: Final = tuple(LADDERS)
AGAINST: Final[dict[Against, str]] = {"plan": "Plan", "before": "Period before"}
WHOLE: Final = "company"
CUTS: Final = (WHOLE, "channel", "segment", "region")
REST_WORDS: Final = "Everything else"
TOGETHER: Final = "Together"
HOW: Final = (
    "Each step counts with its mean effect over every order of the steps, so all add up exactly. "
    "Deals decided now come partly from leads of earlier months."
)

_AS_PLANNED: Final = Fraction(1, 200)
"""A difference below this share of the plan is none to speak of."""

_DRIVERS: Final[dict[Driver, str]] = {
    "volume": "volume",
    "mix": "mix",
    "conversion": "conversion",
    "close_ratio": "close ratio",
    "deal_size": "deal size",
    "spend": "spend",
}
_LEVELS: Final[dict[Level, str]] = {
    "leads": "Leads",
    "decided": "Decided deals",
    "won": "Won deals",
    "customers": "New customers",
    "revenue": "Revenue",
}
_PER: Final[dict[Level, str]] = {
    "leads": "lead",
    "decided": "decided deal",
    "won": "won deal",
    "customers": "new customer",
    "revenue": "revenue",
}
_NAMED: Final[dict[tuple[Level, Level], str]] = {
    ("won", "decided"): KPIS["close_ratio"].name,
    ("revenue", "won"): KPIS["average_deal"].name,
}
"""Measures the registry has a name for."""


def is_better(kpi: str, effect: Fraction) -> bool | None:
    """Whether an effect is good news; None where nothing moved.

    Example:
        >>> is_better("cac", Fraction(-5)), is_better("revenue", Fraction(-5))
        (True, False)
    """
    return None if effect == 0 else (effect > 0) == (KPIS[kpi].better == "up")


def heading(found: Shortfall) -> str:
    """Return what the section is called: it depends on how things went."""
    apart = found.whole
    if apart is None:
        return "Why actual differs"
    better = is_better(found.kpi, apart.difference)
    if abs(apart.difference) < _AS_PLANNED * abs(apart.before):
        better = None
    if found.against == "plan":
        told = {True: "Why we beat the plan", False: "Why we missed", None: "Why the plan held"}
    else:
        told = {True: "Why it got better", False: "Why it got worse", None: "Why it held"}
    return told[better]


def moved(effect: Fraction) -> str:
    r"""Return an effect with its sign, short.

    Example:
        >>> moved(Fraction(1200000)), moved(Fraction(-29, 2)), moved(Fraction(0))
        ('+1.2\xa0M', '−14.5', '0')
    """
    value = float(effect)
    return f"+{short(value)}" if value > 0 else short(value) if value else "0"


def with_word(kpi: str, effect: Fraction) -> str:
    """Return an effect with its sign and what it means."""
    better = is_better(kpi, effect)
    return moved(effect) if better is None else f"{moved(effect)} {'better' if better else 'worse'}"


def term_name(kpi: str, term: Term) -> str:
    """Return what a term is called.

    Example:
        >>> term_name("cac", Term(("spend",), "sales", {}))
        'Sales spend'
        >>> term_name("revenue", Term(("conversion", "close_ratio"), "joint", {}))
        'Conversion and close ratio'
    """
    if term.drivers == ("spend",):
        return f"{TEAM_WORDS[term.team]} spend"
    if len(term.drivers) > 1 and len(term.drivers) == len(LADDERS[kpi]):
        return "All steps together"
    names = [_DRIVERS[driver] for driver in term.drivers]
    told = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return told.capitalize()


def measure_name(term: Term) -> str:
    """Return what a term measures; empty for a mix of parts.

    Example:
        >>> measure_name(Term(("mix",), "joint", {}, "customers", "won"))
        'New customers per won deal'
    """
    if term.level is None:
        return "Spend" if term.drivers == ("spend",) else ""
    if term.over is None:
        return _LEVELS[term.level]
    named = _NAMED.get((term.level, term.over))
    return named or f"{_LEVELS[term.level]} per {_PER[term.over]}"


def measure_unit(term: Term) -> Unit:
    """Return the unit of what a term measures."""
    if term.level is None or term.level == "revenue":
        return "money"
    return "count" if term.over is None else "fraction"


def base_words(found: Shortfall) -> str:
    """Return what the actual is held against, inside a sentence."""
    if found.against == "plan" or found.period is None:
        return "plan"
    return earlier_words(found.period)


def held_against(found: Shortfall, plans: Iterable[Scenario]) -> str:
    """Return what the actual is held against, by name: a plan with its state, or months."""
    if found.against == "before" or found.period is None:
        return found.earlier.label if found.earlier else ""
    names = [
        visible(plan.name) if plan.state == "agreed" else f"{visible(plan.name)} ({plan.state})"
        for plan in plans
        if plan.period.start < found.period.end and found.period.start < plan.period.end
    ]
    return " and ".join(names)


def finding(found: Shortfall) -> str:
    """Say how far the KPI is off and which steps moved it most; empty where untold."""
    apart = found.shown
    if apart is None:
        return ""
    name, base = KPIS[found.kpi].name, base_words(found)
    difference = apart.difference
    if difference == 0:
        return f"{name} is the same as {base}"
    side = "above" if difference > 0 else "below"
    size = short(abs(float(difference)))
    if apart.before > 0:
        size += f" ({percent(abs(float(difference / apart.before)))})"
    said = f"{name} is {size} {side} {base}"
    steps = _largest(apart)
    if len(apart.terms) < 2 or not steps:
        return said
    told = ", ".join(f"{_small(term_name(found.kpi, it))} {moved(it.effect)}" for it in steps)
    return f"{said}: {told}"


def _largest(apart: Decomposition) -> list[Term]:
    """Return the step that moved it most each way, the one along the difference first."""
    up = max(apart.terms, key=lambda term: term.effect)
    down = min(apart.terms, key=lambda term: term.effect)
    if up.effect <= 0 or down.effect >= 0:
        return [down if up.effect <= 0 else up]  # all steps go one way
    return [up, down] if apart.difference > 0 else [down, up]


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def part_name(part: str | None, by: str) -> str:
    """Return what a part of the company is called."""
    return REST_WORDS if part == REST else visible(group_name(part, by))


def steps_frame(found: Shortfall, currency: str) -> pd.DataFrame:
    """Lay out the steps: what each measures, on both sides, and what it moved."""
    import pandas as pd

    apart = found.shown
    base = "Plan" if found.against == "plan" else "Before"
    heads = ["Step", "Team", "Measure", base, "Actual"]
    effect = unit_head("Effect", KPIS[found.kpi].unit, currency)
    if apart is None:
        return pd.DataFrame(columns=[*heads, effect])
    rows = [
        [
            term_name(found.kpi, term),
            TEAM_WORDS[term.team],
            measure_name(term),
            *(_side(value, term) for value in (term.before, term.after)),
            float(term.effect),
        ]
        for term in apart.terms
    ]
    ends = (shown(float(end), KPIS[found.kpi].unit) for end in (apart.before, apart.after))
    rows.append([TOGETHER, "", KPIS[found.kpi].name, *ends, float(apart.difference)])
    return pd.DataFrame(rows, columns=[*heads, effect])


def _side(value: Fraction | None, term: Term) -> str:
    return UNDEFINED if value is None else shown(float(value), measure_unit(term))


def parts_frame(found: Shortfall, by: str, currency: str) -> pd.DataFrame:
    """Lay out what each step moved in each part; the company stands last."""
    import pandas as pd

    apart = found.parts
    if apart is None:
        return pd.DataFrame(columns=[by.capitalize()])
    unit = KPIS[found.kpi].unit
    # One step alone is what all come to.
    terms = apart.terms if len(apart.terms) > 1 else ()
    heads = [unit_head(term_name(found.kpi, term), unit, currency) for term in terms]
    ordered = sorted(apart.parts, key=lambda part: -abs(apart.effect_of(part)))
    rows = [
        [
            part_name(part, by),
            *(float(term.effects.get(part, 0)) for term in terms),
            float(apart.effect_of(part)),
        ]
        for part in ordered
    ]
    sums = (float(term.effect) for term in terms)
    rows.append(["Company", *sums, float(apart.difference)])
    return pd.DataFrame(
        rows, columns=[by.capitalize(), *heads, unit_head(TOGETHER, unit, currency)]
    )
