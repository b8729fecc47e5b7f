"""Lines held: channels kept as planned, floors and caps, hires, CAC and revenue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd
import streamlit as st

from pages.shared.tradeoffs.standing import Weighed
from planning.model.limits import Envelope
from planning.model.weighing.options import Option
from planning.model.weighing.wishes import Wish, parts_of
from views.budget import TEAM_WORDS
from views.formats import counted, plain, signed
from views.theme import team_word

_MOST_TOLD: Final = 6
_LEAST: Final = 1.0
"""Money below which a total is the usual one: sliders hold whole units."""


def usual_total(found: Weighed) -> float:
    """Return the money the best plan was asked under: the plan's own envelope."""
    totals = [it.total for it in found.study.question.problem.limits if isinstance(it, Envelope)]
    return min(totals, default=found.study.option("current").spend)


def usual(found: Weighed) -> Wish:
    """Return what the best plan was asked under: the plan's own envelope, nothing held."""
    return Wish(total=usual_total(found))


def asked_for(found: Weighed) -> Wish:
    """Draw what lines are held by, behind a button; return it as a wish without a total."""
    plan = found.row.id
    held = held_by(found)
    with st.popover("Hold lines", icon=":material/lock:", width="stretch"):
        st.caption("Keep a channel as planned, or say at least and at most, over the open months.")
        table = _table(found, held)
        numbers = _numbers(plan, held, found.currency)
    return usual(found).model_copy(update={**table, **numbers})


def held_by(found: Weighed) -> Wish:
    """Return what was last put into the controls at once: by a repair, or on coming back."""
    held: Wish = st.session_state.get(f"held-{found.row.id}") or usual(found)
    return held


def restore(found: Weighed) -> None:
    """Put the last wish back where other views, or another plan, were looked at meanwhile.

    Controls that are not drawn forget what they held.
    """
    plan = found.row.id
    last: Wish | None = st.session_state.get(f"wish-{plan}")
    if last is not None and f"wish-total-{plan}" not in st.session_state:
        apply(plan, without_what_is_gone(found, last))


def without_what_is_gone(found: Weighed, wish: Wish) -> Wish:
    """Return a wish without channels the plan no longer has."""
    names = set(found.study.question.problem.channels.name)
    return wish.model_copy(
        update={
            "locks": wish.locks & names,
            "floors": {name: it for name, it in wish.floors.items() if name in names},
            "caps": {name: it for name, it in wish.caps.items() if name in names},
        }
    )


def way_back(found: Weighed, wish: Wish) -> None:
    """Name what is held and offer to let go of all wishes, where there are any."""
    first, apart = usual(found), abs((wish.total or 0.0) - usual_total(found))
    parts = parts_of(found.study.question.problem, wish)
    held = [it.words for it in parts if it.what not in ("total", "marketing")]
    if not held and wish.marketing is None and apart < _LEAST:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if held:
            st.caption(plain(f"Held: {'; '.join(held)}."), width="content")
        st.button(
            "Let go of all wishes", key=f"let-go-{found.row.id}", type="tertiary",
            icon=":material/restart_alt:", on_click=apply, args=(found.row.id, first),
        )  # fmt: skip


def apply(plan: str, wish: Wish) -> None:
    """Put a wish into the controls of a plan, in place of what stands there."""
    state = st.session_state
    state[f"held-{plan}"] = wish
    # The editor keeps edits by its key: a new key shows the wish and nothing else.
    state[f"held-times-{plan}"] = state.get(f"held-times-{plan}", 0) + 1
    if wish.total is not None:
        state[f"wish-total-{plan}"] = round(wish.total)
    state[f"wish-own-{plan}"] = wish.marketing is not None
    if wish.marketing is not None:
        state[f"wish-marketing-{plan}"] = round(wish.marketing)
    else:
        # It shows the best split again.
        state.pop(f"wish-marketing-{plan}", None)


def told(mine: Option | None) -> None:
    """Say what a plan moves against the current one, the largest first."""
    if mine is None:
        return
    if not mine.moves:
        st.caption("It moves no line.")
        return
    lines = [
        f":{team_word(it.team)}[{TEAM_WORDS[it.team]}] · {plain(it.line)}: {signed(it.change)}"
        for it in mine.moves[:_MOST_TOLD]
    ]
    rest = len(mine.moves) - len(lines)
    st.markdown("**What moves most against the current plan**")
    st.markdown("  \n".join([*lines, *([counted(rest, "more line")] if rest > 0 else [])]))


def _table(found: Weighed, held: Wish) -> dict[str, object]:
    """Draw the channels; return locks, floors and caps."""
    plan, problem = found.row.id, found.study.question.problem
    names = problem.channels.name
    frame = pd.DataFrame(
        {
            "Channel": list(names),
            "Planned": problem.channels.current.sum(axis=1),
            "Keep": [name in held.locks for name in names],
            "At least": [held.floors.get(name) for name in names],
            "At most": [held.caps.get(name) for name in names],
        }
    ).astype({"At least": "Float64", "At most": "Float64"})
    money = {
        name: st.column_config.NumberColumn(min_value=0, format="%,.0f")
        for name in ("Planned", "At least", "At most")
    }
    edited = st.data_editor(
        frame, hide_index=True, num_rows="fixed", disabled=["Channel", "Planned"],
        key=f"holds-{plan}-{st.session_state.get(f'held-times-{plan}', 0)}",
        column_config={"Keep": st.column_config.CheckboxColumn("Keep as planned"), **money},
        placeholder="", alt="Channels with what each has planned, and what it is held by.",
    )  # fmt: skip
    return {
        "locks": frozenset(_where(edited, "Keep")),
        "floors": _amounts(edited, "At least"),
        "caps": _amounts(edited, "At most"),
    }


def _where(edited: pd.DataFrame, column: str) -> Iterable[str]:
    return [str(name) for name, yes in zip(edited["Channel"], edited[column], strict=True) if yes]


def _amounts(edited: pd.DataFrame, column: str) -> dict[str, float]:
    return {
        str(name): max(float(amount), 0.0)
        for name, amount in zip(edited["Channel"], edited[column], strict=True)
        if not pd.isna(amount)
    }


def _numbers(plan: str, held: Wish, currency: str) -> dict[str, float | None]:
    """Draw the wishes that are single numbers."""
    times = st.session_state.get(f"held-times-{plan}", 0)
    asked = (
        ("most_hires", "New hires, at most", held.most_hires, 1.0),
        ("cac", f"CAC at most, {currency}", held.cac, 500.0),
        ("revenue", f"Revenue at least, {currency}", held.revenue, 100_000.0),
    )
    found: dict[str, float | None] = {}
    with st.grid(3, min_column_width=128, gap="small"):
        for field, label, value, step in asked:
            found[field] = st.number_input(
                label, min_value=0.0, value=value, step=step, format="%.0f",
                placeholder="no limit", key=f"held-{field}-{plan}-{times}",
            )  # fmt: skip
    if found["cac"] == 0.0:
        found["cac"] = None
    return found
