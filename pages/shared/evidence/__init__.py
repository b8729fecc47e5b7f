"""What page Evidence is made of: asking, finding out, saying, and who would be there."""
