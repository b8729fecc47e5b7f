"""Scoring: how well numbers given before an outcome tell who it will be."""
