"""What page Trade-offs is drawn from."""
