"""Bringing in files: read, recognise, validate, reject."""
