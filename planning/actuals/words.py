"""Words that sources use for the few values Tandem knows: yes and no, stages, teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FLAGS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("true", "yes", "y", "t", "1", "10", "on", "x"), True),
    **dict.fromkeys(("false", "no", "n", "f", "0", "00", "off"), False),
}
"""Yes and no by folded word; spreadsheets write 1.0 and 0.0, which fold to 10 and 00."""

WON: Final = frozenset({"won", "closedwon", "closewon", "dealwon", "wonclosed", "win", "wondeal"})
LOST: Final = frozenset(
    {"lost", "closedlost", "closelost", "deallost", "lostclosed", "loss", "lostdeal"}
)

STATUS_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("new", "open", "opennotcontacted", "notcontacted", "uncontacted", "untouched", "newlead"),
        "new",
    ),
    **dict.fromkeys(
        (
            "working", "workingcontacted", "contacted", "inprogress", "attemptedtocontact",
            "attempted", "connected", "nurture", "nurturing", "engaged", "assigned",
        ),
        "working",
    ),
    **dict.fromkeys(
        ("qualified", "converted", "closedconverted", "opendeal", "opportunity"), "qualified"
    ),
    **dict.fromkeys(
        (
            "disqualified", "unqualified", "notqualified", "closednotconverted", "rejected",
            "junk", "dead", "badlead", "invalid", "spam",
        ),
        "disqualified",
    ),
    **dict.fromkeys(("customer", "dealwon", "won", "closedwon"), "won"),
}  # fmt: skip
"""Lead status by folded word; any other word means that somebody works on it."""

CHOICE_WORDS: Final[Mapping[str, str]] = {
    "program": "programme", "programs": "programme", "programmes": "programme",
    "media": "programme", "ads": "programme", "advertising": "programme",
    "campaign": "programme", "salaries": "people", "salary": "people", "headcount": "people",
    "staff": "people", "tool": "tools", "software": "tools", "agencies": "agency",
    "commissions": "commission", "partners": "partner", "travelling": "travel",
    "newbusiness": "acquire", "new": "acquire", "newcustomer": "acquire",
    "acquisition": "acquire", "expansion": "up-sell", "renewal": "retain",
    "retention": "retain", "renew": "retain", "sdr": "development", "bdr": "development",
    "salesdevelopment": "development", "salesdevelopmentrep": "development",
    "salesdevelopmentrepresentative": "development",
    "businessdevelopmentrepresentative": "development", "ae": "closing",
    "accountexecutive": "closing", "accountmanager": "closing", "closer": "closing",
    "leads": "lead", "contact": "lead", "deal": "opportunity", "deals": "opportunity",
    "opportunities": "opportunity", "revenue": "won_amount", "bookings": "won_amount",
    "amount": "won_amount", "dealswon": "won", "wins": "won",
}  # fmt: skip
"""Other words for a choice, by folded word; a word counts only where its choice does."""

CURRENCY_SIGNS: Final[Mapping[str, str]] = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₪": "ILS",
    "₴": "UAH", "₦": "NGN", "₱": "PHP", "฿": "THB", "₫": "VND", "US$": "USD", "R$": "BRL",
}  # fmt: skip
"""Signs that name one currency; "$" and "¥" name several and are not read."""

_CODE_LENGTH = 3


def fold(text: str) -> str:
    """Return what is left of a word when case, spaces and signs do not matter.

    Example:
        >>> fold("Lead ID") == fold("lead_id") == fold("LeadId")
        True
    """
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def same_word(text: str) -> str:
    """Return a word as words given by a person are compared: trimmed, without case."""
    return text.strip().casefold()


def read_flag(text: str) -> bool | None:
    """Read yes or no.

    Example:
        >>> read_flag("TRUE"), read_flag("no"), read_flag("perhaps")
        (True, False, None)
    """
    return FLAGS.get(fold(text))


def read_choice(text: str, choices: tuple[str, ...]) -> str | None:
    """Read one of a closed list, by its name or another word for it.

    Example:
        >>> read_choice("Upsell", ("acquire", "cross-sell", "up-sell", "retain"))
        'up-sell'
    """
    word = fold(text)
    for choice in choices:
        if word == fold(choice):
            return choice
    meant = CHOICE_WORDS.get(word)
    return meant if meant in choices else None


def read_status(text: str, given: Mapping[str, str]) -> tuple[str, bool]:
    """Read a lead's status.

    Args:
        text: The source's word.
        given: Meaning by word (see `same_word`), as the person stated it.

    Returns:
        The status, and whether the word was known; unknown words mean "working".

    Example:
        >>> read_status("Gatekeeper", {}), read_status("1", {"1": "won"})
        (('working', False), ('won', True))
    """
    stated = given.get(same_word(text))
    known = stated or STATUS_WORDS.get(fold(text))
    return known or "working", known is not None


def read_outcome(text: str, won: frozenset[str], lost: frozenset[str]) -> bool | None:
    """Read whether a stage means won or lost.

    Args:
        text: The source's stage.
        won: Words that mean won (see `same_word`); empty takes the usual ones.
        lost: Words that mean lost; empty takes the usual ones.

    Returns:
        True for won, False for lost, None while open.

    Example:
        >>> none = frozenset()
        >>> [read_outcome(s, none, none) for s in ("Closed Won", "lost", "Demo")]
        [True, False, None]
    """
    word, folded = same_word(text), fold(text)
    if word in won if won else folded in WON:
        return True
    if word in lost if lost else folded in LOST:
        return False
    return None


def read_currency(text: str) -> str | None:
    """Read a three-letter currency code or a sign that names one currency.

    Example:
        >>> read_currency("usd"), read_currency("€"), read_currency("$")
        ('USD', 'EUR', None)
    """
    if text in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[text]
    is_code = len(text) == _CODE_LENGTH and text.isascii() and text.isalpha()
    return text.upper() if is_code else None
