"""Reading the leads of one snapshot, one by one, in the hands of one actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data_sources.workspace import Workspace


@dataclass(frozen=True)
class Leads:
    """The leads of the facts."""

    workspace: Workspace
