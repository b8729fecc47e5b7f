"""What only this firm keeps of its accounts: two words that tell something about buying."""

from __future__ import annotations

import json
from typing import Final

import numpy as np

from data_sources.demo.catalogue import RETAIN
from data_sources.demo.draws import NEVER
from data_sources.demo.frames import Columns, labels
from data_sources.demo.history import History

MAINTENANCE: Final = "Own maintenance team"
KIND: Final = "Kind"
SCHOOL: Final = "School or university"
FIRM: Final = "Firm"

_YES: Final = (0.62, 0.3, 0.42)
"""Share with a maintenance team: of accounts that bought when asked, that never did, others."""

_TOLD: Final = 0.9
_SCHOOLS: Final = 0.12
"""Share of schools among accounts that never bought; they ask for quotes and do not buy."""


def own_attributes(rng: np.random.Generator, history: History) -> Columns:
    """Return the column `attributes` of the table `accounts`."""
    deals, book, n = history.deals, history.book, len(history.book)
    found_first = deals.motion != RETAIN
    closed = deals.closed < NEVER
    bought, refused = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    bought[deals.account[found_first & deals.is_won]] = True
    refused[deals.account[found_first & closed & ~deals.is_won]] = True
    group = np.select([bought, refused], [0, 1], 2)
    has = rng.random(n) < np.array(_YES)[group]
    told = rng.random(n) < _TOLD
    school = (book.since == NEVER) & (rng.random(n) < _SCHOOLS)
    texts = [
        json.dumps({KIND: kind} | ({} if team is None else {MAINTENANCE: team}))
        for kind in (FIRM, SCHOOL)
        for team in (None, "no", "yes")
    ]
    return {"attributes": labels(texts, school * 3 + np.where(told, 1 + has, 0))}
