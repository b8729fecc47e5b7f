"""Google Sheets behind a small port of our own."""
