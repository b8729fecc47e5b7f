"""Telling by its columns whose file it is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

from data_sources.imports.presets.ads import ADS
from data_sources.imports.presets.hubspot import HUBSPOT
from data_sources.imports.presets.pipedrive import PIPEDRIVE
from data_sources.imports.presets.preset import Preset, column_named
from data_sources.imports.presets.salesforce import SALESFORCE
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import FileShape
from planning.errors import UsageError

PRESETS: Final[Mapping[str, Preset]] = {
    preset.name: preset for preset in (*HUBSPOT, *SALESFORCE, *PIPEDRIVE, *ADS)
}
NO_PRESET: Final = "none"


def recognise(shape: FileShape, table: str | None = None) -> Preset | None:
    """Return the preset whose telling columns a file has, or None.

    Of several the one with the most telling columns is taken.

    Args:
        shape: The file's columns.
        table: Only presets of this fact table; None takes any.
    """
    best: tuple[int, Preset] | None = None
    for preset in PRESETS.values():
        told = len(telling_columns(preset, shape))
        if told and table in (None, preset.table) and (best is None or told > best[0]):
            best = told, preset
    return best[1] if best else None


def telling_columns(preset: Preset, shape: FileShape) -> tuple[str, ...]:
    """Return the columns by which a file is known to be of a preset, none if it is not."""
    if any(column_named(shape, [name]) for name in preset.unlike):
        return ()
    found: tuple[str, ...] = ()
    for names in preset.telling:
        columns = [column_named(shape, [name]) for name in names]
        told = tuple(column for column in columns if column)
        if len(told) == len(names) > len(found):
            found = told
    return found


def preset_named(name: str) -> Preset:
    """Return a preset by name.

    Raises:
        UsageError: There is none of this name.
    """
    if name in PRESETS:
        return PRESETS[name]
    near = difflib.get_close_matches(name, PRESETS, n=1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    raise UsageError(f"There is no preset “{name}”.", f"{hint}List them with tandem presets.")


def preset_for(request: ImportRequest, shape: FileShape) -> Preset | None:
    """Return the preset a file is read by: as asked for, else as recognised, else None.

    Raises:
        UsageError: The preset asked for does not exist, or feeds another table.
    """
    if request.preset == NO_PRESET:
        return None
    if request.preset is None:
        return recognise(shape, request.table)
    preset = preset_named(request.preset)
    if preset.table != request.table:
        raise UsageError(
            f"The preset {preset.name} feeds {preset.table}, not {request.table}.",
            f"Import the file as {preset.table}, or use another preset.",
        )
    return preset
