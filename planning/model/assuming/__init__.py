"""Assumptions along the axes of a problem: judged by people, laid out and drawn."""
