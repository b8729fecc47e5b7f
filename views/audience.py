"""Who would be there, in words, as a picture and as a table."""

from __future__ import annotations

import pandas as pd

from planning.review.evidence.audience import Audience, Matched
from views.charts import Chart, fill
from views.evidence_pictures import named_bars
from views.formats import counted, percent, short, visible

_ROOM = 1.25


def audience_words(matched: Matched, found: Audience, currency: str) -> str:
    """Say which accounts would be there and what is open with them."""
    if not matched.rows:
        return "The list has no rows."
    if not len(found.accounts):
        return f"None of {counted(matched.rows, 'row')} belongs to a known account."
    accounts = counted(len(found.accounts), "account")
    told = f"{accounts} would be there: {counted(found.customers, 'customer')}"
    if found.deals_open:
        money = short(found.open_cents / 100)
        told += f", {counted(found.deals_open, 'open deal')} worth {money} {currency}"
    if found.uncovered:
        told += f"; {counted(found.uncovered, 'A-tier account')} among them nobody covers"
    return f"{told}."


def left_words(matched: Matched) -> str:
    """Say how the rows were matched and what was left."""
    rows = max(matched.rows, 1)
    share = percent(matched.matched / rows)
    ways = f"{matched.by_domain} by domain, {matched.by_name} by company name"
    free = f", {matched.free_mail} of them free-mail addresses" if matched.free_mail else ""
    parts = [
        f"{matched.matched} of {counted(matched.rows, 'row')} matched ({share}): {ways}",
        f"{matched.unmatched} unmatched{free}",
    ]
    if matched.unclear:
        parts.append(f"{matched.unclear} fit several accounts and are not guessed")
    if matched.blank:
        parts.append(f"{matched.blank} hold neither")
    return "; ".join(parts) + "."


def mix_picture(found: Audience) -> Chart | None:
    """Draw accounts by tier, else by segment; None without accounts."""
    if not found.mix:
        return None
    most = max(found.mix.values())
    rows = [
        {"name": visible(label), "lane": at + 0.66, "zero": 0, "value": count, "low": count,
         "high": count, "end": count + most * 0.02, "label": str(count), "far": most * _ROOM,
         "colour": "joint", "interval": "—", "more": ""}
        for at, (label, count) in enumerate(found.mix.items())
    ]  # fmt: skip
    label = max(found.mix, key=lambda it: found.mix[it])
    whole = counted(len(found.accounts), "account")
    finding = f"Most are {visible(label)}: {found.mix[label]} of {whole}"
    subtitle = f"Matched accounts by {found.by}"
    return fill("audience-mix", named_bars(len(rows)), rows, finding, subtitle)


def audience_frame(found: Audience, currency: str) -> pd.DataFrame:
    """Return the matched accounts as a table: accounts only, no people."""
    table = found.accounts
    return pd.DataFrame(
        {
            "Account": [
                name if isinstance(name, str) and name else account
                for name, account in zip(table["name"], table["account_id"], strict=True)
            ],
            "Id": table["account_id"],
            found.by.capitalize(): table[found.by],
            "Customer": ["yes" if it else "no" for it in table["is_customer"]],
            "Open deals": table["deals_open"],
            f"Open, {currency}": table["open_cents"] / 100,
            "On the list": table["guests"],
        }
    )
