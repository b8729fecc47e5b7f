"""An audience list held against the book of accounts: who would be there.

Nothing of a person is kept. A row of the list is a domain and a company's name; what comes
out are accounts and counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from planning.review.evidence.domains import FREE_MAIL, company_of, domain_of, wider

if TYPE_CHECKING:
    import pandas as pd

NO_TIER: Final = "no tier"
NO_SEGMENT: Final = "no segment"
BEST_TIER: Final = "A"

_UNCLEAR: Final = ""


@dataclass(frozen=True)
class Guest:
    """One row of a list, without the person.

    Attributes:
        domain: Of the e-mail address or website; None where there is none.
        company: Its folded name (`domains.company_of`); empty where there is none.
    """

    domain: str | None
    company: str


@dataclass(frozen=True)
class Matched:
    """How a list matched: account ids and counts, nothing else.

    Attributes:
        by_account: Rows of the list by account id.
        rows: Rows of the list.
        by_domain, by_name: Rows matched by either.
        free_mail: Rows with a free-mail address that no company's name matched.
        unclear: Rows that several accounts fit, so that none is guessed.
        unmatched: Rows that fit no account, free-mail among them.
        blank: Rows with neither domain nor name.
    """

    by_account: Mapping[str, int]
    rows: int
    by_domain: int
    by_name: int
    free_mail: int
    unclear: int
    unmatched: int
    blank: int

    @property
    def matched(self) -> int:
        """Rows that belong to an account."""
        return self.by_domain + self.by_name


@dataclass(frozen=True)
class Audience:
    """Who would be there.

    Attributes:
        accounts: Account id, name, tier or segment, is_customer, deals_open, open_cents,
            guests; most guests first.
        by: What the mix is told by: `tier` or `segment`.
        mix: Accounts by tier or segment, in order of the label.
        customers: How many are customers.
        deals_open: Open deals of all of them.
        open_cents: Their money.
        uncovered: A-tier accounts nobody covers; None without tiers or coverage.
    """

    accounts: pd.DataFrame
    by: str
    mix: Mapping[str, int]
    customers: int
    deals_open: int
    open_cents: int
    uncovered: int | None


def guest(address: str, company: str) -> Guest:
    """Return what is kept of a row: a free-mail domain too, so that it can be counted."""
    return Guest(domain_of(address), company_of(company))


def match(guests: Iterable[Guest], accounts: pd.DataFrame) -> Matched:
    """Return which accounts the rows of a list belong to.

    By domain first: the account's own domain, else one it lies in (`mail.example.com` of
    `example.com`); free-mail domains never. Where several accounts share the domain the
    one of that name is meant. Else by the folded name of the company, if one account alone
    bears it. What several fit is unclear: nothing is guessed.

    Args:
        guests: The rows.
        accounts: Of the book: account_id, name, domain.
    """
    domains, names = _register(accounts)
    found: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for one, rows in Counter(guests).items():
        way, account = _placed(one, domains, names)
        told[way] += rows
        if account:
            found[account] += rows
    return Matched(
        by_account=dict(found),
        rows=sum(told.values()),
        by_domain=told["domain"],
        by_name=told["name"],
        free_mail=told["free"],
        unclear=told["unclear"],
        unmatched=told["unmatched"] + told["free"],
        blank=told["blank"],
    )


def _register(accounts: pd.DataFrame) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    domains: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    columns = (accounts[name].tolist() for name in ("account_id", "name", "domain"))
    for account, name, domain in zip(*columns, strict=True):
        own = domain_of(domain) if isinstance(domain, str) else None
        if own is not None and own not in FREE_MAIL:
            domains.setdefault(own, set()).add(account)
        folded = company_of(name) if isinstance(name, str) else ""
        if folded:
            names.setdefault(folded, set()).add(account)
    return domains, names


def _placed(
    one: Guest, domains: Mapping[str, set[str]], names: Mapping[str, set[str]]
) -> tuple[str, str]:
    """Return how a row is placed and at which account; the second is empty where at none."""
    is_free = one.domain in FREE_MAIL
    own = names.get(one.company, set())
    usable = one.domain if one.domain and not is_free else ""
    there = next((domains[it] for it in wider(usable) if it in domains), set()) if usable else set()
    if there:
        alike = there & own if len(there) > 1 else there
        return ("domain", next(iter(alike))) if len(alike) == 1 else ("unclear", _UNCLEAR)
    if own:
        return ("name", next(iter(own))) if len(own) == 1 else ("unclear", _UNCLEAR)
    if not one.domain and not one.company:
        return "blank", ""
    return ("free" if is_free else "unmatched"), ""


def audience(
    matched: Matched,
    accounts: pd.DataFrame,
    tiers: Mapping[str, str] | None = None,
    covered: Collection[str] | None = None,
) -> Audience:
    """Return who would be there.

    Args:
        matched: How the list matched.
        accounts: Of the book: account_id, name, segment, is_customer, deals_open, open_cents.
        tiers: Tier by account id; without it the mix is told by segment.
        covered: Ids of accounts somebody covers in the plan; None where nobody says.
    """
    by, none = ("tier", NO_TIER) if tiers is not None else ("segment", NO_SEGMENT)
    kept = accounts[accounts["account_id"].isin(list(matched.by_account))]
    table = kept[
        ["account_id", "name", "segment", "is_customer", "deals_open", "open_cents"]
    ].copy()
    if tiers is not None:
        table["tier"] = [tiers.get(it) for it in table["account_id"]]
    table[by] = [it if isinstance(it, str) and it else none for it in table[by]]
    table["guests"] = [matched.by_account[it] for it in table["account_id"]]
    table = table.sort_values(["guests", "account_id"], ascending=[False, True])
    uncovered = None
    if tiers is not None and covered is not None:
        mine = set(covered)
        best = table.loc[table["tier"] == BEST_TIER, "account_id"]
        uncovered = sum(it not in mine for it in best)
    counted = Counter(table[by])
    return Audience(
        accounts=table[
            ["account_id", "name", by, "is_customer", "deals_open", "open_cents", "guests"]
        ].reset_index(drop=True),
        by=by,
        mix={label: counted[label] for label in sorted(counted, key=lambda it: (it == none, it))},
        customers=int(table["is_customer"].sum()),
        deals_open=int(table["deals_open"].sum()),
        open_cents=int(table["open_cents"].sum()),
        uncovered=uncovered,
    )
