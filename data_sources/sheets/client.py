"""Google Sheets through gspread: the port on the real thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import gspread
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession
from gspread.http_client import HTTPClientType, ParamsType
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL

from data_sources.sheets.account import AccountCredentials, ServiceAccount
from data_sources.sheets.address import spreadsheet_id as checked_id
from data_sources.sheets.answers import AFTER_FIELDS, asking_for, told_after
from data_sources.sheets.http import PatientHTTP
from data_sources.sheets.patience import Patience
from data_sources.sheets.places import GOOGLE, usable_place
from data_sources.sheets.troubles import GoogleUnavailable, Refused, TabGone, TimedOut
from data_sources.sheets.wire import BOOK_FIELDS, book_of, request_of, rows_of

if TYPE_CHECKING:
    from data_sources.sheets.cells import Area, Rows
    from data_sources.sheets.changes import Change
    from data_sources.sheets.port import Book

_NO_TAB: Final = "Unable to parse range"


class GoogleSheets:
    """The port `Sheets` on Google Sheets.

    Args:
        account: Who signs in.
        place: Google's address, or a loopback one.
        patience: Time-outs and how to ask again.
    """

    def __init__(
        self, account: ServiceAccount, place: str = GOOGLE, patience: Patience | None = None
    ) -> None:
        self._account = account
        self._patience = patience or Patience()
        place = usable_place(place)
        signed_in = AccountCredentials(account)
        session = AuthorizedSession(signed_in)  # type: ignore[no-untyped-call]
        if place != GOOGLE:
            # A proxy of the company does not lead to this machine.
            session.trust_env = False
        way_out = partial(_way_out, place, account.client_email, self._patience)
        client = gspread.Client(signed_in, session, cast("HTTPClientType", way_out))
        self._http = client.http_client

    @property
    def shared_with(self) -> str:
        """The address people share their spreadsheet with."""
        return self._account.client_email

    def book(self, spreadsheet_id: str) -> Book:
        """Read tabs, sizes, named and protected regions: one request."""
        wanted: ParamsType = {"includeGridData": "false", "fields": BOOK_FIELDS}
        return book_of(self._http.fetch_sheet_metadata(checked_id(spreadsheet_id), wanted))

    def read(
        self, spreadsheet_id: str, areas: Sequence[Area], *, dates_as_text: bool = False
    ) -> tuple[Rows, ...]:
        """Read the values of several areas, in their order: one request.

        Raises:
            TabGone: A tab of that title is not there.
        """
        if not areas:
            return ()
        params: Any = {
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "FORMATTED_STRING" if dates_as_text else "SERIAL_NUMBER",
            "majorDimension": "ROWS",
        }
        ranges = [area.a1 for area in areas]
        try:
            told = self._http.values_batch_get(checked_id(spreadsheet_id), ranges, params)
        except Refused as error:
            if _NO_TAB not in error.reason:
                raise
            gone = next((area.tab for area in areas if area.a1 in error.reason), areas[0].tab)
            raise TabGone(gone) from error
        return tuple(rows_of(one.get("values", ())) for one in told["valueRanges"])

    def write(
        self,
        spreadsheet_id: str,
        changes: Sequence[Change],
        *,
        arrived: Callable[[], bool],
        then: Sequence[Area] = (),
    ) -> tuple[Rows, ...] | None:
        """Make all changes in their order, or none: one request where nothing goes wrong.

        Its answer tells what stands in `then` afterwards; None where it does not.
        """
        if not changes:
            return None
        body: dict[str, Any] = {"requests": [request_of(change) for change in changes]}
        body |= asking_for(then) if then else {}
        book, failed = checked_id(spreadsheet_id), 0
        while True:
            try:
                answer = self._changed(book, body, AFTER_FIELDS if then else "")
            except (TimedOut, GoogleUnavailable):
                failed += 1
                if arrived():
                    return None
                if not self._patience.wait(failed, None):
                    # An answer that was lost may have meant a write that came late.
                    if arrived():
                        return None
                    raise
            except Refused:
                # A repeat is refused if the write before it arrived after all.
                if failed and arrived():
                    return None
                raise
            else:
                return told_after(answer, then) if then else None

    def _changed(self, book: str, body: Mapping[str, Any], fields: str) -> Mapping[str, Any]:
        params: ParamsType | None = {"fields": fields} if fields else None
        told: Mapping[str, Any] = self._http.request(
            "post", SPREADSHEET_BATCH_UPDATE_URL % book, params=params, json=body
        ).json()
        return told

    def modified(self, spreadsheet_id: str) -> datetime:
        """Return when anybody last changed the spreadsheet, in UTC: one request."""
        told = self._http.get_file_drive_metadata(checked_id(spreadsheet_id))
        return datetime.fromisoformat(told["modifiedTime"]).astimezone(UTC)


def _way_out(
    place: str, address: str, patience: Patience, auth: Credentials, session: AuthorizedSession
) -> PatientHTTP:
    return PatientHTTP(auth, session, place, address, patience)
