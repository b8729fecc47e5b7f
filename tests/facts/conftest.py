"""Fixtures of the facts' tests."""

from tests.facts.counting import count

__all__ = ["count"]
