"""What the teams of the fictitious firm say about their plan, ask for, and changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import JsonValue

from data_sources.demo.planned_frame import PLACEHOLDER
from data_sources.demo.planned_programme import NEVER_RUN, overspent_channel, unplanned_code
from data_sources.demo.planners import address
from data_sources.demo.planning_year import Row, Year, drivers_in
from planning.agreed.lines import PLAN
from planning.teams import Team


@dataclass(frozen=True)
class Said:
    """Something one person did to the plan.

    Attributes:
        by: Their address.
        rows: Rows added, or whole rows as they are since.
    """

    by: str
    rows: tuple[Row, ...]


def talk(year: Year, lines: Mapping[str, Row]) -> Iterator[Said]:
    """Return comments and proposals, each by its person.

    Args:
        year: The plan's year.
        lines: Its lines by key.
    """
    heads = {team: address(name) for team, name in year.people.heads.items()}
    executive = address(year.people.executive)
    over = next(
        key for key, line in lines.items() if line.cells.get("channel") == overspent_channel(year)
    )
    yield _comment(
        year, executive, lines[over],
        "Money here rose for two years and leads did not. What would we lose at half of it?",
        heads["marketing"],
    )  # fmt: skip
    yield _comment(
        year, heads["marketing"], lines[over],
        "Little, I think. The agency works on the price; we look again after the first quarter.",
        executive,
    )  # fmt: skip
    yield _comment(
        year, heads["sales"], lines["S-CLO-90"],
        "The advertisement runs. Could marketing share it among customers of the region?",
        heads["marketing"],
    )  # fmt: skip
    if (code := unplanned_code(year)) is not None:
        other = "S-OUT-01" if code.startswith("S") else f"{code[:6]}01"
        yield _comment(
            year, heads["joint"], lines.get(other, lines[over]),
            f"Bookings with the code {code} arrive and no line foresees them. Whose are they?",
            heads["marketing"], heads["sales"],
        )  # fmt: skip
    yield from _proposals(year, lines, heads, over)


def as_it_was(lines: Mapping[str, Row]) -> dict[str, Row]:
    """Return the lines that changed since they were added, as they were then.

    The expert hour got a fourth month out of what marketing had not placed.
    """
    webinar, spare = lines[NEVER_RUN], lines[f"{PLACEHOLDER} marketing"]
    shorter: list[JsonValue] = [
        {**driver, "months": [3, 4, 5]} if isinstance(driver, dict) and "what" in driver else driver
        for driver in drivers_in(webinar)
    ]
    taken = Decimal(str(webinar.cells[PLAN[5]]))
    kept = {name: it for name, it in webinar.cells.items() if name != PLAN[5]}
    more = Decimal(str(spare.cells[PLAN[11]])) + taken
    return {
        webinar.key: replace(webinar, cells={**kept, "drivers": shorter}),
        spare.key: replace(spare, cells={**spare.cells, PLAN[11]: f"{more:.2f}"}),
    }


def _comment(year: Year, by: str, about: Row, text: str, *mentions: str) -> Said:
    cells: dict[str, JsonValue] = {
        "about": about.key, "text": text, "mentions": list(mentions),
    }  # fmt: skip
    key = f"comment {year.scenario.fiscal_year} {by} {about.key}"
    return Said(by, (Row(key, "comment", about.team, cells),))


def _proposals(
    year: Year, lines: Mapping[str, Row], heads: Mapping[Team, str], over: str
) -> Iterator[Said]:
    yield _proposal(
        heads["sales"], lines[over], 8, Decimal("0.8"),
        "Take a fifth of September out: in autumn we cannot call more leads than we get.",
        "open",
    )  # fmt: skip
    yield _proposal(
        heads["marketing"], lines["S-TRV"], 9, Decimal("1.2"),
        "Two of you are needed at the October show, with a night each.",
        "open" if year.is_this_year else "declined",
        "" if year.is_this_year else "The show pays for one of them; one is enough.",
    )  # fmt: skip


def _proposal(
    by: str, about: Row, at: int, factor: Decimal, reason: str, state: str, answer: str = ""
) -> Said:
    base = Decimal(str(about.cells.get(PLAN[at]) or 0))
    wanted = (base * factor).quantize(Decimal("0.01"))
    changes: JsonValue = {PLAN[at]: {"base": f"{base:.2f}", "wanted": f"{wanted:.2f}"}}
    cells: dict[str, JsonValue] = {
        "about": about.key, "changes": changes, "reason": reason, "state": state,
    }  # fmt: skip
    if answer:
        cells["answer"] = answer
    return Said(by, (Row(f"proposal {about.key}", "proposal", about.team, cells),))
