"""Accounts in review: how well they fit, who works them, what is left, and what stirs."""
