"""Streamlit's test driver without what it does over and over, to the same end."""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


def quicken() -> None:
    """Spare every visit two things that take longer than they need."""
    _scan_packages_once()
    local_script_runner.require_widgets_deltas = _wait_for_the_end


def _scan_packages_once() -> None:
    # The driver looks for components among all installed packages each time a visitor is
    # made: four fifths of the time of a visit, with the same answer.
    scan = manifest_scanner.scan_component_manifests
    if not hasattr(scan, "cache_info"):
        manifest_scanner.scan_component_manifests = cache(scan)


def _wait_for_the_end(runner: LocalScriptRunner, timeout: float = 3) -> None:
    # The driver wakes a thousand times a second and goes through all the page has sent so
    # far, for which the page has to make way: a tenth of the time of a visit.
    page = runner._script_thread
    assert page is not None
    page.join(timeout)
    if page.is_alive():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"AppTest script run timed out after {timeout}(s)")
