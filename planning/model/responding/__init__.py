"""What a channel brings for its money, fitted to months."""
