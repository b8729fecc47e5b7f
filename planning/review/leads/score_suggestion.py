"""Suggested points: what the facts say each thing known of a lead is worth.

Log-odds of a win, all things at once and held back a little, fitted on the earlier leads
only, so that the later ones can test them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from planning.actuals.scoring.cohort import Cohort, by_lead
from planning.actuals.scoring.separation import Separation, separation
from planning.agreed.accounts.conditions import OWN, Condition
from planning.agreed.accounts.score_rules import ScoreRule
from planning.review.leads.behaviour import Behaviour
from planning.review.leads.meeting_conditions import meets, with_own
from planning.review.leads.score import scores
from planning.review.leads.telling import logistic
from planning.shares import percent

if TYPE_CHECKING:
    import pandas as pd

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

WORDED: Final = ("channel", "asset", "segment", "region", "industry", "country", "is_customer")
COUNTED: Final = ("employees", "annual_revenue", "contacts_known")
MOST_RULES: Final = 12

_FEW_CASES: Final = 50
_FEW_WINS: Final = 20
_LABELS: Final = 15
_LEAST_POINTS: Final = 3
_HELD: Final = 10.0
_DOUBLE: Final = 10.0
"""Points that stand for twice the odds of a win."""

_MOST_POINTS: Final = 60
_HANDED: Final = 0.3
_QUARTERS: Final = (0.5, 0.8)


@dataclass(frozen=True)
class Suggestion:
    """Points the facts suggest.

    Attributes:
        rules: Cells of rules, those worth most first, the threshold last.
        cases, won: Earlier leads they were fitted on, and how many of them were won.
        tested: How well they tell the winners among the later leads, which they never saw.
        agreed: How well the agreed rules do on the same leads.
    """

    rules: tuple[dict[str, JsonValue], ...]
    cases: int
    won: int
    tested: Separation | None
    agreed: Separation | None


@dataclass(frozen=True)
class _Trait:
    attribute: str
    test: str
    values: str
    met: Bools


def suggest_points(
    behaviour: Behaviour,
    judged: Cohort,
    agreed: Sequence[ScoreRule],
    leaving: Set[str] = frozenset(),
) -> Suggestion | None:
    """Return points the facts suggest, or None where too few leads were won.

    Ten points stand for twice the odds. Things known of a lead count only where at least 50
    earlier leads have them; what is worth less than three points is left out. The threshold
    hands over three of ten earlier leads.

    Args:
        behaviour: The leads with their touches up to the day each is scored at.
        judged: Which leads are old enough, and which came first.
        agreed: The rules that stand, to compare with.
        leaving: Attributes to leave out, such as those known only after the outcome.
    """
    leads = behaviour.sample.leads
    n, won = leads["n"].to_numpy(dtype=np.int64), leads["won_n"].to_numpy(dtype=np.int64)
    early = judged.judged & judged.earlier
    rows, outcome = by_lead(np.where(early, n, 0), won)
    if outcome.sum() < _FEW_WINS or (~outcome).sum() < _FEW_WINS:
        return None
    traits = list(_traits(behaviour, early, leaving))
    if not traits:
        return None
    known = np.column_stack([np.ones(len(rows)), *(trait.met[rows] for trait in traits)])
    weights = logistic(known.astype(np.float64), outcome, held=_HELD)[1:]
    worth = np.rint(weights * _DOUBLE / np.log(2)).astype(int)
    rules = _rules(traits, np.clip(worth, -_MOST_POINTS, _MOST_POINTS), rows, outcome)
    if not rules:
        return None
    cells = [*rules, _threshold(behaviour, rules, early)]
    late = judged.judged & ~judged.earlier
    return Suggestion(
        tuple(cells),
        len(rows),
        int(outcome.sum()),
        _tested(behaviour, [ScoreRule.of(it) for it in cells], np.where(late, n, 0), won),
        _tested(behaviour, agreed, np.where(late, n, 0), won) if agreed else None,
    )


def _tested(
    behaviour: Behaviour, rules: Sequence[ScoreRule], n: Ints, won: Ints
) -> Separation | None:
    rows, outcome = by_lead(n, won)
    return separation(scores(behaviour.sample, rules, behaviour).points[rows], outcome)


def _traits(behaviour: Behaviour, early: Bools, leaving: Set[str]) -> Iterator[_Trait]:
    """Yield everything known of leads that enough earlier ones have."""
    rows = with_own(behaviour.sample.leads)
    own = [name for name in rows.columns if name.startswith(OWN)]
    for name in (*WORDED, *COUNTED, *own):
        if name in leaving:
            continue
        for test, values in _tests(name, rows[name][early]):
            condition = Condition(attribute=name, test=test, values=values)
            yield _Trait(name, test, values, meets(rows, condition))
    touches = behaviour.sample.touches
    usable = touches["kind"] if behaviour.by_account else touches["kind"][touches["lead"] >= 0]
    for kind in _often(usable):
        condition = Condition(attribute="touch", test="is one of", values=kind)
        met = behaviour.any(condition)
        if met[early].sum() >= _FEW_CASES:
            yield _Trait("touch", "is one of", kind, met)


def _tests(name: str, column: pd.Series) -> Iterator[tuple[str, str]]:
    import pandas as pd

    known = column.dropna()
    numbers = pd.to_numeric(known, errors="coerce")
    counted = name in COUNTED or (numbers.notna().all() and known.nunique() > 6)
    if counted and name not in WORDED:
        for at in dict.fromkeys(float(it) for it in numbers.quantile(_QUARTERS)):
            if _FEW_CASES <= (numbers >= at).sum() < len(known):
                yield "is at least", f"{at:.2f}".rstrip("0").rstrip(".")
        return
    for label in _often(known):
        yield "is one of", label


def _often(column: pd.Series) -> list[str]:
    counts = column.astype("str")[column.notna()].value_counts()
    # A semicolon parts words in a condition, so a label with one cannot be written.
    return [
        str(label)
        for label, times in counts.head(_LABELS).items()
        if times >= _FEW_CASES and ";" not in str(label)
    ]


def _rules(
    traits: Sequence[_Trait], worth: Ints, rows: Ints, won: Bools
) -> list[dict[str, JsonValue]]:
    """Return the rules worth most, traits of one attribute and worth in one rule."""
    joined: dict[tuple[str, str, int], list[int]] = {}
    for at, trait in enumerate(traits):
        points = int(worth[at])
        if abs(points) >= _LEAST_POINTS:
            own = trait.values if trait.test == "is at least" else ""
            joined.setdefault((trait.attribute, trait.test + own, points), []).append(at)
    best = sorted(joined.items(), key=lambda it: -abs(it[0][2]))[:MOST_RULES]
    return [_rule([traits[at] for at in group], key[2], rows, won) for key, group in best]


def _rule(group: Sequence[_Trait], points: int, rows: Ints, won: Bools) -> dict[str, JsonValue]:
    met = np.any([trait.met for trait in group], axis=0)[rows]
    cases, wins = int(met.sum()), int((met & won).sum())
    reason = (
        f"Of {cases:,} such earlier leads {wins:,} were won ({percent(wins / max(cases, 1), 1)}), "
        f"of all {percent(won.mean(), 1)}."
    )
    cells: dict[str, JsonValue] = {
        "rule": "points",
        "attribute": group[0].attribute,
        "test": group[0].test,
        "values": "; ".join(trait.values for trait in group),
        "points": points,
        "reason": reason,
    }
    # One touch of a kind tells what several would: nothing is known of the second.
    return cells | ({"most": abs(points)} if group[0].attribute == "touch" else {})


def _threshold(
    behaviour: Behaviour, rules: Sequence[dict[str, JsonValue]], early: Bools
) -> dict[str, JsonValue]:
    found = scores(behaviour.sample, [ScoreRule.of(it) for it in rules], behaviour).points[early]
    points = int(np.clip(np.ceil(np.quantile(found, 1 - _HANDED)), -100, 100))
    share = float((found >= points).mean())
    reason = f"{percent(share)} of the earlier leads had so many points."
    return {"rule": "hand over from", "points": points, "reason": reason}
