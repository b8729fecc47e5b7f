"""What Streamlit's test driver looks up anew for every visit, looked up once."""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner


def scan_packages_once() -> None:
    """Let the driver read the installed packages once, not for every visitor.

    It looks for components among all packages each time a visitor is made: four fifths of
    the time of a visit, with the same answer.
    """
    scan = manifest_scanner.scan_component_manifests
    if not hasattr(scan, "cache_info"):
        manifest_scanner.scan_component_manifests = cache(scan)
