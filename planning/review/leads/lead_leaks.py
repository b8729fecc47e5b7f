"""The leak check of a company's own leads: which of their columns a score must not read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from planning.actuals.lead_sample import LeadSample
from planning.actuals.scoring.cohort import Cohort
from planning.agreed.accounts.conditions import LEAD_ATTRIBUTES, OWN, attribute_told
from planning.agreed.accounts.score_rules import ScoreRule
from planning.review.leads.behaviour import Behaviour
from planning.review.leads.leaks import Leak, LeakCheck, Step, check_leaks
from planning.review.leads.meeting_conditions import with_own

if TYPE_CHECKING:
    import pandas as pd

Bools = npt.NDArray[np.bool_]

OF_LEADS: Final = (*LEAD_ATTRIBUTES, "segment", "region")
OF_ACCOUNTS: Final = (
    "industry",
    "country",
    "employees",
    "annual_revenue",
    "contacts_known",
    "products_owned",
    "is_customer",
)
ACCOUNT: Final = "account_id"
"""Whether a lead's account is known at all stands for a column of its own."""

_LEADS_PART: Final = 0.7


@dataclass(frozen=True)
class LeadLeaks:
    """What the check of leads found.

    Attributes:
        leaks: The columns named, those known afterwards first; `column` is the attribute.
        checked: Columns looked at.
        won, others: Leads of either outcome.
        honest_auc: How well the columns of leads not named tell winners together.
    """

    leaks: tuple[Leak, ...]
    checked: int
    won: int
    others: int
    honest_auc: float | None
    is_possible: bool

    @property
    def afterwards(self) -> frozenset[str]:
        """Attributes known only after the outcome; with the account all that is known of it."""
        found = {it.column for it in self.leaks if it.verdict == "known afterwards"}
        return frozenset(found | set(OF_ACCOUNTS) if ACCOUNT in found else found)

    def honest(self, rules: tuple[ScoreRule, ...]) -> tuple[ScoreRule, ...]:
        """Return the rules that read nothing known only after the outcome."""
        return tuple(it for it in rules if it.attribute not in self.afterwards)

    def looked_at(self, behaviour: Behaviour) -> Behaviour:
        """Return behaviour without touches found through an account matched afterwards."""
        return replace(behaviour, by_account=ACCOUNT not in self.afterwards)


def lead_leaks(sample: LeadSample, judged: Cohort, progress: Step | None = None) -> LeadLeaks:
    """Name the columns of leads and their accounts that are known only after the outcome.

    Columns of accounts are compared among leads whose account is known; that it is known is
    a column of its own, since accounts are often matched once a lead comes far.

    Args:
        sample: The leads.
        judged: Which leads are old enough for their outcome.
        progress: Told how far the check is (0 to 1) and which column is looked at.
    """
    leads = with_own(sample.leads[judged.judged])
    won: Bools = (leads["won_n"] > 0).to_numpy()
    own = [name for name in leads.columns if name.startswith(OWN)]
    columns = leads[[*OF_LEADS, *own]].copy()
    matched = leads["account_id"].notna().to_numpy()
    if 0 < matched.sum() < len(leads):
        columns[ACCOUNT] = leads["account_id"].notna().map({True: "known", False: None})
    step = _scaled(progress, 0.0, _LEADS_PART)
    first = check_leaks(
        columns, won, created=leads["created_on"], decided=_decided(leads), progress=step
    )
    of_accounts = leads.loc[matched, list(OF_ACCOUNTS)]
    of_accounts = of_accounts.loc[:, of_accounts.notna().any()]
    second = check_leaks(of_accounts, won[matched], progress=_scaled(progress, _LEADS_PART, 1.0))
    return _both(first, second)


def column_told(attribute: str) -> str:
    """Return what people call a column of the check."""
    return "Account" if attribute == ACCOUNT else attribute_told(attribute)


def _decided(leads: pd.DataFrame) -> pd.Series:
    return leads["won_on"].fillna(leads["disqualified_on"])


def _both(first: LeakCheck, second: LeakCheck) -> LeadLeaks:
    leaks = sorted((*first.leaks, *second.leaks), key=lambda it: it.verdict != "known afterwards")
    return LeadLeaks(
        tuple(leaks),
        first.checked + second.checked,
        first.won,
        first.others,
        first.honest_auc,
        first.is_possible,
    )


def _scaled(progress: Step | None, start: float, end: float) -> Step | None:
    if progress is None:
        return None

    def told(at: float, name: str) -> None:
        progress(start + at * (end - start), column_told(name))

    return told
