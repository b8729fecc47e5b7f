"""What the words of a file mean: stages, statuses, and names written in several ways."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd
import streamlit as st

from data_sources.imports.choices import NAMES, Choice, Choices, can_be_chosen
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import FileShape
from pages.shared.data.file import GivenFile, staged
from planning.actuals.tables import TABLES
from views.formats import counted, plain, visible, whole

WORD, ROWS, MEANS, WHY = "Your word", "Rows", "Means", "Why"
NOTHING: Final = "(nothing)"
FIRST: Final = ("stage", "status", *NAMES)
"""Fields whose words are looked at without being asked, the most telling first."""

_WHY: Final = {
    "given": "given",
    "known": "known word",
    "contains": "contains a known word",
    "spelling": "looks alike",
    "unknown": "no known word",
    "itself": "",
}


def ask(request: ImportRequest, shape: FileShape, file: GivenFile, key: str) -> ImportRequest:
    """Draw the words of every field that has some; return what is asked for with them.

    Args:
        request: What is asked for so far.
        shape: What the file looks like.
        file: The upload, whose words are counted.
        key: Changes with file, table and start.
    """
    asked = request
    named = [f for f in TABLES[request.table].fields if f.name in request.columns]
    fields = [field.name for field in named if can_be_chosen(field)]
    for field in sorted(
        fields, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)
    ):
        place = f"{field}-{request.columns[field]}-{key}"
        if field in FIRST:
            found = _counted_words(file, shape, request, field)
            with st.expander(title(found), expanded=_asks(found), key=f"words-{place}"):
                asked = _editor(asked, found, place)
            continue
        opened = f"opened-{place}"
        drawer = st.expander(f"Words of {field}", key=f"words-{place}", on_change="rerun")
        if drawer.open or st.session_state.get(opened):
            # Once open it stays drawn: an editor that is not drawn forgets its changes.
            st.session_state[opened] = True
            with drawer:
                asked = _editor(asked, _counted_words(file, shape, request, field), place)
    return asked


def title(found: Choices) -> str:
    """Say in one line how many words a field has and what they mean."""
    words = counted(len(found.choices) + found.more, "word")
    if not found.choices:
        return f"Words of {found.field}: none"
    if found.meanings:
        meant = Counter(choice.meaning or NOTHING for choice in found.choices)
        told = ", ".join(f"{number} {meaning}" for meaning, number in meant.items())
        return f"Words of {found.field}: {words}, {plain(told)}"
    alike = sum(choice.why == "spelling" for choice in found.choices)
    told = f", {alike} spelled like another" if alike else ""
    return f"Words of {found.field}: {words}{told}"


def _asks(found: Choices) -> bool:
    """Whether something is worth a person's look."""
    return any(choice.why in ("contains", "unknown", "spelling") for choice in found.choices)


def _counted_words(
    file: GivenFile, shape: FileShape, request: ImportRequest, field: str
) -> Choices:
    # Only what tells of this field's words, so that other changes do not count again.
    part = request.model_copy(
        update={
            "columns": {},
            "constants": {},
            "values": {field: request.values.get(field, {})},
        }
    )
    column = request.columns[field]
    return _choices(file.file_id, part.model_dump_json(), field, column, shape, file)


@st.cache_data(show_spinner="Counting the words of the file…", max_entries=32)
def _choices(
    file_id: str,  # noqa: ARG001 - part of the cache's key
    wish: str,
    field: str,
    column: str,
    _shape: FileShape,
    _file: GivenFile,
) -> Choices:
    from data_sources.imports.choices import value_choices

    with staged(_file) as path:
        request = ImportRequest.model_validate_json(wish).model_copy(update={"path": path})
        return value_choices(request, _shape, field, column)


def _editor(request: ImportRequest, found: Choices, key: str) -> ImportRequest:
    if not found.choices:
        st.caption("The column holds no words.")
        return request
    joined = found.field in NAMES and _joins(found, key)
    frame = pd.DataFrame(
        {
            WORD: [visible(choice.value) for choice in found.choices],
            ROWS: [choice.rows for choice in found.choices],
            MEANS: [shown_meaning(choice, joined=joined) for choice in found.choices],
            WHY: [_WHY[choice.why] for choice in found.choices],
        }
    )
    means = (
        st.column_config.SelectboxColumn(
            options=[meaning or NOTHING for meaning in found.meanings], required=True
        )
        if found.meanings
        else st.column_config.TextColumn(help="Another name joins the two from this import on.")
    )
    edited = st.data_editor(
        frame,
        key=f"meanings-{key}-{joined}",
        hide_index=True,
        num_rows="fixed",
        disabled=[WORD, ROWS, WHY],
        column_config={
            WORD: st.column_config.TextColumn(pinned=True),
            ROWS: st.column_config.NumberColumn(format="localized"),
            MEANS: means,
        },
        alt=f"What each word of {found.field} means.",
    )
    _left(found)
    return with_answers(request, found, [str(it or "") for it in edited[MEANS]], joined=joined)


def _joins(found: Choices, key: str) -> bool:
    """Offer names that look alike as one; nothing is joined by itself."""
    alike = [choice for choice in found.choices if choice.why == "spelling"]
    if not alike:
        return False
    pairs = [
        f"{plain(visible(choice.value))} ({whole(choice.rows)}) means "
        f"{plain(visible(choice.meaning))}"
        for choice in alike[:5]
    ]
    more = f" and {counted(len(alike) - 5, 'more name')}" if len(alike) > 5 else ""
    return st.checkbox(
        f"Take names that look alike as one: {', '.join(pairs)}{more}", key=f"alike-{key}"
    )


def _left(found: Choices) -> None:
    told = []
    if found.more:
        told.append(f"{counted(found.more, 'more word')} not shown, read as they are")
    if found.empty:
        told.append(f"{counted(found.empty, 'row')} without a word")
    if told:
        st.caption(f"{', '.join(told)}.".capitalize())


def shown_meaning(choice: Choice, *, joined: bool) -> str:
    """Return what a word is shown to mean before anybody changes it."""
    if choice.why == "spelling" and not joined:
        return visible(choice.value)
    return visible(choice.meaning) if choice.meaning else NOTHING


def with_answers(
    request: ImportRequest, found: Choices, answers: list[str], *, joined: bool
) -> ImportRequest:
    """Return a request in which the words mean what a person said.

    Words that are known and were left alone are not mentioned, so that a mapping stays
    small and the next file's words keep their usual meaning.

    Args:
        request: What is asked for so far.
        found: The words and what each seems to mean.
        answers: What each means now, as shown.
        joined: Whether names that look alike were taken as one.
    """
    from data_sources.imports.choices import with_meanings

    meanings, told = {}, {}
    for choice, answer in zip(found.choices, answers, strict=True):
        proposed = shown_meaning(choice, joined=joined)
        left_alone = answer.strip() == proposed
        meaning = _meant(choice, joined=joined) if left_alone else answer.strip()
        meanings[choice.value] = "" if meaning == NOTHING else meaning
        guessed = choice.why == "contains" or (choice.why == "spelling" and joined)
        if guessed or not left_alone:
            told[choice.value] = meanings[choice.value]
    if not told:
        return request
    if found.field == "stage":
        return with_meanings(request, "stage", meanings)
    return with_meanings(request, found.field, {**request.values.get(found.field, {}), **told})


def _meant(choice: Choice, *, joined: bool) -> str:
    return choice.value if choice.why == "spelling" and not joined else choice.meaning
