"""The table the three who sign sit at, each before a screen of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.actors import Actor
from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.rows import PlanRow
from planning.agreed.signatures import Seat
from tests.rooms.conftest import Visit, words
from tests.sources.agreement.tables import SIGNERS
from tests.sources.plan.sheets import BO, EVE, MAX, edit

_STEPS: Final = ("propose", "sign", "withdraw", "take-back", "return", "agree")
OFFERS: Final = (*(f"agreeing-{step}" for step in _STEPS), "close-")


@dataclass(frozen=True)
class Table:
    """A plan, and the screens of the people who have to agree on it."""

    visit: Visit
    patch: pytest.MonkeyPatch
    home: Path
    workspace: Workspace
    plan: PlanRow

    def of(self, plan: PlanRow) -> Table:
        """The same people before another plan."""
        return replace(self, plan=plan)

    def screen(self, who: Actor, room: str = "budget", view: str = "Sign") -> AppTest:
        """The view as somebody opens it."""
        self.now(who)
        address = {"view": view, "plan": str(self.plan["name"])}
        return opened(self.visit(self.home, room, **address))

    def now(self, who: Actor) -> None:
        """Whoever clicks from now on."""
        self.patch.setattr(session, "LOCAL", who)

    def proposed(self) -> Table:
        self.workspace.acting_as(MAX).agreement.propose_plan(self.plan.id)
        return self

    def sign(self, *seats: Seat) -> Table:
        for seat in seats or SIGNERS:
            agreement = self.workspace.acting_as(SIGNERS[seat]).agreement
            agreement.sign(self.plan.id, seat, seen=agreement.revision_of(self.plan.id))
        return self

    def agreed(self) -> Table:
        self.proposed().sign()
        self.workspace.acting_as(EVE).agreement.agree(self.plan.id)
        return self

    def change(self, channel: str = "Outbound", who: Actor = BO, amount: str = "1500") -> None:
        """Somebody changes January of a line."""
        rows = self.workspace.plan.rows("line", self.plan.id)
        row = next(row for row in rows if row["channel"] == channel)
        saved = self.workspace.acting_as(who).plan.save([edit(row, plan_01=amount)])
        assert saved.revision, saved

    def copied(self, name: str) -> Table:
        """The same people before a copy of the plan."""
        rows = self.workspace.acting_as(MAX).agreement.copy(self.plan.id, name).rows
        return self.of(next(row for row in rows if row.kind == "scenario"))

    def state(self) -> object:
        return self.workspace.plan.row(self.plan.id)["state"]

    def signed(self) -> set[object]:
        rows = self.workspace.plan.rows("signature", self.plan.id)
        return {row["seat"] for row in rows if row["state"] == "signed"}


def opened(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].message
    return app


def said(app: AppTest) -> str:
    """All that a visitor reads, without the marks that keep it from being Markdown."""
    titles = [str(getattr(it, "title", "")) for it in (*app.error, *app.warning)]
    text = "\n".join([words(app), *titles])
    for mark in ("\\", "\u2060", "**"):
        text = text.replace(mark, "")
    return text.replace("\u00a0", " ")


def press(app: AppTest, key: str, **typed: str) -> AppTest:
    """Open a dialog, fill it in and confirm it."""
    app = opened(app.button(key=key).click().run())
    for area, text in typed.items():
        app.text_area(key=f"agreeing-{area}").set_value(text)
    confirm = "close-confirm" if key.startswith("close-") else "agreeing-confirm"
    return opened(app.button(key=confirm).click().run())


def offers(app: AppTest) -> list[str]:
    """The steps that are offered."""
    return [button.label for button in app.button if str(button.key).startswith(OFFERS)]
