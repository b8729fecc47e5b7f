"""What holds for every test: how examples are drawn, and what is not done over and over."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests import demo_home
from tests.sources.store.postgres import running_postgres

# Tests start many processes. Where Python is told to keep no compiled modules, each of
# them would compile Streamlit and pandas anew, for several seconds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A build draws the same examples each time, so that a red one speaks of the change; on a
# laptop they are new at every run. Long explanations of a failure are left out in both.
# How long one takes says how busy the machine is, nothing about the rule.
settings.register_profile(
    "laptop",
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow,),
)
settings.register_profile("build", settings.get_profile("laptop"), derandomize=True)
settings.load_profile("build" if os.environ.get("CI") == "true" else "laptop")


# Imports make much that stays and hardly any rubbish.
gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector look at what tests make, not at the modules they stand in.

    A full round passes half a million objects that stay for good, and small facts make
    rounds frequent: together a tenth of the processor time. What is unreachable is still
    found, by larger rounds and by pytest's own at the end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server; take a `fresh_database` on it."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def demo_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo company, counted; copy it before opening it."""
    return demo_home.made_once(tmp_path_factory.getbasetemp())
