"""Accounts that wake up: touches well above what they usually have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from planning.actuals.book import WEEKS, AccountBook
from planning.model.tables import Floats

Bools = npt.NDArray[np.bool_]

RECENT_WEEKS: Final = 4
FALSE_SHARE: Final = 0.05
"""Share of the accounts named that may be named by chance."""

FEWEST_TOUCHES: Final = 5
_FEWEST_BLOCKS: Final = 3
"""Earlier spans as long as the recent one that a usual rate needs."""

_HEAVIEST: Final = 100.0
"""A prior weighs at most this many times the earlier weeks."""

COLUMNS: Final = ("account_id", "name", "recent", "usual", "times", "p", "q", "sentence")


@dataclass(frozen=True, eq=False)
class Waking:
    """Accounts whose touches rose, surest first.

    Attributes:
        accounts: COLUMNS: touches in the recent weeks, usual touches in as many weeks, how
            many times as many, the chance of so many if nothing changed (p), the same held
            against all accounts that were looked at (q), and a sentence.
        looked_at: How many accounts were looked at.
        recent_weeks: Weeks that count as recent.
        earlier_weeks: Weeks before that tell what is usual; 0 where too few are known.
        bursts: How much more touches of one account vary than by chance alone, 1 or more.
        wave: How many times as many touches all other accounts had as usual, 1 or more.
    """

    accounts: pd.DataFrame
    looked_at: int
    recent_weeks: int
    earlier_weeks: int
    bursts: float
    wave: float = 1.0


def waking(
    book: AccountBook,
    *,
    recent_weeks: int = RECENT_WEEKS,
    false_share: float = FALSE_SHARE,
    fewest: int = FEWEST_TOUCHES,
) -> Waking:
    """Return accounts whose touches rose well above their own earlier weeks.

    Formula: an account's rate has a gamma prior (a, b) learned from all accounts; with x
    touches in T earlier weeks the touches of the t recent ones follow a negative binomial,
    p = P(Y ≥ y) = I(t / (b + T + t); y, a + x). All counts are divided by how much touches
    of one account vary from span to span beyond chance, so that campaigns that touch in
    bursts wake nobody. What lifted the other accounts too, such as a mailing to everybody, is
    expected of each (`expected`), so t counts as many times as the account's touches were to
    rise with all. Named are those with a false discovery rate up to `false_share` over all
    accounts (Benjamini and Hochberg, 1995).

    Args:
        book: The accounts and their touches by week.
        recent_weeks: Weeks that count as recent.
        false_share: Share of the accounts named that may be named by chance, a fraction.
        fewest: Least recent touches of an account that is named.
    """
    earlier, blocks, recent = _counted(book, recent_weeks)
    weeks = blocks.shape[1] * recent_weeks
    if blocks.shape[1] < _FEWEST_BLOCKS or not earlier.sum():
        return Waking(pd.DataFrame(columns=list(COLUMNS)), len(book), recent_weeks, 0, 1.0)
    bursts = _bursts(blocks)
    a, b = _prior(earlier / bursts, weeks)
    usual: Floats = recent_weeks * (a * bursts + earlier) / (b + weeks)
    beyond = np.zeros(len(book), dtype=np.bool_)
    while True:
        # Whoever rose beyond the wave tells nothing of it: leave them out and look again.
        awaited = expected(usual, recent, ~beyond)
        spans = recent_weeks * awaited / usual
        p = chance(recent / bursts, spans, earlier / bursts, weeks, (a, b))
        q = false_discoveries(p)
        more = ~beyond & (q <= false_share) & (recent > awaited)
        if not more.any():
            break
        beyond |= more
    wave = float(awaited.sum() / usual.sum())
    named = np.flatnonzero((q <= false_share) & (recent >= fewest) & (recent > awaited))
    order = named[np.lexsort((-recent[named], p[named]))]
    found = book.accounts.iloc[order][["account_id", "name"]].reset_index(drop=True)
    found = found.assign(
        recent=recent[order].astype(np.int64),
        usual=usual[order],
        times=recent[order] / usual[order],
        p=p[order],
        q=q[order],
    )
    names = found["name"].where(found["name"].notna(), found["account_id"])
    found["sentence"] = [
        sentence(str(name), int(touched), float(often), recent_weeks)
        for name, touched, often in zip(names, recent[order], usual[order], strict=True)
    ]
    return Waking(found[list(COLUMNS)], len(book), recent_weeks, weeks, bursts, wave)


def expected(usual: Floats, recent: Floats, ordinary: Bools) -> Floats:
    """Return the touches to be expected of each account after what lifted all of them.

    Formula: usual + more · usual + each, with more and each at least 0, by least squares over
    the ordinary accounts, each weighted by what its count varies. Twice as many calls to all
    make `more` 1; three mails to everybody make `each` 3. A fall of all raises nobody.

    Args:
        usual: Usual touches of each account in as many weeks, above 0.
        recent: Touches of each account in the recent weeks.
        ordinary: Which accounts tell of the wave.

    Returns:
        At least `usual`.

    Example:
        >>> every = np.ones(3, dtype=np.bool_)
        >>> twice = expected(np.array([1.0, 2.0, 4.0]), np.array([2.0, 4.0, 8.0]), every)
        >>> twice.round(9).tolist()
        [2.0, 4.0, 8.0]
        >>> more = expected(np.array([1.0, 2.0, 4.0]), np.array([4.0, 5.0, 7.0]), every)
        >>> more.round(9).tolist()
        [4.0, 5.0, 7.0]
    """
    from scipy import optimize  # type: ignore[import-untyped]

    if not ordinary.any():
        return usual
    weight = 1 / np.sqrt(usual[ordinary])
    parts = np.stack([usual[ordinary], np.ones(int(ordinary.sum()))], axis=1)
    (more, each), _ = optimize.nnls(parts * weight[:, None], (recent - usual)[ordinary] * weight)
    awaited: Floats = usual * (1 + more) + each
    return awaited


def chance(
    recent: Floats,
    recent_weeks: float | Floats,
    earlier: Floats,
    weeks: int,
    prior: tuple[float, float],
) -> Floats:
    """Return the chance of at least so many recent touches if nothing changed.

    Args:
        recent: Touches of each account in the recent weeks.
        recent_weeks: t, one for all accounts or each its own.
        earlier: Touches in the weeks before.
        weeks: T.
        prior: The gamma prior of a rate a week: shape a, rate b.

    Returns:
        p; 1 where nothing was touched lately.

    Example:
        >>> float(chance(np.array([2.0]), 1, np.array([0.0]), 1, (1.0, 0.0))[0])
        0.25
    """
    from scipy import special

    a, b = prior
    spans = np.broadcast_to(np.asarray(recent_weeks, dtype=np.float64), recent.shape)
    share = spans / (b + weeks + spans)
    p: Floats = np.ones(len(recent))
    some = recent > 0
    p[some] = special.betainc(recent[some], a + earlier[some], share[some])
    return p


def false_discoveries(p: Floats) -> Floats:
    """Return for each p the false discovery rate at which it is named.

    Formula: q(i) = min over j ≥ i of p(j) · n / j, p sorted ascending.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.

    Example:
        >>> false_discoveries(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
        [0.04, 0.0533, 0.0533, 0.5]
    """
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q: Floats = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def sentence(name: str, recent: int, usual: float, weeks: int) -> str:
    """Say how an account woke up.

    Example:
        >>> sentence("Acme", 14, 3.1, 4)
        'Acme: 14 touches in 4 weeks, where 3.1 are usual'
        >>> sentence("Acme", 6, 0.02, 4)
        'Acme: 6 touches in 4 weeks, where almost none are usual'
    """
    told = f"{usual:.0f} are" if usual >= 9.95 else f"{usual:.1f} are"
    if usual < 0.05:
        told = "almost none are"
    return f"{name}: {recent} touches in {weeks} weeks, where {told} usual"


def _counted(book: AccountBook, recent_weeks: int) -> tuple[Floats, Floats, Floats]:
    """Return touches before, the same by span as long as the recent one, and recent ones."""
    touches = book.touches
    week, number = touches["week"].to_numpy(), touches["touches"].to_numpy(dtype=np.float64)
    account = touches["account"].to_numpy()
    # Before the first touch of all nothing was recorded; that is not silence.
    reached = min(int(week.max(initial=-1)) + 1, WEEKS)
    blocks = max(reached // recent_weeks - 1, 0)
    at = week // recent_weeks - 1
    kept = (at >= 0) & (at < blocks)
    place = account[kept] * blocks + at[kept]
    cells: Floats = np.bincount(place, number[kept], len(book) * blocks).astype(np.float64)
    by_block = cells.reshape(len(book), blocks)
    now = week < recent_weeks
    recent = np.bincount(account[now], number[now], len(book)).astype(np.float64)
    return by_block.sum(axis=1), by_block, recent


def _bursts(blocks: Floats) -> float:
    """Return how much one account's touches vary from span to span beyond chance, 1 or more."""
    mean = blocks.mean(axis=1, keepdims=True)
    spread = float(((blocks - mean) ** 2).sum())
    by_chance: float = float(mean.sum()) * (blocks.shape[1] - 1)
    return max(spread / by_chance, 1.0)


def _prior(earlier: Floats, weeks: int) -> tuple[float, float]:
    """Return the gamma prior of rates a week by the method of moments, its weight capped."""
    rate: float = float(earlier.mean()) / weeks
    varied = float(earlier.var(ddof=1)) if len(earlier) > 1 else 0.0
    between = varied / weeks**2 - rate / weeks
    heaviest = _HEAVIEST * weeks
    b = min(rate / between, heaviest) if between > 0 else heaviest
    return rate * b, b
