"""What holds for every test: how examples are drawn, and that modules are compiled once."""

from __future__ import annotations

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
