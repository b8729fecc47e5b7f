"""Accounts beside what was agreed about them: fit, coverage, value and what is left open."""
