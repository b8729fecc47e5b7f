"""Suggested programmes: what worked best for accounts like those nobody markets to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.actuals.counts import Counts
from planning.actuals.intervals import PRIOR_CAP
from planning.errors import NotPossible, UsageError
from planning.money import quoted

FEWEST_LEADS: Final = 5
"""Leads of a programme, over all, below which it is not suggested."""

_WEIGHT: Final = PRIOR_CAP
"""Leads that a wider rate weighs as much as."""

_LEVELS: Final = (("segment",), ("segment", "region"), ("segment", "region", "industry"))
"""From wide to narrow; each is pulled towards the one before."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a programme brought among accounts of one kind.

    Attributes:
        programme: The channel or campaign.
        leads: Leads it brought.
        won: Of them, those that became customers; at most as many.
        segment, region, industry: Of the leads; None where the facts do not tell.
    """

    programme: str
    leads: int
    won: int
    segment: str | None = None
    region: str | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class UnmarketedAccount:
    """An account nobody markets to."""

    id: str
    segment: str | None = None
    region: str | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class SuggestedProgramme:
    """A programme for an account.

    Attributes:
        account: Id of the account.
        programme: The channel or campaign.
        rate: Share of leads of alike accounts expected to become customers; a fraction.
        leads, won: What that rests on: leads of accounts alike, and customers among them.
        reason: Why, in words.
    """

    account: str
    programme: str
    rate: float
    leads: int
    won: int
    reason: str


def channel_outcomes(counts: Counts, of: str = "channel") -> tuple[Outcome, ...]:
    """Return what each channel or campaign brought, by segment and region.

    Args:
        counts: The counts of a snapshot.
        of: `channel` or `campaign`.
    """
    cube = counts.cubes["base" if of == "channel" else of]
    sums: dict[tuple[str | None, ...], list[int]] = defaultdict(lambda: [0, 0])
    labels = [[cube.labels[key][at] for at in cube.keys[key]] for key in (of, "segment", "region")]
    measures = (cube.measures["leads"].tolist(), cube.measures["leads_won"].tolist())
    for programme, segment, region, leads, won in zip(*labels, *measures, strict=True):
        if programme is not None and leads:
            found = sums[programme, segment, region]
            found[0] += int(leads)
            found[1] += int(won)
    return tuple(
        Outcome(str(programme), leads, min(won, leads), segment, region)
        for (programme, segment, region), (leads, won) in sums.items()
    )


def suggest_programmes(
    accounts: Sequence[UnmarketedAccount],
    outcomes: Iterable[Outcome],
    candidates: Collection[str] | None = None,
) -> tuple[SuggestedProgramme, ...]:
    """Suggest for each account the programme that worked best for accounts like it.

    Formula: rate = (won + 50 · wider rate) / (leads + 50), from the rate of all programmes
    to that of the programme, of its leads in the segment, then also in the region, then
    also in the industry; each lead counts once, at the narrowest of them that knows it.

    Args:
        accounts: Accounts nobody markets to.
        outcomes: Leads and customers by programme and kind of account.
        candidates: Programmes to choose among; None for all with leads enough.

    Returns:
        One suggestion per account, in their order; ties go to the programme with more
        leads of accounts alike, then by name.

    Raises:
        NotPossible: There is no account, or no programme has leads enough.
        UsageError: More leads were won than there are.
    """
    if not accounts:
        raise NotPossible(
            "There is no account to suggest programmes for.", "Choose accounts nobody markets to."
        )
    told = _Told(outcomes, candidates)
    best: dict[tuple[str | None, ...], tuple[str, float, int, int, str]] = {}
    found = []
    for account in accounts:
        kind = (account.segment, account.region, account.industry)
        if kind not in best:
            best[kind] = told.best(account)
        found.append(SuggestedProgramme(account.id, *best[kind]))
    return tuple(found)


class _Told:
    """Leads and customers by programme, wide and narrow."""

    def __init__(self, outcomes: Iterable[Outcome], candidates: Collection[str] | None) -> None:
        self.sums: dict[tuple[str | None, ...], list[int]] = defaultdict(lambda: [0, 0])
        for it in outcomes:
            if not 0 <= it.won <= it.leads:
                raise UsageError(
                    f"The programme {quoted(it.programme)} has more customers than leads.",
                    "Correct the counts.",
                )
            for level in ((), *_LEVELS):
                found = self.sums[self._key(it.programme, level, it)]
                found[0] += it.leads
                found[1] += it.won
        wide = {str(key[1]): sums for key, sums in self.sums.items() if key[0] == ""}
        self.candidates = sorted(
            name
            for name, (leads, _) in wide.items()
            if leads >= FEWEST_LEADS and (candidates is None or name in candidates)
        )
        if not self.candidates:
            raise NotPossible(
                f"No programme has {FEWEST_LEADS} leads yet, so none can be suggested.",
                "Name the programmes by hand.",
            )
        leads, won = (sum(it[at] for it in wide.values()) for at in (0, 1))
        self.overall = won / leads

    @staticmethod
    def _key(
        programme: str, level: tuple[str, ...], it: Outcome | UnmarketedAccount
    ) -> tuple[str | None, ...]:
        return ("/".join(level), programme, *(getattr(it, name) for name in level))

    def _rate(self, programme: str, account: UnmarketedAccount) -> tuple[float, int, int, str]:
        """Return the rate, what it rests on, and what the accounts have in common."""
        cells, alike = [self.sums[self._key(programme, (), account)]], ""
        for level in _LEVELS:
            if any(getattr(account, name) is None for name in level):
                break
            narrow = self.sums.get(self._key(programme, level, account))
            if narrow is None or not narrow[0]:
                break
            cells.append(narrow)
            alike = ", ".join(str(getattr(account, name)) for name in level)
        rate = self.overall
        # Every lead counts once, at the narrowest level that knows it.
        for (leads, won), (inner_leads, inner_won) in zip(cells, [*cells[1:], [0, 0]], strict=True):
            rate = (won - inner_won + _WEIGHT * rate) / (leads - inner_leads + _WEIGHT)
        leads, won = cells[-1]
        return rate, leads, won, alike

    def best(self, account: UnmarketedAccount) -> tuple[str, float, int, int, str]:
        """Return the best programme of an account: name, rate, leads, won and reason."""
        rates: Mapping[str, tuple[float, int, int, str]] = {
            name: self._rate(name, account) for name in self.candidates
        }
        name = min(rates, key=lambda it: (-rates[it][0], -rates[it][1], it))
        rate, leads, won, alike = rates[name]
        others = [it[0] for key, it in rates.items() if key != name]
        return (
            name,
            rate,
            leads,
            won,
            _reason(name, rate, leads, won, alike, max(others, default=None)),
        )


def _reason(
    name: str, rate: float, leads: int, won: int, alike: str, next_best: float | None
) -> str:
    whose = f"of accounts alike ({alike})" if alike else "of all accounts"
    told = (
        f"{name}: {won:,} of {leads:,} leads {whose} became customers;"
        f" {_percent(rate)} are to be expected"
    )
    return told if next_best is None else f"{told}, with the next best {_percent(next_best)}"


def _percent(rate: float) -> str:
    return f"{rate * 100:.1f} %" if rate < 0.0995 else f"{rate * 100:.0f} %"
