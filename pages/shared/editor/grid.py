"""The grid itself: fed the frozen rows, drawn anew only when rows, view or draft require it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.shared.editor import drafting, saving
from pages.shared.editor.copies import Copy
from pages.shared.editor.sheet import Sheet, effective
from planning.agreed.rows import PlanRow
from views.formats import plain
from views.sheets import UNSAVED, Column, frame, marks, spelled

OPEN: Final = "open"
_ROW: Final = 35
_ROWS: Final = 12
_HEAD: Final = 40
_FEW: Final = 40
"""Typed rows up to which the frozen rows are patched; beyond, they are laid out anew."""


def controls(sheet: Sheet, *, older: bool = False) -> tuple[str, str]:
    """Draw what changes the view; return the view chosen and the words looked for."""
    names = [*sheet.views, *sheet.drawn]
    view = names[0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if len(names) > 1:
            chosen = st.segmented_control(
                "View",
                names,
                default=names[0],
                required=True,
                key=f"view-{sheet.name}",
                label_visibility="collapsed",
            )
            view = chosen or names[0]
        words = st.text_input(
            "Find",
            key=f"find-{sheet.name}",
            placeholder=f"Find a {sheet.noun}",
            icon=":material/search:",
            label_visibility="collapsed",
            width=152,
        )
        st.space("stretch")
        if not older and sheet.may_write and sheet.add is not None:
            _ask_for(sheet, "add", f"Add a {sheet.noun}", ":material/add:")
            _ask_for(sheet, "remove", "Remove", ":material/remove:")
            for name, tool in sheet.tools.items():
                _ask_for(sheet, name, tool.label, tool.icon)
    return view, (words or "").strip()


def _ask_for(sheet: Sheet, what: str, label: str, icon: str) -> None:
    st.button(
        label,
        key=f"{what}-{sheet.name}",
        icon=icon,
        type="tertiary",
        on_click=asked_for,
        args=(sheet, what, ""),
    )


def asked_for(sheet: Sheet, what: str, row: str) -> None:
    """Remember which dialog a click asked for."""
    drafting.taken_up(sheet).asked = (what, row)


def draw(sheet: Sheet, view: str, words: str) -> None:
    """Draw the rows that are looked for, to be edited if the visitor may."""
    copy = drafting.taken_up(sheet)
    listed = looked_for(sheet, words)
    listed = _within(sheet, copy, listed)
    merged = [effective(sheet, row, copy.mine.get(row.id)) for row in listed]
    if view in sheet.drawn:
        sheet.drawn[view](listed)
    elif not listed:
        _nothing(sheet, words)
    elif sheet.may_write:
        _editor(sheet, copy, view, listed, merged)
    else:
        _reader(sheet, view, listed)


def looked_for(sheet: Sheet, words: str) -> list[PlanRow]:
    """Return the rows that the room's controls and the words looked for leave."""
    copy = drafting.taken_up(sheet)
    listed = [row for row in drafting.standing(sheet, copy).listed if sheet.keep(row)]
    if not words:
        return listed
    return [
        row for row in listed if _has(sheet, effective(sheet, row, copy.mine.get(row.id)), words)
    ]


def words_looked_for(sheet: Sheet) -> str:
    """Return the words in the sheet's field for finding rows."""
    return str(st.session_state.get(f"find-{sheet.name}") or "").strip()


def _within(sheet: Sheet, copy: Copy, listed: list[PlanRow]) -> list[PlanRow]:
    """Return as many rows as are laid out at once, with all that hold something unsaved."""
    if sheet.most is None or len(listed) <= sheet.most:
        return listed
    shown = [row for at, row in enumerate(listed) if at < sheet.most or row.id in copy.mine]
    nouns = f"{sheet.noun}s"
    st.caption(
        f"The first {len(shown):,} of {len(listed):,} {nouns} are shown. "
        "Find others by a word or by the filters above."
    )
    return shown


