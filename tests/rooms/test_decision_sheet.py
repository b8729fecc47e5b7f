"""The decision sheet: one set of numbers on the screen, in print and in the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.actors import Actor
from data_sources.allocating import Allocations
from pages.shared import session
from pages.shared.agreeing.stand import Stand
from planning.model.advising.answer_lines import AllocatedLine
from planning.model.advising.headcount import Headcount
from planning.model.optimising.uncertainty import Range
from planning.model.weighing.decision import Choice, DecisionSheet, shifts_of
from planning.model.weighing.options import moves_of
from tests.cli.conftest import at_home
from tests.rooms import companies, printed
from tests.rooms.tables import offers, press, said
from tests.rooms.weighed import PLAN, screen, sheet_of
from tests.sources.plan.sheets import BO, EVE, MAX, SUE, VIC, edit
from views.decision_sheet import Column, sheet_words
from views.formats import whole
from views.pack.decision_sheet import pdf, signature_lines

Documents = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def sheet(demo_home: Path) -> DecisionSheet:
    """The demo's decision sheet."""
    return sheet_of(demo_home)


@pytest.fixture(scope="module")
def documents(demo_home: Path, sheet: DecisionSheet) -> Documents:
    """What `tandem allocate --json` says to each total printed on the sheet."""
    with pytest.MonkeyPatch.context() as environment:
        tandem = at_home(demo_home, environment)
        found: Documents = {}
        for choice in sheet.choices[1:]:
            total = () if choice.key == "best" else ("--total", f"{choice.total:.2f}")
            answer = tandem("allocate", "--scenario", PLAN, *total, "--json")
            assert answer.code == 0, answer.err
            found[choice.key] = answer.document
    return found


