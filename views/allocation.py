"""An allocation as one JSON document, and as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from views.formats import likely, visible

if TYPE_CHECKING:
    from rich.console import Group as Stack
    from rich.text import Text

    from planning.model.advising.allocation import Allocation
    from planning.model.advising.answer_lines import AllocatedLine
    from planning.model.optimising.uncertainty import Range

_KPIS: Final = {
    "revenue": "Revenue",
    "customers": "Customers",
    "won": "Won deals",
    "leads": "Leads",
    "spend_marketing": "Spend of marketing",
    "spend_sales": "Spend of sales",
    "spend_joint": "Spend of both",
    "spend": "All lines",
    "cac": "CAC",
    "cost_per_lead": "Cost per lead",
    "contribution": "Contribution, look-ahead included",
    "contribution_year": "Contribution of the fiscal year",
    "not_followed_up": "Leads nobody follows up in time",
}
_LEAST_MOVE: Final = Decimal("1.00")


def allocation_document(found: Allocation) -> dict[str, Any]:
    """Return an allocation as plain JSON values; money in plan-currency units."""
    return {
        "status": found.status,
        "objective": found.objective,
        "value": _rounded(found.value),
        "current_value": _rounded(found.current_value),
        "gap": found.gap,
        "currency": found.currency,
        "months": list(found.months),
        "lines": [_line(line) for line in found.lines],
        "total": found.total,
        "heads": [asdict(each) for each in found.heads],
        "headcount": asdict(found.headcount) if found.headcount else None,
        "current_headcount": asdict(found.current_headcount) if found.current_headcount else None,
        "kpis": _ranges(found.kpis),
        "current_kpis": _ranges(found.current_kpis),
        "revenue_target": found.revenue_target,
        "chance": found.chance,
        "current_chance": found.current_chance,
        "shadow_prices": [
            {
                "limit": price.limit.words,
                "one_more": price.one_more,
                "one_less": price.one_less,
                "sentence": price.sentence,
            }
            for price in found.shadow_prices
        ],
        "binding": list(found.binding),
        "conflict": list(found.conflict),
        "reasons": list(found.reasons),
        "warnings": list(found.warnings),
        "model_version": found.model_version,
    }


def _line(line: AllocatedLine) -> dict[str, Any]:
    return {
        "team": line.team,
        "line": line.line,
        "month": line.month,
        "amount": float(line.amount),
        "current": float(line.current),
    }


def _ranges(kpis: dict[str, Range] | None) -> dict[str, Any]:
    return {key: asdict(each) for key, each in (kpis or {}).items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def allocation_tables(found: Allocation) -> Iterator[Stack | Text]:
    """Yield what a person reads: what moves, what comes of it, and why."""
    from rich.text import Text

    value, now = found.value or 0.0, found.current_value or 0.0
    yield Text(
        f"Best plan for {found.objective}: {value:,.0f} {found.currency}; "
        f"the current plan: {now:,.0f}."
    )
    yield _moves(found)
    yield _hires(found)
    yield _figures(found)
    if found.chance is not None and found.current_chance is not None:
        yield Text(
            f"Chance of {found.revenue_target:,.0f} in revenue: {likely(found.chance)}; "
            f"with the current plan {likely(found.current_chance)}."
        )
    for sentence in [price.sentence for price in found.shadow_prices] + list(found.reasons):
        yield Text(f"· {visible(sentence)}")
    for sentence in found.warnings:
        yield Text(f"! {visible(sentence)}")


def _moves(found: Allocation) -> Stack:
    from views.terminal import grid

    sums: dict[tuple[str, str], list[Decimal]] = {}
    for line in found.lines:
        both = sums.setdefault((line.team, line.line), [Decimal(0), Decimal(0)])
        both[0] += line.current
        both[1] += line.amount
    rows = [
        (team, name, f"{now:,.0f}", f"{then:,.0f}", f"{then - now:+,.0f}")
        for (team, name), (now, then) in sums.items()
        if abs(then - now) >= _LEAST_MOVE
    ]
    whole = [sum((both[at] for both in sums.values()), Decimal(0)) for at in (0, 1)]
    now, then = whole
    rows.append(("", "All lines", f"{now:,.0f}", f"{then:,.0f}", f"{then - now:+,.0f}"))
    title = f"Lines that move, {found.currency} of the fiscal year"
    return grid(title, ("team", "line", "current", "best", "change"), rows)


def _hires(found: Allocation) -> Stack:
    from views.terminal import grid

    rows = [
        (each.area, each.job, each.month, f"{each.current_hires:.2f}", f"{each.hires:.2f}")
        for each in found.heads
        if max(each.hires, each.current_hires) >= 0.005
    ]
    return grid("Hires by month of decision", ("area", "job", "month", "current", "best"), rows)


def _figures(found: Allocation) -> Stack:
    from views.terminal import grid

    rows = []
    for key, each in (found.kpis or {}).items():
        now = (found.current_kpis or {}).get(key)
        values = (now.p50 if now else None, each.p10, each.p50, each.p90)
        rows.append((_KPIS.get(key, key), *(_shown(it) for it in values)))
    head = ("figure", "current", "1 in 10 below", "as likely above", "1 in 10 above")
    return grid("Figures of the fiscal year", head, rows)


def _shown(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"
