"""Rooms seen by whoever a sign-in provider says is there, without a browser.

What the provider would say stands in `AppTest.user`; the way to it and back is tried in a
real browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.driver import quicken

quicken()

SHELL: Final = Path(__file__).resolve().parents[1] / "pages" / "shell.py"
SECONDS: Final = 300
AUTH: Final[dict[str, str | None]] = {
    "redirect_uri": "https://tandem.example.com/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "tandem",
    "client_secret": "of the client",
    "server_metadata_url": "https://id.example.com/.well-known/openid-configuration",
}


def opened_by(
    environment: pytest.MonkeyPatch, home: Path, email: str | None, **claims: object
) -> AppTest:
    """Open the shell of a home with sign-in set up; nobody has signed in if no address is given."""
    environment.setenv("TANDEM_HOME", str(home))
    environment.setattr(st, "secrets", {"auth": {**AUTH}})
    app = AppTest.from_file(str(SHELL), default_timeout=SECONDS)
    known = {"iss": "https://id", "sub": email, "email": email, "email_verified": True}
    app.user = {"is_logged_in": email is not None, **(known if email else {}), **claims}
    return app
