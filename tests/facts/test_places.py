"""Region and segment: the row's own, else its owner's, else its account's."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.facts.counting import Count, rows_of

OWNER: Final = {"person_id": "P", "region": "North", "segment": "L"}
ACCOUNT: Final = {"account_id": "A", "region": "South", "segment": "S"}
LEAD: Final = {"lead_id": "x", "owner": "P", "account_id": "A"}
DEAL: Final = {"opportunity_id": "x", "owner": "P", "account_id": "A"}


@pytest.mark.parametrize(
    ("table", "row", "measure"), [("leads", LEAD, "leads"), ("opportunities", DEAL, "created")]
)
@pytest.mark.parametrize(
    ("own", "people", "expected"),
    [
        ({"region": "West", "segment": "M"}, [OWNER], ("West", "M")),
        ({"segment": "M"}, [OWNER], ("North", "M")),
        ({}, [OWNER], ("North", "L")),
        ({}, [OWNER | {"region": None}], ("South", "L")),
        ({}, [], ("South", "S")),
        ({"account_id": None}, [], (None, None)),
    ],
)
def test_a_place_falls_back_to_owner_then_account(
    count: Count,
    table: str,
    row: dict[str, Any],
    measure: str,
    own: dict[str, Any],
    people: list[dict[str, Any]],
    expected: tuple[str | None, str | None],
) -> None:
    counts = count(**{table: [row | own]}, people=people, accounts=[ACCOUNT])
    assert rows_of(counts, "base", measure, "region", "segment") == {expected: 1}
