"""The wishes of whoever looks: total, split and lines held, and what to do where they collide."""

from __future__ import annotations

import math
from typing import Final

import streamlit as st

from pages.shared.tradeoffs import holding
from pages.shared.tradeoffs.standing import Key, Weighed
from planning.errors import Infeasible
from planning.model.limits import Limit
from planning.model.weighing.collisions import Collision, collision
from planning.model.weighing.frontiers import Frontiers
from planning.model.weighing.options import Option, option_of
from planning.model.weighing.study import Study, asked_under
from planning.model.weighing.wishes import Wish, answer_wish, limits_of
from views.formats import plain

_STEPS: Final = 100
"""About how many places a slider has."""


def controls(found: Weighed, fronts: Frontiers) -> Wish:
    """Draw the sliders and what lines are held by; return what is wished."""
    plan, currency = found.row.id, found.currency
    holding.restore(found)
    asked = holding.held_by(found)
    left, middle, right = st.columns([2, 2, 1], gap="medium", vertical_alignment="bottom")
    with left:
        total = _slider(
            f"Money of the year, {currency}", f"wish-total-{plan}",
            (fronts.total[0].money, fronts.total[-1].money), holding.usual_total(found),
            "All lines together, at most. What brings back less than it costs stays unspent.",
            asked=asked.total,
        )  # fmt: skip
    with middle:
        own = st.session_state.get(f"wish-own-{plan}", False)
        best = found.study.option("best").figures["spend_marketing"].p50 or 0.0
        marketing = _slider(
            f"Marketing's part of it, {currency}", f"wish-marketing-{plan}",
            (fronts.split[0].money, fronts.split[-1].money), best,
            "Money of marketing's lines, exactly; the rest is for sales and what both share.",
            asked=asked.marketing, idle=not own,
        )  # fmt: skip
    with right:
        st.checkbox(
            "Split it myself", key=f"wish-own-{plan}", persist_state="session",
            help="Otherwise the split is the best for this total.",
        )  # fmt: skip
        held = holding.asked_for(found)
    wish = held.model_copy(update={"total": total, "marketing": marketing if own else None})
    holding.way_back(found, wish)
    # Other views ask for it, whose runs do not draw these controls.
    st.session_state[f"wish-{plan}"] = wish
    return wish


def standing(found: Weighed) -> Wish:
    """Return what is wished at this moment, also where the controls are not drawn."""
    return holding.without_what_is_gone(
        found, st.session_state.get(f"wish-{found.row.id}") or holding.usual(found)
    )


def limits(found: Weighed, wish: Wish) -> tuple[Limit, ...]:
    """Return a wish as limits."""
    return limits_of(found.study, wish)


def _slider(
    label: str,
    key: str,
    ends: tuple[float, float],
    usual: float,
    why: str,
    *,
    asked: float | None,
    idle: bool = False,
) -> float:
    """Draw a slider over money in round steps; it sends its value on release."""
    start = round(usual)
    # What the plan itself has, and what a repair asked for, can always be reached.
    reached = [start, *([round(asked)] if asked is not None else [])]
    step = step_of(ends[1] - ends[0])
    first = min(math.ceil(ends[0] / step) * step, *(it // step * step for it in reached))
    last = max(math.floor(ends[1] / step) * step, *(-(-it // step) * step for it in reached))
    last = max(last, first + step)
    standing = st.session_state.get(key)
    if idle or standing is None or not first <= standing <= last:
        # Bounds move with the plan: what no longer fits begins anew. What nobody moves
        # shows what is usual.
        st.session_state[key] = start
    return float(
        st.slider(
            label, first, last, step=step, key=key, format="localized", help=why, disabled=idle
        )
    )


def step_of(width: float) -> int:
    """Return a round step that gives a slider about a hundred places.

    Example:
        >>> step_of(1_290_000), step_of(800.0)
        (10000, 5)
    """
    rough = max(width / _STEPS, 1.0)
    size = 10 ** math.floor(math.log10(rough))
    return int(next(it * size for it in (1, 2, 5, 10) if it * size >= rough * 0.7))


def answer(found: Weighed, wish: Wish) -> Option | Collision:
    """Return the best plan under a wish, or which wishes collide."""
    return _answer(found.key, repr(wish), found.study, wish)


def answered(found: Weighed, wish: Wish) -> Option | None:
    """Return the best plan under a wish; where wishes collide say which and offer the least."""
    told = answer(found, wish)
    if isinstance(told, Option):
        return told
    _collides(found, told)
    return None


@st.cache_resource(show_spinner=False, max_entries=64)
def _answer(
    key: Key,  # noqa: ARG001 - parts of the cache's key
    wished: str,  # noqa: ARG001
    _study: Study,
    _wish: Wish,
) -> Option | Collision:
    try:
        optimum = answer_wish(_study, _wish)
    except Infeasible:
        return collision(_study, _wish)
    question = asked_under(_study.question, limits_of(_study, _wish))
    return option_of(question, "mine", "Mine", optimum.plan, _study.drawn, _study.target)


def _collides(found: Weighed, told: Collision) -> None:
    """Name the wishes that collide and offer the smallest change, each by a button."""
    st.warning(
        "  \n".join(f"· {plain(words)}" for words in told.limits),
        title="No plan holds these together:" if len(told.limits) > 1 else "No plan holds this:",
        icon=":material/warning:",
    )
    mends = [it for it in told.repairs if it.wish is not None]
    if mends:
        more = len(mends) > 1
        st.markdown(
            "Each of these alone would do, the smallest first:" if more else "This would do:"
        )
    for at, one in enumerate(told.repairs):
        if one.wish is None:
            st.caption(plain(one.sentence))
            continue
        st.button(
            plain(one.sentence), key=f"repair-{at}", icon=":material/build:",
            on_click=holding.apply, args=(found.row.id, one.wish),
        )  # fmt: skip