def draw_older(sheet: Sheet, view: str, words: str, rows: Sequence[PlanRow]) -> None:
    """Draw rows as they were, to be read only."""
    listed = [row for row in rows if sheet.keep(row) and (not words or _has(sheet, row, words))]
    listed = _within(sheet, drafting.taken_up(sheet), listed)
    if view in sheet.drawn:
        sheet.drawn[view](listed)
    elif listed:
        _reader(sheet, view, listed, older=True)
    else:
        _nothing(sheet, words)


def _nothing(sheet: Sheet, words: str) -> None:
    looked_for = f" with “{plain(words)}”" if words else ""
    st.info(f"No {sheet.noun}{looked_for} here.", icon=":material/search:")


def _has(sheet: Sheet, row: PlanRow, words: str) -> bool:
    return words.casefold() in _spoken(sheet, row)


def _spoken(sheet: Sheet, row: PlanRow) -> str:
    """Return the words of a row and of the goal it serves, for looking through it."""
    texts = [value for value in row.cells.values() if isinstance(value, str)]
    texts += [names.get(str(row[cell]), "") for cell, names in sheet.labels.items()]
    return f"{sheet.title(row)} {' '.join(texts)}".casefold()


def _editor(
    sheet: Sheet, copy: Copy, view: str, listed: list[PlanRow], merged: list[PlanRow]
) -> None:
    columns = sheet.views[view]
    order = tuple(row.id for row in listed)
    key = drafting.grid_key(sheet, copy)
    forgotten = key not in st.session_state and copy.fed != copy.mine
    if (order, view) != (copy.order, copy.view) or forgotten:
        copy.order, copy.view = order, view
        copy.draw_anew()
    shown = _filled(sheet, copy, columns, listed, merged)
    st.data_editor(
        shown,
        key=drafting.grid_key(sheet, copy),
        on_change=drafting.absorb,
        args=(sheet,),
        hide_index=True,
        num_rows="fixed",
        height=_height(len(listed)),
        column_config=_config(sheet, columns),
        column_order=_order(sheet, columns),
        placeholder="",
        alt=f"The sheet: one {sheet.noun} per row, {view}.",
    )


def _filled(
    sheet: Sheet,
    copy: Copy,
    columns: tuple[Column, ...],
    listed: list[PlanRow],
    merged: list[PlanRow],
) -> pd.DataFrame:
    """Lay out the frozen rows; only computed columns follow what is being typed."""
    shown = _frozen(sheet, copy.shown, columns, listed).copy()
    over = {row.id: row for row in merged if row.id in copy.mine or row.id in copy.fed}
    if len(over) > _FEW:
        shown = frame(columns, listed, copy.fed)
    else:
        for row in over:
            for cell, value in copy.fed.get(row, {}).items():
                column = next((it for it in columns if it.name == cell), None)
                if column is not None:
                    shown.at[row, cell] = spelled(value, column.kind)
    computed = tuple(column for column in columns if column.computed is not None)
    if over and computed:
        anew = frame(computed, list(over.values()), {})
        for column in computed:
            shown.loc[anew.index, column.name] = anew[column.name]
    heads = {cell: sheet.head(cell) for cells in copy.mine.values() for cell in cells}
    heads |= {column.name: column.head for column in columns}
    told = marks(copy.mine, heads, proposed=saving.others_rows(sheet, copy))
    shown[UNSAVED] = pd.Series([told.get(row) for row in shown.index], shown.index, dtype="str")
    if sheet.details is not None:
        shown[OPEN] = pd.Series("Open", index=shown.index, dtype="str")
    return shown


def _frozen(
    sheet: Sheet, revision: int, columns: tuple[Column, ...], listed: Sequence[PlanRow]
) -> pd.DataFrame:
    """Return the rows laid out without what was typed, made once per revision."""
    # One number instead of hundreds of ids: telling them apart costs more than drawing.
    order = hash((tuple(it.name for it in columns), tuple(row.id for row in listed)))
    return _laid_out((*sheet.place, sheet.name, revision, sheet.facts, order), columns, listed)


