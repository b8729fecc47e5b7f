"""What happened against what was agreed."""
