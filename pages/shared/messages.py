"""The one place where errors and findings become words on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from planning.errors import Finding, TandemError
from views.formats import plain


def tell(error: TandemError) -> None:
    """Show what happened and what to do."""
    st.error(plain(error.remedy) or "Nothing was changed.", title=plain(error.what))


@contextmanager
def told() -> Iterator[None]:
    """Show a TandemError of the block instead of raising it."""
    try:
        yield
    except TandemError as error:
        tell(error)


def apologise(error: Exception) -> bool:
    """Say that something broke, without its insides; Streamlit writes those to the log.

    Returns:
        True: the page shows nothing else about it.
    """
    if isinstance(error, TandemError):
        tell(error)
        return True
    st.error(
        "Nothing you saved is lost. Reload the page; if it happens again, look into the "
        "server's log.",
        title="This page could not be shown.",
    )
    return True


def tell_findings(findings: Iterable[Finding]) -> None:
    """List what a person should know about the data, the misleading first."""
    ordered = sorted(findings, key=lambda it: it.level != "warning")
    for level, mark in (
        ("warning", ":yellow[:material/warning:]"),
        ("info", ":gray[:material/info:]"),
    ):
        lines = [_line(it, mark) for it in ordered if it.level == level]
        if lines:
            st.markdown("  \n".join(lines))


def _line(finding: Finding, mark: str) -> str:
    return f"{mark} {plain(finding.message)} {plain(finding.remedy)}".rstrip()
