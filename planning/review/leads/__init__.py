"""Leads held against what the teams agreed: their score, and what must not be part of it."""