@st.cache_resource(show_spinner=False, max_entries=24)
def _laid_out(
    key: tuple[str | int, ...],  # noqa: ARG001 - what the cache goes by
    _columns: tuple[Column, ...],
    _listed: Sequence[PlanRow],
) -> pd.DataFrame:
    return frame(_columns, _listed, {})


def _read_only(
    sheet: Sheet, columns: tuple[Column, ...], listed: Sequence[PlanRow]
) -> pd.DataFrame:
    return _frozen(sheet, drafting.taken_up(sheet).shown, columns, listed).copy()


def _reader(sheet: Sheet, view: str, listed: Sequence[PlanRow], *, older: bool = False) -> None:
    """Draw the rows to be read only."""
    columns = sheet.views[view]
    # Only the sheet of now opens details: they speak of now.
    sheet = replace(sheet, details=None) if older else sheet
    shown = frame(columns, listed, {}) if older else _read_only(sheet, columns, listed)
    if sheet.details is not None:
        shown[OPEN] = pd.Series("Open", index=shown.index, dtype="str")
        drafting.taken_up(sheet).order = tuple(shown.index)
    st.dataframe(
        shown,
        hide_index=True,
        height=_height(len(listed)),
        column_config=_config(sheet, columns),
        column_order=[name for name in _order(sheet, columns) if name != UNSAVED],
        placeholder="",
        alt=f"The sheet: one {sheet.noun} per row, {view}.",
    )


def _height(rows: int) -> int:
    return _HEAD + _ROW * min(max(rows, 1), _ROWS)


def _order(sheet: Sheet, columns: tuple[Column, ...]) -> list[str]:
    """Put the button and the marks behind what stays in sight."""
    pinned = [column.name for column in columns if column.pinned]
    rest = [column.name for column in columns if not column.pinned]
    return [*pinned, *([OPEN] if sheet.details is not None else []), UNSAVED, *rest]


def _config(sheet: Sheet, columns: tuple[Column, ...]) -> dict[str, Any]:
    config = {column.name: _column(column) for column in columns}
    config[UNSAVED] = st.column_config.TextColumn(
        "Not saved", disabled=True, width=88, help="Cells of this row that are not saved yet."
    )
    if sheet.details is not None:
        config[OPEN] = st.column_config.ButtonColumn(
            "",
            type="tertiary",
            width=60,
            key=f"open-{sheet.name}",
            on_click=_opened,
            args=(sheet,),
        )
    return config


def _column(column: Column) -> Any:  # noqa: ANN401 - Streamlit's own type is not public
    common = {
        "label": column.head,
        "width": column.width,
        "pinned": column.pinned,
        "help": column.help or None,
    }
    if column.kind == "trend":
        return st.column_config.LineChartColumn(**common)  # type: ignore[arg-type]
    common["disabled"] = not column.editable
    if column.is_number:
        return st.column_config.NumberColumn(format=f"%,.{column.decimals}f", **common)  # type: ignore[arg-type]
    if column.kind == "choice" and column.editable:
        named = None if column.labels is None else column.labels.__getitem__
        options = list(column.options)
        return st.column_config.SelectboxColumn(options=options, format_func=named, **common)  # type: ignore[arg-type]
    alignment = "right" if column.kind == "number" else None
    return st.column_config.TextColumn(alignment=alignment, **common)  # type: ignore[arg-type]


def _opened(sheet: Sheet) -> None:
    """Remember which row's details were asked for."""
    drafting.absorb(sheet)
    click = st.session_state.get(f"open-{sheet.name}")
    copy = drafting.taken_up(sheet)
    if click is not None and click["row"] < len(copy.order):
        copy.asked = ("details", copy.order[click["row"]])
