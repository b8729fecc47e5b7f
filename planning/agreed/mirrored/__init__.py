"""The mirror of a plan in a spreadsheet: what stands there, what was typed, what becomes of it."""
