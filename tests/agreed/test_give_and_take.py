"""Packages are answered whole, disputes are taken one at a time, signatures name a revision."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from planning.agreed.changes import Edit, offered
from planning.agreed.disputes import Dispute, discussed, parked, taken_up, unsettled
from planning.agreed.disputes import settled as settled_dispute
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.packages import Addition, Package, hold_packable, packed, settled
from planning.agreed.rights import ROLES, may
from planning.agreed.rows import PlanRow
from planning.agreed.signatures import (
    SEATS,
    TEAMS_OF,
    Seat,
    Signature,
    hold_signable,
    hold_signed,
    missing,
    standing,
)
from planning.errors import NotPossible, UsageError
from planning.teams import TEAMS
from tests.agreed.small_plan import YEAR

PROPOSED = YEAR.model_copy(update={"state": "proposed"})
NEW: dict[str, JsonValue] = {"team": "sales", "category": "people", "status": "placed"}


def package(**changes: object) -> Package:
    wanted = packed({"r": {"plan_03": "2.00"}}, {"r": {"plan_03": "1.00"}}, [Addition("line", NEW)])
    told = {"name": "Events for a head", "by_team": "marketing", "changes": wanted}
    return Package.model_validate({**told, **changes})


def dispute(row: str, state: str) -> PlanRow:
    return PlanRow(row, "dispute", "plan", "joint", cells={"name": f"D {row}", "state": state})


def signature(seat: Seat, signed: int = 7, state: str = "signed") -> PlanRow:
    cells = Signature(seat=seat, by="x@example.com", signed=signed).cells() | {"state": state}
    return PlanRow(seat, "signature", "plan", TEAMS_OF[seat], cells=cells)


def test_a_package_is_its_cells() -> None:
    cells = package().cells()
    assert refusals("package", cells, whole=True) == {}
    assert Package.of(cleaned("package", cells)) == package()


def test_a_package_tells_what_it_changes_and_adds() -> None:
    assert offered(package()) == (Edit("r", {"plan_03": "1.00"}, {"plan_03": "2.00"}),)
    assert package().additions == (Addition("line", NEW),)


def test_the_other_team_answers() -> None:
    assert (package().asked, package(by_team="sales").asked) == ("sales", "marketing")


def test_a_package_that_changes_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="changes something"):
        packed({"r": {}}, {"r": {}})


@pytest.mark.parametrize(
    "changes", [[], "all", [{"row": "r"}], [{"row": 3, "changes": {}}], [{"new": "goal"}]]
)
def test_a_package_of_odd_changes_is_refused(changes: JsonValue) -> None:
    assert "changes" in refusals("package", {"changes": changes})


def test_envelopes_and_joint_rows_are_in_no_package() -> None:
    hold_packable("line", "sales")
    with pytest.raises(UsageError):
        hold_packable("envelope", "sales")
    with pytest.raises(UsageError, match="executive"):
        hold_packable("line", "joint")


def test_the_executive_settles_an_open_package_with_a_reason() -> None:
    found = settled(package(), take=True, reason="Both gain.", by="eve@example.com")
    assert (found.state, found.answer, found.settled_by) == (
        "taken",
        "Both gain.",
        "eve@example.com",
    )
    with pytest.raises(UsageError, match="reason"):
        settled(package(), take=False, reason=" ", by="eve@example.com")
    with pytest.raises(NotPossible, match="was taken"):
        settled(found, take=False, reason="No.", by="eve@example.com")


def test_disputes_are_taken_one_at_a_time() -> None:
    rows = [dispute("a", "parked"), dispute("b", "in discussion"), dispute("c", "settled")]
    assert discussed(rows) is rows[1]
    assert [row.id for row in unsettled(rows)] == ["b", "a"]
    with pytest.raises(NotPossible, match="“D b” is in discussion"):
        taken_up(rows[0], rows)
    assert taken_up(rows[0], [rows[0], rows[2]]).state == "in discussion"


def test_a_dispute_is_settled_once_after_it_was_discussed_and_with_an_outcome() -> None:
    open_one = Dispute(name="Who pays?", state="in discussion")
    assert parked(open_one).state == "parked"
    done = settled_dispute(open_one, "Half each.", "eve@example.com")
    assert (done.state, done.outcome) == ("settled", "Half each.")
    with pytest.raises(UsageError):
        settled_dispute(open_one, "", "eve@example.com")
    for other in (done, parked(open_one)):
        with pytest.raises(NotPossible):
            settled_dispute(other, "Again.", "eve@example.com")
        with pytest.raises(NotPossible):
            parked(other)


def test_a_dispute_is_its_cells() -> None:
    cells = Dispute(name="Who pays?", about="r", marketing_says="They.").cells()
    assert refusals("dispute", cells, whole=True) == {}
    assert Dispute.of(cleaned("dispute", cells)).cells() == cells


def test_all_three_sign_the_revision_that_stands() -> None:
    rows = [signature(seat) for seat in SEATS]
    hold_signed(PROPOSED, rows, 7)
    assert missing(rows) == ()
    with pytest.raises(NotPossible, match="not signed by sales"):
        hold_signed(PROPOSED, [rows[0], rows[2]], 7)
    with pytest.raises(NotPossible, match="not signed by marketing and sales and the executive"):
        hold_signed(PROPOSED, rows, 8)


def test_a_withdrawn_signature_counts_for_nothing() -> None:
    rows = [signature("sales", state="withdrawn"), signature("executive")]
    assert list(standing(rows)) == ["executive"]
    assert missing(rows) == ("marketing", "sales")


def test_a_plan_is_signed_as_somebody_read_it() -> None:
    hold_signable(PROPOSED, "sales", [], seen=7, revision=7)
    with pytest.raises(NotPossible, match="changed since you read it"):
        hold_signable(PROPOSED, "sales", [], seen=6, revision=7)
    with pytest.raises(NotPossible, match="signed for sales already"):
        hold_signable(PROPOSED, "sales", [signature("sales")], seen=7, revision=7)
    with pytest.raises(NotPossible, match="is draft, not proposed"):
        hold_signable(YEAR, "sales", [], seen=7, revision=7)


class Person:
    """Somebody with roles in teams."""

    def __init__(self, roles: set[str], teams: set[str]) -> None:
        self.roles = frozenset(roles)
        self.teams = frozenset(teams)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("team", TEAMS)
def test_leaders_sign_for_their_team_and_only_the_executive_for_both(role: str, team: str) -> None:
    for own in TEAMS:
        somebody = Person({role}, {own})
        wanted = (role == "leader" and own == team != "joint") or (
            role == "executive" and team == "joint"
        )
        assert may(somebody, "sign", team) == wanted  # type: ignore[arg-type]
        closes = role == "leader" and own == team != "joint"
        assert may(somebody, "close", team) == closes  # type: ignore[arg-type]
