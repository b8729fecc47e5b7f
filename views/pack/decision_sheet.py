"""The decision sheet as one printed page, A4 across.

Typst lays it out from `decision_sheet.typ`. All values enter as JSON data and are shown as
text, so that nothing in a name is ever read as markup. Fonts lie beside the template; no
font, package or clock of the machine plays a part: equal words give an equal file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, cast

from planning.agreed.signatures import Seat
from views.approval import SEAT_NAMES, Seated
from views.decision_sheet import SheetWords
from views.formats import day, one_line
from views.theme import LIGHT

FOLDER: Final = Path(__file__).parent
_TEMPLATE: Final = FOLDER / "decision_sheet.typ"
_COLOURS: Final[dict[Seat, str]] = {
    "marketing": LIGHT.marketing,
    "executive": LIGHT.joint,
    "sales": LIGHT.sales,
}


@dataclass(frozen=True)
class SignatureLine:
    """A place to sign, signed or not.

    Attributes:
        seat: Whose place, in words.
        colour: Its team's, as hexadecimal RGB.
        by: Who signed; empty while nobody has.
        when: On which day, as of which change.
    """

    seat: str
    colour: str
    by: str
    when: str


def signature_lines(seats: Iterable[Seated]) -> tuple[SignatureLine, ...]:
    """Return the places to sign: marketing left, sales right, the executive between.

    Args:
        seats: Who signed, and whose signature is missing; a missing seat is one too.
    """
    given = {one.seat: one for one in seats}
    return tuple(_line(seat, name, given.get(seat)) for seat, name in SEAT_NAMES.items())


def _line(seat: Seat, name: str, one: Seated | None) -> SignatureLine:
    if one is None or one.row is None or one.at is None:
        return SignatureLine(name, _COLOURS[seat], "", "")
    when = f"{day(one.at.date())}, as of change {one.row['signed']}"
    return SignatureLine(name, _COLOURS[seat], one_line(one.by), when)


def pdf(words: SheetWords, signatures: Sequence[SignatureLine]) -> bytes:
    """Print a decision sheet as one page.

    Args:
        words: What stands on it.
        signatures: The places to sign.
    """
    import typst

    data = {
        **asdict(words),
        "signatures": [asdict(one) for one in signatures],
        "colours": LIGHT.model_dump(),
    }
    compiler = typst.Compiler(
        str(_TEMPLATE),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=True,
    )
    printed = compiler.compile(format="pdf", sys_inputs={"sheet": json.dumps(data)})
    return cast(bytes, printed)  # pictures alone come as a list, one of each page
