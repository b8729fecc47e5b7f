"""The terminal: the same jobs without a browser."""
