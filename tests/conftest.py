"""What holds for every test: how examples are drawn, and what is not done over and over."""

from __future__ import annotations

import gc
import os
import sys

from hypothesis import Phase, settings

# Tests start many processes. Where Python is told to keep no compiled modules, each of
# them would compile Streamlit and pandas anew, for several seconds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A build draws the same examples each time, so that a red one speaks of the change; on a
# laptop they are new at every run. Long explanations of a failure are left out in both.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
settings.register_profile("build", derandomize=True, phases=_PHASES)
settings.register_profile("laptop", phases=_PHASES)
settings.load_profile("build" if os.environ.get("CI") == "true" else "laptop")


def pytest_collection_finish() -> None:
    """Let the collector look at what tests make, not at the modules they stand in.

    A full round passes half a million objects that stay for good, and small facts make
    rounds frequent: together a tenth of the processor time. What is unreachable is still
    found, by larger rounds and by pytest's own at the end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
