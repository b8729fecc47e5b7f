"""What can go wrong with Google Sheets, each a sentence with its remedy."""

from __future__ import annotations

from planning.errors import NotPossible

_LATER = "Nothing was changed in Tandem. Try again in a few minutes."


class SheetsTrouble(NotPossible):
    """Google Sheets did not do what was asked."""


class NotConnected(SheetsTrouble):
    """No service account is set, or what is set is none."""


class NotSignedIn(SheetsTrouble):
    """Google does not accept the service account (401)."""

    def __init__(self) -> None:
        super().__init__(
            "Google does not accept Tandem's service account.",
            "If this computer's clock is right, make a new key for it at "
            "console.cloud.google.com and put that into the secret.",
        )


class NotShared(SheetsTrouble):
    """The spreadsheet is not shared with the service account (403).

    Args:
        address: The service account's e-mail address.
        writing: Whether the right to edit is what is missing.
    """

    def __init__(self, address: str, *, writing: bool = False) -> None:
        what = "may not edit" if writing else "may not read"
        right = "Editor" if writing else "Viewer, or Editor to write"
        super().__init__(
            f"Tandem {what} this spreadsheet.",
            f"In the spreadsheet choose Share, and add {address} as {right}.",
        )


class ServiceOff(SheetsTrouble):
    """The project of the service account has not switched the interface on (403)."""

    def __init__(self) -> None:
        super().__init__(
            "Google Sheets is not switched on for Tandem's service account.",
            "At console.cloud.google.com enable the Google Sheets API and the Google Drive API.",
        )


class NoSuchSpreadsheet(SheetsTrouble):
    """No spreadsheet has this id (404)."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such spreadsheet.",
            "Check its address; perhaps it was deleted.",
        )


class TabGone(SheetsTrouble):
    """A tab was deleted or renamed.

    Args:
        title: Its title as Tandem knew it.
    """

    def __init__(self, title: str) -> None:
        super().__init__(
            f"The spreadsheet has no tab “{title}”.",
            "Bring it back under this name (File, Version history), or choose another tab.",
        )
        self.title = title


class TooManyRequests(SheetsTrouble):
    """Google's quota is used up for now (429)."""

    def __init__(self) -> None:
        super().__init__("Google asks for fewer requests for now.", _LATER)


class GoogleUnavailable(SheetsTrouble):
    """Google has trouble of its own (5xx), or cannot be reached."""

    def __init__(self) -> None:
        super().__init__("Google Sheets cannot be reached at the moment.", _LATER)


class TimedOut(SheetsTrouble):
    """No answer came in time."""

    def __init__(self) -> None:
        super().__init__("Google Sheets did not answer in time.", _LATER)


class Refused(SheetsTrouble):
    """Google refuses a request as it stands (400); nothing of it was written.

    Args:
        reason: As Google says it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Google Sheets refuses the change: {reason.rstrip('.')}.",
            "Look whether the sheet was changed in the meantime, then try again.",
        )
        self.reason = reason
