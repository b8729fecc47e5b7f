"""What the joint model assumes of one company, each number with its source.

An assumption is measured, judged by people, or a default. It may differ by channel class,
area, motion or job: asked for a cell, the most particular one that fits answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from planning.errors import Finding, UsageError
from planning.model.assumption_kinds import DIMENSIONS, Value
from planning.model.assumption_kinds_money import KINDS
from planning.teams import Team

Source = Literal["measured", "judged", "default"]
AreaKind = Literal["region", "segment"]

ALL: Final = "all"
"""How a key says that an assumption holds everywhere along a dimension."""

_SEPARATOR: Final = " | "


class Fixed(BaseModel):
    """Base of these values: frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Assumption(Fixed):
    """One number, or a row of numbers, the model takes as given.

    Attributes:
        kind: Key of its kind in `KINDS`.
        channel, area, motion, job: Where it holds; None: wherever no other one does.
        value: In the kind's unit; a row for kernels, seasons and ramps.
        low, high: 90% interval in the same unit, None where none is told.
        source: Where the value comes from.
        n: Cases it rests on; None where none were counted.
        months: Months of facts used.
        note: Why it was not measured, or what a reader should know.
        team: Who edits it.
        judged_by: Who judged it, in order of answering; empty unless judged.
        judged_on: When the last of them did.
        disagreement: How the answers of both leaders differ, in words, or empty.
    """

    kind: str
    channel: str | None = None
    area: str | None = None
    motion: str | None = None
    job: str | None = None
    value: Value
    low: Value | None = None
    high: Value | None = None
    source: Source
    n: int | None = None
    months: int | None = None
    note: str = ""
    team: Team
    judged_by: tuple[str, ...] = ()
    judged_on: date | None = None
    disagreement: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> Assumption:
        kind = KINDS.get(self.kind)
        if kind is None:
            raise UsageError(f"“{self.kind}” is not an assumption.", "Use one of the list.")
        for number in (*row(self.value), *row(self.low), *row(self.high)):
            if not kind.low <= number <= kind.high:
                raise UsageError(
                    f"{kind.name}: {number:g} is outside {kind.low:g} to {kind.high:g}.",
                    f"Give it in {kind.unit}.",
                )
        return self

    @property
    def key(self) -> str:
        """Stable name of the assumption: kind, then channel, area, motion, job.

        Example:
            >>> Assumption(kind="margin", value=0.7, source="default", team="joint").key
            'margin'
        """
        return key_of(self.kind, {name: getattr(self, name) for name in DIMENSIONS})

    @property
    def name(self) -> str:
        """As people call it."""
        return KINDS[self.kind].name

    @property
    def meaning(self) -> str:
        """One sentence."""
        return KINDS[self.kind].meaning

    @property
    def unit(self) -> str:
        """What one of it is."""
        return KINDS[self.kind].unit

    @property
    def number(self) -> float:
        """The value of an assumption of one number.

        Raises:
            UsageError: It is a row of numbers.
        """
        if isinstance(self.value, tuple):
            raise UsageError(f"{self.name} is a row of numbers.", "Ask for its row.")
        return self.value


def row(value: Value | None) -> tuple[float, ...]:
    """Return the numbers of a value.

    Example:
        >>> row(0.5), row((0.5, 1.0)), row(None)
        ((0.5,), (0.5, 1.0), ())
    """
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def key_of(kind: str, where: Mapping[str, str | None]) -> str:
    """Return the stable name of an assumption.

    Example:
        >>> key_of("closes", {"channel": "Webinars", "area": None, "motion": "acquire"})
        'closes | Webinars | all | acquire'
    """
    places = [where.get(name) for name in KINDS[kind].along]
    return _SEPARATOR.join([kind, *(ALL if place is None else place for place in places)])


