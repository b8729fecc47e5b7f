"""Commands that show figures, and how far they can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.session import Json, no_facts, workspace_of
from planning.errors import UsageError
from views.printing import print_json, show


def scorecard(
    context: typer.Context,
    start: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM", help="First month.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM", help="Month after the last.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="channel|campaign|segment|region|motion|owner|product"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the figures of both teams."""
    from planning.actuals.counts import Scope
    from planning.actuals.scorecard import grouped
    from planning.actuals.scorecard import scorecard as read_scorecard
    from planning.actuals.slices import Context, Slice
    from planning.periods import Period

    if (start is None) != (end is None):
        raise UsageError("A period needs both --from and --to.", "The month of --to is excluded.")
    period = Period.parse(start, end) if start and end else None
    workspace = workspace_of(context)
    snapshot, counts = workspace.snapshot(), workspace.counts()
    if snapshot is None or counts is None:
        raise no_facts()
    agreed = Context(company=workspace.company, channel_teams=workspace.channel_teams())
    part = Slice(counts, Scope(period=period), agreed)
    card, groups = read_scorecard(part), grouped(part, by=by) if by else ()
    if as_json:
        from views.documents import scorecard_document

        return print_json(scorecard_document(card, groups, snapshot.as_of))
    from views.terminal import scorecard_lines

    return show(*scorecard_lines(card, groups, by, snapshot.as_of, agreed.company.currency))


def quality(context: typer.Context, as_json: Json = False) -> None:
    """Tell how complete and fresh the facts are, what looks wrong and what gaps hide."""
    report = workspace_of(context).quality()
    if report is None:
        raise no_facts()
    from views.quality import quality_document, quality_lines

    return print_json(quality_document(report)) if as_json else show(*quality_lines(report))
