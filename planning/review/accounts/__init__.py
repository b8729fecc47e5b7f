"""Accounts against the ideal customer: tiers, what they were worth, what facts suggest."""
