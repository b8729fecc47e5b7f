"""Being connected to Google Sheets: the account that is set, or how to set one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data_sources.secrets import secret_if_set
from data_sources.sheets.secret import SECRET
from data_sources.sheets.troubles import NotConnected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.settings import Settings
    from data_sources.sheets.account import ServiceAccount
    from data_sources.sheets.client import GoogleSheets
    from data_sources.sheets.patience import Patience

STEPS: Final = (
    "At console.cloud.google.com make a project; enable the Google Sheets and Drive APIs in it.",
    "Under IAM & Admin, Service Accounts, make a service account. It needs no role.",
    "Under its Keys choose Add key, Create new key, JSON. A file is downloaded.",
    f"Put its content into .streamlit/secrets.toml as {SECRET} = '''…''' and restart Tandem.",
    "In the spreadsheet choose Share, and add the address that page Data then shows.",
)
"""How to connect, step by step."""


def known_account(environment: Mapping[str, str] | None = None) -> ServiceAccount | None:
    """Return the service account that is set, or None.

    Args:
        environment: None takes this process's.

    Raises:
        NotConnected: What is set is no key file.
        NotPossible: A secrets file cannot be read.
    """
    text = secret_if_set(SECRET, environment)
    if text is None:
        return None
    from data_sources.sheets.account import service_account_of

    return service_account_of(text)


def connected(settings: Settings, patience: Patience | None = None) -> GoogleSheets:
    """Return Google Sheets in the hands of the service account that is set.

    Args:
        settings: Where Google is reached.
        patience: Time-outs and how to ask again; None takes the usual.

    Raises:
        NotConnected: None is set, with the steps to take, or it is no key file.
    """
    account = known_account()
    if account is None:
        steps = " ".join(f"{number}. {step}" for number, step in enumerate(STEPS, start=1))
        raise NotConnected("Tandem is not connected to Google Sheets.", f"To connect: {steps}")
    from data_sources.sheets.client import GoogleSheets

    return GoogleSheets(account, settings.sheets_url, patience)
