"""Sign-in by OpenID Connect: whether it is set up rightly, and who it says is here.

Whatever is set up wrongly keeps everybody out: an open door would be worse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from streamlit.auth_util import is_authlib_installed
from streamlit.errors import StreamlitSecretNotFoundError

from data_sources.admission import Identity, identity_of

SECTION: Final = "auth"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_SHARED: Final = ("redirect_uri", "cookie_secret")
_OF_A_PROVIDER: Final = ("client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET: Final = 32
_DEFAULT: Final = "default"


def is_set_up() -> bool:
    """Whether people sign in here; also if nobody can tell, so that no door stays open."""
    try:
        return SECTION in st.secrets
    except (StreamlitSecretNotFoundError, OSError, ValueError):
        return _is_a_secrets_file_there()


def trouble() -> str | None:
    """Return why nobody can sign in, as sentences without any secret, or None."""
    return next(_troubles(), None)


def providers() -> tuple[str, ...]:
    """Return the names under which the secrets know sign-in providers."""
    section = _section()
    parts = {name: part for name, part in section.items() if isinstance(part, Mapping)}
    named = [name for name, part in parts.items() if "client_id" in part]
    return (_DEFAULT, *named) if "client_id" in section or not named else tuple(named)


def identity() -> Identity | None:
    """Return who the sign-in provider says is here, or None before they signed in.

    Raises:
        NotAllowed: The provider does not say who it is.
    """
    claims = st.user.to_dict()
    return identity_of(claims) if claims.get("is_logged_in") is True else None


def go_to(provider: str) -> None:
    """Lead to the page of a sign-in provider."""
    st.login(None if provider == _DEFAULT else provider)


def label(provider: str) -> str:
    """Return what the button to a provider says."""
    return "Sign in" if provider == _DEFAULT else f"Sign in with {provider.capitalize()}"


def _troubles() -> Iterator[str]:
    try:
        section = _section()
    except (StreamlitSecretNotFoundError, OSError, ValueError):
        yield "The secrets file cannot be read. Check that it is TOML."
        return
    if not is_authlib_installed():
        yield "Sign-in needs a library. Install Tandem with its extra: tandem-plan[auth]."
    if st.get_option("server.trustedUserHeaders"):
        # Such headers would overrule who the provider says is here.
        yield "Headers cannot say who somebody is. Unset server.trustedUserHeaders."
    missing = [name for name in _SHARED if not _filled(section, name)]
    for provider in providers():
        part = section if provider == _DEFAULT else section[provider]
        missing += [name for name in _OF_A_PROVIDER if not _filled(part, name)]
    if missing:
        yield f"[auth] lacks {', '.join(dict.fromkeys(missing))}. Add it to the secrets."
        return
    if len(str(section["cookie_secret"])) < _SHORTEST_SECRET:
        yield f"cookie_secret is too short. Use {_SHORTEST_SECRET} random letters or more."
    if not _leads_back(str(section["redirect_uri"])):
        yield "redirect_uri must be https and end with /oauth2callback. Correct it."


def _section() -> Mapping[str, object]:
    section = st.secrets[SECTION]
    return section if isinstance(section, Mapping) else {}


def _filled(section: object, name: str) -> bool:
    return isinstance(section, Mapping) and bool(str(section.get(name) or "").strip())


def _leads_back(address: str) -> bool:
    try:
        parts = urlsplit(address.replace("{port}", "0"))
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return safe and parts.path.endswith("/oauth2callback")


def _is_a_secrets_file_there() -> bool:
    return any(Path(place).exists() for place in st.get_option("secrets.files"))
