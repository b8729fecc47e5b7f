"""What is assumed under a plan: measured once for each state of facts and answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import place
from planning.actuals.counts import Counts
from planning.actuals.slices import Context
from planning.agreed.assumptions import is_response
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import OPEN
from planning.model.assuming.answered import Answered, name_of, response_key
from planning.model.assuming.judged import Answers, disagreement
from planning.model.assumptions import Assumptions
from planning.model.measuring.calibrate import Calibration, calibrate
from planning.teams import Team


@dataclass(frozen=True)
class Standing:
    """The assumptions of a plan.

    Attributes:
        plan: The scenario's row; None where there is no plan to answer in.
        rows: Each team's answers, by key and team.
        said: The same as the model takes them.
        calibration: What facts and answers say together.
        currency: The plan currency.
        older: Whether they are shown as they once were.
    """

    plan: PlanRow | None
    rows: dict[tuple[str, Team], PlanRow]
    said: Answered
    calibration: Calibration
    currency: str
    older: bool = False

    @property
    def assumptions(self) -> Assumptions:
        """Everything the model takes as given."""
        return self.calibration.assumptions

    @property
    def is_open(self) -> bool:
        """Whether answers may be given."""
        return not self.older and self.plan is not None and self.plan["state"] in OPEN

    def answers(self, channel: str) -> tuple[Answers, ...]:
        """Return both leaders' answers about a channel, marketing's first."""
        return tuple(it for it in self.said.answers if it.channel == channel)

    def by(self, key: str, team: Team) -> str:
        """Return who answered for a team, or nothing."""
        if (row := self.rows.get((key, team))) is None:
            return ""
        if is_response(row.cells):
            voices = [
                (it.team, it.by) for it in self.said.answers if response_key(it.channel) == key
            ]
        else:
            voices = [(it.team, it.by) for it in self.said.judgements.get(key, ())]
        return dict(voices).get(team, "")

    @cached_property
    def disagree(self) -> tuple[str, ...]:
        """What the leaders answered differently, by name: channels first."""
        channels = dict.fromkeys(it.channel for it in self.said.answers)
        found = [it for it in channels if disagreement(self.answers(it))]
        by_key = self.assumptions.by_key
        found += [name_of(key) for key in self.said.judgements if by_key[key].disagreement]
        return tuple(found)


def standing(now: session.Now, plan: PlanRow | None, revision: int) -> Standing | None:
    """Return what is assumed under a plan, None in an empty home.

    Args:
        now: The facts, as the store has them now.
        plan: The scenario's row; None takes nobody's answers.
        revision: As of which change of the plan.
    """
    if now.counts is None:
        return None
    here = session.workspace()
    rows = here.assumptions.rows(plan.id, as_of=revision) if plan else ()
    said = here.assumptions.answered(plan.id, as_of=revision) if plan else Answered()
    found = _calibrated(
        place(here), now.counts.snapshot_id, now.agreed, repr(said), now.counts, now.context,
        said,
    )  # fmt: skip
    by_key = {(str(row["key"]), row.team): row for row in rows}
    older = revision != now.revision
    return Standing(plan, by_key, said, found, now.company.currency, older)


@st.cache_resource(
    show_spinner="Measuring what the months of leads, deals and spend tell…", max_entries=6
)
def _calibrated(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    snapshot: str,  # noqa: ARG001
    agreed: str,  # noqa: ARG001
    answers: str,  # noqa: ARG001
    _counts: Counts,
    _context: Context,
    _said: Answered,
) -> Calibration:
    return calibrate(_counts, _context, answers=_said.answers, judgements=_said.judgements)
