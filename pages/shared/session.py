"""What every page reads: the workspace and the state of its facts, opened once, kept by revision.

Session state never holds these objects; a rerun asks the store for one integer and finds
everything else in the cache of that revision.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from data_sources import admission
from data_sources.actors import LOCAL, Actor
from data_sources.agreeing import is_demo
from data_sources.facts.snapshots import Snapshot
from data_sources.people import ACT as OF_PEOPLE
from data_sources.store.channels import Channel, teams
from data_sources.workspace import Workspace
from pages.shared import sign_in
from planning.actuals.counts import Counts
from planning.actuals.individuals import shown_to
from planning.actuals.slices import Context
from planning.agreed import rights
from planning.agreed.rights import Act
from planning.company import Company
from planning.errors import NotAllowed
from planning.teams import Team

_FILLING: Final = Lock()
_MANY: Final = 1000


@dataclass(frozen=True)
class Now:
    """The store at one revision.

    Attributes:
        revision: The store's counter of changes.
        context: Settings and channel owners.
        counts: Counts of the current snapshot, or None while there are no facts.
        is_demo: Whether the facts are the demo company's.
        agreed: Settings and channels, aliases too, in one text: with the snapshot it tells
            these counts from any other.
    """

    revision: int
    context: Context
    counts: Counts | None
    is_demo: bool
    agreed: str = ""

    @property
    def company(self) -> Company:
        """The agreed settings."""
        return self.context.company

    @cached_property
    def facts(self) -> tuple[str, str]:
        """What tells one state of the facts from another, whatever the plan's."""
        agreed = f"{self.company.model_dump_json()} {sorted(self.context.channel_teams.items())}"
        return self.counts.snapshot_id if self.counts else "", agreed


def workspace() -> Workspace:
    """Return the workspace of this server's home in the hands of whoever is signed in.

    Raises:
        NotAllowed: They were removed, or their sign-in does not say who they are.
    """
    return _opened(_place()).acting_as(actor())


def actor() -> Actor:
    """Return who is here, with the roles of this moment; without sign-in the local user.

    Raises:
        NotAllowed: They were removed, or their sign-in does not say who they are.
    """
    if not sign_in.is_set_up():
        return LOCAL
    who = None if sign_in.trouble() else sign_in.identity()
    known = admission.admitted(_opened(_place()), who) if who else None
    if known is None:
        raise NotAllowed("You are not signed in, or no longer registered.", "Reload the page.")
    return known


def may(act: Act, team: Team | None = None) -> bool:
    """Whether whoever is here may do an act: what they may not is not offered."""
    return rights.may(actor(), act, team)


def come_in() -> bool:
    """Let in who signed in; the first time it binds their address to them.

    Returns:
        Whether anybody signed in.

    Raises:
        NotAllowed: They may not come in.
    """
    who = sign_in.identity()
    if who is not None:
        admission.admit(_opened(_place()), who)
    return who is not None


def now() -> Now:
    """Return the newest revision of the store, as whoever is here may see it."""
    here = workspace()
    revision = here.revision()
    if here.sees_people():
        return _at(_place(), revision)
    return _at_for(_place(), revision, here.actor.known_as)


def local(at: datetime) -> datetime:
    """Return a moment in the company's time zone."""
    return at.astimezone(ZoneInfo(now().company.time_zone))


def _place() -> tuple[str, str]:
    # Tests run several homes in one process, so the home is part of every cache key.
    return os.environ.get("TANDEM_HOME", ""), os.environ.get("TANDEM_DATABASE_URL", "")


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(place: tuple[str, str]) -> Workspace:  # noqa: ARG001 - the key of the cache
    return Workspace.open()


@st.cache_resource(show_spinner=False, max_entries=3)
def _at(place: tuple[str, str], revision: int) -> Now:
    here = _opened(place)
    snapshot, company, channels = here.snapshot(), here.company, here.channels()
    counts, agreed = None, f"{company.model_dump_json()} {channels}"
    if snapshot is not None:
        counts = _counted(place, snapshot.id, agreed, here, snapshot, company, channels)
    return Now(
        revision=revision,
        context=Context(company=company, channel_teams=teams(channels)),
        counts=counts,
        is_demo=is_demo(snapshot),
        agreed=agreed,
    )


@st.cache_resource(show_spinner=False, max_entries=12)
def _at_for(place: tuple[str, str], revision: int, own: tuple[str, ...]) -> Now:
    found = _at(place, revision)
    counts = None if found.counts is None else shown_to(found.counts, own)
    return replace(found, counts=counts)


@st.cache_resource(show_spinner=False, max_entries=2)
def _counted(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    snapshot: str,  # noqa: ARG001
    agreed: str,  # noqa: ARG001
    _here: Workspace,
    _snapshot: Snapshot,
    _company: Company,
    _channels: tuple[Channel, ...],
) -> Counts:
    """Return the counts of a snapshot, which outlive every change of the plan."""
    from data_sources.reading import counts_of

    return counts_of(_here.home, _snapshot, _company, _channels)


def fill_an_empty_home() -> None:
    """Load the demo company into a home that has never held anything, and say so."""
    home = _opened(_place())
    if not _is_untouched(home):
        return
    place = st.empty()
    with place.container():
        st.write("Preparing a demo company, which takes some seconds.")
        bar = st.progress(0.1, "Writing 24 months of a made-up firm…")
        with _FILLING:
            # Of two first visitors one loads, the other waits.
            if _is_untouched(home):
                home.load_demo()
        bar.progress(0.6, "Counting its leads, deals and spend…")
        _at(_place(), home.revision())
    # No rerun: before the navigation has run, one would forget which page was asked for.
    place.empty()


def _is_untouched(home: Workspace) -> bool:
    if home.revision() == 0:
        return True
    # People can be registered before the first of them looks around.
    return home.snapshot() is None and all(entry.act == OF_PEOPLE for entry in home.history(_MANY))
