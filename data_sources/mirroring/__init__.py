"""The mirror of a plan in a spreadsheet, both ways."""
