"""One thing that was looked at, and how it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

State = Literal["good", "note", "broken"]

Tell = Callable[[float], None]
"""Told how far a check is, from 0 to 1."""

_SHOWN: Final = 3


class Check(BaseModel):
    """One thing that was looked at.

    Attributes:
        name: What it is.
        state: Good; a note worth knowing; or broken, which needs somebody.
        told: How it is, one sentence.
        remedy: What to do, one sentence; empty where nothing is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    state: State
    told: str
    remedy: str = ""


def good(name: str, told: str) -> Check:
    """Say that something is as it should be."""
    return Check(name=name, state="good", told=told)


def note(name: str, told: str, remedy: str = "") -> Check:
    """Say something worth knowing that breaks nothing."""
    return Check(name=name, state="note", told=told, remedy=remedy)


def broken(name: str, told: str, remedy: str) -> Check:
    """Say that something needs somebody."""
    return Check(name=name, state="broken", told=told, remedy=remedy)


def listed(names: list[str]) -> str:
    """Return the first of some names, and how many more there are.

    Example:
        >>> listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
        ('a, b', 'a, b, c and 2 more')
    """
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
