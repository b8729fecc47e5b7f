"""How a file becomes rows: where to start, columns, words, and the mapping as a small file."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Final

import streamlit as st

from data_sources.imports import mapping as files
from data_sources.imports.request import ImportRequest, Mapping
from data_sources.imports.shape import FileShape
from pages.shared.data import columns, start, words
from pages.shared.data.file import GivenFile
from planning.errors import UsageError
from views.formats import visible

REPLACES: Final = "replaces"
_WORDS: Final = {
    "accounts": "Accounts: the companies you sell to",
    "leads": "Leads",
    "opportunities": "Opportunities: deals, open and closed",
    "stage_events": "Stage events: when what moved",
    "spend": "Spend by month",
    "touches": "Touches: calls, mails, visits",
    "people": "People of both teams",
    "quotas": "Quotas",
}


def table_words(table: str) -> str:
    """Name a table as people would."""
    return _WORDS.get(table, table)


def ask(shape: FileShape, table: str, file: GivenFile) -> ImportRequest:
    """Draw the mapping and return the request it stands for.

    Args:
        shape: What the file looks like.
        table: The fact table.
        file: The upload.

    Raises:
        UsageError: The mapping file does not fit.
    """
    begun = start.choose(shape, table, file.file_id, _given(file.file_id))
    start.tell(begun)
    # Another start proposes other guesses: nothing typed for one is taken for the other.
    told = begun.preset or "names", shape.sheet or "all"
    key = "-".join([file.file_id, table, begun.kind, *told])
    request = columns.ask(shape, begun, key)
    request = words.ask(request, shape, file, key)
    return request.model_copy(update=_more(request, file.file_id))


def mapping_file(file_id: str) -> None:
    """Offer to read the file by a mapping file."""
    with st.popover("Mapping file", icon=":material/description:"):
        st.caption("The small file this page and tandem import write, for files alike.")
        st.file_uploader(
            "Read by a mapping file",
            type=["json"],
            key=_key(file_id),
            max_upload_size=1,
            on_change=_follow_table,
            args=(file_id,),
        )


def _key(file_id: str) -> str:
    return f"mapping-file-{file_id}"


def _given(file_id: str) -> Mapping | None:
    """Return the mapping of the mapping file, if there is one.

    Raises:
        UsageError: The file is no mapping.
    """
    given = st.session_state.get(_key(file_id))
    if given is None:
        return None
    try:
        text = given.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{given.name} is no mapping: it is not text.", "") from error
    return files.read(text, given.name)


def _follow_table(file_id: str) -> None:
    """Choose the table a mapping file is for."""
    try:
        given = _given(file_id)
    except UsageError:
        return  # told where the mapping is drawn
    if given is not None and given.table in _WORDS:
        st.session_state[f"table-{file_id}"] = given.table


def offer(request: ImportRequest) -> None:
    """Offer the mapping as it stands as a small file."""
    st.download_button(
        "Mapping as a file",
        lambda: files.written(Mapping.model_validate(_mapping_of(request))).encode(),
        f"{plain_name(request.label)}-mapping.json",
        "application/json",
        key="mapping-down",
        on_click="ignore",
        icon=":material/download:",
        help="Takes the place of all this for files alike: here, or tandem import --mapping FILE.",
    )


def _mapping_of(request: ImportRequest) -> dict[str, object]:
    return request.model_dump(include=set(Mapping.model_fields))


def plain_name(label: str) -> str:
    """Return a file's name without folders and ending.

    Example:
        >>> plain_name("../my leads.csv")
        'my leads'
    """
    return PurePath(label).stem or "file"


def _more(request: ImportRequest, file_id: str) -> dict[str, str]:
    """Ask what few imports need: source, date format, as-of, whether it is all there is."""
    with st.expander("More"):
        left, middle, right = st.columns(3)
        source = left.text_input(
            "Source",
            key=f"source-{file_id}",
            placeholder=visible(request.source or "from the column names"),
            help="A later file of the same source updates these rows.",
        )
        dates = middle.text_input(
            "Date format",
            key=f"dates-{file_id}",
            placeholder="found by itself",
            help="For example %d/%m/%Y: needed where a date fits two formats.",
        )
        right.date_input(
            "Facts stand at",
            value=None,
            key="as-of",
            help="Stands until another is given; otherwise the latest event counts.",
        )
        st.checkbox(
            "The file is all its source holds: rows of the source that it lacks are gone",
            key=f"{REPLACES}-{file_id}",
        )
    given = {"source": source, "date_format": dates}
    return {name: text.strip() for name, text in given.items() if text and text.strip()}


def replaces(file_id: str) -> bool:
    """Return whether the file is to take the place of all its source holds."""
    return bool(st.session_state.get(f"{REPLACES}-{file_id}"))


def as_of() -> date | None:
    """Return the as-of date people gave, or None."""
    given = st.session_state.get("as-of")
    return given if isinstance(given, date) else None
