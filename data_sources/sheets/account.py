"""The service account Tandem signs in with: its key from the secrets, never kept elsewhere."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlsplit

from google.auth.credentials import Credentials
from google.oauth2 import service_account
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, field_validator

from data_sources.sheets.places import is_loopback
from data_sources.sheets.secret import SECRET
from data_sources.sheets.troubles import NotConnected

SCOPES: Final = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
_GOOGLE: Final = ".googleapis.com"


class ServiceAccount(BaseModel):
    """A key file of Google, what of it counts.

    Attributes:
        client_email: The address people share their spreadsheet with.
        private_key: Signs the request for a token.
        private_key_id: Which of its keys this is.
        token_uri: Where tokens are asked for; Google's, or on this machine.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    client_email: str
    private_key: SecretStr
    private_key_id: str | None = None
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address

    @field_validator("client_email")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if "@" not in address or any(letter.isspace() for letter in address):
            raise ValueError("no e-mail address")
        return address

    @field_validator("token_uri")
    @classmethod
    def _is_googles(cls, address: str) -> str:
        parts = urlsplit(address)
        googles = parts.scheme == "https" and (parts.hostname or "").endswith(_GOOGLE)
        if not googles and not is_loopback(address):
            raise ValueError("not Google's")
        return address


def service_account_of(text: SecretStr) -> ServiceAccount:
    """Read a key file.

    Raises:
        NotConnected: It is none; the sentence does not repeat it.
    """
    try:
        return ServiceAccount.model_validate(json.loads(text.get_secret_value()))
    except ValidationError as error:
        wrong = ", ".join(sorted({str(part["loc"][0]) for part in error.errors() if part["loc"]}))
        said = f"its {wrong} is missing or wrong" if wrong else "it has no fields"
        raise _unusable(said) from None
    except (ValueError, RecursionError):
        raise _unusable("it is not JSON") from None


class AccountCredentials(Credentials):
    """Tokens of a service account, asked for at its `token_uri` and nowhere else.

    Google's own class would also look up, in the background, where the account may be
    used; Tandem asks for nothing it does not need.
    """

    def __init__(self, account: ServiceAccount) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        info = {
            "type": "service_account",
            "client_email": account.client_email,
            "private_key": account.private_key.get_secret_value(),
            "private_key_id": account.private_key_id,
            "token_uri": account.token_uri,
        }
        try:
            self._signed_in = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
                info, scopes=SCOPES
            )
        except ValueError:
            raise _unusable("its private_key is missing or wrong") from None

    def refresh(self, request: Any) -> None:  # noqa: ANN401 - google.auth types it so
        """Ask for a new token."""
        self._signed_in.refresh(request)
        self.token = self._signed_in.token
        self.expiry = self._signed_in.expiry


def _unusable(why: str) -> NotConnected:
    return NotConnected(
        f"The secret {SECRET} is no key file of a Google service account: {why}.",
        "Put the whole content of the JSON file you downloaded there into it.",
    )
