"""Every rule of the agreement is proved on each database it can live in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.store.database import Store
from tests.sources.agreement.tables import Table
from tests.sources.plan.conftest import clock, sheet
from tests.sources.plan.sheets import Clock, Sheet
from tests.sources.store.conftest import new_file, new_store, postgres_url

__all__ = [
    "Clock",
    "Iterator",
    "Path",
    "Store",
    "clock",
    "new_file",
    "new_store",
    "postgres_url",
    "sheet",
]


@pytest.fixture
def table(sheet: Sheet) -> Table:
    """A draft of a plan and the people who have to agree on it."""
    return Table(sheet.workspace, sheet.scenario)
