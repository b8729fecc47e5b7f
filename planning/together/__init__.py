"""What the teams do together in their meetings."""
