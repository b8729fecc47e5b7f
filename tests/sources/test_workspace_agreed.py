"""Settings and channels: read plainly, changed by who may, recorded, never by accident."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from planning.company import Company
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.workspaces import ADA, VIEWER, workspace_in


def test_a_new_home_has_the_default_company(tmp_path: Path) -> None:
    assert workspace_in(tmp_path).company == Company()


@pytest.mark.parametrize(
    ("key", "text", "field", "value"),
    [
        ("name", " Acme & Söhne ", "name", "Acme & Söhne"),
        ("fiscal_year_start", "7", "fiscal_year_start", 7),
        ("currency", "usd", "currency", "USD"),
        ("rate.USD", "0.92", "rates", {"USD": {0: Decimal("0.92")}}),
        ("rate.USD.2025", "0.95", "rates", {"USD": {2025: Decimal("0.95")}}),
        ("time_zone", "Europe/Berlin", "time_zone", "Europe/Berlin"),
        ("working_days", "Sun, mon,tue", "working_days", frozenset({6, 0, 1})),
        ("sla_hours", "48", "sla_hours", 48),
        ("never_after_days", "14", "never_after_days", 14),
        ("credit_window_days", "0", "credit_window_days", 0),
        ("crm_link", "https://crm.example.com/{id}", "crm_link", "https://crm.example.com/{id}"),
    ],
)
def test_every_setting_is_read_and_survives_a_new_start(
    tmp_path: Path, key: str, text: str, field: str, value: object
) -> None:
    workspace_in(tmp_path).set_setting(key, text)
    assert getattr(workspace_in(tmp_path).company, field) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("colour", "red"),
        ("rate.usd", "1"),
        ("rate.USD", "0"),
        ("rate.USD", "NaN"),
        ("rate.USD", "much"),
        ("sla_hours", "-1"),
        ("sla_hours", "0"),
        ("sla_hours", "²"),
        ("fiscal_year_start", "13"),
        ("currency", "EURO"),
        ("time_zone", "Mars/Olympus"),
        ("working_days", "someday"),
        ("crm_link", "javascript:alert(1)//{id}"),
    ],
)
def test_a_value_that_is_none_is_refused_and_leaves_no_trace(
    tmp_path: Path, key: str, text: str
) -> None:
    workspace = workspace_in(tmp_path)
    with pytest.raises(UsageError):
        workspace.set_setting(key, text)
    assert workspace.company == Company()
    assert workspace.revision() == 0


def test_a_blank_value_restores_the_default(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    workspace.set_setting("sla_hours", "48")
    workspace.set_setting("sla_hours", " ")
    assert workspace.company == Company()


def test_a_change_is_recorded_and_a_repetition_is_not(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    workspace.set_setting("sla_hours", "48")
    workspace.set_setting("sla_hours", "48")
    (entry,) = workspace.history()
    assert (entry.actor, entry.act, entry.thing) == (ADA.email, "setting", "sla_hours")
    assert (entry.before, entry.after) == (None, 48)
    assert workspace.revision() == entry.revision


def test_an_edit_based_on_an_older_version_is_refused(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    workspace.set_setting("sla_hours", "48", based_on=0)
    with pytest.raises(NotPossible, match="Somebody changed sla_hours to “48”"):
        workspace.set_setting("sla_hours", "72", based_on=0)
    workspace.set_setting("sla_hours", "72", based_on=1)
    assert workspace.company.sla_hours == 72


def test_of_several_settings_none_is_changed_if_one_cannot_be_read(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    with pytest.raises(UsageError):
        workspace.set_settings({"sla_hours": "48", "currency": "euros"})
    assert workspace.company.sla_hours == 24


def test_a_viewer_reads_but_changes_nothing(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path, VIEWER)
    assert workspace.counts() is None
    with pytest.raises(NotAllowed, match=r"vic@example.com may not change settings"):
        workspace.set_setting("sla_hours", "48")
    with pytest.raises(NotAllowed, match="administrator"):
        workspace.set_channel("Webinar", team="sales")
    with pytest.raises(NotAllowed):
        workspace.load_demo()
    assert workspace.revision() == 0


def test_a_channel_belongs_to_marketing_until_somebody_says_otherwise(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    assert workspace.set_channel("Webinar").team == "marketing"
    assert workspace.set_channel("Outbound").team == "sales"
    workspace.set_channel("Webinar", team="joint")
    assert workspace.channel_teams() == {"Outbound": "sales", "Webinar": "joint"}


def test_an_alias_has_its_channels_team(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    workspace.set_channel("Google", team="sales", aliases=[" google ", "Google", ""])
    assert workspace.channels()[0].aliases == ("google",)
    assert workspace.channel_teams() == {"Google": "sales", "google": "sales"}


def test_what_is_not_said_about_a_channel_stays(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    workspace.set_channel("Google", aliases=["google"])
    channel = workspace.set_channel("Google", team="sales")
    assert (channel.team, channel.aliases, channel.version) == ("sales", ("google",), 2)


@pytest.mark.parametrize(
    ("name", "aliases"), [("Bing", ["google"]), ("google", []), ("Ad", ["Google"])]
)
def test_a_name_means_one_channel(tmp_path: Path, name: str, aliases: list[str]) -> None:
    workspace = workspace_in(tmp_path)
    workspace.set_channel("Google", aliases=["google"])
    with pytest.raises(UsageError, match="already means"):
        workspace.set_channel(name, aliases=aliases)


def test_a_channel_needs_a_name_and_a_real_team(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    with pytest.raises(UsageError):
        workspace.set_channel("  ")
    with pytest.raises(UsageError, match="marketing, sales, joint"):
        workspace.set_channel("Webinar", team="finance")
