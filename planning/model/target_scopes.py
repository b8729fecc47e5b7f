"""The part of the facts a target speaks of."""

from __future__ import annotations

from planning.actuals.counts import Counts, Scope
from planning.actuals.cubes import BASE
from planning.actuals.parts import cube_of
from planning.actuals.slices import Context
from planning.agreed.targets import Target
from planning.model.consistency.measures import SPEND_TEAMS


def scope_of(target: Target, counts: Counts, context: Context) -> Scope | None:
    """Return the part of the company a target speaks of; None where it cannot be cut so.

    A team's part are the channels it owns. What a team spent is its own whatever the
    channel; what it spent in the other team's name does not exist.
    """
    cube = cube_of(counts, BASE)
    kept: dict[str, tuple[str | None, ...]] = {}
    for name in ("channel", "segment", "region"):
        label = getattr(target, name)
        if label is not None:
            kept[name] = _labels(cube.labels[name], label)
    team = target.scope_team
    if team is not None and target.kpi in SPEND_TEAMS:
        if SPEND_TEAMS[target.kpi] != team:
            return None
    elif team is not None:
        among = kept.get("channel", cube.labels["channel"])
        kept["channel"] = tuple(it for it in among if context.team_of(it) == team)
    return Scope(**kept)


def _labels(labels: tuple[str | None, ...], wanted: str) -> tuple[str | None, ...]:
    """Return the facts' spellings of a label, itself where the facts have none."""
    same = [it for it in labels if it is not None and it.casefold() == wanted.casefold()]
    return tuple(same) or (wanted,)
