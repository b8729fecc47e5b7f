"""Asking HiGHS until there is a conclusion."""

from __future__ import annotations

from typing import Any, Final, Literal

from planning.errors import NotPossible

State = Literal["found", "none", "endless"]

TOLERANCE: Final = 1e-9
"""How far a row in units of its own size may be missed, for the rounding of machines."""

_ROUNDING: Final = 1e-6
_OPTIONS: Final[dict[str, Any]] = {
    "presolve": "off",
    "solver": "simplex",
    "simplex_strategy": 1,
    "simplex_scale_strategy": 0,
    "dual_simplex_cost_perturbation_multiplier": 0.0,
    "primal_feasibility_tolerance": TOLERANCE,
    "dual_feasibility_tolerance": TOLERANCE,
    "threads": 1,
}
"""Small systems asked many times: what the last answer left is worth more than presolve."""

_TRIED: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"presolve": "on"},
    {"simplex_strategy": 4},
    {"simplex_scale_strategy": 2},
    {"primal_feasibility_tolerance": 1e-7, "presolve": "on"},
)
"""Ways from scratch, in their order: as always, with presolve, the primal simplex, scaled
by HiGHS, and with less exactness."""

Highs = Any
"""What highspy returns has no types."""


def prepared() -> Highs:
    """Return HiGHS with the options every system is solved under."""
    import highspy

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    for option, value in _OPTIONS.items():
        highs.setOptionValue(option, value)
    return highs


def solve(highs: Highs, *, surely: bool = False) -> State:
    """Solve from where the last solution stood.

    A refusal is believed from scratch only: with a basis of other rows HiGHS 1.15 was seen
    to refuse what holds. Where there is no conclusion, other ways are tried. If all of them
    leave less than a millionth, that is taken to be rounding.

    Args:
        highs: A system as `prepared` makes it.
        surely: Whether what is left to rounding counts as refused.

    Raises:
        NotPossible: HiGHS came to no conclusion.
    """
    if run(highs) == "found":
        return "found"
    left = float("inf")
    for options in _TRIED:
        highs.clearSolver()
        for name, value in options.items():
            highs.setOptionValue(name, value)
        state = run(highs)
        for name in options:
            highs.setOptionValue(name, _OPTIONS[name])
        if state is not None:
            return state
        left = min(left, float(highs.getInfo().max_primal_infeasibility))
    if left > _ROUNDING:
        told = highs.modelStatusToString(highs.getModelStatus())
        raise NotPossible(
            f"Whether the targets fit together was not found: {told.lower()}.",
            "Try again with fewer targets.",
        )
    return "none" if surely else "found"


def run(highs: Highs) -> State | None:
    """Run HiGHS once; None where it comes to no conclusion."""
    import highspy

    known: dict[Any, State] = {
        highspy.HighsModelStatus.kOptimal: "found",
        highspy.HighsModelStatus.kInfeasible: "none",
        highspy.HighsModelStatus.kUnbounded: "endless",
    }
    highs.run()
    return known.get(highs.getModelStatus())
