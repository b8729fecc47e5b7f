"""Rooms where both teams meet."""