@pytest.fixture(scope="module")
def page(sheet: DecisionSheet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet in print."""
    file = tmp_path_factory.mktemp("print") / "sheet.pdf"
    file.write_bytes(pdf(sheet_words(sheet), signature_lines([])))
    return file


# ---- every number is the same everywhere ----


def test_the_terminal_says_every_number_of_the_sheet(
    sheet: DecisionSheet, documents: Documents
) -> None:
    retold = replace(
        sheet,
        target=documents["best"]["revenue_target"],
        choices=tuple(told_by(each, documents) for each in sheet.choices),
    )
    assert sheet_words(retold) == sheet_words(sheet)
    for choice in sheet.choices[2:]:
        answer = documents[choice.key]
        left = answer["total"] - answer["kpis"]["spend"]["p50"]
        # What it says of its total: that it is the least there can be, or what is left of it.
        assert whole(answer["total"]) in choice.note or whole(left) in choice.note


def test_the_print_says_what_the_sheet_says_and_nothing_else(
    sheet: DecisionSheet, page: Path
) -> None:
    words = sheet_words(sheet)
    for sentence in (words.finding, words.title, words.signing, *words.about, *words.notes):
        assert printed.flat(sentence) in printed.text(page), sentence
    regions = printed.columns(page, "Current", "signature")
    for region, column in zip(regions, words.columns, strict=True):
        assert rest_of(region, column) == ""


def test_the_screen_says_what_the_sheet_says_and_nothing_else(
    sheet: DecisionSheet, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = screen(demo_home, demo_home, tmp_path, monkeypatch)
    words = sheet_words(sheet)
    shown = [str(it.value) for it in app.markdown]
    starts = [at for at, it in enumerate(shown) for one in words.columns if is_head(it, one)]
    assert len(starts) == len(words.columns)
    for at, column in enumerate(words.columns):
        end = starts[at + 1] if at + 1 < len(starts) else starts[at] + 9
        card = [*shown[starts[at] : end], *metric(app.metric[at])]
        assert rest_of(bare(" ".join(card)), column) in ("", "signed below")
    for sentence in (words.finding, words.signing, *words.about, *words.notes):
        assert printed.flat(sentence) in printed.flat(said(app)), sentence


# ---- signed in place ----


def stretched(home: Path, plan: str) -> None:
    """The executive accepts a plan's targets as a stretch."""
    agreement = companies.opened(home).acting_as(EVE).agreement
    saved = agreement.accept_stretch(plan, seen=agreement.revision_of(plan))
    assert not saved.refused, saved.refused


def test_the_three_sign_on_the_sheet_as_on_page_budget(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    plan = Allocations(companies.opened(home)).plan(PLAN)

    def as_seen_by(who: Actor) -> AppTest:
        monkeypatch.setattr(session, "LOCAL", who)
        return screen(home, demo_home, tmp_path, monkeypatch)

    app = as_seen_by(MAX)
    assert f"{PLAN} is a draft; it is signed once it is proposed." in said(app)
    assert "To sign another option, take it over as a draft first." in said(app)
    app = press(app, "agreeing-propose-")
    assert f"{PLAN} is proposed." in said(app)
    # The demo company's targets collide, so the executive accepts that first.
    assert "Targets collide." in said(app)
    assert "Sign for marketing" not in offers(app)
    stretched(home, plan.id)
    app = as_seen_by(MAX)
    assert offers(app) == ["Sign for marketing", "Take it back"]
    app = press(app, "agreeing-sign-marketing")
    assert f"You signed {PLAN} for marketing." in said(app)
    assert offers(as_seen_by(VIC)) == []
    press(as_seen_by(SUE), "agreeing-sign-sales")
    assert offers(as_seen_by(EVE))[0] == "Sign as the executive"

    agreement = companies.opened(home).agreement
    words = sheet_words(sheet_of(demo_home))
    stand = Stand(plan, session.now())
    file = tmp_path / "signed.pdf"
    file.write_bytes(pdf(words, signature_lines(stand.seats.values())))
    told = printed.text(file)
    assert "max@example.com sue@example.com" in told
    assert told.count(f"as of change {agreement.revision_of(plan.id)}") == 2
    assert told.count("Name, day") == 1


def test_a_plan_that_changed_since_the_sheet_was_read_is_not_signed(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    workspace = companies.opened(home)
    plan = Allocations(workspace).plan(PLAN)
    workspace.acting_as(MAX).agreement.propose_plan(plan.id)
    stretched(home, plan.id)
    monkeypatch.setattr(session, "LOCAL", MAX)
    app = screen(home, demo_home, tmp_path, monkeypatch)
    row = next(it for it in workspace.plan.rows("line", plan.id) if it.team == "sales")
    saved = workspace.acting_as(BO).plan.save([edit(row, reason="Said otherwise.")])
    assert saved.revision, saved
    app = press(app, "agreeing-sign-marketing")
    assert f"{PLAN} was changed since you read it." in said(app)
    (link,) = app.get("page_link")
    assert (link.proto.label, link.proto.query_string) == (
        "Read its lines again",
        "view=Lines&plan=Plan+2026",
    )
    assert not workspace.plan.rows("signature", plan.id)


# ---- what the comparison rests on ----


def told_by(choice: Choice, documents: Documents) -> Choice:
    """A choice with every number taken from the terminal's answers; names and months stay."""
    is_now = choice.key == "current"
    answer = documents["best" if is_now else choice.key]
    kpis = {
        key: Range(**each) for key, each in answer["current_kpis" if is_now else "kpis"].items()
    }
    prefix = "current_" if is_now else ""
    value = answer[f"{prefix}value"]
    current = answer["current_kpis"]["spend"]["p50"]
    moves = () if is_now else moves_of([line_of(it) for it in answer["lines"]])
    best = documents["best"]
    return replace(
        choice,
        total=None if is_now else answer["total"],
        spend=kpis["spend"].p50 or 0.0,
        value=value,
        revenue=kpis["revenue"],
        cac=kpis["cac"],
        customers=kpis["customers"],
        headcount=Headcount(**answer[f"{prefix}headcount"]),
        chance=answer[f"{prefix}chance"],
        more_value=value - answer["current_value"],
        more_money=(kpis["spend"].p50 or 0.0) - current,
        shifts=shifts_of(moves),
        moves=moves,
        is_best=choice.key in ("less", "more")
        and (value, kpis["spend"].p50) == (best["value"], best["kpis"]["spend"]["p50"]),
    )


def line_of(told: dict[str, Any]) -> AllocatedLine:
    amount, current = (Decimal(str(told[key])) for key in ("amount", "current"))
    return AllocatedLine(told["team"], told["line"], told["month"], amount, current)


def strings(column: Column) -> Iterable[str]:
    """Every string of an option."""
    yield column.name
    for figure in column.figures:
        yield from (figure.label, figure.value, figure.beside)
    yield from column.sentences
    for move in column.moves:
        yield f"{move.amount} {move.line}{move.whose}"


def rest_of(text: str, column: Column) -> str:
    """What is left of a text once each string of an option was taken out of it, once."""
    for string in sorted(map(printed.flat, strings(column)), key=len, reverse=True):
        assert string in text, f"{string!r} is not in {text!r}"
        text = text.replace(string, "", 1)
    return printed.flat(text)


def is_head(markdown: str, column: Column) -> bool:
    return bare(markdown).removesuffix(" signed below") == printed.flat(column.name)


def metric(shown: Any) -> tuple[str, str, str]:  # noqa: ANN401 - AppTest's own element
    return shown.label, shown.value, shown.delta


def bare(markdown: str) -> str:
    """Markdown as people read it."""
    text = re.sub(r":(gray|small|blue|orange|violet)\[", "", markdown)
    return printed.flat(re.sub(r"(?<!\\)[\]*]|\\", "", text))
