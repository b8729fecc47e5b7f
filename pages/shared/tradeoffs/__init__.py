"""What page Trade-offs is made of."""
