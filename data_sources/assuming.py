"""What the model assumes in a plan: measured from the facts, judged by the teams' leaders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from data_sources.planning import judging
from data_sources.planning.saved import Saved
from data_sources.planning.telling import names_for
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import PlanRow
from planning.errors import UsageError
from planning.teams import Team

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.model.assuming.answered import Answered
    from planning.model.assumptions import AreaKind
    from planning.model.measuring.calibrate import Calibration


@dataclass(frozen=True)
class Assuming:
    """The assumptions of a workspace's plans, each team's answers edited by its leader."""

    workspace: Workspace

    def rows(self, scenario: str, *, as_of: int | None = None) -> tuple[PlanRow, ...]:
        """Return the answers of a plan, each team's a row of its own.

        Args:
            scenario: The plan's id.
            as_of: After which revision; None means now.
        """
        return self.workspace.plan.rows("assumption", scenario, as_of=as_of)

    def answered(self, scenario: str, *, as_of: int | None = None) -> Answered:
        """Return the same as the model takes them, people by their shown names."""
        from planning.model.assuming.answered import answered

        rows = self.rows(scenario, as_of=as_of)
        with self.workspace.store.read() as connection:
            names = names_for(connection, self.workspace.actor.email)
        return answered(rows, names)

    def current(
        self, scenario: str | None, *, area_kind: AreaKind = "region"
    ) -> Calibration | None:
        """Measure what the facts tell and take a plan's answers for the rest.

        It takes a second or two: hold on to it by snapshot and revision.

        Args:
            scenario: The plan's id; None takes nobody's answers.
            area_kind: Whether areas are regions or segments.

        Returns:
            What was found out; None in an empty home.
        """
        return judged_calibration(self.workspace, scenario, area_kind=area_kind)

    def answer(
        self,
        scenario: str,
        key: str,
        team: Team,
        said: Mapping[str, JsonValue],
        *,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Saved:
        """Answer for a team about an assumption; see `data_sources.planning.judging.answer`.

        Args:
            scenario: The plan's id.
            key: Of the assumption, or `response | CHANNEL`.
            team: Who answers; joint is the executive, for what both teams share.
            said: `spend`, `none`, `now`, `more` of a channel, else `value`, `low`, `high`;
                `reason` of either.
            seen: Version of the team's answer the person saw, 0 where there was none.
            operation: An id that makes a repeat harmless; None gives one.

        Raises:
            NotAllowed: The actor does not lead the team.
            NotPossible: The plan is no draft.
            UsageError: The answer makes no sense to the model.
        """
        self.workspace.require("assumptions", team)
        cells = _cells(key, said)
        # What a cell refuses is told with the cell, by the save.
        if not refusals("assumption", {**cells, "team": team}):
            _hold_sensible(self.answered(scenario), cells, team)
        today = self.workspace.now().astimezone(ZoneInfo(self.workspace.company.time_zone)).date()
        return judging.answer(self.workspace, scenario, team, cells, today, seen, operation)

    def take_back(
        self,
        scenario: str,
        key: str,
        team: Team,
        *,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Saved:
        """Take a team's answer back; see `data_sources.planning.judging.take_back`."""
        return judging.take_back(self.workspace, scenario, team, key, seen, operation)


def judged_calibration(
    workspace: Workspace, scenario: str | None, *, area_kind: AreaKind = "region"
) -> Calibration | None:
    """Return what the model assumes under a plan: facts, and the answers of both teams.

    Answers about what the facts do not know any more are left aside.

    Args:
        workspace: In somebody's hands; all see the same.
        scenario: The plan's id; None takes nobody's answers.
        area_kind: Whether areas are regions or segments.

    Returns:
        What was found out; None in an empty home.
    """
    from planning.actuals.slices import Context
    from planning.model.assuming.answered import Answered
    from planning.model.measuring.calibrate import calibrate

    counts = workspace.counts()
    if counts is None:
        return None
    said = Answered() if scenario is None else workspace.assumptions.answered(scenario)
    context = Context(company=workspace.company, channel_teams=workspace.channel_teams())
    return calibrate(
        counts, context, area_kind=area_kind, answers=said.answers, judgements=said.judgements
    )


def _cells(key: str, said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    from planning.model.assuming.answered import name_of
    from planning.model.assumption_kinds_money import KINDS

    kind = KINDS.get(key.split(" | ")[0])
    about: dict[str, JsonValue] = {"key": key, "name": name_of(key)}
    if kind is not None:
        about["unit"] = kind.unit
    return {**said, **about}


def _hold_sensible(standing: Answered, cells: Mapping[str, JsonValue], team: Team) -> None:
    from planning.agreed.assumptions import is_response
    from planning.model.assuming.answered import about_channel, about_value
    from planning.model.assumptions import row

    kept = cleaned("assumption", cells)
    if is_response(kept):
        about_channel(kept, team, team)
        return
    mine = about_value(kept, team, team)
    for other in standing.judgements.get(str(kept["key"]), ()):
        if other.team != team and len(row(other.value)) != len(row(mine.value)):
            raise UsageError(
                f"{other.by} gave {len(row(other.value))} numbers.", "Give as many, in order."
            )
