"""Rooms in which both teams plan."""
