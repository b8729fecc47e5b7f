"""The command that asks whether the targets of a plan, or of a file, fit together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.session import Json, workspace_of
from planning.errors import UsageError
from views.printing import print_json, show

INCONSISTENT = 1
"""Exit status where targets cannot all hold."""


def check(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="A plan; else the agreed one.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A file of targets: kpi, scope, period, low, high, team."
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """Tell whether all targets can hold at once; which collide, and what would mend it."""
    from data_sources.checking import Checks
    from planning.model.consistency.answer import check as answer_of

    if file is not None and scenario is not None:
        raise UsageError("--file and --scenario cannot be combined.", "Give one of them.")
    checks = Checks(workspace_of(context))
    question = checks.of_file(file) if file is not None else checks.of_plan(scenario)
    answer = answer_of(question)
    if as_json:
        from views.consistency import consistency_document

        print_json(consistency_document(answer))
    else:
        from views.consistency import consistency_lines

        show(*consistency_lines(answer))
    return 0 if answer.consistent else INCONSISTENT
