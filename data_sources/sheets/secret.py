"""The secret that holds the key of the service account."""

from __future__ import annotations

from typing import Final

SECRET: Final = "TANDEM_SHEETS_ACCOUNT"  # noqa: S105 - its name
