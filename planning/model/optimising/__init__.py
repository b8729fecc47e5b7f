"""The best plan within its limits, what limits are worth, and how sure it is."""
