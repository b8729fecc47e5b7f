"""Which leads went all the way, faster and for more: sentences, picture and table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from planning.actuals.lead_paths import Ends, Path, Paths
from planning.actuals.shares import Share
from planning.actuals.slices import Context
from views import charts
from views.charts import Chart, Row
from views.cuts import group_name
from views.formats import likely, percent, visible, whole

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 12
"""Groups drawn; the table has all of them."""

SAID: Final = 3
"""Groups spoken of."""

_TWICE: Final = 1.9
_WORTH: Final = 0.05
_NEAR: Final = 0.1
_COUNTS: Final = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}


def true_sentence(paths: Paths) -> str:
    """Say which group goes furthest."""
    if paths.why:
        return paths.why
    ranked = [it for it in paths.groups if not it.is_small]
    if not ranked:
        return f"Every {paths.by} has too few leads to be compared."
    return sentence(ranked[0], paths)


def sentences(paths: Paths) -> list[str]:
    """Say of the next groups, and of the last, how their leads went."""
    ranked = [it for it in paths.groups if not it.is_small]
    chosen = dict.fromkeys((*range(1, min(SAID, len(ranked))), len(ranked) - 1))
    return [sentence(ranked[at], paths) for at in chosen if at > 0]


def sentence(path: Path, paths: Paths) -> str:
    """Say how one group's leads went beside all leads.

    What is within chance of all leads is called about as many, as fast or as much.
    """
    whole_path = paths.whole
    name = visible(group_name(path.name, paths.by))
    rate = (path.steadied or 0.0) * 100
    told = f"{name}: {_rate(rate)} of 100 leads buy, {_against(path, whole_path)}"
    parts = [it for it in (_speed(path, whole_path), _money(path, whole_path)) if it]
    return f"{told}{''.join(f', {part}' for part in parts)}."


def _rate(rate: float) -> str:
    return f"{rate:.1f}".removesuffix(".0") if rate < 9.95 else f"{rate:.0f}"


def _against(path: Path, company: Path) -> str:
    average, ends = company.won.value, path.steadied_ends
    if not average or ends is None or path.steadied is None:
        return "nothing to compare with"
    if ends[0] <= average <= ends[1]:
        return "not surely different from the average"
    times = path.steadied / average
    if times >= _TWICE:
        word = _COUNTS.get(round(times)) if abs(times - round(times)) <= _NEAR else None
        return f"{word or f'{times:.1f} times'} the average"
    if times > 1:
        return f"{percent(times - 1)} more than the average"
    return f"{percent(1 - times)} fewer than the average"


def _speed(path: Path, company: Path) -> str:
    if path.days is None or company.days is None or path.days_ends is None:
        return ""
    if path.days_ends[0] <= company.days <= path.days_ends[1]:
        return ""
    off = path.days - company.days
    return f"{whole(abs(off))} days {'sooner' if off < 0 else 'later'}"


def _money(path: Path, company: Path) -> str:
    if path.average is None or not company.average or path.average_ends is None:
        return ""
    if path.average_ends[0] <= company.average <= path.average_ends[1]:
        return ""
    more = path.average / company.average - 1
    if abs(more) < _WORTH:
        return ""
    return f"for {percent(abs(more))} {'more' if more > 0 else 'less'}"


def small_words(paths: Paths) -> str:
    """Name the groups that are too small to be ranked."""
    small = [it for it in paths.groups if it.is_small]
    if not small:
        return ""
    names = [visible(group_name(it.name, paths.by)) for it in small[:SAID]]
    more = f" and {len(small) - SAID} more" if len(small) > SAID else ""
    return f"Too few leads to rank: {', '.join(names)}{more}."


def months_words(paths: Paths, when: str) -> str:
    """Say which months' leads are compared."""
    label = paths.period.label if paths.period else "all time"
    if paths.period is None or label == when:
        return f"Leads created in {label}"
    return f"Leads created in {label}; younger ones can still be won and are left out"


def picture(paths: Paths, context: Context) -> Chart | None:
    """Draw the share won of each group with its interval; None below two groups."""
    rows: list[Row] = []
    for path in [it for it in paths.groups if not it.is_small][:MOST]:
        if path.steadied is None or path.steadied_ends is None:
            continue
        team = context.team_of(path.name) if paths.by == "channel" else "joint"
        rows.append(
            {
                "name": visible(group_name(path.name, paths.by)),
                "team": team,
                "value": path.steadied * 100,
                "low": path.steadied_ends[0] * 100,
                "high": path.steadied_ends[1] * 100,
                "shown": percent(path.steadied),
                "interval": ends_words(path.steadied_ends),
                "cases": f"{whole(path.won.part)} won of {whole(path.won.whole)} leads",
                "period": paths.period.label if paths.period else "all time",
                "source": "Imported facts",
                "company": (paths.whole.won.value or 0.0) * 100,
            }
        )
    if len(rows) < 2 or not paths.top:
        return None
    subtitle = (
        f"Share of leads won by {paths.by}, small groups pulled towards the average; bars are "
        f"95 % intervals, the line is the average of {percent(paths.whole.won.value or 0.0)}"
    )
    return charts.fill("paths", charts.ratio_intervals("Leads won"), rows, finding(paths), subtitle)


def finding(paths: Paths) -> str:
    """Say how sure it is that the first group is among the best."""
    best = paths.groups[0]
    name = visible(group_name(best.name, paths.by))
    if best.chance is None:
        return f"{name} turns most leads into customers"
    among = "the best" if paths.top == 1 else f"among the best {paths.top}"
    return f"{name} is {among} with a probability of {likely(best.chance)}"


def ends_words(ends: Ends) -> str:
    r"""Say between which shares the truth likely lies.

    Example:
        >>> ends_words((0.021, 0.14))
        '2.1\xa0% to 14\xa0%'
    """
    return f"{percent(ends[0])} to {percent(ends[1])}"


def frame(paths: Paths, currency: str) -> pd.DataFrame:
    """Lay the groups out, one row each, all leads last; shares in percent."""
    import pandas as pd

    rows = [_row(it, group_name(it.name, paths.by), paths.top) for it in paths.groups]
    rows.append(_row(paths.whole, "All leads", 0))
    heads = [paths.by.capitalize(), "Leads", "Won", "Won, %", "Steadied, %", "Likely between",
             f"Among the best {paths.top}?", "Days to won", "Days likely between",
             f"Average won, {currency}", f"Won per 100 leads, {currency}", "State"]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def _row(path: Path, name: str, top: int) -> Sequence[object]:
    rate = Share(path.won.part, path.won.whole).value
    return [
        visible(name),
        path.won.whole,
        path.won.part,
        None if rate is None else rate * 100,
        None if path.steadied is None else path.steadied * 100,
        "—" if path.steadied_ends is None else ends_words(path.steadied_ends),
        likely(path.chance) if path.chance is not None and top else "—",
        path.days,
        "too few won" if path.days_ends is None else _days(path.days_ends),
        path.average,
        path.per_hundred,
        "too few leads to rank" if path.is_small else "",
    ]


def _days(ends: Ends) -> str:
    return f"{whole(ends[0])} to {whole(ends[1])}"
