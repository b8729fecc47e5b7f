"""What the rooms that look at accounts have in common."""