class Channel(Fixed):
    """A channel as the model sees it.

    Attributes:
        name: The channel.
        team: Who owns it.
        class_name: Whose conversions and deal sizes it has: its own where it has cases
            enough, else those of a pooled class.
        spend: Its programme money a month over the last year, plan-currency units.
        spend_low, spend_high: The least and most in a month of the months used.
        leads: Its leads a month over the last year.
    """

    name: str
    team: Team
    class_name: str
    spend: float = 0.0
    spend_low: float = 0.0
    spend_high: float = 0.0
    leads: float = 0.0


class Group(Fixed):
    """An area × motion whose deals close alike.

    Attributes:
        area: Region or segment.
        motion: Acquire, cross-sell, up-sell or retain: the largest of `motions`.
        motions: The motions folded into it.
    """

    area: str
    motion: str
    motions: tuple[str, ...]

    @property
    def name(self) -> str:
        """As people call it.

        Example:
            >>> Group(area="DACH", motion="cross-sell", motions=("cross-sell", "up-sell")).name
            'DACH · cross-sell and up-sell'
        """
        return f"{self.area} · {' and '.join(self.motions)}"


class Assumptions(Fixed):
    """Everything the joint model takes as given for one company.

    Attributes:
        as_of: The last day of the facts behind it.
        area_kind: Whether areas are regions or segments.
        areas: Names of the areas; labels of the facts folded into each under `folded`.
        folded: Labels by the area they were folded into.
        channels, groups: The axes of the model.
        jobs: Jobs of sales people, follow-up first; one job does both where alone.
        entries: All assumptions.
        findings: What a reader should know about the facts behind them.
    """

    as_of: date
    area_kind: AreaKind
    areas: tuple[str, ...]
    folded: dict[str, tuple[str | None, ...]]
    channels: tuple[Channel, ...]
    groups: tuple[Group, ...]
    jobs: tuple[str, ...]
    entries: tuple[Assumption, ...]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Assumption]:
        """All assumptions by key."""
        return {entry.key: entry for entry in self.entries}

    @cached_property
    def _classes(self) -> dict[str, str]:
        return {channel.name: channel.class_name for channel in self.channels}

    def find(
        self,
        kind: str,
        *,
        channel: str | None = None,
        area: str | None = None,
        motion: str | None = None,
        job: str | None = None,
    ) -> Assumption:
        """Return the most particular assumption of a kind that holds somewhere.

        A channel is looked for by its own name, then by its class; then what holds for
        all channels, then for all areas, then for all motions or jobs.

        Raises:
            UsageError: There is none.
        """
        channels = [channel, self._classes.get(channel or ""), None]
        for motion_ in dict.fromkeys((motion, None)):
            for job_ in dict.fromkeys((job, None)):
                for area_ in dict.fromkeys((area, None)):
                    for channel_ in dict.fromkeys(channels):
                        where = {"channel": channel_, "area": area_, "motion": motion_, "job": job_}
                        found = self.by_key.get(key_of(kind, where))
                        if found is not None:
                            return found
        raise UsageError(f"Nothing is assumed about {KINDS[kind].name}.", "Calibrate again.")

    def replaced(self, entries: Iterable[Assumption]) -> Assumptions:
        """Return the same with some assumptions put in place of those of the same key."""
        new = {entry.key: entry for entry in entries}
        kept = [new.pop(entry.key, entry) for entry in self.entries]
        fields = {name: getattr(self, name) for name in Assumptions.model_fields}
        # A copy would keep what was looked up before.
        return Assumptions(**fields | {"entries": (*kept, *new.values())})


def default(kind: str, team: Team | None = None, note: str = "", **where: str | None) -> Assumption:
    """Return an assumption as its kind's default.

    Raises:
        UsageError: The kind has none.

    Example:
        >>> default("value_months").number
        12.0
    """
    about = KINDS[kind]
    if about.default is None:
        raise UsageError(f"{about.name} has no default.", "Measure or judge it.")
    return Assumption(
        kind=kind,
        value=about.default,
        low=about.default_low,
        high=about.default_high,
        source="default",
        note=" ".join(part for part in (note, about.reason) if part),
        team=team or about.team,
        **where,
    )
