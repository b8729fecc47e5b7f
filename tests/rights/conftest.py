"""The world that rights are tried on, made once."""

from __future__ import annotations

import pytest

from tests.rights import world as made
from tests.rights.world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world; copy its home before changing it."""
    return made.built(tmp_path_factory.mktemp("world"))
