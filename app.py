"""The server: Streamlit over pages/shell.py, with security headers and a health route."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.shared.gate import LocalOnly
from pages.shared.headers import SecurityHeaders
from pages.shared.messages import apologise
from pages.shared.way_back import WayBack


async def health(_request: Request) -> JSONResponse:
    """Say that the server answers; it says nothing about the data."""
    return JSONResponse({"status": "ok"})


app = st.App(
    # Absolute, so that any server may import this module from anywhere.
    Path(__file__).resolve().parent / "pages" / "shell.py",
    routes=[Route("/health", health)],
    middleware=[Middleware(SecurityHeaders), Middleware(LocalOnly), Middleware(WayBack)],
    on_script_error=apologise,
)
