"""How each campaign does: its leads, its money, what was said about it."""
