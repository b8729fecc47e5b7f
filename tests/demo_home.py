"""A home with the demo company, made once for all processes of a run of the tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from data_sources.locks import locked
from data_sources.settings import Settings
from data_sources.workspace import Workspace

PATIENCE_SECONDS: Final = 600


def made_once(base: Path) -> Path:
    """Return a home with the demo company, counted; copy it, nobody works in it.

    Args:
        base: The folder of this process' temporary folders. What is made lies in that of the
            run, so that nothing outlives the code it was made by.
    """
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = run / "demo-made-once"
    with locked(run / "demo.lock", wait_seconds=PATIENCE_SECONDS) as held:
        assert held, "another process did not finish the demo company"
        if not home.exists():
            # Made under another name first: a home is there whole or not at all.
            making = run / f"demo-made-by-{os.getpid()}"
            workspace = Workspace.open(Settings(home=making, database_url=None, facts_url=None))
            workspace.load_demo()
            workspace.counts()
            workspace.close()
            making.rename(home)
    return home
