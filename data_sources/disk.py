"""What a full or broken disk says, as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from data_sources.home import Home
from planning.errors import NotPossible


@contextmanager
def troubles_said_plainly(work: str, home: Home) -> Iterator[None]:
    """Turn what the disk refuses during some work into a sentence.

    Args:
        work: The work as the sentence names it, for example `import`.
        home: Whose disk it is.

    Raises:
        NotPossible: Disk or memory were not enough; the work changed nothing.
    """
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException) as error:
        raise NotPossible(
            f"The {work} stopped and changed nothing: {_reason(error)}.",
            f"Check the disk of {home.root}, then start it again.",
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise NotPossible(
            f"The {work} stopped and changed nothing: memory and disk are not enough.",
            f"Free some room on the disk of {home.root}, or split the file.",
        ) from error


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) else None
    return (said or str(error).strip() or "no reason given").splitlines()[0].rstrip(".")
