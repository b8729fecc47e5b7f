"""Contradictions of the plan, as a meeting settles them."""

from __future__ import annotations

from collections.abc import Sequence

from planning.agreed.stretches import Contradiction
from planning.review.exceptions.item import Item, Where
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.sentences import NO_STAKE, Matter, Stake, Words, compose
from planning.review.exceptions.wording import count_told


def contradiction_items(
    contradictions: Sequence[Contradiction] | None, owners: Owners, plan: str | None = None
) -> tuple[Item, ...]:
    """Return what of a plan is proven to collide, each as one matter.

    Args:
        contradictions: The verdict on the plan; None or empty where all can hold.
        owners: Who answers for parts of the company.
        plan: Name of the plan, for links.
    """
    query: dict[str, str | tuple[str, ...]] = {"plan": plan} if plan else {}
    return tuple(
        compose(
            "contradiction" if _targets(one) > 1 else "contradiction-alone",
            Words(count=count_told(_targets(one))),
            Matter(about=one.words, more="+".join(sorted(_rows(one)))),
            NO_STAKE if one.money is None else Stake(float(one.money), _BETWEEN),
            owners,
            where=Where("plan/targets.py", query, "Targets"),
        )
        for one in contradictions or ()
    )


def _rows(one: Contradiction) -> set[str]:
    """Return the ids of the targets that collide: what is no id is what they collide with."""
    firsts = (member.split(" ", 1)[0] for member in one.members)
    return {first for first in firsts if len(first) == _ID and set(first) <= set(_HEX)}


def _targets(one: Contradiction) -> int:
    return max(len(_rows(one)), 1)


_ID, _HEX = 32, "0123456789abcdef"
_BETWEEN = "The smallest change of an amount of money that alone would let all hold."
