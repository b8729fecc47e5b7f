"""The way out: gspread's HTTP client with time-outs, bounded retries and plain troubles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import requests
from google.auth import exceptions as google_auth
from google.auth.credentials import Credentials
from gspread.http_client import FileType, HTTPClient, ParamsType
from requests import Response, Session

from data_sources.sheets.places import moved
from data_sources.sheets.troubles import (
    GoogleUnavailable,
    NoSuchSpreadsheet,
    NotShared,
    NotSignedIn,
    Refused,
    ServiceOff,
    SheetsTrouble,
    TimedOut,
    TooManyRequests,
)

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from data_sources.sheets.patience import Patience

_TOO_MANY: Final = frozenset({"RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded"})
_OFF: Final = frozenset({"SERVICE_DISABLED", "accessNotConfigured"})


class PatientHTTP(HTTPClient):
    """gspread's way out, which reads again freely and never writes twice by itself.

    A read is sent again after 429, 5xx, a time-out or a cut connection; a write only after
    429, which Google answers before it does anything. What became of another write that
    failed is for the caller to find out.
    """

    def __init__(
        self, auth: Credentials, session: Session, place: str, address: str, patience: Patience
    ) -> None:
        super().__init__(auth, session)
        self.set_timeout(patience.timeout_seconds)
        self._place, self._address, self._patience = place, address, patience

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> Response:
        """Send a request as often as is safe and patient.

        Raises:
            SheetsTrouble: It could not be done.
        """
        sent = {"params": params, "data": data, "json": json, "files": files, "headers": headers}
        reads, failed = method.lower() == "get", 0
        while True:
            response, trouble = self._tried(method, endpoint, sent)
            if trouble is None and response is not None:
                return response
            failed += 1
            after = response.headers.get("Retry-After") if response is not None else None
            again = isinstance(trouble, TooManyRequests) or (
                reads and isinstance(trouble, GoogleUnavailable | TimedOut)
            )
            if not (again and self._patience.wait(failed, after)):
                raise trouble or GoogleUnavailable()

    def _tried(
        self, method: str, endpoint: str, sent: Mapping[str, Any]
    ) -> tuple[Response | None, SheetsTrouble | None]:
        try:
            response = self._sent(method, endpoint, sent)
        except google_auth.GoogleAuthError as error:
            # Asking for a token has been tried several times by then.
            raise trouble_without_answer(error) from error
        except requests.RequestException as error:
            return None, trouble_without_answer(error)
        return response, trouble_of(response, self._address, writing=method.lower() != "get")

    def _sent(self, method: str, endpoint: str, sent: Mapping[str, Any]) -> Response:
        return self.session.request(
            method=method,
            url=moved(endpoint, self._place),
            timeout=self.timeout,
            # The token is for this host alone.
            allow_redirects=False,
            **sent,
        )


def trouble_of(response: Response, address: str, *, writing: bool) -> SheetsTrouble | None:
    """Say what is wrong with an answer, or None.

    Args:
        response: Google's answer.
        address: The service account's, to share with.
        writing: Whether it answers a write.
    """
    code = response.status_code
    if 200 <= code < 300:
        return None if _is_json(response) else GoogleUnavailable()
    message, reasons = _said(response)
    if code == 429 or (code == 403 and reasons & _TOO_MANY):
        return TooManyRequests()
    if code == 403:
        return ServiceOff() if reasons & _OFF else NotShared(address, writing=writing)
    if code == 401:
        return NotSignedIn()
    if code == 404:
        return NoSuchSpreadsheet()
    if code == 408:
        return TimedOut()
    return Refused(message) if 400 <= code < 500 else GoogleUnavailable()


def trouble_without_answer(error: Exception) -> SheetsTrouble:
    """Say what it means that no answer came.

    Example:
        >>> type(trouble_without_answer(requests.ReadTimeout())).__name__
        'TimedOut'
        >>> type(trouble_without_answer(google_auth.RefreshError("no"))).__name__
        'NotSignedIn'
    """
    if isinstance(error, requests.Timeout):
        return TimedOut()
    if isinstance(error, google_auth.RefreshError) and not error.retryable:
        return NotSignedIn()
    return GoogleUnavailable()


def _is_json(response: Response) -> bool:
    if response.status_code == 204:
        return True
    try:
        response.json()
    except requests.JSONDecodeError:
        return False
    return True


def _said(response: Response) -> tuple[str, frozenset[str]]:
    """Return an error's message and its short reasons."""
    try:
        error = response.json()["error"]
        told = [*error.get("errors", ()), *error.get("details", ())]
        reasons = {str(one.get("reason", "")) for one in told if isinstance(one, dict)}
        return str(error.get("message", "")) or "no reason given", frozenset(reasons)
    except (ValueError, KeyError, TypeError, AttributeError):
        return "no reason given", frozenset()
