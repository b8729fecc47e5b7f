"""What the two teams agree on, and who may change it."""
