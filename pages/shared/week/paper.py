"""The paper of the week to take away: as a PDF and as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from data_sources.known_then import keep_for_pack
from data_sources.pack_agenda import agenda_then
from data_sources.week_reading import week_ground
from data_sources.workspace import Workspace
from pages.shared import session
from planning.actuals.counts import Counts
from views.pack.week_pack import WeekPack, agenda_items, week_pack

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take(counts: Counts) -> None:
    """Draw the two ways to take the paper of the week the facts end in.

    Args:
        counts: The facts of the page, with dates.
    """
    here, day = session.workspace(), counts.as_of
    ways: tuple[tuple[str, str, str, Callable[[WeekPack], bytes]], ...] = (
        ("Pack as PDF", "pdf", "application/pdf", _pdf),
        ("Pack as workbook", "xlsx", _WORKBOOK, _xlsx),
    )
    with st.container(horizontal=True, gap="small", width="content"):
        for label, ending, kind, printed in ways:
            st.download_button(
                label,
                # Read and laid out when somebody asks for it.
                partial(content, here, day, counts, printed),
                f"pack-{day.isoformat()}.{ending}",
                kind,
                key=f"pack-{ending}",
                on_click="ignore",
                type="tertiary",
                icon=":material/print:" if ending == "pdf" else ":material/download:",
            )


def content(
    here: Workspace,
    day: date,
    counts: Counts,
    printed: Callable[[WeekPack], bytes],
) -> bytes:
    """Return a paper as a file; the facts it names are kept from then on."""
    ground = week_ground(here, day, counts=counts)
    items = agenda_items(agenda_then(here, ground), ground.currency)
    made = printed(week_pack(ground, items))
    keep_for_pack(here, ground.known)
    return made


def _pdf(pack: WeekPack) -> bytes:
    from views.pack.week_print import week_pdf

    return week_pdf(pack)


def _xlsx(pack: WeekPack) -> bytes:
    from views.pack.week_workbook import week_xlsx

    return week_xlsx(pack)
