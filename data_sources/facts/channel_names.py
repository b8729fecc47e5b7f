"""One channel, one name: aliases are counted as the channel they mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

import numpy as np

from data_sources.store.channels import Channel
from planning.actuals.counts import Counts, Cube
from planning.actuals.cubes import BASE
from planning.teams import default_channel_team


def completed(found: Iterable[Channel], counts: Counts | None) -> tuple[Channel, ...]:
    """Return known channels and those that only occur in the facts, by name.

    Args:
        found: What somebody said about channels.
        counts: The facts' counts, channels under their main names; None without facts.
    """
    known_ones = {channel.name: channel for channel in found}
    for label in counts.cubes[BASE].labels["channel"] if counts else ():
        if label is not None and label not in known_ones:
            known_ones[label] = Channel(name=label, team=default_channel_team(label))
    return tuple(known_ones[name] for name in sorted(known_ones))


def under_one_name(counts: Counts, found: Iterable[Channel]) -> Counts:
    """Return the counts with every alias counted as the channel it means."""
    meant = {alias: channel.name for channel in found for alias in channel.aliases}
    if not meant:
        return counts
    cubes = {name: _renamed(cube, meant) for name, cube in counts.cubes.items()}
    return dataclasses.replace(counts, cubes=cubes)


def _renamed(cube: Cube, meant: Mapping[str, str]) -> Cube:
    labels = cube.labels.get("channel", ())
    if not any(label in meant for label in labels if label is not None):
        return cube
    names = [label if label is None else meant.get(label, label) for label in labels]
    merged = tuple(dict.fromkeys(names))
    place = np.array([merged.index(name) for name in names], dtype=np.int32)
    return dataclasses.replace(
        cube,
        keys={**cube.keys, "channel": place[cube.keys["channel"]]},
        labels={**cube.labels, "channel": merged},
    )
