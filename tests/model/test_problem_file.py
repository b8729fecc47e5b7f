"""A problem file says the same problem again, and refuses in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from planning.errors import UsageError
from planning.model.limits import Committed, Envelope, LargestChange
from planning.model.problem_file import read_problem, schema, write_problem
from tests.model.problems import random_problem


@pytest.mark.parametrize("one_job", [False, True])
def test_a_problem_written_and_read_is_the_same_bit_by_bit(one_job: bool) -> None:
    limits = (
        Envelope(total=1e6 / 3),
        Committed(channel="Channel 1", month="2026-03", amount=0.1),
        LargestChange(share=0.2),
    )
    text = write_problem(random_problem(1, channels=3, carry=True, one_job=one_job).under(*limits))
    assert write_problem(read_problem(text)) == text


def test_every_field_of_the_file_is_documented() -> None:
    told = schema()
    tables = [told, *(told["$defs"][name] for name in told["$defs"] if name.endswith("Record"))]
    for table in tables:
        for name, field in table["properties"].items():
            assert field.get("description") or name in ("before",), name


def test_what_a_file_may_leave_out_has_a_default() -> None:
    said = json.loads(write_problem(random_problem(1, channels=2)))
    for cell in said["cells"]:
        for name in ("open_won", "open_customers", "open_revenue", "open_gross", "open_charges"):
            del cell[name]
    assert not read_problem(json.dumps(said)).cells.open_won.any()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said.update(colour="red"), "colour"),
        (lambda said: said["channels"][0].update(half=-1), "half is outside"),
        (lambda said: said["fixed"][1].update(name="Marketing people"), "repeated"),
        (lambda said: said["cells"][0].update(channel="Radio"), "Radio"),
        (lambda said: said["cells"][0].update(share=0.99), "Channel 1 add to"),
        (lambda said: said["channels"][0].update(season=[1.0]), "1 values in row 1"),
        (lambda said: said.update(lead_lag=[0.5, 0.4]), "adds to 0.9"),
        (lambda said: said.update(first_month="May"), "May"),
        (lambda said: said["limits"].append({"kind": "wish"}), "limits"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words(
    change: Callable[[dict[str, Any]], None], words: str
) -> None:
    said = json.loads(write_problem(random_problem(2, channels=2)))
    change(said)
    with pytest.raises(UsageError, match=words):
        read_problem(json.dumps(said))


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(UsageError, match="no problem file"):
        read_problem("{")
