"""A real PostgreSQL for tests: an own cluster in a temporary folder, on loopback."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.servers import free_port

_NUMBERS = itertools.count(1)


def programs() -> Path:
    """Folder of PostgreSQL's programs; without one the test skips, or fails where CI is true."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    if os.environ.get("CI") == "true":
        pytest.fail("PostgreSQL is not installed, and CI must provide it.")
    pytest.skip("PostgreSQL is not installed here.")


def fresh_database(server: str) -> str:
    """Make a database on a running server that nobody else knows; returns its address.

    A server takes a second to make, a database hardly any time: the tests of a process share
    the server and keep out of each other's way.
    """
    url = sa.make_url(server)
    name = f"tandem_{next(_NUMBERS)}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    return url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server with a database `tandem`; yields its address."""
    # Not pytest's folder: its parents are closed to the user below and its path may be too
    # long for a socket.
    with tempfile.TemporaryDirectory(prefix="tandem-pg-") as folder:
        yield from _running(Path(folder), programs(), free_port())


def _running(folder: Path, bin_folder: Path, port: int) -> Iterator[str]:
    data = folder / "data"
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(bin_folder / program), *arguments],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            timeout=180,
        )

    run("initdb", "-D", str(data), "-U", "tandem", "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "tandem", "tandem")
        yield f"postgresql+psycopg://tandem@127.0.0.1:{port}/tandem"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
