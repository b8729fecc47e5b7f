"""Agreeing on a plan in words: where it stands, who signed, what a step does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario, State
from planning.agreed.signatures import SEATS, Seat, for_whom
from planning.periods import month_name, parse_month
from views.history import moment

STEPS: Final[tuple[tuple[State, str], ...]] = (
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("agreed", "Agreed"),
)
SEAT_NAMES: Final[Mapping[Seat, str]] = {
    "marketing": "Marketing",
    "executive": "Executive",
    "sales": "Sales",
}
"""The seats as they stand side by side: marketing left, sales right, the executive between."""

_DONE, _HERE, _AHEAD = "check_circle", "radio_button_checked", "radio_button_unchecked"


@dataclass(frozen=True)
class Withdrawal:
    """A signature that stands no more.

    Attributes:
        by: Name of who had signed.
        why: Why it was withdrawn.
        at: When, in the company's time zone.
    """

    by: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Seated:
    """One of the three who sign.

    Attributes:
        seat: Which one.
        row: The signature that stands; None while it is missing.
        by: Name of who gave it.
        at: When, in the company's time zone.
        withdrawn: Signatures given before, the latest first.
    """

    seat: Seat
    row: PlanRow | None = None
    by: str = ""
    at: datetime | None = None
    withdrawn: tuple[Withdrawal, ...] = ()


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence lists them.

    Example:
        >>> listed(["marketing", "sales", "the executive"]), listed(["sales"])
        ('marketing, sales and the executive', 'sales')
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def seat_words(seats: Iterable[Seat]) -> str:
    """Name seats in a sentence, in their order.

    Example:
        >>> seat_words({"executive", "sales"})
        'sales and the executive'
    """
    found = set(seats)
    return listed(["the executive" if it == "executive" else it for it in SEATS if it in found])


def notice(scenario: Scenario, missing: Sequence[Seat]) -> str | None:
    """Say in one line where the agreement on a plan stands; None for a plain draft.

    Args:
        scenario: The plan.
        missing: Who has yet to sign it.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01", state="proposed")
        >>> notice(plan, ("sales", "executive"))
        'Proposed; signed by marketing. Sales and the executive have not signed.'
        >>> notice(plan, SEATS), notice(plan, ())
        ('Proposed; nobody has signed it yet.', 'Proposed and signed by all three.')
    """
    if scenario.state == "proposed":
        return _proposed(missing)
    if scenario.state == "draft" and scenario.returned:
        return f"The executive returned it: “{scenario.returned}”"
    return None


def _proposed(missing: Sequence[Seat]) -> str:
    signed = [seat for seat in SEATS if seat not in missing]
    if not missing:
        return "Proposed and signed by all three."
    if not signed:
        return "Proposed; nobody has signed it yet."
    named = seat_words(missing)
    verb = "has" if len(missing) == 1 else "have"
    sentence = f"{named[0].upper()}{named[1:]} {verb} not signed."
    return f"Proposed; signed by {seat_words(signed)}. {sentence}"


def true_sentence(scenario: Scenario, missing: Sequence[Seat], waits: bool) -> str:
    """Say where a plan stands on its way to agreement.

    Args:
        scenario: The plan.
        missing: Who has yet to sign it.
        waits: Whether something has to be answered before it can be agreed.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01", state="proposed")
        >>> true_sentence(plan, ("sales",), False)
        'Plan waits for one signature, by sales.'
    """
    if scenario.state == "draft":
        return f"{scenario.name} is a draft; it is signed once it is proposed."
    if scenario.state == "proposed":
        if missing:
            number = {1: "one signature", 2: "two signatures", 3: "three signatures"}[len(missing)]
            return f"{scenario.name} waits for {number}, by {seat_words(missing)}."
        rest = "an answer is missing before it can be agreed" if waits else "it can be agreed"
        return f"{scenario.name} is signed by all three; {rest}."
    if scenario.state == "agreed":
        return f"{scenario.name} is the agreed plan of {scenario.fiscal_year}."
    return f"{scenario.name} is archived; it can be read, compared and copied."


def path(scenario: Scenario) -> str:
    """Draw where a plan stands between draft and agreed, as Markdown.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01", state="agreed")
        >>> path(plan).count("check_circle")
        3
    """
    states = [state for state, _ in STEPS]
    archived = scenario.state == "archived"
    reached = states.index(scenario.state) if scenario.state in states else 0
    if archived and scenario.agreed_as:
        reached = len(STEPS) - 1
    told = []
    for at, (state, name) in enumerate(STEPS):
        if archived and at > reached:
            continue
        done = at < reached or state == "agreed" or archived
        if at > reached:
            told.append(f":gray[:material/{_AHEAD}: {name}]")
        elif at == reached and not archived:
            told.append(f"**:material/{_DONE if done else _HERE}: {name}**")
        else:
            told.append(f":material/{_DONE}: {name}")
    if archived:
        told.append("**:material/archive: Archived**")
    return " :gray[:material/arrow_forward:] ".join(told)


def signed_words(one: Seated) -> str:
    """Say who signed, when, and which revision.

    Example:
        >>> row = PlanRow("s", "signature", "p", "sales", cells={"signed": 118})
        >>> signed_words(Seated("sales", row, "Sue", datetime(2026, 3, 3, 9, 5)))
        'Sue signed on 3 Mar 2026 at 09:05, as of change 118.'
    """
    if one.row is None or one.at is None:
        return ""
    return f"{one.by} signed on {moment(one.at)}, as of change {one.row['signed']}."


def withdrawn_words(one: Withdrawal) -> str:
    """Say whose signature was withdrawn, when and why.

    Example:
        >>> withdrawn_words(Withdrawal("Sue", "Taken back.", datetime(2026, 3, 3, 9, 5)))
        'The signature of Sue was withdrawn on 3 Mar 2026 at 09:05. Taken back.'
    """
    return f"The signature of {one.by} was withdrawn on {moment(one.at)}. {one.why}"


def who_signs(seat: Seat) -> str:
    """Say who may sign for a seat.

    Example:
        >>> who_signs("sales"), who_signs("executive")
        ('A leader of sales signs here.', 'The executive signs here.')
    """
    return "The executive signs here." if seat == "executive" else f"A leader of {seat} signs here."


def proposing(scenario: Scenario, agreed: PlanRow | None) -> str:
    """Say what happens to a draft that is proposed."""
    told = f"{scenario.name} goes to both leaders and the executive to be signed."
    if agreed is None:
        return told
    return (
        f"{told} It would replace {agreed['name']}: months that are closed or have begun "
        "become as they were agreed there."
    )


def agreeing(scenario: Scenario, former: PlanRow | None) -> tuple[str, ...]:
    """Say what happens when a plan is agreed: to it, to the former one, from which month."""
    told = [f"{scenario.name} becomes the agreed plan of {scenario.fiscal_year}, read-only."]
    if former is None:
        told.append("It is the first of its year and stays the baseline.")
    else:
        told.append(f"{former['name']} is archived: it can be read, compared and copied.")
        if scenario.changes_from:
            told.append(f"Changes count from {month_name(parse_month(scenario.changes_from))}.")
    return tuple(told)


def signing(scenario: Scenario, seat: Seat, revision: int) -> str:
    """Say what somebody is about to sign.

    Example:
        >>> plan = Scenario(name="Plan 2026", fiscal_year=2026, start="2026-01")
        >>> signing(plan, "executive", 118)
        'You sign Plan 2026 as the executive, as it stands after change 118.'
    """
    whom = "as the executive" if seat == "executive" else for_whom(seat)
    return f"You sign {scenario.name} {whom}, as it stands after change {revision}."
