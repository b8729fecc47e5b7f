"""Signing as the three who sign meet it: one path, three seats, nothing signed unread."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_sources.actors import Actor
from data_sources.agreement import Offer
from tests.rooms.conftest import Visit
from tests.rooms.plans import line, planned
from tests.rooms.tables import Table, offers, opened, press, said
from tests.sources.plan.sheets import ADA, BO, EVE, MAX, SUE, VIC

LINES = (line("Fairs"), line("Webinars"), line("Outbound", team="sales"))


@pytest.fixture
def table(visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Table:
    """A draft of 6,000 for marketing and 3,000 for sales."""
    home = tmp_path / "home"
    workspace, plan = planned(home, LINES)
    return Table(visit, monkeypatch, home, workspace, plan)


# ---- from draft to agreed ----


def test_a_plan_goes_its_way_on_the_screens_of_three_people(table: Table) -> None:
    app = table.screen(MAX)
    assert "Plan 2025 is a draft; it is signed once it is proposed." in said(app)
    assert "It places 9,000 EUR in the year: marketing 6,000, sales 3,000." in said(app)
    assert "No plan is agreed for 2025 yet." in said(app)
    app = press(app, "agreeing-propose-")
    assert "Plan 2025 is proposed." in said(app)
    assert table.state() == "proposed"
    assert offers(app) == ["Sign for marketing", "Take it back"]

    app = press(app, "agreeing-sign-marketing")
    assert "You signed Plan 2025 for marketing." in said(app)
    assert "Plan 2025 waits for two signatures, by sales and the executive." in said(app)
    assert "max@example.com signed on" in said(app)
    assert offers(app) == ["Withdraw", "Take it back"]

    press(table.screen(SUE), "agreeing-sign-sales")
    app = table.screen(EVE)
    assert offers(app) == ["Sign as the executive", "Return with a reason", "Take it back"]
    app = press(app, "agreeing-sign-executive")
    assert "Plan 2025 is signed by all three; it can be agreed." in said(app)
    app = opened(app.button(key="agreeing-agree-").click().run())
    assert "It is the first of its year and stays the baseline." in said(app)
    app = opened(app.button(key="agreeing-confirm").click().run())
    assert "Plan 2025 is the agreed plan of 2025." in said(app)
    assert table.state() == "agreed"
    assert "It is the first agreed plan of 2025: the baseline." in said(app)


def test_a_plan_that_changed_since_it_was_read_is_not_signed(table: Table) -> None:
    app = table.proposed().screen(MAX)
    table.change()
    app = press(app, "agreeing-sign-marketing")
    shown = said(app)
    assert "Plan 2025 was changed since you read it." in shown
    assert "- Bo changed January of Outbound from 1,000 to 1,500." in shown.replace(
        "bo@example.com", "Bo"
    )
    assert "What stands below is the plan as it is now." in shown
    assert "It places 9,500 EUR" in shown
    assert table.signed() == set()
    # Read again, it is signed; the refusal is told once.
    app = press(app, "agreeing-sign-marketing")
    assert "was changed since" not in said(app)
    assert table.signed() == {"marketing"}


def test_a_change_behind_an_open_dialog_is_noticed_too(table: Table) -> None:
    app = table.proposed().screen(MAX)
    app = opened(app.button(key="agreeing-sign-marketing").click().run())
    table.change()
    app = opened(app.button(key="agreeing-confirm").click().run())
    assert "Plan 2025 was changed since you read it." in said(app)
    assert table.signed() == set()


def test_a_late_edit_withdraws_signatures_for_all_to_see(table: Table) -> None:
    table.proposed().sign("marketing", "sales")
    table.change()
    shown = said(table.screen(EVE))
    assert "Plan 2025 waits for three signatures" in shown
    for name in ("max@example.com", "sue@example.com"):
        assert f"The signature of {name} was withdrawn on" in shown
    assert "The plan was changed: Bo changed January of Outbound from 1,000 to 1,500." in shown


def test_somebody_withdraws_their_own_signature_and_no_others(table: Table) -> None:
    table.proposed().sign("marketing", "sales")
    app = table.screen(SUE)
    assert offers(app) == ["Withdraw", "Take it back"]
    (own,) = [str(it.key) for it in app.button if str(it.key).startswith("agreeing-withdraw")]
    app = press(app, own, reason="EMEA is missing.")
    assert "Your signature is withdrawn." in said(app)
    assert "EMEA is missing." in said(app)
    assert table.signed() == {"marketing"}


def test_a_plan_taken_back_is_a_draft_without_signatures(table: Table) -> None:
    app = press(table.proposed().sign("sales").screen(MAX), "agreeing-take-back-")
    assert "Plan 2025 is a draft again." in said(app)
    assert (table.state(), table.signed()) == ("draft", set())


# ---- returned, and what every other view says ----


def test_a_returned_plan_shows_the_reason_on_every_view_until_it_is_proposed(table: Table) -> None:
    reason = "Too little for EMEA: 40,000 more [please](http://x)."
    app = table.proposed().screen(EVE)
    app = press(app, "agreeing-return-", reason="  ")
    assert "A plan is returned with a reason." in said(app)
    assert table.state() == "proposed"
    app = press(table.screen(EVE), "agreeing-return-", reason=reason)
    assert table.state() == "draft"
    (warning,) = app.warning
    assert "returned it on" in said(app)
    assert reason in said(app)
    assert "[please](" not in warning.value
    for room in ("budget", "targets"):
        shown = said(table.screen(MAX, room, view="Lines"))
        assert f"The executive returned it: “{reason}”" in shown
    table.proposed()
    assert reason not in said(table.screen(MAX))


def test_lines_and_targets_say_who_has_signed(table: Table) -> None:
    for room in ("budget", "targets"):
        assert "Proposed" not in said(table.screen(MAX, room, view="Lines"))
    table.proposed().sign("marketing")
    told = "Proposed; signed by marketing. Sales and the executive have not signed."
    for room in ("budget", "targets"):
        assert told in said(table.screen(VIC, room, view="Lines"))


@pytest.mark.parametrize("who", [VIC, ADA])
def test_who_may_not_sign_is_offered_nothing_and_hears_who_may(table: Table, who: Actor) -> None:
    app = table.screen(who)
    assert offers(app) == []
    assert "Somebody with the role leader or executive proposes it." in said(app)
    app = table.proposed().screen(who)
    assert offers(app) == []
    for told in ("A leader of marketing signs here.", "The executive signs here."):
        assert told in said(app)
    app = table.sign().screen(who)
    assert offers(app) == []
    assert "Somebody with the role leader or executive agrees it." in said(app)


def test_a_naughty_name_stays_a_name_in_every_sentence(table: Table) -> None:
    name = "[click](javascript:alert(1)) **b** :red[x]"
    table.workspace.plan.rename(table.plan.id, name)
    plan = table.of(table.workspace.plan.row(table.plan.id)).proposed().sign("sales")
    plan.change()
    app = plan.screen(MAX)
    app = opened(app.button(key="agreeing-sign-marketing").click().run())
    assert name in said(app).replace("b :red", "**b** :red")
    shown = [str(it.value) for it in (*app.markdown, *app.caption)]
    assert not any("](javascript" in text or ":red[x]" in text for text in shown)


# ---- agreeing ----


def test_an_open_package_is_a_caution_and_hinders_agreeing(table: Table) -> None:
    outbound = table.workspace.plan.rows("line", table.plan.id)[2]
    offer = Offer("Calls for fairs", "marketing", {outbound.id: {"plan_02": "700"}})
    saved = table.workspace.acting_as(MAX).agreement.offer(table.plan.id, offer)
    assert not saved.refused
    app = table.proposed().sign().screen(EVE)
    assert "1 package is open: “Calls for fairs”." in said(app)
    assert "an answer is missing before it can be agreed" in said(app)
    assert app.button(key="agreeing-agree-").disabled
    (package,) = table.workspace.plan.rows("package", table.plan.id)
    table.workspace.acting_as(MAX).agreement.withdraw_package(package.id)
    assert not table.screen(EVE).button(key="agreeing-agree-").disabled


def test_of_two_people_agreeing_two_plans_the_other_is_told(table: Table) -> None:
    other = table.copied("Plan B")
    other.proposed().sign()
    table.proposed().sign()
    mine, hers = table.screen(EVE), other.screen(SUE)
    table.now(EVE)
    mine = opened(mine.button(key="agreeing-agree-").click().run())
    table.now(SUE)
    hers = opened(hers.button(key="agreeing-agree-").click().run())
    hers = opened(hers.button(key="agreeing-confirm").click().run())
    assert "Plan B is the agreed plan of 2025." in said(hers)
    table.now(EVE)
    mine = opened(mine.button(key="agreeing-confirm").click().run())
    assert "Plan B was agreed for 2025 since Plan 2025 was proposed." in said(mine)
    assert "Take yours back, compare them, and propose it again." in said(mine)
    assert (table.state(), other.state()) == ("proposed", "agreed")


def test_agreeing_again_says_what_becomes_of_the_former_plan(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    year = datetime.now(UTC).year + 1
    workspace, plan = planned(tmp_path / "home", LINES, year=year)
    first = Table(visit, monkeypatch, tmp_path / "home", workspace, plan).agreed()
    other = first.copied("Plan B")
    other.change("Fairs", MAX, "4000")
    app = other.screen(MAX)
    assert f"Against the agreed plan, Plan {year}: 3,000 EUR more; 1 line differs." in said(app)
    assert "Most of all Fairs: 3,000 EUR more." in said(app)
    app = opened(app.button(key="agreeing-propose-").click().run())
    assert f"It would replace Plan {year}" in said(app)
    other.proposed().sign()
    app = other.screen(EVE)
    app = opened(app.button(key="agreeing-agree-").click().run())
    assert f"- Plan {year} is archived: it can be read, compared and copied." in said(app)
    assert f"- Changes count from Jan {year}." in said(app)
    opened(app.button(key="agreeing-confirm").click().run())
    assert (first.state(), other.state()) == ("archived", "agreed")
    app = other.screen(EVE)
    assert f"The baseline is Plan {year}, agreed first for {year}." in said(app)
    assert f"Against the baseline, Plan {year}: 3,000 EUR more" in said(app)
    app = opened(app.button(key="baseline-compare").click().run())
    assert app.segmented_control(key="view").value == "Compare"
    assert app.multiselect(key=f"beside-{other.plan.id}").value == [first.plan.id]
    app = first.screen(EVE)
    assert f"Plan {year} is archived; it can be read, compared and copied." in said(app)
    assert f"Plan {year} is archived: it changes through a copied draft." in said(app)
    assert offers(app) == []


def test_a_year_that_is_over_is_not_agreed_again(table: Table) -> None:
    other = table.agreed().copied("Plan B")
    app = press(other.screen(MAX), "agreeing-propose-")
    assert "No month of 2025 is left to change." in said(app)
    assert other.state() == "draft"


# ---- the history offers a way back only where there is one ----


def test_the_history_offers_no_way_back_of_a_word_given(table: Table) -> None:
    table.proposed().sign("sales")
    moved, signed = table.workspace.revision() - 1, table.workspace.revision()
    table.change()
    edited = table.workspace.revision()
    table.now(EVE)
    app = opened(table.visit(table.home, "history"))
    for revision, told in (
        (moved, "What became of a plan is not taken back so."),
        (signed, "A signature is not taken back so. Withdraw it instead."),
    ):
        looked = opened(app.button(key=f"look-{revision}").click().run())
        assert told in said(looked)
        assert "history-undo" not in {button.key for button in looked.button}
    # A late edit is taken back by who made it, though it withdrew a signature of others.
    table.now(BO)
    looked = opened(app.button(key=f"look-{edited}").click().run())
    assert "history-undo" in {button.key for button in looked.button}


def test_nothing_of_an_agreed_plan_is_taken_back(table: Table) -> None:
    changed = table.workspace.plan.rows("line", table.plan.id)[0]
    table.change("Fairs", MAX)
    revision = table.workspace.revision()
    table.agreed().now(MAX)
    app = opened(table.visit(table.home, "history", row=changed.id))
    looked = opened(app.button(key=f"look-{revision}").click().run())
    assert "Plan 2025 is agreed, no draft. Copy it, and change the copy." in said(looked)
    assert "history-undo" not in {button.key for button in looked.button}
