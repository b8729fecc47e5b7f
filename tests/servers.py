"""Real servers for tests: started on loopback, stopped by the test that asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120


def free_port() -> int:
    """A loopback port nobody listens on at the moment of asking."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_app(home: Path, *, secrets: Path | None = None, **environment: str) -> Iterator[str]:
    """Run `streamlit run app.py` on a home; yields its address without a trailing slash.

    Args:
        home: The home it serves.
        secrets: A secrets file; `{port}` in its addresses is the app's own.
        environment: More variables.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--server.fileWatcherType", "none"]
    if secrets is not None:
        quiet += ["--secrets.files", str(secrets)]
    log = (home.parent / f"server-{port}.log").open("wb")
    server = subprocess.Popen(
        [*command, *quiet],
        cwd=ROOT,
        env={**os.environ, "TANDEM_HOME": str(home), **environment},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(f"{address}/_stcore/health", server, Path(log.name))
        yield address
    finally:
        stopped(server)
        log.close()


@contextmanager
def running_provider(folder: Path) -> Iterator[str]:
    """Run a sign-in provider of our own; yields its address without a trailing slash."""
    port = free_port()
    log = (folder / f"provider-{port}.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(f"{address}/jwks", server, Path(log.name))
        yield address
    finally:
        stopped(server)
        log.close()


def stopped(server: subprocess.Popen[bytes]) -> None:
    """Stop a server, kindly first."""
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(15)


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"It did not start:\n{log.read_text('utf-8', 'replace')[-4000:]}")
