"""The server: Streamlit over pages/shell.py, with security headers and a health route."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from data_sources.mirroring import background
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from pages.shared.gate import LocalOnly
from pages.shared.headers import SecurityHeaders
from pages.shared.messages import apologise
from pages.shared.way_back import WayBack
from planning.errors import TandemError


async def health(_request: Request) -> JSONResponse:
    """Say that the server answers; it says nothing about the data."""
    return JSONResponse({"status": "ok"})


@asynccontextmanager
async def beside_the_pages(_app: st.App) -> AsyncIterator[None]:
    """Synchronise mirrored plans while the server runs."""
    stop = Event()
    # Settings that cannot be used are told by the pages.
    with suppress(TandemError):
        background.start(Settings.from_environment().home, Workspace.open, stop)
    try:
        yield
    finally:
        stop.set()


app = st.App(
    # Absolute, so that any server may import this module from anywhere.
    Path(__file__).resolve().parent / "pages" / "shell.py",
    lifespan=beside_the_pages,
    routes=[Route("/health", health)],
    middleware=[Middleware(SecurityHeaders), Middleware(LocalOnly), Middleware(WayBack)],
    on_script_error=apologise,
)
