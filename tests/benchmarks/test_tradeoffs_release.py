"""A slider of Trade-offs let go: what the server does until mine is drawn; printed.

Run with `uv run pytest -m benchmark -n0 -s`.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.benchmarks.session import Session
from tests.servers import running_app

pytestmark = pytest.mark.benchmark

RELEASES = 20


def slider(messages: Sequence[ForwardMsg]) -> tuple[str, str, float, float]:
    """Id of the first slider, of its fragment, and its bounds."""
    for message in messages:
        element = message.delta.new_element
        if element.WhichOneof("type") == "slider":
            found = element.slider
            return found.id, message.delta.fragment_id, found.min, found.max
    raise AssertionError("the page has a slider")


def charts(messages: Sequence[ForwardMsg]) -> int:
    return sum(
        message.delta.new_element.WhichOneof("type") in ("vega_lite_chart", "arrow_vega_lite_chart")
        for message in messages
    )


def test_a_slider_let_go_redraws_two_charts_in_one_fragment(tmp_path: Path) -> None:
    workspace = Workspace.open(Settings(home=tmp_path / "home"))
    workspace.load_demo()
    workspace.counts()
    with running_app(tmp_path / "home") as address, Session(address) as visitor:
        _, first = visitor.visit("tradeoffs")
        name, fragment, low, high = slider(first)
        assert fragment
        step = (high - low) / (RELEASES + 2)
        times = []
        for at in range(RELEASES):
            seconds, answers = visitor.release(name, fragment, low + step * (at + 1))
            times.append(1000 * seconds)
            assert charts(answers) <= 2
        _, again = visitor.release(name, fragment, low + step)
        whole = sorted(times[2:])
        print(
            f"\nslider released, each value new: median {statistics.median(whole):.0f} ms, "
            f"p90 {whole[int(0.9 * len(whole))]:.0f} ms, n {len(whole)}; {charts(again)} charts"
        )
