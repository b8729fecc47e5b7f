"""One module per schema; an old one is never edited."""
