"""The doors of a workspace: each leads to what one subject can do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from data_sources.desk import Desk

if TYPE_CHECKING:
    from data_sources.account_reading import Accounts
    from data_sources.agreement import Agreement
    from data_sources.assuming import Assuming
    from data_sources.backup.taking import Backups
    from data_sources.deal_reading import Deals
    from data_sources.lead_reading import Leads
    from data_sources.mirroring.door import Mirrors
    from data_sources.people import People
    from data_sources.plan import Plan
    from data_sources.scheduling import Schedules
    from data_sources.sheets.bringing import Spreadsheets
    from data_sources.together import Together
    from data_sources.workspace import Workspace


class Doors(Desk):
    """What a workspace leads to, by subject."""

    @property
    def plan(self) -> Plan:
        """The plan both teams edit together."""
        from data_sources.plan import Plan

        return Plan(self._workspace)

    @property
    def agreement(self) -> Agreement:
        """How plans come to be agreed."""
        from data_sources.agreement import Agreement

        return Agreement(self._workspace)

    @property
    def assumptions(self) -> Assuming:
        """What the model assumes, and what the teams judge of it."""
        from data_sources.assuming import Assuming

        return Assuming(self._workspace)

    @property
    def together(self) -> Together:
        """What the teams promise and decide in their meetings."""
        from data_sources.together import Together

        return Together(self._workspace)

    @property
    def schedules(self) -> Schedules:
        """The saved imports that a refresh runs."""
        from data_sources.scheduling import Schedules

        return Schedules(self._workspace)

    @property
    def spreadsheets(self) -> Spreadsheets:
        """Google's spreadsheets, whose rows become facts."""
        from data_sources.sheets.bringing import Spreadsheets

        return Spreadsheets(self._workspace)

    @property
    def mirrors(self) -> Mirrors:
        """The plans that are edited in spreadsheets too."""
        from data_sources.mirroring.door import Mirrors

        return Mirrors(self._workspace)

    @property
    def people(self) -> People:
        """The people who may come in, and what each may do."""
        from data_sources.people import People

        return People(self._workspace)

    @property
    def backups(self) -> Backups:
        """Everything in one archive, and back."""
        from data_sources.backup.taking import Backups

        return Backups(self._workspace)

    @property
    def accounts(self) -> Accounts:
        """The accounts of the facts, one by one."""
        from data_sources.account_reading import Accounts

        return Accounts(self._workspace)

    @property
    def leads(self) -> Leads:
        """The leads of the facts, one by one."""
        from data_sources.lead_reading import Leads

        return Leads(self._workspace)

    @property
    def deals(self) -> Deals:
        """What became of deals, and of the leads that campaigns brought."""
        from data_sources.deal_reading import Deals

        return Deals(self._workspace)

    @property
    def _workspace(self) -> Workspace:
        return cast("Workspace", self)
