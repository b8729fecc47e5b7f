"""Commands that keep a home safe: backups, bringing them back, and looking for trouble."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from commands.session import Json, workspace_of
from planning.errors import NotPossible
from views.printing import print_json, show, told_unless

if TYPE_CHECKING:
    from data_sources.backup.archive import Manifest
    from data_sources.backup.restoring import Progress, Restored

_SIGNS: Final = {"good": "✓", "note": "·", "broken": "✗"}

Archive = Annotated[Path, typer.Argument(metavar="FILE", help="The archive, a zip file.")]


def backup(context: typer.Context, file: Archive, as_json: Json = False) -> None:
    """Write everything into one archive that any store can be restored from."""
    workspace = workspace_of(context)
    with told_unless(quiet=as_json) as tell:
        manifest = workspace.backups.take(file, progress=tell)
    told = {"file": str(file), "bytes": file.stat().st_size, **_contents(manifest)}
    if as_json:
        return print_json(told)
    return _show(f"Backed up to {file.name}", told)


def restore(
    context: typer.Context,
    file: Archive,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put what stands aside; it is kept beside.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put what an archive holds in the place of what stands, in one step."""
    with told_unless(quiet=as_json) as tell:
        done = _restored(context, file, replace, tell)
    told = {
        "file": str(file),
        **_contents(done.manifest),
        "revision": done.revision,
        "migrated": done.migrated,
        "kept": done.kept,
    }
    if as_json:
        return print_json(told)
    return _show(f"Restored from {file.name}", told)


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check home, store, plan, facts and doors, secrets masked."""
    from data_sources.diagnosis import diagnose

    workspace = workspace_of(context)
    with told_unless(quiet=as_json) as tell:
        found = diagnose(workspace, tell)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        from views.terminal import grid, named_values

        values = found.model_dump(mode="json", exclude={"checks"})
        rows = [(name.replace("_", " "), str(value)) for name, value in values.items()]
        checked = [
            (f"{_SIGNS[check.state]} {check.name}", f"{check.told} {check.remedy}".rstrip())
            for check in found.checks
        ]
        show(named_values("Tandem", rows), grid("Looked at", ("", "how it is"), checked))
    for check in found.broken[:1]:
        more = len(found.broken) - 1
        others = f" {more} more things are broken." if more else ""
        raise NotPossible(f"{check.told}{others}", check.remedy)


def _restored(context: typer.Context, file: Path, replace: bool, tell: Progress | None) -> Restored:
    if context.find_root().params.get("acting") is not None:
        return workspace_of(context).backups.restore(file, replace=replace, progress=tell)
    # Nobody's roles are to be looked up, so a store that cannot be opened is no obstacle.
    from data_sources.backup.taking import restore_settings
    from data_sources.settings import Settings

    return restore_settings(Settings.from_environment(), file, replace=replace, progress=tell)


def _contents(manifest: Manifest) -> dict[str, Any]:
    lost = len(manifest.missing)
    warning = f"{lost} facts files are gone or damaged; run tandem doctor."
    return {
        "made_at": manifest.made_at.isoformat(),
        "schema_version": manifest.schema_version,
        "revision": manifest.revision,
        "tables": manifest.tables,
        "facts_files": len(manifest.facts_files),
        "warnings": [warning] if lost else [],
    }


def _show(title: str, told: dict[str, Any]) -> None:
    from views.terminal import named_values, text

    plain = {name: told[name] for name in ("made_at", "revision", "facts_files")}
    rows = [(name.replace("_", " "), str(value)) for name, value in plain.items()]
    rows.append(("rows", f"{sum(told['tables'].values()):,}"))
    if told.get("kept"):
        rows.append(("before it, kept as", str(told["kept"])))
    show(named_values(title, rows), *(text(f"! {warning}") for warning in told["warnings"]))
