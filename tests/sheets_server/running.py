"""Starting and stopping the server on loopback, in a thread of the test's own process."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from google.auth.transport.requests import AuthorizedSession
from pydantic import SecretStr

from data_sources.sheets.account import AccountCredentials, ServiceAccount, service_account_of
from data_sources.sheets.client import GoogleSheets
from data_sources.sheets.patience import Patience
from tests.sheets_server.app import Google
from tests.sheets_server.signing_in import key_file

_START_SECONDS = 180


@contextmanager
def running_google() -> Iterator[Google]:
    """Run a server; yields it, with its `address`."""
    google = Google()
    # Told to be TCP, so that asyncio sends small answers at once.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        google.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            google.app(), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            yield google
        finally:
            server.should_exit = True
            thread.join(_START_SECONDS)
    assert not thread.is_alive()


def account_of(google: Google) -> ServiceAccount:
    """The service account whose tokens the server gives."""
    return service_account_of(SecretStr(key_file(google.address)))


def client_of(google: Google, patience: Patience | None = None) -> GoogleSheets:
    """The product's own client, signed in as the service account of the server's key."""
    return GoogleSheets(account_of(google), google.address, patience)


def session_of(google: Google) -> AuthorizedSession:
    """A signed-in session without anything around it."""
    session = AuthorizedSession(AccountCredentials(account_of(google)))  # type: ignore[no-untyped-call]
    session.trust_env = False
    return session


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The server did not start.")
        time.sleep(0.01)
